"""The cases behind one number of the return."""

from dataclasses import dataclass
from typing import Any, Literal, cast

from django.db.models import Count, QuerySet

from assurance.sac.figures import Key
from assurance.sac.spec import CountRule, Line, Specification, Table
from core.models import Organisation
from core.periods import Period
from sab.metrics import sg5
from sab.models.review import ReviewQuerySet
from safeguard.metrics import return_counts
from safeguard.metrics.return_counts import CONCERN
from safeguard.metrics.scope import PeriodRows
from safeguard.models import ConcernQuerySet, EnquiryQuerySet

Cases = ConcernQuerySet | EnquiryQuerySet
CaseKind = Literal["concern", "enquiry"]
Counted = Literal["people", "concerns", "enquiries"]
OF_REVIEWS = ("reviews", "review_people")
PEOPLE = ("people", "people_by_reason", "people_by_condition")


@dataclass(frozen=True)
class Behind:
    """The cases that one cell counts. Of people it may list more cases than it counts."""

    table: Table
    panel: Line
    row: Line
    column: Line
    kind: CaseKind
    counted: Counted
    rows: Cases

    def value(self) -> int:
        """Return how many different people, concerns or enquiries the cases are of."""
        found: int = self.rows.aggregate(n=Count(self._once, distinct=True))["n"]
        return found

    @property
    def _once(self) -> str:
        if self.counted != "people":
            return "pk"
        return "adult" if self.kind == "concern" else "concern__adult"


def behind(rows: PeriodRows, specification: Specification, key: Key) -> Behind | None:
    """Return the cases that the cell of `key` counts; None for a table of reviews, not of cases.

    Raises:
        LookupError: the specification has no such cell.
    """
    table = specification.table(key[0])
    panel = table.line("panels", key[1])
    row, column = table.line("rows", key[2]), table.line("columns", key[3])
    if table.count is None or table.count.of in OF_REVIEWS:
        return None
    metric = _metric(table.count, row, column)
    kind: CaseKind = "concern" if metric == CONCERN else "enquiry"
    cases: Counted = "concerns" if kind == "concern" else "enquiries"
    counted: Counted = "people" if table.count.of in PEOPLE else cases
    found = cast(Cases, _rows(rows, table.count, key, metric))
    return Behind(table, panel, row, column, kind, counted, found)


@dataclass(frozen=True)
class BehindReviews:
    """The reviews that one cell of SG5 counts, or whose individuals it counts."""

    table: Table
    row: Line
    rows: ReviewQuerySet
    value: int


def behind_reviews(
    council: Organisation, period: Period, specification: Specification, key: Key
) -> BehindReviews | None:
    """Return the reviews behind the cell of `key`; None for a table of cases.

    Raises:
        LookupError: the specification has no such cell.
    """
    table = specification.table(key[0])
    row = table.line("rows", key[2])
    if table.count is None or table.count.of not in OF_REVIEWS:
        return None
    reviews = sg5.reviews_in(council, period.start, period.end)
    if table.count.of == "reviews":
        chosen = sg5.with_a_death if row.code == sg5.DIED else sg5.without_a_death
        return BehindReviews(table, row, chosen(reviews), sg5.count(reviews).reviews[row.code])
    value = sg5.count(reviews).people[row.code]
    return BehindReviews(table, row, sg5.reviews_with(reviews, row.code.lower()), value)


def _metric(rule: CountRule, row: Line, column: Line) -> str:
    """Return which cases of SG1 a cell is about; empty for a table of concluded enquiries."""
    return {"metric": row.code}.get(rule.rows) or (column.code if rule.columns == "metric" else "")


def _rows(rows: PeriodRows, rule: CountRule, key: Key, metric: str) -> QuerySet[Any]:
    _, panel, row, column = key
    if rule.of in PEOPLE:
        return return_counts.people_behind(rows, rule.rows, row, metric)
    if rule.of == "cases":
        return return_counts.cases_behind(rows, metric)
    if rule.of == "risk_pairs":
        return return_counts.risks_behind(rows, panel, {rule.rows: row, rule.columns: column})
    return return_counts.concluded_behind(rows, rule.rows, panel, row)
