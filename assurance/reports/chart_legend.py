"""Legends and dated remarks: words above a drawn chart, in rows that never run into each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assurance.charts import palette
from assurance.charts.kinds import Annotation
from assurance.reports.chart_frame import WORDS, Box, Point, Sheet, shorten
from assurance.reports.pdf_text import measure

SWATCH = 20.0
GAP = 16.0
ROW = 12.5
NOTE_WIDTH = 120.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with the sign that stands for it; `sign` draws it around a point."""

    name: str
    sign: Callable[[Sheet, Point], None]


def bar_sign(fill: str, outline: str) -> Callable[[Sheet, Point], None]:
    def draw(sheet: Sheet, at: Point) -> None:
        sheet.box((at[0] - 5, at[1] - 3.5), (10, 7), fill, outline)

    return draw


def line_sign(colour: str, dash: str, symbol: str = "") -> Callable[[Sheet, Point], None]:
    def draw(sheet: Sheet, at: Point) -> None:
        sheet.line((at[0] - 8, at[1]), (at[0] + 8, at[1]), colour, 1.4, dash)
        if symbol:
            sheet.marker(symbol, at, colour)

    return draw


def marker_sign(symbol: str, colour: str, size: float = 3) -> Callable[[Sheet, Point], None]:
    def draw(sheet: Sheet, at: Point) -> None:
        sheet.marker(symbol, at, colour, size)

    return draw


def _rows(sheet: Sheet, entries: Sequence[Entry]) -> list[list[tuple[float, Entry, list[str]]]]:
    rows: list[list[tuple[float, Entry, list[str]]]] = []
    x = sheet.width
    for entry in entries:
        words = shorten(entry.name, sheet.width - SWATCH, 1)
        need = SWATCH + measure(words[0], WORDS) + GAP
        if x + need - GAP > sheet.width or not rows:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry, words))
        x += need
    return rows


def legend_height(sheet: Sheet, entries: Sequence[Entry]) -> float:
    return ROW * len(_rows(sheet, entries)) + (4 if entries else 0)


def draw_legend(sheet: Sheet, entries: Sequence[Entry], top: float) -> None:
    for at, row in enumerate(_rows(sheet, entries)):
        y = top - at * ROW - 7
        for x, entry, words in row:
            entry.sign(sheet, (x + 8, y))
            sheet.text((x + SWATCH, y - 2.7), words[0])


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation with its place: the row it is written in, counted down from the top."""

    x: float
    lines: tuple[str, ...]
    row: int
    leftwards: bool


def place_remarks(
    annotations: Sequence[Annotation], places: dict[str, float], right: float
) -> list[Remark]:
    """Give each annotation the first row that is free beside its line."""
    taken: list[list[tuple[float, float]]] = []
    remarks = []
    for note in sorted(annotations, key=lambda note: places[note.at]):
        x, lines = places[note.at], shorten(note.text, NOTE_WIDTH, 2)
        wide = max(measure(line, WORDS) for line in lines) + 6
        leftwards = x + wide > right and x - wide > 0
        span = (x - wide, x) if leftwards else (x, x + wide)
        row = _free_row(taken, span)
        remarks.append(Remark(x, tuple(lines), row, leftwards))
    return remarks


def _free_row(taken: list[list[tuple[float, float]]], span: tuple[float, float]) -> int:
    for row, spans in enumerate(taken):
        if all(span[1] < low or span[0] > high for low, high in spans):
            spans.append(span)
            return row
    taken.append([span])
    return len(taken) - 1


def remarks_height(remarks: Sequence[Remark]) -> float:
    if not remarks:
        return 0.0
    return (max(remark.row for remark in remarks) + 1) * (2 * WORDS.leading + 3)


def draw_remarks(sheet: Sheet, box: Box, remarks: Sequence[Remark]) -> None:
    """Write the remarks above the plot, each with a dotted line down to its date."""
    top = box.top + remarks_height(remarks)
    starts = [top - remark.row * (2 * WORDS.leading + 3) for remark in remarks]
    for start, remark in zip(starts, remarks, strict=True):
        sheet.line((remark.x, start), (remark.x, box.bottom), palette.MUTED, 0.8, "dot")
    for start, remark in zip(starts, remarks, strict=True):
        for at, words in enumerate(remark.lines):
            _draw_words(sheet, remark, words, start - 7 - at * WORDS.leading)


def _draw_words(sheet: Sheet, remark: Remark, words: str, y: float) -> None:
    wide = measure(words, WORDS)
    left = remark.x - 4 - wide if remark.leftwards else remark.x + 4
    sheet.box((left - 1, y - 2), (wide + 2, WORDS.leading), palette.PAPER, palette.PAPER)
    sheet.text((left, y), words, colour=palette.MUTED)
