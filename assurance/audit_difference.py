"""Has a recommendation made a difference? What audits found of a linked question, since it was due.

A round of audits is one point. The last before the due date is compared with the newest that began
on or after it, where both asked the same; one that ran across the date is neither.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from assurance.audit_charts import trend_chart
from assurance.charts import Annotation, ChartPanel
from audit.models import AuditRound, Question
from audit.results.trends import Point, Trend, question_trends
from audit.rules.estimates import FEW
from core import access
from core.models import Organisation, User
from core.permissions import Permission
from sab.choices_recommendation import LinkKind
from sab.difference import Linkable, Signal
from sab.models import Recommendation, RecommendationLink

AUDIT = LinkKind.AUDIT_QUESTION
# As long as the column of a link; a longer key is of a tool that was named at unusual length.
LONGEST_KEY = 80
NOT_ASKED = ("No finished round has asked it", "grey")
NO_ROUND = ("No round since the due date yet", "grey")


def offers(council: Organisation | None = None) -> Iterator[Linkable]:
    """Yield the scored questions that rounds of a council have asked, in the words of the newest.

    Questions of tools about workers are left out: a board does not read those.
    """
    if council is None:
        return
    rows = Question.objects.filter(version__rounds__council=council, is_scored=True)
    known = rows.exclude(version__tool__is_personnel=True).distinct().order_by("version_id")
    columns = ("identity__key", "code", "text", "version__tool__title", "position")
    newest = {row[0]: row[1:] for row in known.values_list(*columns)}
    for key, (code, text, tool, _) in sorted(newest.items(), key=lambda item: item[1][2:]):
        if len(key) <= LONGEST_KEY:
            yield Linkable(AUDIT, key, f"{code} {text}", tool)


def read_links(
    person: User, council: Organisation, rows: Iterable[Recommendation]
) -> Mapping[int, list[Signal]]:
    """Return what audits show of each recommendation; nothing to who may not see their figures."""
    linked = [(row, [one for one in row.links.all() if one.kind == AUDIT]) for row in rows]
    keys = {link.key for _, links in linked for link in links}
    if not keys or not access.has(person, Permission.AUDIT_FIGURES_VIEW, council=council):
        return {}
    rounds = AuditRound.objects.figures_visible_to(person).filter(council=council)
    found = question_trends(rounds.select_related("version__tool").distinct(), keys)
    return {
        row.pk: [_signal(row, link, found.get(link.key)) for link in links]
        for row, links in linked
        if links
    }


def _signal(row: Recommendation, link: RecommendationLink, trend: Trend | None) -> Signal:
    if trend is None:
        return Signal(link, link.key, *NOT_ASKED)
    if row.due_on is None:
        return Signal(link, trend.title, "No due date to count from", "grey")
    words, colour = words_since(trend, row.due_on)
    return Signal(link, trend.title, words, colour, _panel(trend, row.due_on, link.pk))


def words_since(trend: Trend, due_on: date) -> tuple[str, str]:
    """Say what rounds since `due_on` found beside the last before it, and the colour of the words.

    They differ by more than chance only where their intervals do not overlap.
    """
    before = [point for point in trend.points if point.ends_on < due_on]
    since = [point for point in trend.points if point.starts_on >= due_on]
    if not since:
        return NO_ROUND
    now = since[-1]
    if now.estimate.value is None:
        return f"Fewer than {FEW} files in the newest round: too few to say", "grey"
    if not before:
        return f"{_percent(now)} since, and no round before the due date", "grey"
    was = before[-1]
    if was.era != now.era:
        return "Asked or scored differently since: not to be compared", "grey"
    if was.estimate.value is None:
        return f"Fewer than {FEW} files in the round before: too few to say", "grey"
    return _compared(was, now)


def _compared(was: Point, now: Point) -> tuple[str, str]:
    words = f"{_percent(was)} before, {_percent(now)} in {now.period}"
    first, last = was.estimate.interval, now.estimate.interval
    if first is None or last is None:
        return f"{words}: files not drawn by chance, so no more can be said", "grey"
    if last.lower > first.upper:
        return f"Improvement: {words}", "green"
    if last.upper < first.lower:
        return f"Worsening: {words}", "red"
    return f"No sign of change yet: {words}, which may be chance", "yellow"


def _percent(point: Point) -> str:
    return f"{round(100 * (point.estimate.value or 0))}%"


def _panel(trend: Trend, due_on: date, key: int) -> ChartPanel:
    """Return the chart of the rounds, with the first since the due date marked."""
    chart = trend_chart(trend)
    marks = [
        Annotation(label, "First since the due date")
        for label, point in zip(chart.labels, trend.points, strict=True)
        if point.starts_on >= due_on
    ][:1]
    chart = replace(chart, annotations=(*chart.annotations, *marks))
    return ChartPanel(f"link-{key}", trend.title, chart.summary, chart)
