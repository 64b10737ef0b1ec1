"""What every drawn chart needs: a sheet to draw on, scales, axes, labels that never overlap."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Polygon, PolyLine, Rect, String

from assurance.charts import number, palette
from assurance.reports.pdf_text import ink, longest_word, measure, wrap
from assurance.reports.style import BOLD, REGULAR, WIDTH, TextStyle

Anchor = Literal["start", "middle", "end"]
WORDS = TextStyle(REGULAR, 7.6, 9.6)
STRONG = replace(WORDS, face=BOLD)
DASHES: dict[str, list[float] | None] = {"solid": None, "dash": [4, 2.2], "dot": [1, 2]}
NO_DATA = "No data in this period"
Point = tuple[float, float]


class Sheet:
    """A drawing with few verbs. Heights are measured upwards, as on graph paper."""

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.drawing = Drawing(width, height, initialFontName=REGULAR)

    def line(
        self, start: Point, end: Point, colour: str, width: float = 0.6, dash: str = "solid"
    ) -> None:
        self._add(Line(*start, *end), colour, width, dash)

    def path(self, points: Sequence[Point], colour: str, width: float, dash: str = "solid") -> None:
        if len(points) > 1:
            flat = [value for point in points for value in point]
            self._add(PolyLine(flat, strokeLineJoin=1), colour, width, dash)

    def _add(self, shape: Any, colour: str, width: float, dash: str) -> None:
        shape.strokeColor, shape.strokeWidth = ink(colour), width
        shape.strokeDashArray = DASHES[dash]
        self.drawing.add(shape)

    def box(self, corner: Point, size: Point, fill: str, outline: str) -> None:
        colours = {"fillColor": ink(fill), "strokeColor": ink(outline), "strokeWidth": 0.8}
        self.drawing.add(Rect(*corner, *size, **colours))

    def marker(self, symbol: str, at: Point, colour: str, size: float = 2.4) -> None:
        """Draw circle, square, diamond, cross, triangle-up or -down; "-open" leaves it hollow."""
        shape, _, rest = symbol.partition("-")
        hollow = symbol.endswith("-open")
        look: dict[str, Any] = {
            "fillColor": ink(palette.PAPER if hollow else colour),
            "strokeColor": ink(colour),
            "strokeWidth": 1.3 if hollow else 0.6,
        }
        if shape == "circle":
            self.drawing.add(Circle(*at, size, **look))
            return
        corners = _CORNERS[f"triangle-{rest.split('-')[0]}" if shape == "triangle" else shape]
        flat = [
            value
            for x, y in corners
            for value in (at[0] + x * size * 1.15, at[1] + y * size * 1.15)
        ]
        self.drawing.add(Polygon(flat, **look))

    def text(
        self,
        at: Point,
        words: str,
        anchor: Anchor = "start",
        style: TextStyle = WORDS,
        colour: str = palette.INK,
    ) -> None:
        self.drawing.add(
            String(
                *at,
                words,
                textAnchor=anchor,
                fontName=style.face,
                fontSize=style.size,
                fillColor=ink(colour),
            )
        )

    def upright(self, at: Point, words: str) -> None:
        """Write upwards, ending at a point just under the axis."""
        label = String(0, 0, words, textAnchor="end", fontName=WORDS.face, fontSize=WORDS.size)
        label.fillColor = ink(palette.INK)
        group = Group(label)
        group.transform = (0, 1, -1, 0, at[0], at[1])
        self.drawing.add(group)


_ARM = 0.38
_CORNERS: dict[str, tuple[Point, ...]] = {
    "square": ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "triangle-up": ((-1.1, -0.85), (1.1, -0.85), (0, 1.15)),
    "triangle-down": ((-1.1, 0.85), (1.1, 0.85), (0, -1.15)),
    "cross": (
        (-1, -_ARM),
        (-_ARM, -_ARM),
        (-_ARM, -1),
        (_ARM, -1),
        (_ARM, -_ARM),
        (1, -_ARM),
        (1, _ARM),
        (_ARM, _ARM),
        (_ARM, 1),
        (-_ARM, 1),
        (-_ARM, _ARM),
        (-1, _ARM),
    ),
}


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value lies between two ends of the paper."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def value_ticks(
    values: Sequence[float], unit: str, *, most: int = 6, from_nought: bool = True
) -> list[float]:
    """Return round numbers that cover the values: at least two, at most `most` or so.

    Counts never get a fraction on their axis, and percentages never pass 100 on their own.
    """
    full = 100.0 if unit == "%" else 1.0
    low = min([0.0, *values]) if from_nought or not values else min(values)
    high = max([0.0, *values]) if from_nought or not values else max(values)
    if high <= low:
        low, high = (low, low + full) if low >= 0 else (low, low + abs(low))
    ticks = _round_numbers(low, high, most, whole=all(float(one).is_integer() for one in values))
    return [tick for tick in ticks if tick <= 100] if unit == "%" and high <= 100 else ticks


def _round_numbers(low: float, high: float, most: int, *, whole: bool) -> list[float]:
    size = 10.0 ** math.floor(math.log10((high - low) / (most - 1)))
    if whole:
        size = max(size, 1.0)
    steps = [size * factor for factor in (1, 2, 2.5, 5, 10, 20, 50)]
    for step in steps:
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most and not (whole and step % 1):
            break
    return [round(at * step, 10) for at in range(first, max(last, first + 1) + 1)]


def tick_words(unit: str, values: Iterable[float]) -> list[str]:
    """Write the ticks of an axis, all with as many decimals as the finest of them needs."""
    ticks = list(values)
    places = 0
    while places < 6 and any(abs(round(tick, places) - tick) > 1e-9 for tick in ticks):
        places += 1
    mark = "%" if unit == "%" else ""
    return [f"{tick:,.{places}f}{mark}" for tick in ticks]


def draw_value_axis(
    sheet: Sheet, box: Box, scale: Scale, ticks: Sequence[float], unit: str
) -> None:
    """Draw the grid lines with their values on the left."""
    for tick, words in zip(ticks, tick_words(unit, ticks), strict=True):
        y = scale(tick)
        colour = palette.MUTED if tick == 0 else palette.GRID
        sheet.line((box.left, y), (box.right, y), colour, 0.7 if tick == 0 else 0.5)
        sheet.text((box.left - 4, y - 2.7), words, "end")


def tick_room(ticks: Sequence[float], unit: str) -> float:
    return max(measure(words, WORDS) for words in tick_words(unit, ticks)) + 6


def shorten(words: str, width: float, most: int) -> list[str]:
    """Wrap into at most `most` lines. What does not fit ends in "…": the table has it whole."""
    lines = [line.rstrip() for line in wrap(words, WORDS, width)]
    if len(lines) <= most:
        return lines
    room = max(width - measure("…", WORDS), 1)
    return [*lines[: most - 1], wrap(lines[most - 1], WORDS, room)[0].rstrip() + "…"]


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """Which labels are written under the axis, how, and the height they need."""

    lines: dict[int, list[str]]
    upright: bool
    height: float


def plan_labels(labels: Sequence[str], slot: float, *, ordered: bool) -> LabelPlan:
    """Choose labels that stay apart: wrapped; else every n-th of a series in time; else upright."""
    steps = (1, 2, 3, 4, 6, 12, 24, 48, 96, len(labels) or 1) if ordered else (1,)
    for step in steps:
        shown = range(0, len(labels), step)
        if all(_fits(labels[at], step * slot - 5) for at in shown):
            return _flat(labels, shown, step * slot - 5)
    if ordered or len(labels) == 1:
        step = max(1, math.ceil(60 / max(slot, 0.1)))
        return _flat(labels, range(0, len(labels), step), max(step * slot - 5, 20))
    step = max(1, math.ceil(WORDS.leading / max(slot, 0.1)))
    most = max(1, int(slot * step / WORDS.leading))
    lines = {at: shorten(labels[at], 96, min(most, 2)) for at in range(0, len(labels), step)}
    longest = max(measure(line, WORDS) for each in lines.values() for line in each)
    return LabelPlan(lines, upright=True, height=longest + 8)


def _fits(label: str, width: float) -> bool:
    words = label.split()
    if any(measure(word, WORDS) > width for word in words):
        return False
    return len(wrap(label, WORDS, width)) <= 3


def _flat(labels: Sequence[str], shown: range, width: float) -> LabelPlan:
    chosen = [labels[at] for at in shown]
    if any(measure(label, WORDS) > width for label in chosen):
        # Where one is broken, like ones are broken alike.
        width = min(width, max(longest_word(label, WORDS) for label in chosen) + 0.5)
    lines = {at: shorten(labels[at], width, 3) for at in shown}
    deepest = max((len(each) for each in lines.values()), default=0)
    return LabelPlan(lines, upright=False, height=deepest * WORDS.leading + 6)


def draw_labels(sheet: Sheet, box: Box, plan: LabelPlan, centres: Sequence[float]) -> None:
    for at, lines in plan.lines.items():
        x = centres[at]
        sheet.line((x, box.bottom), (x, box.bottom - 3), palette.MUTED)
        for row, words in enumerate(lines):
            if plan.upright:
                shift = (row - (len(lines) - 1) / 2) * WORDS.leading
                sheet.upright((x + shift + 2.7, box.bottom - 5), words)
            else:
                y = box.bottom - 11 - row * WORDS.leading
                sheet.text((_inside(sheet, x, words), y), words, "middle")


def _inside(sheet: Sheet, x: float, words: str) -> float:
    """Move the middle of some words so that they stay on the sheet."""
    half = measure(words, WORDS) / 2
    return min(max(x, half), max(sheet.width - half, half))


def spread(wanted: Sequence[float], low: float, high: float, gap: float) -> list[float]:
    """Move positions as little as need be, so that all are `gap` apart within low to high."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = list(wanted)
    floor = low
    for at in order:
        placed[at] = max(placed[at], floor)
        floor = placed[at] + gap
    ceiling = high
    for at in reversed(order):
        placed[at] = min(placed[at], ceiling)
        ceiling = placed[at] - gap
    return placed


def draw_no_data(sheet: Sheet, box: Box) -> None:
    middle = ((box.left + box.right) / 2, (box.bottom + box.top) / 2 - 3)
    wide = measure(NO_DATA, STRONG) / 2 + 8
    sheet.box((middle[0] - wide, middle[1] - 7), (2 * wide, 20), palette.PAPER, palette.GREY)
    sheet.text(middle, NO_DATA, "middle", STRONG, palette.MUTED)


def value_words(value: float | None, text: str, unit: str) -> str:
    """Return what is written beside a mark: the series' own words when they are short."""
    if text and len(text) <= 7:
        return text
    return "" if value is None else number(value, unit)
