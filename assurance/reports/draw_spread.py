"""Funnel plots and survival curves, drawn natively: both axes hold numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportlab.graphics.shapes import Drawing

from assurance.charts import FunnelChart, FunnelPoint, SurvivalCurve, number, palette
from assurance.charts.kinds import step_points
from assurance.reports.chart_frame import (
    STRONG,
    WORDS,
    Box,
    Point,
    Scale,
    Sheet,
    draw_no_data,
    draw_value_axis,
    shorten,
    spread,
    tick_room,
    tick_words,
    value_ticks,
)
from assurance.reports.chart_legend import (
    Entry,
    draw_legend,
    legend_height,
    line_sign,
    marker_sign,
)
from assurance.reports.draw_bars import UNIT_ROOM, draw_unit
from assurance.reports.pdf_text import measure

HEIGHT = 200.0
BELOW = 26.0
CURVE_DASHES = ("solid", "dash", "dot")
GROUPS = {
    "other": ("Other areas", "circle-open", palette.GREY, 2.0),
    "flagged": ("Further out than chance explains", "square-open", palette.PURPLE, 2.8),
    "ours": ("This council", "diamond", palette.ORANGE, 3.6),
}


@dataclass(frozen=True, slots=True)
class Plane:
    """A plot with a scale each way."""

    sheet: Sheet
    box: Box
    across: Scale
    upright: Scale

    def point(self, pair: tuple[float, float]) -> Point:
        return self.across(pair[0]), self.upright(pair[1])


def _plane(
    ticks: tuple[Sequence[float], Sequence[float]],
    units: tuple[str, str],
    entries: Sequence[Entry],
    side: float,
) -> Plane:
    """Draw axes and legend. Ticks and units come as (across, upright); `side` is room at right."""
    sheet = Sheet(HEIGHT)
    above = legend_height(sheet, entries) + UNIT_ROOM
    sheet = Sheet(HEIGHT + above + BELOW)
    left = tick_room(ticks[1], units[1])
    box = Box(left, BELOW, sheet.width - max(side, 16), sheet.height - above)
    across = Scale(ticks[0][0], ticks[0][-1], box.left, box.right)
    upright = Scale(ticks[1][0], ticks[1][-1], box.bottom, box.top)
    draw_legend(sheet, entries, sheet.height)
    draw_unit(sheet, box, units[1], -4)
    draw_value_axis(sheet, box, upright, ticks[1], units[1])
    for tick, words in zip(ticks[0], tick_words("", ticks[0]), strict=True):
        sheet.line((across(tick), box.bottom), (across(tick), box.bottom - 3), palette.MUTED)
        sheet.text((across(tick), box.bottom - 11), words, "middle")
    name = shorten(units[0][:1].upper() + units[0][1:], box.right - box.left, 1)[0]
    sheet.text((box.right, 2), name, "end", colour=palette.MUTED)
    return Plane(sheet, box, across, upright)


def _group(point: FunnelPoint) -> str:
    return "ours" if point.ours else "flagged" if point.flag else "other"


def draw_funnel(chart: FunnelChart) -> Drawing:
    """Draw areas by size and rate, with limits around the average. Nobody is ranked."""
    points = [point for point in chart.points if point.rate is not None]
    rates = [point.rate for point in points if point.rate is not None]
    rates += [] if chart.average is None else [chart.average]
    most = max([1, *(point.n for point in points)])
    curves = _curves(chart, most)
    rates += [rate for _, _, line in curves for _, rate in line]
    met = {_group(point) for point in points}
    entries = [Entry(GROUPS[key][0], marker_sign(*GROUPS[key][1:])) for key in GROUPS if key in met]
    average = "" if chart.average is None else f"Average {number(chart.average, chart.unit)}"
    ticks = (value_ticks([most], "", most=8), value_ticks(rates, chart.unit))
    side = max(measure(words, WORDS) for words in (average, "99.8% limit")) + 12
    plane = _plane(ticks, (chart.n_unit, chart.unit), entries, side)
    _draw_curves(plane, curves, chart.average, average)
    for point in points:
        if point.ours:
            _draw_name(plane, point)
    for point in sorted(points, key=lambda point: list(GROUPS).index(_group(point))):
        _, symbol, colour, size = GROUPS[_group(point)]
        plane.sheet.marker(symbol, plane.point((point.n, point.rate or 0)), colour, size)
    if not points:
        draw_no_data(plane.sheet, plane.box)
    return plane.sheet.drawing


def _curves(chart: FunnelChart, most: float) -> list[tuple[str, str, list[tuple[float, float]]]]:
    """Return (words, dash, line) for both sides of each limit, up to the largest area."""
    found = []
    for at, curve in enumerate(chart.curves):
        dash = CURVE_DASHES[at % len(CURVE_DASHES)]
        for side in (curve.upper, curve.lower):
            line = _up_to(side, most)
            if line:
                found.append((f"{curve.level} limit", dash, line))
    return found


def _up_to(line: Sequence[tuple[float, float]], most: float) -> list[tuple[float, float]]:
    """Cut a line off at an n, with a last point worked out just there."""
    kept = [pair for pair in line if pair[0] <= most]
    beyond = line[len(kept) :]
    if kept and beyond and kept[-1][0] < most:
        (start, rate), (end, last) = kept[-1], beyond[0]
        kept.append((most, rate + (last - rate) * (most - start) / (end - start)))
    return kept


def _draw_curves(
    plane: Plane,
    curves: Sequence[tuple[str, str, list[tuple[float, float]]]],
    average: float | None,
    words: str,
) -> None:
    names, heights = [], []
    for name, dash, line in curves:
        plane.sheet.path([plane.point(pair) for pair in line], palette.MUTED, 0.9, dash)
        names.append(name)
        heights.append(plane.upright(line[-1][1]) - 2.7)
    if average is not None:
        y = plane.upright(average)
        plane.sheet.line((plane.box.left, y), (plane.box.right, y), palette.INK, 0.9)
        names.append(words)
        heights.append(y - 2.7)
    placed = spread(heights, plane.box.bottom - 4, plane.box.top, WORDS.leading)
    for name, y in zip(names, placed, strict=True):
        plane.sheet.text((plane.box.right + 5, y), shorten(name, 90, 1)[0])


def _draw_name(plane: Plane, point: FunnelPoint) -> None:
    x, y = plane.point((point.n, point.rate or 0.0))
    words = shorten(point.label, 150, 1)[0]
    wide = measure(words, STRONG)
    x = x + 7 if x + 7 + wide < plane.box.right else x - 7 - wide
    plane.sheet.box((x - 1.5, y - 5), (wide + 3, 10), palette.PAPER, palette.PAPER)
    plane.sheet.text((x, y - 2.7), words, style=STRONG)


def draw_survival(chart: SurvivalCurve) -> Drawing:
    """Draw the share not yet finished as steps; ticks mark cases that left the view unfinished."""
    styles = [palette.line(at) for at in range(len(chart.curves))]
    entries = [
        Entry(curve.name, line_sign(colour, dash))
        for curve, (colour, dash, _) in zip(chart.curves, styles, strict=True)
    ]
    last = max((step_points(curve)[0][-1] for curve in chart.curves), default=0)
    ticks = (value_ticks([last], "", most=8), [0.0, 25.0, 50.0, 75.0, 100.0])
    plane = _plane(ticks, (chart.unit, "%"), entries, 16)
    seen = any(curve.until > 0 for curve in chart.curves)
    for curve, (colour, dash, _) in zip(chart.curves, styles, strict=True):
        x, y = step_points(curve)
        line = _stairs(list(zip(x, (share * 100 for share in y), strict=True)))
        plane.sheet.path([plane.point(pair) for pair in line], colour, 1.5, dash)
        for time in curve.censored:
            share = [height for at, height in zip(x, y, strict=True) if at <= time]
            place = plane.point((time, share[-1] * 100 if share else 100))
            plane.sheet.line((place[0], place[1] - 3), (place[0], place[1] + 3), colour, 0.9)
    _draw_medians(plane, chart, [look[0] for look in styles])
    if not seen:
        draw_no_data(plane.sheet, plane.box)
    return plane.sheet.drawing


def _stairs(corners: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    line = [corners[0]]
    for before, after in pairwise(corners):
        line += [(after[0], before[1]), after]
    return line


def _draw_medians(plane: Plane, chart: SurvivalCurve, colours: Sequence[str]) -> None:
    """Drop a line from half to the time axis at each median, and write it there."""
    for at, (curve, colour) in enumerate(zip(chart.curves, colours, strict=True)):
        if curve.median is None:
            continue
        x, y = plane.point((curve.median, 50))
        plane.sheet.line((x, y), (x, plane.box.bottom), colour, 0.8, "dot")
        words = f"Median {number(curve.median)}"
        left, height = x + 4, plane.box.bottom + 5 + at % 4 * WORDS.leading
        wide = measure(words, WORDS)
        plane.sheet.box((left - 1, height - 2), (wide + 2, 9), palette.PAPER, palette.PAPER)
        plane.sheet.text((left, height), words, colour=colour)
