"""Each kind of block as pieces of a PDF page, and as a part of the structure tree."""

from dataclasses import replace
from functools import singledispatch

from assurance.charts import palette
from assurance.reports import style
from assurance.reports.blocks import (
    Block,
    BulletList,
    Chart,
    DefinitionList,
    Heading,
    KeyFigures,
    Lead,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from assurance.reports.columns import part_caption
from assurance.reports.draw_chart import draw_chart
from assurance.reports.pdf_pages import FigurePiece, Gap, NewPage, Piece, Target, TextPiece
from assurance.reports.pdf_table import table_pieces
from assurance.reports.pdf_text import wrap
from assurance.reports.tagged_pdf import Element

Pieces = list[Piece | NewPage]
BULLET_INDENT = 18.0
BAR_INDENT = 14.0
SHORT_NOTE = 100.0


def text_piece(
    value: str, look: style.TextStyle, element: Element, *, indent: float = 0, bar: str = ""
) -> TextPiece:
    lines = tuple(wrap(value, look, style.WIDTH - indent))
    return TextPiece(lines, look, element, indent=indent, bar=bar)


@singledispatch
def pieces(block: Block, root: Element) -> Pieces:
    """Lay one block out as pieces of a page, adding what it is to the structure tree."""
    raise TypeError(f"no PDF drawing for {type(block).__name__}")


@pieces.register
def _(block: Heading, root: Element) -> Pieces:
    piece = text_piece(block.text, style.HEADINGS[block.level], root.child(f"H{block.level + 1}"))
    title = " ".join(block.text.split())
    return [replace(piece, keep=True, target=Target("", title, block.level))]


@pieces.register
def _(block: Paragraph, root: Element) -> Pieces:
    return [text_piece(block.text, style.BODY, root.child("P"))]


@pieces.register
def _(block: Lead, root: Element) -> Pieces:
    return [text_piece(block.text, style.LEAD, root.child("P"))]


@pieces.register
def _(block: BulletList, root: Element) -> Pieces:
    outer = root.child("L", attributes="/O /List /ListNumbering /Disc")
    look = replace(style.BODY, before=0, after=4)
    made: Pieces = []
    for item in block.items:
        entry = outer.child("LI")
        label = entry.child("Lbl")
        piece = text_piece(item, look, entry.child("LBody"), indent=BULLET_INDENT)
        made.append(replace(piece, bullet=("•", label)))
    return [*made, Gap(3, keep=False)] if made else made


@pieces.register
def _(block: Quote, root: Element) -> Pieces:
    outer = root.child("BlockQuote")
    bar = palette.GREY
    words = text_piece(f"“{block.text}”", style.QUOTE, outer.child("P"), indent=BAR_INDENT, bar=bar)
    if not block.source:
        return [words, Gap(style.SOURCE.after, keep=False)]
    source = text_piece(block.source, style.SOURCE, outer.child("P"), indent=BAR_INDENT, bar=bar)
    return [replace(words, keep=True), source]


@pieces.register
def _(block: Note, root: Element) -> Pieces:
    outer, bar = root.child("Div"), style.NOTE_COLOURS[block.kind]
    label = replace(style.LABEL, colour=bar)
    first = text_piece(
        style.NOTE_WORDS[block.kind], label, outer.child("P"), indent=BAR_INDENT, bar=bar
    )
    words = text_piece(block.text, style.NOTE, outer.child("P"), indent=BAR_INDENT, bar=bar)
    return [replace(first, keep=True), words]


@pieces.register
def _(block: DefinitionList, root: Element) -> Pieces:
    outer = root.child("L")
    term_look = replace(style.LABEL, before=6)
    made: Pieces = []
    for term, meaning in block.items:
        entry = outer.child("LI")
        made.append(replace(text_piece(term, term_look, entry.child("Lbl")), keep=True))
        look = replace(style.BODY, before=0, after=5)
        made.append(text_piece(meaning, look, entry.child("LBody"), indent=BULLET_INDENT))
    return made


@pieces.register
def _(block: Table, root: Element) -> Pieces:
    made: Pieces = []
    parts = table_pieces(block, root)
    for at, (part, caption) in enumerate(parts, 1):
        words = part_caption(block, at, len(parts))
        if words:
            made.append(replace(text_piece(words, style.CAPTION, caption), keep=True))
        made.append(part)
    if block.note:
        note = text_piece(block.note, style.SMALL, root.child("P"))
        last, _ = parts[-1]
        made[-1:] = [replace(last, foot=note)] if note.height < SHORT_NOTE else [last, note]
    return made


@pieces.register
def _(block: KeyFigures, root: Element) -> Pieces:
    return pieces(block.as_table(), root)


@pieces.register
def _(block: Chart, root: Element) -> Pieces:
    chart = block.chart
    title = text_piece(chart.title, style.CAPTION, root.child("P"))
    reading = text_piece(block.reading, style.BODY, root.child("P"))
    alt = f"Chart: {chart.title}. {chart.summary} The numbers are in the table that follows."
    figure = FigurePiece(draw_chart(chart), root.child("Figure", alt=alt))
    above: Pieces = [replace(title, keep=True), replace(reading, keep=True), figure]
    return above + pieces(block.table, root)


@pieces.register
def _(block: PageBreak, root: Element) -> Pieces:
    return [NewPage()]
