"""Everything a Theme 3 report is made of, read from the register once. Lays out nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Min

from assurance import catalogue
from assurance.chart_settings import ChartSettings, chart_settings_of
from assurance.reading import Reader, Remembering
from assurance.trends import Trend, trend_over
from assurance.words import Words, long_date
from core.disclosure import Mode
from core.models import Team
from core.periods import Period
from core.statistics.survival import Curve
from safeguard.metrics import return_counts
from safeguard.metrics.facts import Facts, MonthFacts
from safeguard.metrics.figures import FactSource, Figure, survival_curve
from safeguard.metrics.return_counts import Cells
from safeguard.metrics.scope import CaseScope
from safeguard.models import PolicyChange, RegisterSettings

LEAST_YEARS, MOST_YEARS = 3, 6
S42 = "s42"

# What is followed month by month, quarter by quarter and year by year.
MONTH_KEYS = (
    "concerns_raised",
    "s42_commenced",
    "conversion_rate_pct",
    "decided_within_2_working_days_pct",
    "risk_reduced_or_removed_pct",
    "asked_pct",
    "outcomes_fully_or_partially_achieved_pct",
    "supported_pct",
)
PART_KEYS = (
    "concerns_raised",
    "s42_commenced",
    "other_commenced",
    "s42_concluded",
    "conversion_rate_pct",
    "cohort_conversion_pct",
    "risk_removed_pct",
    "risk_reduced_pct",
    "risk_remained_pct",
    "risk_outcome_recorded_pct",
)
TEAM_KEYS = ("concerns_raised", "decided_within_2_working_days_pct", "s42_concluded", "asked_pct")
OPEN_KEYS = tuple(measure.key for measure in catalogue.OPEN)

FigureMap = Mapping[str, Figure]


@dataclass(frozen=True)
class Slice:
    """Figures of part of the time, or of one team."""

    label: str
    period: Period
    figures: FigureMap


@dataclass(frozen=True)
class Change:
    """A dated change of policy or recording."""

    on: date
    title: str
    explanation: str


@dataclass(frozen=True)
class Theme3Figures:
    """The figures of one council and period, with all that is needed to read them.

    `cut` is the last day that the data cover, `census` the day from which open work is seen,
    `first_on` the day of the oldest concern held (None: none is). `before` are the figures of
    `previous`; `trends` hold whole months, by measure; `quarters` and `years` are in order of time.
    """

    council: str
    council_code: str
    period: Period
    mode: Mode
    cut: date
    census: date
    first_on: date | None
    counting_rule: str
    changes: tuple[Change, ...]
    now: FigureMap
    before: FigureMap
    trends: Mapping[str, Trend]
    quarters: tuple[Slice, ...]
    years: tuple[Slice, ...]
    curve: Curve
    curve_before: Curve
    oldest_days: int | None
    teams: tuple[Slice, ...] = ()
    people: Mapping[str, Cells] = field(default_factory=dict)
    # Axis, code and metric of the groups that a version for sharing hides beside the small ones.
    people_withheld: frozenset[tuple[str, str, str]] = frozenset()
    # Whether they are about some of the cases only.
    of_some: bool = False

    @property
    def words(self) -> Words:
        return Words(self.mode)

    @cached_property
    def previous(self) -> Period:
        return self.period.previous()

    @property
    def has_previous(self) -> bool:
        """Whether any of the previous period lies within the time for which records are held."""
        return self.first_on is not None and self.first_on <= min(self.previous.end, self.cut)

    def hides_people(self, axis: str, code: str, metric: str) -> bool:
        """Say whether a group of people is hidden although it may be large enough."""
        return self.words.is_shared and (axis, code, metric) in self.people_withheld

    def n(self, key: str) -> int:
        """Return the number of cases a figure of the period is taken over; 0 for none."""
        figure = self.now[key]
        whole = figure.numerator if figure.denominator is None else figure.denominator
        return whole or 0

    def tells(self, *keys: str) -> bool:
        """Say whether any of these has cases, and enough of them to be told of."""
        return any(
            self.words.tells(self.n(key)) and not (self.words.is_shared and self.now[key].withheld)
            for key in keys
        )


def gather(scope: CaseScope, period: Period, mode: Mode) -> Theme3Figures:
    """Read the figures of `scope` for `period`. Every figure is as the catalogue gives it."""
    scope = replace(scope, calendar=Remembering(scope.calendar.days_off, scope.calendar.horizon))
    reader = _Reader(scope, period)
    settings = RegisterSettings.objects.filter(council=scope.council).first()
    changes = list(PolicyChange.objects.filter(council=scope.council).order_by("on", "title"))
    now, before = reader.source(period), reader.source(period.previous())
    return Theme3Figures(
        council=scope.council.name,
        council_code=scope.council.code,
        period=period,
        mode=mode,
        cut=scope.cut,
        census=scope.rows(period).census,
        first_on=reader.first_on,
        counting_rule=settings.counting_rule.strip() if settings else "",
        changes=tuple(Change(each.on, each.title, each.explanation) for each in changes),
        now=catalogue.all_figures(now),
        before=catalogue.all_figures(before),
        trends=_trends(
            reader.months,
            changes,
            chart_settings_of(scope.council, *(catalogue.BY_KEY[key] for key in MONTH_KEYS)),
        ),
        quarters=reader.quarters(),
        years=reader.years(),
        curve=_curve(now),
        curve_before=_curve(before),
        oldest_days=_oldest(now),
        teams=reader.teams(),
        people=return_counts.people(scope.rows(period)),
        of_some=bool(scope.only.given),
    )


def pick(keys: Iterable[str], facts: FactSource) -> FigureMap:
    return {key: catalogue.BY_KEY[key].figure(facts) for key in keys}


class _Reader(Reader):
    """Also reads the parts of a report."""

    @cached_property
    def first_on(self) -> date | None:
        found: date | None = self.scope.concerns().aggregate(first=Min("received_on"))["first"]
        return found

    @property
    def last_on(self) -> date:
        """The last day of the period that the data cover."""
        return min(self.period.end, self.scope.cut)

    def quarters(self) -> tuple[Slice, ...]:
        """Return the quarters of the period, where it has more than one and at most twelve."""
        parts = self.period.quarters()
        if not 1 < len(parts) <= 12:
            return ()
        return tuple(
            Slice(part.label, part, pick(PART_KEYS, self.source(part)))
            for part in parts
            if part.start <= self.last_on
        )

    def years(self) -> tuple[Slice, ...]:
        """Return the financial years up to the end of the period, at least three where held."""
        if self.first_on is None or self.first_on > self.last_on:
            return ()
        last = _year_of(self.last_on)
        first = max(_year_of(self.first_on), min(_year_of(self.period.start), last - 2))
        first = max(first, last - MOST_YEARS + 1)
        return tuple(self._year(start) for start in range(first, last + 1))

    def _year(self, start: int) -> Slice:
        year = Period.financial_year(start)
        if year.end <= self.last_on:
            return Slice(year.label, year, pick(PART_KEYS, self.source(year)))
        part = Period.between(year.start, self.last_on)
        label = f"{year.label}, to {long_date(part.end)}"
        return Slice(label, part, pick(PART_KEYS, self.source(part)))

    def teams(self) -> tuple[Slice, ...]:
        """Return the teams side by side; none where the report is of one."""
        if self.scope.only.team:
            return ()
        found = Team.objects.filter(organisation=self.scope.council).order_by("name")
        return tuple(self._team(team) for team in found)

    def _team(self, team: Team) -> Slice:
        scope = replace(self.scope, only=replace(self.scope.only, team=team.pk))
        facts = Facts(scope.rows(self.period))
        return Slice(team.name, self.period, pick((*TEAM_KEYS, *OPEN_KEYS), facts))


def _year_of(day: date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def _trends(
    months: Sequence[MonthFacts], changes: Sequence[PolicyChange], held: ChartSettings
) -> Mapping[str, Trend]:
    found = {key: trend_over(catalogue.BY_KEY[key], months, changes, held) for key in MONTH_KEYS}
    return {key: trend for key, trend in found.items() if trend is not None}


def _curve(facts: FactSource) -> Curve:
    return survival_curve([fact for fact in facts.of("followed") if fact.kind == S42])


def _oldest(facts: FactSource) -> int | None:
    return max((fact.days for fact in facts.of("open_at_end") if fact.kind == S42), default=None)
