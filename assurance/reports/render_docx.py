"""Draw a document as a Word file with real headings, lists and tables. The only user of docx.

A chart is given as its reading and its table. The same document always gives the same bytes.
"""

from collections.abc import Iterable
from functools import cache, singledispatch
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Pt

from assurance.charts import palette
from assurance.reports import docx_parts as parts
from assurance.reports import style
from assurance.reports.blocks import (
    Block,
    BulletList,
    Chart,
    DefinitionList,
    Document,
    Heading,
    KeyFigures,
    Lead,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    contents,
)
from assurance.reports.text import clean

EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(document: Document) -> bytes:
    """Return a whole Word file. Equal documents give equal bytes."""
    word = docx.Document(BytesIO(template()))
    _set_properties(word, document)
    _set_header_and_footer(word, document)
    _add_cover(word, document)
    _add_contents(word, document)
    _add_body(word, document.blocks)
    if document.method:
        parts.paragraph(word, document.method, "Small Print")
    out = BytesIO()
    word.save(out)
    return packed_without_clock(out.getvalue())


def _add_body(word: Any, blocks: Iterable[Block]) -> None:
    turn = True
    for block in blocks:
        start = len(word.element.body) - 1
        add(block, word)
        added = len(word.element.body) - 1 > start
        if turn and added:
            parts.begin_page(word, start)
        turn = isinstance(block, PageBreak) or (turn and not added)


@cache
def template() -> bytes:
    """Return an empty file with our styles, which are the same for every document."""
    word = docx.Document()
    parts.set_styles(word)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


@singledispatch
def add(block: Block, word: Any) -> None:
    """Append one block to the Word document."""
    raise TypeError(f"no Word drawing for {type(block).__name__}")


@add.register
def _(block: Heading, word: Any) -> None:
    parts.paragraph(word, " ".join(block.text.split()), f"Heading {block.level}")


@add.register
def _(block: Paragraph, word: Any) -> None:
    parts.paragraph(word, block.text, "Normal")


@add.register
def _(block: Lead, word: Any) -> None:
    parts.paragraph(word, block.text, "Lead")


@add.register
def _(block: BulletList, word: Any) -> None:
    for item in block.items:
        parts.paragraph(word, item, "List Bullet")


@add.register
def _(block: Quote, word: Any) -> None:
    quote = parts.paragraph(word, f"“{block.text}”", "Quote")
    parts.bar(quote, palette.GREY)
    if block.source:
        quote.paragraph_format.keep_with_next = True
        parts.bar(parts.paragraph(word, block.source, "Quote Source"), palette.GREY)


@add.register
def _(block: Note, word: Any) -> None:
    made = parts.paragraph(word, block.text, "Note", lead=f"{style.NOTE_WORDS[block.kind]}: ")
    parts.bar(made, style.NOTE_COLOURS[block.kind])


@add.register
def _(block: DefinitionList, word: Any) -> None:
    for term, meaning in block.items:
        parts.paragraph(word, term, "Term")
        parts.paragraph(word, meaning, "Meaning")


@add.register
def _(block: Table, word: Any) -> None:
    parts.tables(word, block)


@add.register
def _(block: KeyFigures, word: Any) -> None:
    add(block.as_table(), word)


@add.register
def _(block: Chart, word: Any) -> None:
    made = parts.paragraph(word, block.chart.title, "Chart Title")
    made.paragraph_format.keep_with_next = True
    reading = parts.paragraph(word, block.reading, "Normal")
    reading.paragraph_format.keep_with_next = True
    add(block.table, word)


@add.register
def _(block: PageBreak, word: Any) -> None:
    """Nothing to write: the block that follows begins the page."""


def _set_properties(word: Any, document: Document) -> None:
    properties, made = word.core_properties, style.made_at(document.made_on)
    properties.title = clean(document.title)[:255]
    properties.author = clean(document.council)[:255]
    properties.subject = clean(document.subtitle or document.period_label)[:255]
    properties.comments = clean(document.marking)[:255]
    properties.content_status = document.status
    properties.language = style.LANGUAGE
    properties.created = properties.modified = made
    properties.last_modified_by = ""
    properties.revision = 1


def _set_header_and_footer(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Pt(style.PAGE_WIDTH), Pt(style.PAGE_HEIGHT)
    section.left_margin = section.right_margin = Pt(style.MARGIN)
    section.top_margin, section.bottom_margin = Pt(style.TOP), Pt(style.BOTTOM)
    section.different_first_page_header_footer = True
    _add_running(section.header.paragraphs[0], document.title, document.council)
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        _add_running(line, document.marking, "Page ")
        parts.field(line, "PAGE", "1")
        line.add_run(" of ")
        parts.field(line, "NUMPAGES", "1")


def _add_running(line: Any, left: str, right: str) -> None:
    for stop in list(line.style.paragraph_format.tab_stops):
        line.paragraph_format.tab_stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    line.paragraph_format.tab_stops.add_tab_stop(Pt(style.WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{' '.join(clean(left).split())}\t{' '.join(clean(right).split())}")
    if right.endswith(" "):
        line.add_run(" ")


def _add_cover(word: Any, document: Document) -> None:
    council = parts.paragraph(word, document.council, "Cover Council")
    council.paragraph_format.space_before = Pt(110)
    parts.paragraph(word, document.title, "Title")
    if document.subtitle:
        parts.paragraph(word, document.subtitle, "Subtitle")
    pairs = tuple(pair for pair in document.particulars() if pair[0] != "Council")
    parts.paragraph(word, "", "Normal")
    parts.pairs(word, pairs)


def _add_contents(word: Any, document: Document) -> None:
    """Write the contents as a field that Word can refresh; its entries are already there."""
    shown = contents(document.blocks)
    if not shown:
        return
    title = parts.paragraph(word, style.CONTENTS, "Contents Title")
    title.paragraph_format.page_break_before = True
    parts.contents_field(word, [(heading.text, heading.level) for heading in shown])


def packed_without_clock(file: bytes) -> bytes:
    """Pack the file again with one date for all its parts, so that equal content is equal bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
