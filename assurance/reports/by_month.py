"""A measure month by month in a report: the chart, the sentence that reads it, and its table.

What stands out is judged by `assurance.trends`, as on the pages; here it is only laid out, and kept
from showing more than the mode allows.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from assurance import charts
from assurance.measures import Unit
from assurance.reports.blocks import Block, Chart, Paragraph, Table
from assurance.reports.figures import Theme3Figures
from assurance.trend_words import FLAG_KINDS, RULE_WORDS
from assurance.trends import Trend
from assurance.words import MONTHS, Words, listed
from core.rates import round_half_up
from core.statistics.xmr import ENOUGH_POINTS, PointKind

FEWEST_DRAWN = 2
NO_MONTHS = "there is no whole month to draw."
TOO_SMALL = "not drawn, since some months have fewer cases than a version for sharing may show."
WITHHELD = "not drawn in a version for sharing, since with the months more could be worked out."
NO_TREND = f"0 of {ENOUGH_POINTS} points"
Run = tuple[int, int]


def verdict(figures: Theme3Figures, key: str) -> PointKind | None:
    """Return what the latest month says; None where nothing can be said, or may be."""
    trend = figures.trends.get(key)
    if trend is None or trend.judged is None or not may_be_drawn(trend, figures.words):
        return None
    return trend.judged.variation


def variation(figures: Theme3Figures, key: str) -> str:
    """Return what the latest month says, in a word or two, and since when."""
    trend = figures.trends.get(key)
    if trend is None and not figures.words.is_shared:
        return NO_TREND
    if trend is not None and figures.words.is_shared and is_withheld(trend):
        return "not shared by month"
    if trend is None or not may_be_drawn(trend, figures.words):
        return "small numbers"
    if verdict(figures, key) not in FLAG_KINDS:
        return trend.variation
    return f"{trend.variation} {since(figures, key)}"


def since(figures: Theme3Figures, key: str) -> str:
    """Return "since Aug 2025" for a measure whose latest month stands out."""
    trend = figures.trends[key]
    first, last = list(runs(trend))[-1]
    return f"{'since' if last > first else 'in'} {_label(trend, first)}"


def may_be_drawn(trend: Trend, words: Words) -> bool:
    """Say whether every month may be shown: one that is hidden would show in the picture."""
    return not any(words.hides(trend.measure, figure) for _, figure in trend.months)


def is_withheld(trend: Trend) -> bool:
    """Say whether months are hidden for the sake of others, not for being small."""
    return any(figure.withheld for _, figure in trend.months)


def month_blocks(
    figures: Theme3Figures, key: str, *, title: str, noun: str = ""
) -> tuple[Block, ...]:
    """Return the chart with its reading and table, or one sentence that says why there is none."""
    trend = figures.trends.get(key)
    if trend is None or not may_be_drawn(trend, figures.words):
        why = TOO_SMALL if figures.words.is_shared else NO_MONTHS
        if figures.words.is_shared and trend is not None and is_withheld(trend):
            why = WITHHELD
        return (Paragraph(f"{title}: {why}"),)
    known = sum(figure.value is not None for _, figure in trend.months)
    if known < FEWEST_DRAWN:
        text = f"{title}: too few whole months for a chart ({known} of {ENOUGH_POINTS})."
        return (Paragraph(text),)
    limits = tuple(_limits(part, trend, figures.words) for part in trend.chart.limits)
    chart = replace(
        trend.chart,
        title=title,
        unit=noun or trend.measure.unit.value,
        summary=_reading(trend, limits),
        points=tuple(
            _point(trend, at, point, figures.words) for at, point in enumerate(trend.chart.points)
        ),
        limits=limits,
        annotations=_together(trend),
    )
    return (Chart(chart, chart.summary, _table(chart)),)


def runs(trend: Trend) -> Iterator[Run]:
    """Yield the first and last place of each run of months that stand out in the same way."""
    kinds = [point.kind for point in trend.judged.points] if trend.judged else []
    for kind, group in groupby(enumerate(kinds), key=lambda pair: pair[1]):
        places = [place for place, _ in group]
        if kind in FLAG_KINDS:
            yield places[0], places[-1]


def reason(trend: Trend, run: Run) -> str:
    """Return why a run of months stands out: the rules that its months meet first."""
    points = trend.judged.points if trend.judged else ()
    found = dict.fromkeys(RULE_WORDS[points[at].rules[0]] for at in range(run[0], run[1] + 1))
    return listed(list(found))


def _reading(trend: Trend, limits: tuple[charts.XmrLimits, ...]) -> str:
    unit = "%" if trend.measure.unit is Unit.PERCENT else ""
    latest = limits[-1] if limits else None
    first, last = (latest.first if latest else 0), len(trend.months) - 1
    start = f"From {_label(trend, first)} to {_label(trend, last)} the monthly average"
    if latest is None or latest.mean is None:
        return f"{start} cannot be judged: there are too few cases in a month."
    start = f"{start} was {charts.number(latest.mean, unit)}"
    if latest.lower is None:
        return f"{start}. No month can be called unusual yet: {trend.variation}."
    span = " to ".join(charts.number(end, unit) for end in (latest.lower, latest.upper))
    return f"{start}; the expected range is {span}. {_stands_out(trend)}"


def _stands_out(trend: Trend) -> str:
    found = list(runs(trend))
    if not found:
        return "No month stands out from the others."
    told = [f"{_span(trend, run)} ({reason(trend, run)})" for run in found]
    alone = len(found) == 1 and found[0][0] == found[0][1]
    ends_now = found[-1][1] == len(trend.months) - 1
    after = "." if ends_now else "; the latest month is back within the expected range."
    return f"{listed(told)} {'stands' if alone else 'stand'} out{after}"


def _span(trend: Trend, run: Run) -> str:
    first, last = (_label(trend, at) for at in run)
    return first if first == last else f"{first} to {last}"


def _label(trend: Trend, at: int) -> str:
    return trend.months[at][0].label


def _drawn(value: float | None, trend: Trend, words: Words) -> float | None:
    """Return a number as it may be drawn: whole fives of cases, or whole per cent, if shared."""
    if value is None or not words.is_shared:
        return value
    if trend.measure.unit is Unit.PERCENT:
        return float(round_half_up(value, 0))
    return float(5 * round_half_up(value / 5, 0))


def _limits(part: charts.XmrLimits, trend: Trend, words: Words) -> charts.XmrLimits:
    """Cut the limits where no value can lie, for drawing only."""
    is_share = trend.measure.unit is Unit.PERCENT and not trend.measure.context_only
    lower = None if part.lower is None else max(0.0, part.lower)
    upper = part.upper if part.upper is None or not is_share else min(100.0, part.upper)
    mean, lower, upper = (_drawn(value, trend, words) for value in (part.mean, lower, upper))
    return replace(part, mean=mean, lower=lower, upper=upper)


def _point(trend: Trend, at: int, point: charts.XmrPoint, words: Words) -> charts.XmrPoint:
    text = words.figure(trend.measure, trend.months[at][1])
    return replace(point, value=_drawn(point.value, trend, words), text=text)


def _together(trend: Trend) -> tuple[charts.Annotation, ...]:
    """Put the changes of one month into one remark."""
    notes: dict[str, list[str]] = {}
    for note in trend.chart.annotations:
        notes.setdefault(note.at, []).append(note.text)
    return tuple(charts.Annotation(at, "; ".join(texts)) for at, texts in notes.items())


def _table(chart: charts.XmrChart) -> Table:
    """Lay the months out as rows and the financial years as columns."""
    years: dict[str, dict[str, str]] = {}
    for point in chart.points:
        month, year = _month_and_year(point.label)
        years.setdefault(year, {})[month] = _cell(point)
    order = (*MONTHS[3:], *MONTHS[:3])
    used = [month for month in order if any(month in cells for cells in years.values())]
    rows = tuple((month, *(cells.get(month, "") for cells in years.values())) for month in used)
    remarks = "; ".join(f"{note.at}, {note.text}" for note in chart.annotations)
    notes = ["* stands out, as said above."] if any(point.flag for point in chart.points) else []
    notes += [f"Changes of policy or recording: {remarks}."] if remarks else []
    return Table(
        f"{chart.title}: the numbers",
        ("Month", *years),
        rows,
        numeric=tuple(range(1, len(years) + 1)),
        note=" ".join(notes),
    )


def _month_and_year(label: str) -> tuple[str, str]:
    """Read "Apr 2024" as April of 2024-25."""
    short, calendar_year = label.split()
    at = next(at for at, name in enumerate(MONTHS) if name.startswith(short))
    start = int(calendar_year) - (at < 3)
    return MONTHS[at], f"{start}-{(start + 1) % 100:02d}"


def _cell(point: charts.XmrPoint) -> str:
    return f"{point.text} *" if point.flag else point.text
