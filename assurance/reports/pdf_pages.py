"""Pieces of a page, and the rule for sharing them out over pages. Knows nothing of blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing

from assurance.reports.pdf_text import Align, ink, write_lines
from assurance.reports.style import WIDTH, TextStyle
from assurance.reports.tagged_pdf import Element, TaggedCanvas

BAR = 3.0


class Piece(Protocol):
    """Something that can be put on a page, and taken apart when it does not fit.

    `before` and `after` are the gaps it asks for; of two neighbours the larger gap counts.
    `keep` says that the next piece must begin on the same page.
    """

    @property
    def before(self) -> float: ...
    @property
    def after(self) -> float: ...
    @property
    def keep(self) -> bool: ...
    @property
    def height(self) -> float: ...

    def least(self) -> float:
        """Return the least height that is worth beginning on a page."""

    def split(self, room: float, *, whole_page: bool) -> tuple["Piece | None", "Piece"]:
        """Take off what fits in `room`. With `whole_page` something must come off."""

    def draw(self, canvas: TaggedCanvas, left: float, top: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Target:
    """A place that the contents and the outline can lead to."""

    key: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Lines of one style. `bar` is the colour of a rule down the left side, if there is one."""

    lines: tuple[str, ...]
    style: TextStyle
    element: Element
    indent: float = 0
    bar: str = ""
    keep: bool = False
    bullet: tuple[str, Element] | None = None
    target: Target | None = None
    align: Align = "left"
    pad: float = 0

    @property
    def before(self) -> float:
        return self.style.before

    @property
    def after(self) -> float:
        return self.style.after

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading + 2 * self.pad

    def least(self) -> float:
        return min(self.height, 2 * self.style.leading + 2 * self.pad)

    def split(self, room: float, *, whole_page: bool) -> tuple["Self | None", Self]:
        fits = int((room - 2 * self.pad) / self.style.leading + 1e-6)
        if len(self.lines) - fits == 1:
            fits -= 1  # a last line never stands alone at the top of a page
        if fits < 2:
            if not whole_page:
                return None, self
            fits = max(fits, 1)
        head = replace(self, lines=self.lines[:fits], keep=False)
        return head, replace(self, lines=self.lines[fits:], bullet=None, target=None)

    def draw(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        if self.bar:
            with canvas.artifact():
                canvas.setFillColor(ink(self.bar))
                canvas.rect(left, top - self.height, BAR, self.height, stroke=0, fill=1)
        if self.target:
            canvas.bookmarkHorizontalAbsolute(self.target.key, top + 6)
            canvas.addOutlineEntry(self.target.title, self.target.key, self.target.level - 1)
        start = left + self.indent
        if self.bullet:
            sign, element = self.bullet
            with canvas.marked(element):
                write_lines(canvas, [sign + " "], self.style, left=start - 11, top=top)
        with canvas.marked(self.element):
            write_lines(
                canvas,
                self.lines,
                self.style,
                left=start,
                top=top - self.pad,
                width=WIDTH - self.indent,
                align=self.align,
            )


@dataclass(frozen=True, slots=True)
class FigurePiece:
    """A drawing, in the middle of the page's width."""

    drawing: Drawing
    element: Element
    before: float = 4
    after: float = 6
    keep: bool = True

    @property
    def height(self) -> float:
        return float(self.drawing.height)

    def least(self) -> float:
        return self.height

    def split(self, room: float, *, whole_page: bool) -> tuple[None, Self]:
        raise ValueError(f"a drawing of {self.height:.0f} points is taller than the page")

    def draw(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        x, y = left + (WIDTH - self.drawing.width) / 2, top - self.height
        box = f"[{x:.2f} {y:.2f} {x + self.drawing.width:.2f} {top:.2f}]"
        self.element.attributes = f"/O /Layout /BBox {box}"
        with canvas.marked(self.element):
            renderPDF.draw(self.drawing, canvas, x, y)


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space, or with a colour a rule of that thickness."""

    height: float
    colour: str = ""
    before: float = 0
    after: float = 0
    keep: bool = True

    def least(self) -> float:
        return self.height

    def split(self, room: float, *, whole_page: bool) -> tuple[None, Self]:
        return None, self

    def draw(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        if self.colour:
            with canvas.artifact():
                canvas.setFillColor(ink(self.colour))
                canvas.rect(left, top - self.height, WIDTH, self.height, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class NewPage:
    """Begin a new page, unless one has just begun."""


@dataclass(slots=True)
class Page:
    """Pieces with their distance from the top of the text area."""

    placed: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0
    gap: float = 0

    def offset(self, piece: Piece) -> float:
        return self.used + max(self.gap, piece.before) if self.placed else 0.0

    def put(self, piece: Piece) -> None:
        start = self.offset(piece)
        self.placed.append((start, piece))
        self.used, self.gap = start + piece.height, piece.after


def share_out(pieces: Sequence[Piece | NewPage], room: float) -> list[Page]:
    """Put the pieces on pages with `room` points of height each, in order, losing nothing."""
    pages = [Page()]
    waiting = list(reversed(pieces))
    promised = 0
    while waiting:
        piece = waiting.pop()
        page = pages[-1]
        if isinstance(piece, NewPage):
            if page.placed:
                pages.append(Page())
            continue
        needed, promised = (
            (piece.least(), promised - 1) if promised else _needed(piece, waiting, room)
        )
        rest = _put(page, piece, needed, room)
        if rest is not None:
            waiting.append(rest)
            pages.append(Page())
            promised = 0
    return pages if pages[-1].placed or len(pages) == 1 else pages[:-1]


def _put(page: Page, piece: Piece, needed: float, room: float) -> Piece | None:
    """Put as much of the piece on the page as belongs there, and return what is left."""
    left = room - page.offset(piece)
    if page.placed and needed > left:
        return piece
    if piece.height <= left + 0.01:
        page.put(piece)
        return None
    head, tail = piece.split(left, whole_page=not page.placed)
    if head is not None:
        page.put(head)
    return tail


def _needed(piece: Piece, waiting: list[Piece | NewPage], room: float) -> tuple[float, int]:
    """Return the height that must be free, and how many of the next pieces it has room for.

    That is the piece with all that may not part from it. Where those are too much for any page,
    it is as many as one page can hold, best up to a drawing or a table.
    """
    total, last = 0.0, piece
    found, best = (piece.least(), 0), None
    for count, following in enumerate(reversed(waiting), 1):
        if not last.keep or isinstance(following, NewPage):
            return found
        total += last.height + max(last.after, following.before)
        last = following
        if total + last.least() > room:
            return best or found
        found = (total + last.least(), count)
        best = best if isinstance(last, TextPiece) else found
    return found
