"""Bars, drawn natively: grouped, stacked and lying."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing

from assurance.charts import BarChart, HorizontalBars, StackedBarChart, palette
from assurance.reports.chart_frame import (
    STRONG,
    WORDS,
    Box,
    Scale,
    Sheet,
    draw_labels,
    draw_no_data,
    draw_value_axis,
    plan_labels,
    shorten,
    tick_room,
    tick_words,
    value_ticks,
    value_words,
)
from assurance.reports.chart_legend import Entry, bar_sign, draw_legend, legend_height
from assurance.reports.pdf_text import measure

HEIGHT = 190.0
TALLEST = 500.0
EMPTY = 60.0
UNIT_ROOM = 14.0
Bars = BarChart | StackedBarChart


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot with its scale, and the width that each label has under it."""

    sheet: Sheet
    box: Box
    scale: Scale
    slot: float

    def centre(self, at: int) -> float:
        return self.box.left + (at + 0.5) * self.slot


def draw_bars(chart: Bars) -> Drawing:
    """Draw upright bars, side by side or stacked, with their values where there is room."""
    values = _ends_of_bars(chart)
    frame = _frame(chart, values)
    if not values:
        draw_no_data(frame.sheet, frame.box)
    elif isinstance(chart, StackedBarChart):
        _draw_stacks(frame, chart)
    else:
        _draw_groups(frame, chart)
    return frame.sheet.drawing


def _ends_of_bars(chart: Bars) -> list[float]:
    """Return how far each bar reaches, without the ones that are missing."""
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    known = [[value for value in column if value is not None] for column in columns]
    if isinstance(chart, StackedBarChart):
        return [sum(column) for column in known if column]
    return [value for column in known for value in column]


def _frame(chart: Bars, values: Sequence[float]) -> Frame:
    ticks = value_ticks(values, chart.unit)
    named = chart.series if len(chart.series) > 1 else ()
    entries = [Entry(series.name, bar_sign(*palette.fill(at))) for at, series in enumerate(named)]
    sheet = Sheet(HEIGHT)
    left = tick_room(ticks, chart.unit)
    slot = (sheet.width - left) / max(len(chart.labels), 1)
    plan = plan_labels(chart.labels, slot, ordered=False)
    above = legend_height(sheet, entries) + UNIT_ROOM
    sheet = Sheet(HEIGHT + above + plan.height)
    box = Box(left, plan.height, sheet.width, sheet.height - above - 8)
    frame = Frame(sheet, box, Scale(ticks[0], ticks[-1], box.bottom, box.top), slot)
    draw_legend(sheet, entries, sheet.height)
    draw_unit(sheet, box, chart.unit)
    draw_value_axis(sheet, box, frame.scale, ticks, chart.unit)
    draw_labels(sheet, box, plan, [frame.centre(at) for at in range(len(chart.labels))])
    return frame


def draw_unit(sheet: Sheet, box: Box, unit: str, above: float = 0) -> None:
    """Name the value axis at its top. The percent sign stands beside each value instead."""
    if unit and unit != "%":
        words = shorten(unit[:1].upper() + unit[1:], sheet.width, 1)[0]
        sheet.text((0, box.top + above + 9), words, colour=palette.MUTED)


def _draw_groups(frame: Frame, chart: BarChart) -> None:
    count = len(chart.series)
    wide = min(frame.slot * 0.76 / count, 46)
    for place, series in enumerate(chart.series):
        inside, outline = palette.fill(place)
        for at, value in enumerate(series.values):
            left = frame.centre(at) + (place - count / 2) * wide
            text = series.texts[at] if series.texts else ""
            words = value_words(value, text, chart.unit)
            if value is not None:
                _bar(frame, left, wide * 0.94, (0, value), (inside, outline))
            if words and measure(words, WORDS) <= wide - 1:
                _value(frame, left + wide * 0.47, value or 0, words)


def _bar(
    frame: Frame, left: float, wide: float, ends: tuple[float, float], ink: tuple[str, str]
) -> None:
    low, high = sorted(frame.scale(end) for end in ends)
    if high > low:
        frame.sheet.box((left, low), (wide, high - low), *ink)


def _value(frame: Frame, x: float, value: float, words: str) -> None:
    """Write a value above its bar; one below nought is written above the line, where it is free."""
    frame.sheet.text((x, frame.scale(max(value, 0)) + 3), words, "middle")


def _draw_stacks(frame: Frame, chart: StackedBarChart) -> None:
    wide = min(frame.slot * 0.62, 70)
    for at in range(len(chart.labels)):
        left, base = frame.centre(at) - wide / 2, 0.0
        for place, series in enumerate(chart.series):
            value = series.values[at]
            if not value:
                continue
            inside, outline = palette.fill(place)
            _bar(frame, left, wide, (base, base + value), (inside, outline))
            words = value_words(value, series.texts[at] if series.texts else "", chart.unit)
            tall = frame.scale(value) - frame.scale(0)
            if tall > 11 and measure(words, WORDS) < wide - 4:
                middle = frame.scale(base + value / 2) - 2.7
                colour = palette.PAPER if inside in palette.DARK else palette.INK
                frame.sheet.text((left + wide / 2, middle), words, "middle", colour=colour)
            base += value


def draw_lying_bars(chart: HorizontalBars) -> Drawing:
    """Draw bars that lie, with their names on the left and their values at the end."""
    ends = [end for pair in chart.intervals if pair for end in pair]
    known = [value for value in chart.values if value is not None]
    ticks = value_ticks([*known, *ends], chart.unit)
    names = _names(chart)
    room = max([40, *(measure(line, WORDS) for lines in names for line in lines)]) + 8
    heights = _heights(names)
    sheet = Sheet((sum(heights) or EMPTY) + 34)
    box = Box(room, 24, sheet.width - _end_room(chart), sheet.height - 6)
    scale = Scale(ticks[0], ticks[-1], box.left, box.right)
    _draw_ruler(sheet, box, scale, ticks, chart.unit)
    top = box.top
    for at, height in enumerate(heights):
        _draw_lying(sheet, scale, chart, at, (top, height))
        _draw_name(sheet, box.left - 8, names[at], (top, height))
        top -= height
    if not known:
        draw_no_data(sheet, box)
    return sheet.drawing


def _names(chart: HorizontalBars) -> list[list[str]]:
    most = 3 if len(chart.labels) <= 16 else 1
    return [shorten(label, 190, most) for label in chart.labels]


def _heights(names: Sequence[Sequence[str]]) -> list[float]:
    """Return the height of each row; very many rows share the height of a page."""
    heights = [max(19.0, len(lines) * WORDS.leading + 7) for lines in names]
    total = sum(heights)
    return [height * TALLEST / total for height in heights] if total > TALLEST else heights


def _end_room(chart: HorizontalBars) -> float:
    return max((measure(words, WORDS) for words in _ends(chart)), default=0) + 12


def _ends(chart: HorizontalBars) -> list[str]:
    texts = chart.texts or ("",) * len(chart.values)
    return [
        value_words(value, text, chart.unit)
        for value, text in zip(chart.values, texts, strict=True)
    ]


def _draw_ruler(sheet: Sheet, box: Box, scale: Scale, ticks: Sequence[float], unit: str) -> None:
    for tick, words in zip(ticks, tick_words(unit, ticks), strict=True):
        x = scale(tick)
        sheet.line((x, box.bottom), (x, box.top), palette.GRID, 0.5)
        sheet.text((x, box.bottom - 10), words, "middle")
    if unit and unit != "%":
        sheet.text((box.left, 2), shorten(unit, box.right - box.left, 1)[0], colour=palette.MUTED)


def _draw_lying(
    sheet: Sheet, scale: Scale, chart: HorizontalBars, at: int, row: tuple[float, float]
) -> None:
    top, height = row
    value, middle = chart.values[at], top - height / 2
    words = _ends(chart)[at]
    end = scale(0)
    if value is not None:
        thick = min(height * 0.62, 15)
        low, high = sorted((scale(0), scale(value)))
        if high > low:
            sheet.box((low, middle - thick / 2), (high - low, thick), *palette.PALE)
        end = max(high, end)
    pair = chart.intervals[at] if chart.intervals else None
    if pair:
        low, high = scale(pair[0]), scale(pair[1])
        sheet.line((low, middle), (high, middle), palette.INK, 1.1)
        for x in (low, high):
            sheet.line((x, middle - 3), (x, middle + 3), palette.INK, 1.1)
        end = max(end, high)
    if height >= WORDS.size:
        sheet.text((end + 5, middle - 2.7), words, style=STRONG)


def _draw_name(sheet: Sheet, right: float, lines: list[str], row: tuple[float, float]) -> None:
    top, height = row
    if height < WORDS.size:
        return
    y = top - height / 2 + (len(lines) - 1) * WORDS.leading / 2 - 2.7
    for at, words in enumerate(lines):
        sheet.text((right, y - at * WORDS.leading), words, "end")
