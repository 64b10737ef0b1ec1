"""Tables on PDF pages: widths by the words, headings repeated, rows as tall as they must be."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from assurance.charts import palette
from assurance.reports.blocks import Table
from assurance.reports.pdf_pages import TextPiece
from assurance.reports.pdf_text import Align, ink, longest_word, measure, wrap, write_lines
from assurance.reports.style import (
    CELL,
    CELL_HEAD,
    EMPTY_TABLE,
    ROOM,
    WIDTH,
    TextStyle,
)
from assurance.reports.tagged_pdf import Element, TaggedCanvas

PAD_X, PAD_Y = 5.0, 3.2
WIDEST_WORD = 120.0
SHORT_CELL = 75.0
KEEP_WHOLE = 0.22 * ROOM
HEAD_REPEATS = 0.5 * ROOM
COMFORTABLE = 230.0


@dataclass(frozen=True, slots=True)
class Cell:
    lines: tuple[str, ...]
    style: TextStyle
    align: Align
    element: Element


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]

    @property
    def height(self) -> float:
        return max(len(cell.lines) * cell.style.leading for cell in self.cells) + 2 * PAD_Y

    def split(self, room: float) -> tuple["Row | None", "Row"]:
        """Take off the lines that fit; None when that would be fewer than two."""
        fits = int((room - 2 * PAD_Y) / self.cells[0].style.leading + 1e-6)
        if fits < 2:
            return None, self
        head = Row(tuple(replace(cell, lines=cell.lines[:fits]) for cell in self.cells))
        return head, Row(tuple(replace(cell, lines=cell.lines[fits:]) for cell in self.cells))


@dataclass(frozen=True, slots=True)
class TablePiece:
    """Rows under a heading row; the heading is drawn again, for the eye only, on each page.

    `foot` is a short note that stays with the last rows.
    """

    widths: tuple[float, ...]
    head: Row | None
    rows: tuple[Row, ...]
    foot: TextPiece | None = None
    continued: bool = False
    before: float = 0
    after: float = 12
    keep: bool = False

    @property
    def _head_height(self) -> float:
        return self.head.height if self.head else 0.0

    @property
    def height(self) -> float:
        foot = self.foot.height + self.foot.before if self.foot else 0.0
        return self._head_height + sum(row.height for row in self.rows) + foot

    def least(self) -> float:
        if self.height <= KEEP_WHOLE:
            return self.height
        first = sum(row.height for row in self.rows[:2])
        return self._head_height + min(first, 4 * self.rows[0].cells[0].style.leading)

    def split(self, room: float, *, whole_page: bool) -> tuple["Self | None", Self]:
        left = room - self._head_height
        fits = 0
        while fits < len(self.rows) and self.rows[fits].height <= left:
            left -= self.rows[fits].height
            fits += 1
        if 0 <= len(self.rows) - fits <= 1 and fits > 2:
            fits -= 1  # the note, or the last row, is not left alone on the next page
        kept, rest = list(self.rows[:fits]), list(self.rows[fits:])
        if rest and (rest[0].height > ROOM / 3 or (whole_page and not kept)):
            part, remainder = rest[0].split(left)
            if part is not None:
                kept.append(part)
                rest[0] = remainder
        if not kept:
            return None, self
        head = replace(self, rows=tuple(kept), foot=None)
        return head, replace(self, rows=tuple(rest), continued=True)

    def draw(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        rules = []
        if self.head:
            if self.continued:
                with canvas.artifact():
                    for x, cell in self._placed(self.head, left):
                        _draw_lines(canvas, cell, x, top)
            else:
                self._draw_row(canvas, self.head, left, top)
            top -= self.head.height
            rules.append((top, 1.1, palette.INK))
        for row in self.rows:
            self._draw_row(canvas, row, left, top)
            top -= row.height
            rules.append((top, 0.4, palette.GREY))
        with canvas.artifact():
            for y, thickness, colour in rules:
                canvas.setStrokeColor(ink(colour))
                canvas.setLineWidth(thickness)
                canvas.line(left, y, left + sum(self.widths), y)
        if self.foot:
            self.foot.draw(canvas, left, top - self.foot.before)

    def _placed(self, row: Row, left: float) -> Iterator[tuple[tuple[float, float], Cell]]:
        for width, cell in zip(self.widths, row.cells, strict=True):
            yield (left, width), cell
            left += width

    def _draw_row(self, canvas: TaggedCanvas, row: Row, left: float, top: float) -> None:
        for place, cell in self._placed(row, left):
            if any(cell.lines):
                with canvas.marked(cell.element):
                    _draw_lines(canvas, cell, place, top)


def _draw_lines(canvas: TaggedCanvas, cell: Cell, place: tuple[float, float], top: float) -> None:
    left, width = place
    write_lines(
        canvas,
        cell.lines,
        cell.style,
        left=left + PAD_X,
        top=top - PAD_Y,
        width=width - 2 * PAD_X,
        align=cell.align,
    )


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table is set: its cells, its heading row and the first cell of each row."""

    cell: TextStyle = CELL
    head: TextStyle = CELL_HEAD
    first: TextStyle = CELL


DENSE = TableStyle(*(replace(style, size=7.1, leading=9.6) for style in (CELL, CELL_HEAD, CELL)))


def table_pieces(
    table: Table, parent: Element, style: TableStyle | None = None, *, headed: bool = True
) -> list[tuple[TablePiece, Element]]:
    """Lay a table out, and return it with the element its caption belongs to.

    A table too wide for the page comes as several, each with some of the columns. Each begins
    with the first column again, so that its rows have names.
    """
    texts = [list(table.columns), *([list(row) for row in table.rows] or [_nothing(table)])]
    chosen, least = _fitting(texts, style)
    pieces = []
    bands = _bands(least)
    for columns in bands:
        part = [[row[column] for column in columns] for row in texts]
        weights = [table.widths[column] for column in columns] if table.widths else None
        widths = _widths(part, [least[column] for column in columns], weights, chosen)
        aligns: list[Align] = ["right" if column in table.numeric else "left" for column in columns]
        element = parent.child("Table")
        named = bool(table.caption) or len(bands) > 1
        caption = element.child("Caption") if named else Element("Caption")
        pieces.append((_piece(part, widths, aligns, element, chosen, headed=headed), caption))
    return pieces


def _nothing(table: Table) -> list[str]:
    return [EMPTY_TABLE, *[""] * (len(table.columns) - 1)]


def _fitting(texts: list[list[str]], style: TableStyle | None) -> tuple[TableStyle, list[float]]:
    """Choose the largest setting in which all columns fit, best with short cells unbroken."""
    for each in (style,) if style else (TableStyle(), DENSE):
        for unbroken in (SHORT_CELL, 0.0):
            least = _least(texts, each, unbroken)
            if sum(least) <= WIDTH:
                return each, least
    chosen = style or TableStyle()
    return chosen, _least(texts, chosen, SHORT_CELL)


def _least(texts: list[list[str]], style: TableStyle, unbroken: float) -> list[float]:
    """Return for each column the width of its widest word, or of a cell that stays unbroken."""
    found = []
    for column in range(len(texts[0])):
        head = longest_word(texts[0][column], style.head)
        needs = [_need(row[column], style.cell, unbroken) for row in texts[1:]]
        found.append(min(max(head, *needs, 12), WIDEST_WORD) + 2 * PAD_X + 0.5)
    return found


def _need(text: str, style: TextStyle, unbroken: float) -> float:
    whole = measure(text, style)
    return whole if whole <= unbroken else longest_word(text, style)


def _bands(least: list[float]) -> list[list[int]]:
    """Share the columns out so that each part fits the page; the first is in every part."""
    full = _fill(least, len(least))
    if len(full) == 1:
        return full
    even = _fill(least, math.ceil((len(least) - 1) / len(full)))
    return even if len(even) == len(full) else full


def _fill(least: list[float], most: int) -> list[list[int]]:
    """Take columns in order, up to `most` besides the first, until the page is full."""
    bands = [[0]]
    used = least[0]
    for column in range(1, len(least)):
        full = used + least[column] > WIDTH or len(bands[-1]) > most
        if full and len(bands[-1]) > 1:
            bands.append([0])
            used = least[0]
        bands[-1].append(column)
        used += least[column]
    return bands


def _widths(
    texts: list[list[str]], least: list[float], weights: list[float] | None, style: TableStyle
) -> list[float]:
    """Share the page's width out: to each column its widest word, then by need or by weight."""
    spare = WIDTH - sum(least)
    if weights is None:
        wanted = [_wanted(texts, column, style) for column in range(len(least))]
        if sum(wanted) <= WIDTH:
            return [WIDTH * want / sum(wanted) for want in wanted]
        wishes = [max(want - low, 0.0) for want, low in zip(wanted, least, strict=True)]
    else:
        shares = [WIDTH * weight / sum(weights) for weight in weights]
        wishes = [max(share - low, 0.0) for share, low in zip(shares, least, strict=True)]
    total = sum(wishes) or 1.0
    return [low + spare * wish / total for low, wish in zip(least, wishes, strict=True)]


def _wanted(texts: list[list[str]], column: int, style: TableStyle) -> float:
    """Return the width that would need no wrapping, or enough for a comfortable column."""
    head = measure(texts[0][column], style.head)
    body = max(measure(row[column], style.cell) for row in texts[1:])
    return min(max(head, body, 12) + 2 * PAD_X + 0.5, COMFORTABLE)


def _piece(
    texts: list[list[str]],
    widths: list[float],
    aligns: list[Align],
    parent: Element,
    style: TableStyle,
    *,
    headed: bool,
) -> TablePiece:
    looks = (style.first, style.cell)
    if not headed:
        rows = [_row(row, widths, aligns, parent, looks, heads=False) for row in texts[1:]]
        return TablePiece(tuple(widths), None, tuple(rows))
    head = _row(texts[0], widths, aligns, parent, (style.head, style.head), heads=True)
    rows = [_row(row, widths, aligns, parent, looks, heads=False) for row in texts[1:]]
    if head.height > HEAD_REPEATS:
        return TablePiece(tuple(widths), None, (head, *rows))
    return TablePiece(tuple(widths), head, tuple(rows))


def _row(
    texts: list[str],
    widths: list[float],
    aligns: list[Align],
    parent: Element,
    looks: tuple[TextStyle, TextStyle],
    *,
    heads: bool,
) -> Row:
    element = parent.child("TR")
    cells = []
    for at, text in enumerate(texts):
        look = looks[0] if at == 0 else looks[1]
        lines = tuple(wrap(text, look, widths[at] - 2 * PAD_X))
        scope = "Column" if heads else "Row"
        if heads or at == 0:
            made = element.child("TH", attributes=f"/O /Table /Scope /{scope}")
        else:
            made = element.child("TD")
        cells.append(Cell(lines, look, aligns[at], made))
    return Row(tuple(cells))
