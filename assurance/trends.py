"""Monthly series of a measure as an XmR chart, with the sentence that reads it.

A chart needs 13 points before it is given limits, and enough cases in each month for the limits to
mean something; otherwise it shows the line and the mean, and says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile

from assurance.charts import Annotation, XmrChart, XmrLimits, XmrPoint
from assurance.charts.kinds import Flag, FlagKind
from assurance.measures import Measure, Unit
from assurance.words import ON_PAGES
from core.periods import Period
from core.statistics.xmr import (
    ENOUGH_POINTS,
    LEAST_BASELINE,
    Chart,
    Direction,
    JudgedPoint,
    Options,
    Point,
    PointKind,
    xmr,
)
from core.statistics.xmr_rules import Rule, TwoOfThree
from safeguard.metrics.facts import Facts, MonthFacts
from safeguard.metrics.figures import Figure
from safeguard.metrics.scope import CaseScope
from safeguard.models import PolicyChange

# Two to three years is what the NHS team advises for routine monitoring.
MONTHS_SHOWN = 36
LEAST_MEAN_COUNT = 5
LEAST_DENOMINATOR = 10
# A stock on one day, or a cohort still being followed, has no monthly flow to chart.
FLOWS = frozenset(
    {
        "concerns",
        "repeats",
        "commenced",
        "concluded",
        "durations",
        "decision_steps",
        "conclusion_steps",
        "feedback",
        "caused_reports",
        "advocates",
        "experience_adult",
        "experience_representative",
    }
)

FLAG_KINDS: dict[PointKind, FlagKind] = {
    PointKind.IMPROVEMENT: "improvement",
    PointKind.CONCERN: "concern",
    PointKind.NEUTRAL_HIGH: "high",
    PointKind.NEUTRAL_LOW: "low",
}
RULE_WORDS = {
    Rule.ABOVE_LIMIT: "above the upper limit",
    Rule.BELOW_LIMIT: "below the lower limit",
    Rule.TREND_UP: "seven points rising",
    Rule.TREND_DOWN: "seven points falling",
    Rule.TWO_OF_THREE_ABOVE: "two of three near the upper limit",
    Rule.TWO_OF_THREE_BELOW: "two of three near the lower limit",
    Rule.SHIFT_ABOVE: "seven points above the mean",
    Rule.SHIFT_BELOW: "seven points below the mean",
}
VARIATION_WORDS = {
    PointKind.COMMON_CAUSE: "stable",
    PointKind.IMPROVEMENT: "getting better",
    PointKind.CONCERN: "getting worse",
    PointKind.NEUTRAL_HIGH: "higher than usual",
    PointKind.NEUTRAL_LOW: "lower than usual",
}


@dataclass(frozen=True)
class Trend:
    """A measure month by month. `judged` is None where there is too little to judge by."""

    measure: Measure
    months: tuple[tuple[Period, Figure], ...]
    chart: XmrChart
    judged: Chart | None
    variation: str
    reading: str


def months_shown(scope: CaseScope, period: Period) -> Period:
    """Return the whole months that lead up to the end of `period`, 36 of them.

    A month that the data do not cover to its end would look like a fall, so it is left out.
    """
    end = _last_whole_month(min(period.end, scope.cut))
    year, month = divmod(end.year * 12 + end.month - MONTHS_SHOWN, 12)
    return Period.between(date(year, month + 1, 1), end)


def monthly_facts(scope: CaseScope, period: Period) -> tuple[MonthFacts, ...]:
    """Return the facts of each month that a trend up to `period` shows; each source read once."""
    return Facts(scope.rows(months_shown(scope, period))).months()


def trend_of(measure: Measure, scope: CaseScope, period: Period) -> Trend | None:
    """Return the trend of `measure` up to the end of `period`; None if it has no monthly flow."""
    changes = PolicyChange.objects.filter(council=scope.council)
    return trend_over(measure, monthly_facts(scope, period), changes)


def trend_over(
    measure: Measure,
    months: Sequence[MonthFacts],
    changes: Iterable[PolicyChange],
    *,
    limits_before: date | None = None,
) -> Trend | None:
    """Return the trend of `measure` over months already read, with the policy changes in them.

    Args:
        limits_before: only months that began before this day set the limits, so that what came
            after is judged against what was; None: all months do.
    """
    source = measure.calculation.source
    if source not in FLOWS:
        return None
    # Months before the first case are before the record, not months with none.
    recorded = list(dropwhile(lambda month: not month.of(source), months))
    if not recorded:
        return None
    found = tuple((month.period, measure.figure(month)) for month in recorded)
    judged = _judge(measure, found, limits_before)
    shown = judged if judged and not judged.segments[-1].is_short else None
    reading = _reading(measure, found, shown)
    chart = XmrChart(
        title=measure.title,
        unit=measure.unit.value,
        summary=reading,
        points=tuple(_point(measure, item, shown, index) for index, item in enumerate(found)),
        limits=_limits(judged, shown),
        annotations=_annotations(found, changes),
    )
    return Trend(measure, found, chart, shown, _variation(shown, found), reading)


def _judge(
    measure: Measure, months: Sequence[tuple[Period, Figure]], limits_before: date | None
) -> Chart | None:
    """Return the XmR chart of the months; None where the cases, or the months, are too few."""
    if not _enough_cases(measure, [figure for _, figure in months]):
        return None
    direction = Direction.NEUTRAL if measure.context_only else Direction(measure.direction)
    points = [Point(period.start, figure.value) for period, figure in months]
    baseline = None
    if limits_before is not None:
        known = [point for point in points if point.value is not None]
        baseline = sum(point.on < limits_before for point in known)
        if baseline < LEAST_BASELINE:
            return None
    return xmr(
        points,
        Options(improvement=direction, two_of_three=TwoOfThree.MDC_2023, baseline=baseline),
    )


def _enough_cases(measure: Measure, figures: Sequence[Figure]) -> bool:
    if measure.unit is Unit.COUNT:
        return sum(figure.value or 0 for figure in figures) >= LEAST_MEAN_COUNT * len(figures)
    small = sum((figure.denominator or 0) < LEAST_DENOMINATOR for figure in figures)
    return small * 2 <= len(figures)


def _point(
    measure: Measure, item: tuple[Period, Figure], judged: Chart | None, index: int
) -> XmrPoint:
    period, figure = item
    basis = ON_PAGES.basis(measure, figure)
    words = f"{ON_PAGES.value(measure, figure)}{f' ({basis})' if basis else ''}"
    flag = _flag(judged.points[index]) if judged else None
    return XmrPoint(period.label, figure.value, flag, words)


def _flag(point: JudgedPoint) -> Flag | None:
    if point.kind not in FLAG_KINDS or point.kind is None:
        return None
    first = point.rules[0]
    return Flag(FLAG_KINDS[point.kind], "up" if first.is_high else "down", RULE_WORDS[first])


def _limits(judged: Chart | None, shown: Chart | None) -> tuple[XmrLimits, ...]:
    if judged is None:
        return ()
    segment = judged.segments[-1]
    if segment.mean is None:
        return ()
    limits = segment.limits if shown else None
    return (
        XmrLimits(
            0,
            len(judged.points) - 1,
            float(segment.mean),
            float(limits.lower) if limits else None,
            float(limits.upper) if limits else None,
        ),
    )


def _annotations(
    months: Sequence[tuple[Period, Figure]], changes: Iterable[PolicyChange]
) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(period.label, change.title)
        for change in changes
        for period, _ in months
        if period.contains(change.on)
    )


def _variation(shown: Chart | None, months: Sequence[tuple[Period, Figure]]) -> str:
    if shown is None or shown.variation is None:
        return _too_few(months)
    return VARIATION_WORDS[shown.variation]


def _too_few(months: Sequence[tuple[Period, Figure]]) -> str:
    known = sum(figure.value is not None for _, figure in months)
    if known < ENOUGH_POINTS:
        return f"{known} of {ENOUGH_POINTS} points"
    return "too few cases a month to say"


def _reading(measure: Measure, months: Sequence[tuple[Period, Figure]], shown: Chart | None) -> str:
    """Return one sentence on the latest month and what the chart says of it."""
    known = [(period, figure) for period, figure in months if figure.value is not None]
    if not known:
        return "No month in this span has a case to show."
    period, figure = known[-1]
    latest = f"In {period.label} it was {ON_PAGES.value(measure, figure)}"
    if shown is None:
        return f"{latest}; {_too_few(months)}, so no limits are drawn."
    point = next(point for point in reversed(shown.points) if point.kind)
    if point.kind is PointKind.COMMON_CAUSE or point.kind is None:
        return f"{latest}, within the usual month-to-month variation."
    why = RULE_WORDS[point.rules[0]]
    return f"{latest}, which is {VARIATION_WORDS[point.kind]} ({why})."


def _last_whole_month(day: date) -> date:
    """Return the last day of the last month that is over by the end of `day`."""
    tomorrow = day + timedelta(days=1)
    return tomorrow.replace(day=1) - timedelta(days=1)
