"""Monthly series of a measure as an XmR chart, with the sentence that reads it.

A chart needs 13 points before it is given limits, and enough cases in each month for the limits to
mean something; otherwise it shows the line and the mean, and says so. Where limits start afresh,
each stretch is judged by its own, and those before stay as they were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import dropwhile

from assurance.chart_settings import ChartSettings, chart_settings_of
from assurance.charts import Annotation, XmrChart, XmrLimits, XmrPoint
from assurance.charts.kinds import Flag, Side
from assurance.measures import Measure, Unit
from assurance.months import FLOWS, monthly_facts, months_shown
from assurance.trend_words import (
    FLAG_KINDS,
    NO_VARIATION,
    TOO_FEW_CASES,
    VARIATION_WORDS,
    Months,
    assurance_reading,
    reading,
    reasons,
    rules_used,
    too_few,
)
from assurance.words import ON_PAGES
from core.periods import Period
from core.statistics.xmr import (
    LEAST_BASELINE,
    Assurance,
    Chart,
    JudgedPoint,
    Options,
    Point,
    Segment,
    xmr,
)
from safeguard.metrics.facts import MonthFacts
from safeguard.metrics.figures import Figure
from safeguard.metrics.scope import CaseScope
from safeguard.models import PolicyChange

__all__ = [
    "FLOWS",
    "Trend",
    "monthly_facts",
    "months_shown",
    "series_of",
    "trend_from",
    "trend_of",
    "trend_over",
]

LEAST_MEAN_COUNT = 5
LEAST_DENOMINATOR = 10
AFRESH = "Limits start afresh"


@dataclass(frozen=True)
class Trend:
    """A measure month by month.

    `judged` is None where there is too little to judge the latest month by; `worked_out` is the
    chart with whatever limits each stretch has, None where the cases are too few for any.
    `empty` names months with no case on record at all: there were none, or they are not loaded.
    `assurance` is None without a local target, or limits, or a better direction.
    """

    measure: Measure
    months: tuple[tuple[Period, Figure], ...]
    chart: XmrChart
    judged: Chart | None
    worked_out: Chart | None
    variation: str
    reading: str
    options: Options
    empty: tuple[str, ...] = ()

    @property
    def assurance(self) -> Assurance | None:
        return self.judged.assurance if self.judged else None

    @property
    def assurance_reading(self) -> str:
        """One sentence on the local target; nothing where there is none to judge by."""
        verdict, target = self.assurance, self.options.target
        if verdict is None or target is None:
            return ""
        return assurance_reading(self.measure, verdict, target)

    @property
    def rules_used(self) -> str:
        return rules_used(self.options)


def trend_of(
    measure: Measure,
    scope: CaseScope,
    period: Period,
    settings: ChartSettings | None = None,
    months: Sequence[MonthFacts] | None = None,
) -> Trend | None:
    """Return the trend of `measure` up to the end of `period`; None if it has no monthly flow.

    Args:
        settings: what the council set, as `chart_settings_of` reads it; None: read here.
        months: the months as `monthly_facts` gives them; None: read here.
    """
    held = settings or chart_settings_of(scope.council, measure)
    read = monthly_facts(scope, period) if months is None else months
    return trend_over(measure, read, held.changes, held)


def trend_over(
    measure: Measure,
    months: Sequence[MonthFacts],
    changes: Iterable[PolicyChange],
    settings: ChartSettings | None = None,
    *,
    limits_before: date | None = None,
) -> Trend | None:
    """Return the trend of `measure` over months already read, with the policy changes in them.

    Args:
        settings: what the council set for the chart; None: nothing.
        limits_before: only months that began before this day set the limits, so that what came
            after is judged against what was; None: all months do, and fresh starts count.
    """
    found = series_of(measure, months)
    if not found:
        return None
    held, is_judged = settings or ChartSettings(), True
    if limits_before is not None:
        known = [period.start for period, figure in found if figure.value is not None]
        before = sum(start < limits_before for start in known)
        is_judged = before >= LEAST_BASELINE
        held = replace(held, baseline=before if is_judged else None, rebases=())
    source, recorded = measure.calculation.source, months[-len(found) :]
    empty = tuple(month.period.label for month in recorded if not month.of(source))
    return replace(trend_from(measure, found, changes, held, is_judged=is_judged), empty=empty)


def series_of(measure: Measure, months: Sequence[MonthFacts]) -> tuple[tuple[Period, Figure], ...]:
    """Return the figure of each month; none where it has no monthly flow, or nothing is held."""
    source = measure.calculation.source
    if source not in FLOWS:
        return ()
    # Months before the first case are before the record, not months with none.
    recorded = dropwhile(lambda month: not month.of(source), months)
    return tuple((month.period, measure.figure(month)) for month in recorded)


def trend_from(
    measure: Measure,
    found: Sequence[tuple[Period, Figure]],
    changes: Iterable[PolicyChange],
    settings: ChartSettings | None = None,
    *,
    is_judged: bool = True,
) -> Trend:
    """Return the trend of figures already counted, one for each month, at least one."""
    starts = [period.start for period, _ in found]
    held = settings or ChartSettings()
    options = held.options(measure, starts, found[-1][0].end)
    worked_out = _work_out(measure, found, options) if is_judged else None
    shown = worked_out if worked_out and worked_out.segments[-1].limits else None
    why_not = _why_not(found, worked_out)
    words = reading(measure, found, shown, why_not)
    chart = XmrChart(
        title=measure.title,
        unit=measure.unit.value,
        summary=words,
        points=tuple(_point(measure, item, worked_out, at) for at, item in enumerate(found)),
        limits=_limits(worked_out),
        target=options.target,
        target_from=_target_from(measure, found, held),
        annotations=_annotations(found, changes, options),
    )
    variation = why_not
    if shown is not None and shown.variation is not None:
        variation = VARIATION_WORDS[shown.variation]
    return Trend(measure, tuple(found), chart, shown, worked_out, variation, words, options)


def _work_out(measure: Measure, months: Months, options: Options) -> Chart | None:
    """Return the chart of the months; None where the cases are too few for one.

    A stretch of fewer than 13 points keeps its mean and loses its limits and what they say.
    """
    if not _enough_cases(measure, [figure for _, figure in months]):
        return None
    found = xmr([Point(period.start, figure.value) for period, figure in months], options)
    short = {segment.index for segment in found.segments if segment.is_short}
    return replace(
        found,
        segments=tuple(
            replace(segment, limits=None) if segment.index in short else segment
            for segment in found.segments
        ),
        points=tuple(_unjudged(p) if p.segment in short else p for p in found.points),
    )


def _unjudged(point: JudgedPoint) -> JudgedPoint:
    return replace(point, is_outside=False, is_close=False, rules=(), kind=None)


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
    side: Side = "up" if point.rules[0].is_high else "down"
    return Flag(FLAG_KINDS[point.kind], side, reasons(point.rules))


def _limits(judged: Chart | None) -> tuple[XmrLimits, ...]:
    if judged is None:
        return ()
    found = []
    for segment in judged.segments:
        places = [at for at, point in enumerate(judged.points) if point.segment == segment.index]
        if segment.mean is not None:
            found.append(_limits_of(segment, float(segment.mean), places[0], places[-1]))
    return tuple(found)


def _limits_of(segment: Segment, mean: float, first: int, last: int) -> XmrLimits:
    if segment.limits is None:
        return XmrLimits(first, last, mean, None, None)
    return XmrLimits(first, last, mean, float(segment.limits.lower), float(segment.limits.upper))


def _target_from(measure: Measure, months: Months, settings: ChartSettings) -> int:
    """Return the place of the first month in which the target drawn was in force to its end."""
    target = settings.target_on(measure, months[-1][0].end)
    if target is None:
        return 0
    return next(at for at, (p, _) in enumerate(months) if p.end >= target.effective_from)


def _annotations(
    months: Months, changes: Iterable[PolicyChange], options: Options
) -> tuple[Annotation, ...]:
    marked = [
        Annotation(period.label, change.title)
        for change in changes
        for period, _ in months
        if period.contains(change.on)
    ]
    afresh = [Annotation(p.label, AFRESH) for p, _ in months if p.start in options.rebase]
    return (*marked, *afresh)


def _why_not(months: Months, worked_out: Chart | None) -> str:
    """Return why the latest months have no limits, in a few words."""
    if worked_out is None:
        known = sum(figure.value is not None for _, figure in months)
        return too_few(known)
    latest = worked_out.segments[-1]
    if latest.is_short:
        return too_few(latest.n)
    return NO_VARIATION if latest.has_no_variation else TOO_FEW_CASES
