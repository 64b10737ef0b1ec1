"""The counts that the statutory return asks of the register, each a grouped SQL statement.

A specification table names what it counts (`of`) and its two axes; this module knows how each of
those reads in the register, for counting and for listing the cases behind a cell alike.

Source: the counting rules of the collection as `assurance/frameworks/sac/` holds them: a person
once in SG1a-c, once for each reason or condition in SG1d-e; in SG2 a pair once for each enquiry.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Coalesce

from safeguard.choices import (
    EnquiryKind,
    LackedCapacity,
    OutcomesAchieved,
    OutcomesAsked,
    RiskAssessmentResult,
    RiskOutcome,
)
from safeguard.metrics.ages import age_band
from safeguard.metrics.scope import PeriodRows
from safeguard.models import Adult, Concern, Enquiry, Risk

CONCERN, S42, OTHER = "CONCERN", "S42", "OTHER"
METRIC_OF_KIND = {EnquiryKind.SECTION_42: S42, EnquiryKind.OTHER: OTHER}
PANEL_OF_KIND = {EnquiryKind.SECTION_42: "S42C", EnquiryKind.OTHER: "OTHC"}
KIND_OF = {code: kind for codes in (METRIC_OF_KIND, PANEL_OF_KIND) for kind, code in codes.items()}

# (panel or "", row, column) -> how many
Cells = Counter[tuple[str, str, str]]
CaseRows = QuerySet[Concern] | QuerySet[Enquiry]


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouped count: the axes to group by, and the thing of which each counts once."""

    rows: QuerySet[Any]
    axes: Mapping[str, Any]
    once: str | None = None

    def counts(self) -> Iterable[tuple[dict[str, str], int]]:
        """Yield the code on each axis, and how many. Rows with no value on an axis are left out."""
        # Names of our own, since an annotation may not share a name with a field.
        named = {f"axis_{name}": expression for name, expression in self.axes.items()}
        how_many = Count(self.once, distinct=True) if self.once else Count("*")
        grouped = self.rows.order_by().annotate(**named).values(*named).annotate(n=how_many)
        for row in grouped:
            yield {name: row[f"axis_{name}"] for name in self.axes}, row["n"]


def people(rows: PeriodRows) -> dict[str, Cells]:
    """Count each adult once: by age band, gender and ethnicity, for each metric (SG1a-c).

    An adult has one value on each axis, so one statement for a metric serves the three tables.
    """
    found: dict[str, Cells] = {"age_band": Counter(), "gender": Counter(), "ethnicity": Counter()}
    for metric, adults in people_of(rows).items():
        axes = {"age_band": age_band(rows.period.end), "gender": F("gender")}
        axes["ethnicity"] = F("ethnicity")
        for codes, n in Grouping(adults, axes).counts():
            for axis, cells in found.items():
                cells["", codes[axis], metric] += n
    return found


def people_of(rows: PeriodRows) -> dict[str, QuerySet[Adult]]:
    """Return, for each metric of SG1, the adults it counts, each once."""
    by_kind = {
        METRIC_OF_KIND[kind]: rows.commenced.of_kind(kind).values("concern__adult")
        for kind in EnquiryKind
    }
    keys = {CONCERN: rows.concerns.values("adult"), **by_kind}
    return {metric: Adult.objects.filter(pk__in=inner) for metric, inner in keys.items()}


def people_by(rows: PeriodRows, field: str) -> Cells:
    """Count each adult once for each value of a concern's `field`, for each metric (SG1d-e)."""
    cells: Cells = Counter()
    concerns = rows.concerns.filter(**{f"{field}__isnull": False})
    for codes, n in Grouping(concerns, {"row": F(field)}, once="adult").counts():
        cells["", codes["row"], CONCERN] = n
    enquiries = rows.commenced.filter(**{f"concern__{field}__isnull": False})
    axes = {"row": F(f"concern__{field}"), "kind": F("kind")}
    for codes, n in Grouping(enquiries, axes, once="concern__adult").counts():
        cells["", codes["row"], METRIC_OF_KIND[EnquiryKind(codes["kind"])]] = n
    return cells


def cases(rows: PeriodRows) -> Cells:
    """Count concerns raised and enquiries commenced (SG1f)."""
    cells: Cells = Counter({("", CONCERN, "COUNT"): rows.concerns.count()})
    for codes, n in Grouping(rows.commenced, {"kind": F("kind")}).counts():
        cells["", METRIC_OF_KIND[EnquiryKind(codes["kind"])], "COUNT"] = n
    return cells


def risk_pairs(rows: PeriodRows, row: str, column: str) -> Cells:
    """Count each pair of `row` and `column` once for each concluded enquiry (SG2a, b, a_b1)."""
    cells: Cells = Counter()
    axes = {"row": F(f"risks__{row}"), "column": F(f"risks__{column}"), "kind": F("kind")}
    found = rows.concluded.filter(risks__isnull=False)
    for codes, n in Grouping(found, axes, once="pk").counts():
        panel = PANEL_OF_KIND[EnquiryKind(codes["kind"])]
        cells[panel, codes["row"], codes["column"]] = n
    return cells


def not_recorded(field: str, code: str) -> Coalesce:
    """Return `field`, where an empty one reads as the return's own "not recorded"."""
    return Coalesce(F(field), Value(code))


CONCLUDED_AXES: Mapping[str, Any] = {
    "risk_assessment_result": F("risk_assessment_result"),
    "risk_outcome": F("risk_outcome"),
    "lacked_capacity": not_recorded("lacked_capacity", LackedCapacity.NOT_RECORDED),
    "supported": F("supported"),
    "outcomes_asked": not_recorded("outcomes_asked", OutcomesAsked.NOT_RECORDED),
    "outcomes_achieved": F("outcomes_achieved"),
}


def concluded(rows: PeriodRows) -> dict[str, Cells]:
    """Count concluded enquiries by result, outcome, capacity and desired outcomes (SG2c-SG4a).

    One statement: an enquiry has one value on each axis.
    """
    axes = {**CONCLUDED_AXES, "kind": F("kind")}
    names = ("risk_assessment_result", "risk_outcome", "capacity", "outcomes")
    found: dict[str, Cells] = {name: Counter() for name in names}
    for codes, n in Grouping(rows.concluded, axes).counts():
        panel = PANEL_OF_KIND[EnquiryKind(codes["kind"])]
        found["risk_assessment_result"][panel, codes["risk_assessment_result"], "COUNT"] += n
        for name, axis in (
            ("risk_outcome", "risk_outcome"),
            ("capacity", "lacked_capacity"),
            ("outcomes", "outcomes_asked"),
            ("outcomes", "outcomes_achieved"),
        ):
            if codes[axis] is not None:
                found[name][panel, codes[axis], "COUNT"] += n
        if codes["lacked_capacity"] == LackedCapacity.YES and codes["supported"]:
            found["capacity"][panel, "ADV", "COUNT"] += n
    return found


def left_out(rows: PeriodRows) -> QuerySet[Adult]:
    """Return the people with casework in the period who are not counted, being under 18."""
    if not rows.children:
        return Adult.objects.none()
    scope, period = rows.scope, rows.period
    concerns = scope.concerns().received_in(period).values("adult")
    commenced = scope.enquiries().commenced_in(period).values("concern__adult")
    concluded = scope.enquiries().concluded_in(period).values("concern__adult")
    involved = Q(pk__in=concerns) | Q(pk__in=commenced) | Q(pk__in=concluded)
    return Adult.objects.filter(involved, pk__in=rows.children)


# --- the cases behind a cell ------------------------------------------------------------------


def people_behind(rows: PeriodRows, axis: str, row: str, metric: str) -> CaseRows:
    """Return the concerns (or enquiries) of the people that an SG1a-e cell counts."""
    lead = "adult__" if metric == CONCERN else "concern__adult__"
    base = _base(rows, metric)
    if axis == "age_band":
        return base.alias(band=age_band(rows.period.end, lead)).filter(band=row)
    if axis in ("gender", "ethnicity"):
        return base.filter(**{f"{lead}{axis}": row})
    field = "primary_support_reason" if axis == "primary_support_reason" else CONDITION
    return base.filter(**{f"{'' if metric == CONCERN else 'concern__'}{field}": row})


def cases_behind(rows: PeriodRows, metric: str) -> CaseRows:
    """Return the cases that an SG1f cell counts."""
    return _base(rows, metric)


def risks_behind(rows: PeriodRows, panel: str, pair: Mapping[str, str]) -> QuerySet[Enquiry]:
    """Return the enquiries that an SG2a, b or a_b1 cell counts; `pair` is axis to code."""
    inner = Risk.objects.filter(**pair).values("enquiry")
    return rows.concluded.of_kind(KIND_OF[panel]).filter(pk__in=inner)


def concluded_behind(rows: PeriodRows, axis: str, panel: str, row: str) -> QuerySet[Enquiry]:
    """Return the enquiries that an SG2c, SG2e, SG3a or SG4a cell counts."""
    base = rows.concluded.of_kind(KIND_OF[panel])
    if axis == "capacity" and row == "ADV":
        return base.filter(lacked_capacity=LackedCapacity.YES, supported=True)
    for name, choices in _COLUMNS_OF[axis].items():
        if row in choices.values:
            return base.alias(code=CONCLUDED_AXES[name]).filter(code=row)
    raise LookupError(f"no row {row} on {axis}")


CONDITION = "conditions__condition"
_COLUMNS_OF: Mapping[str, Mapping[str, type[TextChoices]]] = {
    "risk_assessment_result": {"risk_assessment_result": RiskAssessmentResult},
    "risk_outcome": {"risk_outcome": RiskOutcome},
    "capacity": {"lacked_capacity": LackedCapacity},
    "outcomes": {"outcomes_achieved": OutcomesAchieved, "outcomes_asked": OutcomesAsked},
}


def _base(rows: PeriodRows, metric: str) -> CaseRows:
    if metric == CONCERN:
        return rows.concerns
    return rows.commenced.of_kind(KIND_OF[metric])
