"""Draw a document as a tagged A4 PDF: cover, contents, body, with page x of y on every page.

The same document always gives the same bytes. No text is ever cut off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Self

from assurance.charts import palette
from assurance.reports import style
from assurance.reports.blocks import Document, Heading, Table
from assurance.reports.pdf_blocks import Pieces, pieces, text_piece
from assurance.reports.pdf_columns import TableStyle
from assurance.reports.pdf_pages import Gap, NewPage, Page, Piece, Target, TextPiece, share_out
from assurance.reports.pdf_table import TablePiece, table_pieces
from assurance.reports.pdf_text import ink, load_fonts, measure, undrawable, wrap, write_lines
from assurance.reports.tagged_pdf import Element, TaggedCanvas
from assurance.reports.text import clean

NUMBER_WIDTH = 40.0
CONTENTS_INDENT = 14.0
PARTICULARS = TableStyle(style.COVER_CELL, style.COVER_HEAD, style.COVER_HEAD)
RUNNING = style.TextStyle(style.REGULAR, 7.6, 10.5, colour=palette.MUTED)
UNDRAWABLE = (
    "Some characters in this report belong to a script that this file's typeface cannot show. "
    "They can be read in the Word file and on the page of the same report."
)


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents. The page number is filled in once the pages are known."""

    text: TextPiece
    target: Target
    page: int = 0
    keep: bool = False

    @property
    def before(self) -> float:
        return self.text.before

    @property
    def after(self) -> float:
        return self.text.after

    @property
    def height(self) -> float:
        return self.text.height

    def least(self) -> float:
        return self.height

    def split(self, room: float, *, whole_page: bool) -> tuple[Self | None, Self]:
        head, tail = self.text.split(room, whole_page=whole_page)
        return replace(self, text=head) if head else None, replace(self, text=tail)

    def draw(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        self.text.draw(canvas, left, top)
        look, number = self.text.style, str(self.page)
        last = top - self.height + look.leading
        with canvas.marked(self.text.element):
            write_lines(
                canvas, [number], look, left=left, top=last, width=style.WIDTH, align="right"
            )
        start = left + self.text.indent + measure(self.text.lines[-1].rstrip(), look) + 6
        end = left + style.WIDTH - measure(number, look) - 6
        with canvas.artifact():
            canvas.setStrokeColor(ink(palette.GREY))
            canvas.setLineWidth(0.5)
            canvas.setDash(0.5, 3)
            if start < end:
                canvas.line(start, last - look.leading * 0.72, end, last - look.leading * 0.72)
            canvas.setDash()
        box = (left, top - self.height, left + style.WIDTH, top)
        words = f"{self.target.title}, page {number}"
        canvas.link(self.text.element, self.target.key, box, words)


def render_pdf(document: Document) -> bytes:
    """Return a whole PDF file. Equal documents give equal bytes."""
    load_fonts()
    root = Element("Document")
    targets = _targets(document)
    cover = share_out(_cover(document, root), style.ROOM)
    contents = _filled(_contents(targets, root))
    body = _filled(_body(document, targets, root))
    places = _places(body, first=len(cover) + len(contents) + 1)
    pages = [*cover, *contents, *body]
    out = BytesIO()
    canvas = _canvas(out, document, root)
    for number, page in enumerate(pages, 1):
        _running(canvas, document, number, len(pages))
        _draw(canvas, page, places)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _filled(flow: Pieces) -> list[Page]:
    return [page for page in share_out(flow, style.ROOM) if page.placed]


def _canvas(out: BytesIO, document: Document, root: Element) -> TaggedCanvas:
    canvas = TaggedCanvas(out, title=clean(document.title), root=root)
    canvas.setAuthor(clean(document.council))
    canvas.setSubject(clean(document.subtitle or document.period_label))
    canvas.setCreator("Safeguarding Assurance")
    made = style.made_at(document.made_on)
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}Z")
    canvas.showOutline()
    return canvas


def _targets(document: Document) -> tuple[Target, ...]:
    headings = (block for block in document.blocks if isinstance(block, Heading))
    return tuple(
        Target(f"heading-{at}", " ".join(clean(heading.text).split()), heading.level)
        for at, heading in enumerate(headings, 1)
    )


def _cover(document: Document, root: Element) -> Pieces:
    particulars = tuple(pair for pair in document.particulars() if pair[0] != "Council")
    flow: Pieces = [
        Gap(96),
        text_piece(document.council, style.COVER_COUNCIL, root.child("P")),
        text_piece(document.title, style.COVER_TITLE, root.child("H1")),
    ]
    if document.subtitle:
        flow.append(text_piece(document.subtitle, style.COVER_SUBTITLE, root.child("P")))
    flow += [Gap(16), Gap(4, palette.BLUE), Gap(26)]
    grid = Table("", ("", ""), particulars, widths=(1, 3))
    flow += [piece for piece, _ in table_pieces(grid, root, PARTICULARS, headed=False)]
    return flow


def _contents(targets: Sequence[Target], root: Element) -> Pieces:
    shown = [target for target in targets if target.level in style.CONTENTS_LINES]
    if not shown:
        return []
    flow: Pieces = [text_piece(style.CONTENTS, style.HEADINGS[1], root.child("H2"))]
    listing = root.child("TOC")
    for target in shown:
        indent = CONTENTS_INDENT * (target.level - 1)
        look = style.CONTENTS_LINES[target.level]
        lines = wrap(target.title, look, style.WIDTH - indent - NUMBER_WIDTH)
        element = listing.child("TOCI").child("Link")
        flow.append(ContentsLine(TextPiece(tuple(lines), look, element, indent=indent), target))
    return flow


def _body(document: Document, targets: Iterable[Target], root: Element) -> Pieces:
    waiting = iter(targets)
    flow: Pieces = []
    for block in document.blocks:
        made = pieces(block, root)
        if isinstance(block, Heading):
            made = [replace(piece, target=next(waiting)) for piece in made]  # type: ignore[type-var]
        flow += made
    notes = [document.method] if document.method else []
    if any(map(_undrawable, flow)):
        notes.append(UNDRAWABLE)
    return flow + [text_piece(note, style.SMALL, root.child("P")) for note in notes]


def _undrawable(piece: Piece | NewPage) -> bool:
    match piece:
        case TextPiece():
            return undrawable("".join(piece.lines), piece.style.face)
        case TablePiece():
            cells = (cell for row in piece.rows for cell in row.cells)
            return any(undrawable("".join(cell.lines), cell.style.face) for cell in cells)
        case _:
            return False


def _places(pages: Sequence[Page], *, first: int) -> dict[str, int]:
    """Return the page number of each heading."""
    return {
        piece.target.key: number
        for number, page in enumerate(pages, first)
        for _, piece in page.placed
        if isinstance(piece, TextPiece) and piece.target
    }


def _draw(canvas: TaggedCanvas, page: Page, places: dict[str, int]) -> None:
    for offset, piece in page.placed:
        if isinstance(piece, ContentsLine):
            piece = replace(piece, page=places[piece.target.key])
        piece.draw(canvas, style.MARGIN, style.PAGE_HEIGHT - style.TOP - offset)


def _running(canvas: TaggedCanvas, document: Document, number: int, count: int) -> None:
    """Draw the running header, except on the cover, and the footer."""
    if number > 1:
        with canvas.artifact("Header"):
            _header(canvas, document)
    with canvas.artifact("Footer"):
        _footer(canvas, document, f"Page {number} of {count}")


def _header(canvas: TaggedCanvas, document: Document) -> None:
    top = style.PAGE_HEIGHT - 34
    title = _one_line(document.title, style.WIDTH * 0.6)
    council = _one_line(document.council, style.WIDTH - measure(title, RUNNING) - 20)
    write_lines(canvas, [title], RUNNING, left=style.MARGIN, top=top)
    write_lines(
        canvas, [council], RUNNING, left=style.MARGIN, top=top, width=style.WIDTH, align="right"
    )
    _hairline(canvas, top - 14)


def _footer(canvas: TaggedCanvas, document: Document, page: str) -> None:
    top = style.BOTTOM - 20
    _hairline(canvas, top + 4)
    write_lines(
        canvas, [page], RUNNING, left=style.MARGIN, top=top, width=style.WIDTH, align="right"
    )
    lines = wrap(document.marking, RUNNING, style.WIDTH - measure(page, RUNNING) - 20)
    write_lines(canvas, lines[:4], RUNNING, left=style.MARGIN, top=top)


def _hairline(canvas: TaggedCanvas, y: float) -> None:
    canvas.setStrokeColor(ink(palette.GREY))
    canvas.setLineWidth(0.4)
    canvas.line(style.MARGIN, y, style.MARGIN + style.WIDTH, y)


def _one_line(value: str, width: float) -> str:
    """Shorten what is only repeated here; the cover has it in full."""
    lines = wrap(value, RUNNING, width)
    return lines[0] if len(lines) == 1 else f"{wrap(value, RUNNING, width - 8)[0].rstrip()}…"
