"""Tables on PDF pages: widths by the words, headings repeated, rows as tall as they must be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from assurance.charts import palette
from assurance.reports.blocks import Table
from assurance.reports.columns import bands
from assurance.reports.pdf_columns import PAD_X, TableStyle, fitting, widths
from assurance.reports.pdf_pages import TextPiece
from assurance.reports.pdf_text import Align, ink, wrap, write_lines
from assurance.reports.style import (
    EMPTY_TABLE,
    ROOM,
    TextStyle,
)
from assurance.reports.tagged_pdf import Element, TaggedCanvas

PAD_Y = 3.2
KEEP_WHOLE = 0.22 * ROOM
HEAD_REPEATS = 0.5 * ROOM
# A row taller than this is begun on one page and goes on at the next.
MAY_SPLIT = ROOM / 3


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
        some_lines = 4 * self.rows[0].cells[0].style.leading
        first = self.rows[0].height
        if first <= MAY_SPLIT:  # what is above the table stays only with a row that fits whole
            some_lines = max(first, min(sum(row.height for row in self.rows[:2]), some_lines))
        return self._head_height + some_lines

    def split(self, room: float, *, whole_page: bool) -> tuple["Self | None", Self]:
        left = room - self._head_height
        fits = 0
        while fits < len(self.rows) and self.rows[fits].height <= left:
            left -= self.rows[fits].height
            fits += 1
        if 0 <= len(self.rows) - fits <= 1 and fits > 2:
            fits -= 1  # the note, or the last row, is not left alone on the next page
        kept, rest = list(self.rows[:fits]), list(self.rows[fits:])
        if rest and (rest[0].height > MAY_SPLIT or (whole_page and not kept)):
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


def table_pieces(
    table: Table, parent: Element, style: TableStyle | None = None, *, headed: bool = True
) -> list[tuple[TablePiece, Element]]:
    """Lay a table out, and return it with the element its caption belongs to.

    A table too wide for the page comes as several, each with some of the columns. Each begins
    with the first column again, so that its rows have names.
    """
    texts = [list(table.columns), *([list(row) for row in table.rows] or [_nothing(table)])]
    chosen, least = fitting(texts, style)
    pieces = []
    parts = bands(least)
    for columns in parts:
        part = [[row[column] for column in columns] for row in texts]
        weights = [table.widths[column] for column in columns] if table.widths else None
        shares = widths(part, [least[column] for column in columns], weights, chosen)
        aligns: list[Align] = ["right" if column in table.numeric else "left" for column in columns]
        element = parent.child("Table")
        named = bool(table.caption) or len(parts) > 1
        caption = element.child("Caption") if named else Element("Caption")
        pieces.append((_piece(part, shares, aligns, element, chosen, headed=headed), caption))
    return pieces


def _nothing(table: Table) -> list[str]:
    return [EMPTY_TABLE, *[""] * (len(table.columns) - 1)]


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
