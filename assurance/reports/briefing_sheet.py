"""A seven-minute briefing as a file of one page: PDF and Word. It is measured, never cut.

The PDF is laid out here, so what it measures is exact. Word lays out its own, in smaller type than
the page would hold, so that a briefing that fits the PDF fits there too.
"""

from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
from docx.shared import Pt

from assurance.charts import palette
from assurance.reports import docx_parts as parts
from assurance.reports import style
from assurance.reports.pdf_blocks import BULLET_INDENT, Pieces, text_piece
from assurance.reports.pdf_pages import Gap, Page, TextPiece, share_out
from assurance.reports.pdf_text import load_fonts, undrawable, write_lines
from assurance.reports.render_docx import packed_without_clock, template
from assurance.reports.render_pdf import RUNNING, UNDRAWABLE
from assurance.reports.style import BOLD, REGULAR, TextStyle
from assurance.reports.tagged_pdf import Element, TaggedCanvas
from assurance.reports.text import clean
from sab.one_page import Fit, Sheet

KIND_OF_TEXT = "Seven-minute briefing"
TOP, BOTTOM = 46.0, 48.0
ROOM = style.PAGE_HEIGHT - TOP - BOTTOM
# What is short is set larger: the largest of these that still leaves it on one page.
SCALES = (1.3, 1.2, 1.1, 1.0)
TITLE = TextStyle(BOLD, 17, 21, after=2, colour=palette.BLUE)
ABOUT = TextStyle(REGULAR, 8.5, 12, after=4, colour=palette.MUTED)
PART = TextStyle(BOLD, 10.5, 14, before=8, after=2, colour=palette.BLUE)
WORDS = TextStyle(REGULAR, 9.2, 12.6, after=3)
WORD_SIZE = 9.5


def fit(sheet: Sheet) -> Fit:
    """Return how far the PDF of a sheet fills its page."""
    load_fonts()
    first, *others = _pages(sheet, Element("Document"), SCALES[-1])
    over = sum(
        len(piece.lines)
        for page in others
        for _, piece in page.placed
        if isinstance(piece, TextPiece)
    )
    return Fit(min(first.used / ROOM, 1.0), over)


def sheet_pdf(sheet: Sheet, *, foot: str, made_on: str) -> bytes:
    """Return the PDF of a sheet. Equal sheets give equal bytes.

    Raises:
        ValueError: it is more than one page.
    """
    load_fonts()
    root = Element("Document")
    page, *others = _pages(sheet, root, scale_of(sheet))
    if others:
        raise ValueError(f"{sheet.title} is more than one page")
    out = BytesIO()
    canvas = TaggedCanvas(out, title=clean(sheet.title), root=root)
    canvas.setAuthor(clean(sheet.board))
    canvas.setSubject(KIND_OF_TEXT)
    canvas.setCreator("Safeguarding Assurance")
    made = style.made_at(made_on)
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}Z")
    for offset, piece in page.placed:
        piece.draw(canvas, style.MARGIN, style.PAGE_HEIGHT - TOP - offset)
    with canvas.artifact("Footer"):
        write_lines(canvas, [foot], RUNNING, left=style.MARGIN, top=BOTTOM - 14)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def scale_of(sheet: Sheet) -> float:
    """Return how much larger than its least size a sheet can be set on one page."""
    load_fonts()
    fitting = (at for at in SCALES if len(_pages(sheet, Element("Document"), at)) == 1)
    return next(fitting, SCALES[-1])


def _scaled(look: TextStyle, scale: float) -> TextStyle:
    return replace(look, size=look.size * scale, leading=look.leading * scale)


def _pages(sheet: Sheet, root: Element, scale: float) -> list[Page]:
    part, words = _scaled(PART, scale), _scaled(WORDS, scale)
    flow: Pieces = [
        text_piece(sheet.title, TITLE, root.child("H1")),
        text_piece(f"{sheet.board}: {KIND_OF_TEXT.lower()}", ABOUT, root.child("P")),
        Gap(3, palette.BLUE),
    ]
    for number, (heading, text) in enumerate(sheet.headed, 1):
        title = text_piece(f"{number}. {heading}", part, root.child("H2"))
        flow.append(replace(title, keep=True))
        flow += _paragraphs(text, root, words, as_list=number == len(sheet.headed))
    written = "".join((sheet.title, *sheet.parts.values()))
    if undrawable(written, REGULAR):
        flow.append(text_piece(UNDRAWABLE, style.SMALL, root.child("P")))
    return share_out(flow, ROOM)


def _paragraphs(text: str, root: Element, look: TextStyle, *, as_list: bool) -> Pieces:
    """Return the paragraphs of one part; the questions of the last part are a list."""
    lines = _lines(text)
    if not as_list or len(lines) < 2:
        return [text_piece(line, look, root.child("P")) for line in lines]
    outer = root.child("L", attributes="/O /List /ListNumbering /Disc")
    made: Pieces = []
    for line in lines:
        entry = outer.child("LI")
        label = entry.child("Lbl")
        piece = text_piece(line, look, entry.child("LBody"), indent=BULLET_INDENT)
        made.append(replace(piece, bullet=("•", label)))
    return made


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def sheet_docx(sheet: Sheet, *, foot: str, made_on: str) -> bytes:
    """Return the Word file of a sheet. Equal sheets give equal bytes."""
    word, scale = docx.Document(BytesIO(template())), scale_of(sheet)
    _set_page(word, sheet, foot, made_on)
    _write(word, sheet.title, "Heading 1", 16, after=1)
    _write(word, f"{sheet.board}: {KIND_OF_TEXT.lower()}", "Small Print", 8.5, after=3)
    for number, (heading, text) in enumerate(sheet.headed, 1):
        _write(word, f"{number}. {heading}", "Heading 2", 10.5 * scale, before=5, after=1)
        lines = _lines(text)
        as_list = number == len(sheet.headed) and len(lines) > 1
        for line in lines:
            _write(word, line, "List Bullet" if as_list else "Normal", WORD_SIZE * scale, after=2)
    out = BytesIO()
    word.save(out)
    return packed_without_clock(out.getvalue())


def _set_page(word: Any, sheet: Sheet, foot: str, made_on: str) -> None:
    properties = word.core_properties
    properties.title, properties.author = clean(sheet.title)[:255], clean(sheet.board)[:255]
    properties.subject, properties.language = KIND_OF_TEXT, style.LANGUAGE
    properties.created = properties.modified = style.made_at(made_on)
    properties.last_modified_by, properties.revision, properties.comments = "", 1, ""
    section = word.sections[0]
    section.page_width, section.page_height = Pt(style.PAGE_WIDTH), Pt(style.PAGE_HEIGHT)
    section.left_margin = section.right_margin = Pt(style.MARGIN - 8)
    section.top_margin, section.bottom_margin = Pt(TOP - 10), Pt(BOTTOM - 10)
    section.footer_distance = Pt(18)
    section.footer.paragraphs[0].add_run(clean(foot))


def _write(
    word: Any, text: str, look: str, size: float, *, before: float = 0, after: float = 0
) -> None:
    made = parts.paragraph(word, text, look)
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    made.paragraph_format.line_spacing = 1.0
    for run in made.runs:
        run.font.size = Pt(size)
