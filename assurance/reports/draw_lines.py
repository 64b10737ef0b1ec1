"""Lines over time, drawn natively: plain lines and process-behaviour (XmR) charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from assurance.charts import Annotation, LineChart, XmrChart, XmrLimits, number, palette
from assurance.charts.kinds import FLAG_WORDS
from assurance.reports.chart_frame import (
    WORDS,
    Box,
    Point,
    Scale,
    Sheet,
    draw_labels,
    draw_no_data,
    draw_value_axis,
    plan_labels,
    spread,
    tick_room,
    value_ticks,
)
from assurance.reports.chart_legend import (
    Entry,
    Remark,
    draw_legend,
    draw_remarks,
    legend_height,
    line_sign,
    marker_sign,
    place_remarks,
    remarks_height,
)
from assurance.reports.draw_bars import UNIT_ROOM, draw_unit
from assurance.reports.pdf_text import measure

HEIGHT = 185.0
FLAG_SIZE = 4.2


@dataclass(frozen=True, slots=True)
class SideLabel:
    """Words to the right of the plot, at the height of the value they belong to."""

    value: float
    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a line chart needs before it is drawn."""

    labels: tuple[str, ...]
    unit: str
    ticks: Sequence[float]
    annotations: tuple[Annotation, ...]
    entries: tuple[Entry, ...]
    side: tuple[SideLabel, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """The plot of a line chart once its size is known."""

    sheet: Sheet
    box: Box
    scale: Scale
    places: tuple[float, ...]
    remarks: tuple[Remark, ...]

    def point(self, at: int, value: float) -> Point:
        return self.places[at], self.scale(value)


def _field(plan: Plan) -> Field:
    """Draw everything around the plot: axes, labels, legend, remarks and side labels."""
    ticks = plan.ticks
    sheet = Sheet(HEIGHT)
    left = tick_room(ticks, plan.unit)
    side = max((measure(label.words, WORDS) for label in plan.side), default=-8) + 12
    right = sheet.width - side
    slot = (right - left) / max(len(plan.labels), 1)
    places = tuple(left + (at + 0.5) * slot for at in range(len(plan.labels)))
    layout = plan_labels(plan.labels, slot, ordered=True)
    at = dict(zip(plan.labels, places, strict=True))
    remarks = tuple(place_remarks(plan.annotations, at, right))
    legend = legend_height(sheet, plan.entries)
    head = legend + (UNIT_ROOM if plan.unit != "%" else 4)
    sheet = Sheet(HEIGHT + layout.height + head + remarks_height(remarks))
    box = Box(left, layout.height, right, sheet.height - head - remarks_height(remarks))
    field = Field(sheet, box, Scale(ticks[0], ticks[-1], box.bottom, box.top), places, remarks)
    draw_legend(sheet, plan.entries, sheet.height)
    draw_unit(sheet, box, plan.unit, remarks_height(remarks) - 4)
    draw_value_axis(sheet, box, field.scale, ticks, plan.unit)
    draw_labels(sheet, box, layout, places)
    draw_remarks(sheet, box, remarks)
    _draw_side(field, plan.side)
    return field


def _draw_side(field: Field, labels: Sequence[SideLabel]) -> None:
    wanted = [field.scale(label.value) - 2.7 for label in labels]
    placed = spread(wanted, field.box.bottom - 4, field.box.top, WORDS.leading)
    x = field.box.right
    for label, wish, y in zip(labels, wanted, placed, strict=True):
        if abs(wish - y) > 1:
            field.sheet.line((x + 1, wish + 2.7), (x + 6, y + 2.7), palette.GREY, 0.5)
        field.sheet.text((x + 8, y), label.words, colour=label.colour)


def _runs(field: Field, values: Sequence[float | None]) -> list[list[Point]]:
    """Return the unbroken stretches of a line: a gap in the values is a gap in the line."""
    runs: list[list[Point]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(field.point(at, value))
    return [run for run in runs if run]


def draw_line_chart(chart: LineChart) -> Drawing:
    """Draw lines that differ in ink, dash and marker, and so in a photocopy too."""
    known = [value for series in chart.series for value in series.values if value is not None]
    target = [] if chart.target is None else [chart.target]
    styles = [palette.line(at) for at in range(len(chart.series))]
    named = len(chart.series) > 1
    entries = [
        Entry(series.name, line_sign(*look))
        for series, look in zip(chart.series, styles, strict=True)
        if named
    ]
    side = [
        SideLabel(value, f"Target {number(value, chart.unit)}", palette.INK) for value in target
    ]
    ticks = value_ticks([*known, *target], chart.unit)
    field = _field(
        Plan(chart.labels, chart.unit, ticks, chart.annotations, tuple(entries), tuple(side))
    )
    for value in target:
        _level(field, value, "dash", range(len(chart.labels)))
    for series, look in zip(chart.series, styles, strict=True):
        _draw_series(field, series.values, look)
    if not known:
        draw_no_data(field.sheet, field.box)
    return field.sheet.drawing


def _draw_series(field: Field, values: Sequence[float | None], look: tuple[str, str, str]) -> None:
    colour, dash, symbol = look
    for run in _runs(field, values):
        field.sheet.path(run, colour, 1.4, dash)
    crowded = len(values) > 60
    for run in _runs(field, values):
        for point in run:
            if not crowded or len(run) == 1:
                field.sheet.marker(symbol, point, colour, 2.1)


def _level(
    field: Field, value: float, dash: str, positions: range, colour: str = palette.INK
) -> None:
    """Draw a level line over some positions, out to the edges between them and their neighbours."""
    if not positions:
        return
    half = (field.box.right - field.box.left) / max(len(field.places), 1) / 2
    start, end = field.places[positions[0]] - half, field.places[positions[-1]] + half
    y = field.scale(value)
    field.sheet.line((start, y), (end, y), colour, 0.9, dash)


def draw_xmr(chart: XmrChart) -> Drawing:
    """Draw points with their mean and limits; what stands out has a triangle and its name."""
    known = [point.value for point in chart.points if point.value is not None]
    levels = [level for part in chart.limits for level in _levels(chart, part, known)]
    drawn = [value for _, value, _ in levels]
    target = [] if chart.target is None else [chart.target]
    field = _field(
        Plan(
            chart.labels,
            chart.unit,
            _ticks([*known, *drawn, *target], chart.unit),
            chart.annotations,
            tuple(_flag_entries(chart)),
            tuple(_side(chart, known)),
        )
    )
    for part in chart.limits:
        positions = range(part.first, part.last + 1)
        for name, value, _ in _levels(chart, part, known):
            _level(field, value, "solid" if name == "Mean" else "dash", positions)
    for value in target:
        held = range(chart.target_from, len(chart.points))
        _level(field, value, "dot", held, palette.PURPLE)
    _draw_points(field, chart)
    if not known:
        draw_no_data(field.sheet, field.box)
    return field.sheet.drawing


def _ticks(values: Sequence[float], unit: str) -> list[float]:
    """Return ticks a little wider than the values; they begin at nought where that is near."""
    low, high = min(values, default=0), max(values, default=0)
    near = 0 <= low <= high * 0.35
    margin = (high - low) * 0.04 or abs(high) * 0.1
    wide = [low, high] if near else [low - margin, high + margin]
    if unit == "%" and high <= 100:
        wide[1] = min(wide[1], 100)
    return value_ticks(wide if values else [], unit, from_nought=near)


def _levels(
    chart: XmrChart, part: XmrLimits, known: Sequence[float]
) -> list[tuple[str, float, str]]:
    """Return (name, height drawn, value in words); limits are cut at what is possible."""
    possible_low = 0.0 if not known or min(known) >= 0 else float("-inf")
    possible_high = 100.0 if chart.unit == "%" else float("inf")
    named = (("Mean", part.mean), ("Upper limit", part.upper), ("Lower limit", part.lower))
    return [
        (name, min(max(value, possible_low), possible_high), number(value, chart.unit))
        for name, value in named
        if value is not None
    ]


def _side(chart: XmrChart, known: Sequence[float]) -> list[SideLabel]:
    labels = []
    if chart.limits:
        for name, value, words in _levels(chart, chart.limits[-1], known):
            labels.append(SideLabel(value, f"{name} {words}", palette.INK))
    if chart.target is not None:
        words = f"Target {number(chart.target, chart.unit)}"
        labels.append(SideLabel(chart.target, words, palette.PURPLE))
    return labels


def _flag_entries(chart: XmrChart) -> list[Entry]:
    """Return one entry for each kind of flag and each way its triangle points."""
    met = dict.fromkeys((point.flag.kind, point.flag.side) for point in chart.points if point.flag)
    return [
        Entry(
            FLAG_WORDS[kind].capitalize(),
            marker_sign(palette.flag_symbol(kind, side), palette.FLAG_COLOURS[kind], 3.6),
        )
        for kind, side in met
    ]


def _draw_points(field: Field, chart: XmrChart) -> None:
    for run in _runs(field, [point.value for point in chart.points]):
        field.sheet.path(run, palette.GREY, 1.1)
    for at, point in enumerate(chart.points):
        if point.value is None:
            continue
        place, flag = field.point(at, point.value), point.flag
        if flag is None:
            field.sheet.marker("circle", place, palette.GREY, 2)
        else:
            symbol = palette.flag_symbol(flag.kind, flag.side)
            field.sheet.marker(symbol, place, palette.FLAG_COLOURS[flag.kind], FLAG_SIZE)
