"""Read the register as facts: grouped for figures, one by one for the cases behind a figure.

Every source is one SQL statement whatever the number of measures made from it. Facts keep the
month they belong to, so that a monthly series costs no further statement.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from core.dates import DaysBetween, MonthOf
from core.periods import Period
from safeguard.choices_work import Respondent
from safeguard.metrics import experience, on_time
from safeguard.metrics.on_time import Timescales
from safeguard.metrics.scope import PeriodRows
from safeguard.models import Concern
from safeguard.rules.measures import (
    CommencedFact,
    ConcernFact,
    ConcludedFact,
    DecidedFact,
    DurationFact,
    FollowedFact,
    OpenFact,
    RepeatFact,
)

REPEAT_DAYS = 365


class Source(NamedTuple):
    """Where facts of one kind come from: their rows, their columns in order, and their type."""

    rows: QuerySet[Any]
    columns: Mapping[str, Any]
    fact: type[Any]


def source(rows: PeriodRows, name: str) -> Source:
    """Return the source of that name; KeyError if there is none."""
    return Source(*_SOURCES[name](rows))


def grouped(found: Source) -> Iterator[Any]:
    """Yield each distinct fact with how many cases read so."""
    for row in grouped_rows(found):
        yield found.fact(*row)


def grouped_rows(found: Source) -> QuerySet[Any, Any]:
    """Return the columns of each distinct fact, and how many cases read so."""
    columns = _named(found)
    rows: QuerySet[Any, Any] = found.rows.order_by().values(**columns).annotate(n=Count("*"))
    return rows.values_list(*columns, "n")


def one_by_one(found: Source) -> Iterator[tuple[int, Any]]:
    """Yield each case's key with its fact, newest key first, without holding them all."""
    columns = _named(found)
    rows = found.rows.order_by("-pk").annotate(**columns).values_list("pk", *columns)
    for key, *row in rows.iterator(chunk_size=5000):
        yield key, found.fact(*row)


def with_references(found: Source) -> Iterator[tuple[int, str, Any]]:
    """Yield each case's key, reference and fact, for what has to name a case for good."""
    columns = _named(found)
    rows = found.rows.order_by("pk").annotate(**columns)
    for key, reference, *row in rows.values_list("pk", "reference", *columns).iterator(
        chunk_size=5000
    ):
        yield key, reference, found.fact(*row)


class Facts:
    """The facts of one scope and period, each source read once, when it is first asked for."""

    def __init__(self, rows: PeriodRows) -> None:
        self.rows = rows
        self.period = rows.period
        self.calendar = rows.scope.calendar
        self.timescales = Timescales(rows)
        self._held: dict[str, tuple[Any, ...]] = {}

    def of(self, name: str) -> Sequence[Any]:
        if name not in self._held:
            self._held[name] = tuple(grouped(source(self.rows, name)))
        return self._held[name]

    def take(self, name: str, found: Source, rows: Iterable[Sequence[Any]]) -> None:
        """Hold the facts of a source whose rows were read together with others."""
        self._held[name] = tuple(found.fact(*row) for row in rows)

    def months(self) -> tuple["MonthFacts", ...]:
        """Return the same facts month by month, in order; parts of months at the ends included."""
        return tuple(MonthFacts(self, month) for month in self.period.months())

    @cached_property
    def _by_month(self) -> dict[str, dict[str, list[Any]]]:
        return {}

    def in_month(self, name: str, month: str) -> Sequence[Any]:
        """Return the facts of one source that belong to the month "yyyy-mm"."""
        if name not in self._by_month:
            split: dict[str, list[Any]] = defaultdict(list)
            for fact in self.of(name):
                split[month_of(fact)].append(fact)
            self._by_month[name] = split
        return self._by_month[name].get(month, ())


@dataclass(frozen=True)
class MonthFacts:
    """One month of `whole`: answers as `Facts` does."""

    whole: Facts
    period: Period

    @property
    def calendar(self) -> Any:
        return self.whole.calendar

    @property
    def timescales(self) -> Timescales:
        return self.whole.timescales

    def of(self, name: str) -> Sequence[Any]:
        return self.whole.in_month(name, f"{self.period.start:%Y-%m}")


def month_of(fact: Any) -> str:
    """Return the month a fact belongs to as "yyyy-mm"."""
    return f"{fact.received_on:%Y-%m}" if isinstance(fact, ConcernFact) else fact.month


def _named(found: Source) -> dict[str, Any]:
    # Names of our own, since an annotation may not share a name with a field.
    return {f"fact_{name}": expression for name, expression in found.columns.items()}


def _concerns(rows: PeriodRows) -> Source:
    names = ("received_on", "decided_on", "decision")
    return Source(rows.concerns, {name: F(name) for name in names}, ConcernFact)


def _repeats(rows: PeriodRows) -> Source:
    earlier = (
        Concern.objects.filter(adult=OuterRef("adult"), received_at__lt=OuterRef("received_at"))
        .alias(days=DaysBetween(OuterRef("received_on"), F("received_on")))
        .filter(days__lte=REPEAT_DAYS)
        .order_by()
    )
    columns = {"month": MonthOf(F("received_on")), "again": Exists(earlier)}
    return Source(rows.concerns, columns, RepeatFact)


def _decided(rows: PeriodRows) -> Source:
    return Source(rows.decided, {"month": MonthOf(F("decided_on"))}, DecidedFact)


def _commenced(rows: PeriodRows) -> Source:
    columns = {
        "month": MonthOf(F("commenced_on")),
        "kind": F("kind"),
        "days": DaysBetween(F("commenced_on"), F("concern__received_on")),
        "caused": _flag(~Q(caused_to="")),
    }
    return Source(rows.commenced, columns, CommencedFact)


def _followed(rows: PeriodRows) -> Source:
    cut = Value(rows.scope.cut)
    concluded = Q(concluded_on__lte=rows.scope.cut)
    columns = {
        "month": MonthOf(F("commenced_on")),
        "kind": F("kind"),
        "days": Case(
            When(concluded, then=DaysBetween(F("concluded_on"), F("commenced_on"))),
            default=DaysBetween(cut, F("commenced_on")),
        ),
        "concluded": _flag(concluded),
    }
    # One that commenced after the cut cannot be followed to it.
    return Source(rows.commenced.filter(commenced_on__lte=rows.scope.cut), columns, FollowedFact)


def _concluded(rows: PeriodRows) -> Source:
    columns = {
        "month": MonthOf(F("concluded_on")),
        "kind": F("kind"),
        "result": F("risk_assessment_result"),
        "outcome": F("risk_outcome"),
        "lacked_capacity": F("lacked_capacity"),
        "supported": F("supported"),
        "asked": F("outcomes_asked"),
        "achieved": F("outcomes_achieved"),
    }
    return Source(rows.concluded, columns, ConcludedFact)


def _durations(rows: PeriodRows) -> Source:
    columns = {
        "month": MonthOf(F("concluded_on")),
        "kind": F("kind"),
        "days": DaysBetween(F("concluded_on"), F("commenced_on")),
    }
    return Source(rows.concluded, columns, DurationFact)


def _open_at_cut(rows: PeriodRows) -> Source:
    columns = {"kind": F("kind"), "days": DaysBetween(Value(rows.scope.cut), F("commenced_on"))}
    return Source(rows.open, columns, OpenFact)


def _open_at_end(rows: PeriodRows) -> Source:
    columns = {"kind": F("kind"), "days": DaysBetween(Value(rows.census), F("commenced_on"))}
    return Source(rows.open_at_census, columns, OpenFact)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


_SOURCES: Mapping[str, Callable[[PeriodRows], tuple[Any, Any, Any]]] = {
    "concerns": _concerns,
    "repeats": _repeats,
    "decided": _decided,
    "commenced": _commenced,
    "followed": _followed,
    "concluded": _concluded,
    "durations": _durations,
    "open_at_cut": _open_at_cut,
    "open_at_end": _open_at_end,
    "decision_steps": on_time.decision_steps,
    "conclusion_steps": on_time.conclusion_steps,
    "feedback": on_time.feedback,
    "caused_reports": on_time.caused_reports,
    "advocates": on_time.advocates,
    "experience_adult": partial(experience.facts_of, Respondent.ADULT),
    "experience_representative": partial(experience.facts_of, Respondent.REPRESENTATIVE),
}
