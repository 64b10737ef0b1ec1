"""Has a recommendation made a difference? Its linked measures, month by month, since it was due.

The months before the due date set the limits, so that what came after is judged against what was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assurance.catalogue import BY_KEY, MEASURES
from assurance.charts import Annotation, ChartPanel
from assurance.measures import Measure
from assurance.scopes import open_scope
from assurance.trends import FLOWS, Trend, monthly_facts, trend_over
from core import access
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission
from core.statistics.xmr import LEAST_BASELINE, JudgedPoint, PointKind
from sab.choices_recommendation import LinkKind
from sab.difference import Linkable, Signal
from sab.models import Recommendation, RecommendationLink
from safeguard.metrics.facts import MonthFacts

MEASURE = LinkKind.MEASURE
NOT_DUE = ("Not due yet", "grey")
NOT_BEGUN = "The change had not begun in the months that are loaded"
NO_MONTH = ("No whole month since the due date yet", "grey")
NO_CHANGE = ("No sign of change yet", "yellow")
UNREADABLE = "Cannot be read here"


@dataclass(frozen=True)
class Since:
    """What a measure shows since a day: words and their colour, perhaps with a chart."""

    title: str
    words: str
    colour: str
    chart: ChartPanel | None = None


def can_show(measure: Measure) -> bool:
    """Tell whether a measure can show improvement: it has months, and one way is better."""
    is_flow = measure.calculation.source in FLOWS
    return is_flow and not measure.context_only and measure.direction != "neutral"


def offers(council: Organisation | None = None) -> Iterator[Linkable]:
    """Yield the measures that a recommendation may be linked to."""
    for measure in MEASURES:
        if can_show(measure):
            yield Linkable(MEASURE, measure.key, measure.title, measure.group)


def read_links(
    person: User, council: Organisation, rows: Iterable[Recommendation]
) -> Mapping[int, list[Signal]]:
    """Return what the linked measures of each recommendation show; nothing to who may not see."""
    linked = [(row, [one for one in row.links.all() if one.kind == MEASURE]) for row in rows]
    if not any(links for _, links in linked):
        return {}
    if not access.has(person, Permission.MEASURE_VIEW, council=council):
        return {}
    scope = open_scope(by=person, council=council)
    months = monthly_facts(scope, Period.between(date(1990, 1, 1), scope.cut))
    return {row.pk: [_signal(row, link, months) for link in links] for row, links in linked}


def _signal(row: Recommendation, link: RecommendationLink, months: Sequence[MonthFacts]) -> Signal:
    found = measure_since(link.key, row.due_on, months, name=f"link-{link.pk}")
    return Signal(link, found.title, found.words, found.colour, found.chart)


def measure_since(
    key: str, due_on: date | None, months: Sequence[MonthFacts], *, name: str, began: bool = False
) -> Since:
    """Return what a measure shows in the months since a day, with its chart where it has one.

    Args:
        name: the chart's own name on its page.
        began: the day is not the due date, but the day on which the change began in practice.
    """
    measure = BY_KEY.get(key)
    if measure is None or not can_show(measure):
        return Since(key if measure is None else measure.title, UNREADABLE, "grey")
    if due_on is None:
        return Since(measure.title, "No due date to count from", "grey")
    trend = trend_over(measure, months, (), limits_before=due_on)
    if trend is None:
        return Since(measure.title, "No month to show", "grey")
    words, colour = words_since(trend, due_on)
    if began:
        words = words.replace(NOT_DUE[0], NOT_BEGUN).replace("the due date", "the change began")
    label = "Change began" if began else "Due"
    return Since(measure.title, words, colour, _chart(trend, due_on, name, label))


def words_since(trend: Trend, due_on: date) -> tuple[str, str]:
    """Say what a series shows in the whole months since `due_on`, and the colour of the words.

    It is an improvement while the latest months say so; "since" is the first of those months.
    """
    last = trend.months[-1][0]
    if last.end < due_on:
        return NOT_DUE
    known = [item for item in trend.months if item[1].value is not None]
    if not any(period.start >= due_on for period, _ in known):
        return NO_MONTH
    before = sum(period.start < due_on for period, _ in known)
    if before < LEAST_BASELINE:
        return f"{before} of {LEAST_BASELINE} months before the due date: too few to say", "grey"
    if trend.worked_out is not None and trend.worked_out.segments[-1].has_no_variation:
        return "No variation before the due date to judge by", "grey"
    if trend.judged is None:
        return "Too few cases a month to say", "grey"
    after = [point for point in trend.judged.points if point.on >= due_on and point.kind]
    kind = after[-1].kind
    if kind is PointKind.IMPROVEMENT:
        return f"Special-cause improvement since {_month(_run(after, kind))}", "green"
    if kind is PointKind.CONCERN:
        return f"Special-cause worsening since {_month(_run(after, kind))}", "red"
    return NO_CHANGE


def _run(points: Sequence[JudgedPoint], kind: PointKind) -> date:
    """Return the month in which the latest unbroken run of `kind` began."""
    began = points[-1].on
    for point in reversed(points):
        if point.kind is not kind:
            break
        began = point.on
    return began


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def _chart(trend: Trend, due_on: date, name: str, label: str) -> ChartPanel:
    """Return the chart of the months, with the day drawn on it."""
    due = tuple(
        Annotation(period.label, label) for period, _ in trend.months if period.contains(due_on)
    )
    chart = replace(trend.chart, annotations=(*trend.chart.annotations, *due))
    return ChartPanel(name, trend.measure.title, trend.reading, chart)
