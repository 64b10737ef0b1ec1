"""Draw a document as a page: whole and standing alone, or as parts for a page of the application.

Charts are inline SVG made from the same drawings as in the PDF. Nothing is fetched from anywhere.
"""

from functools import singledispatch
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

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
)
from assurance.reports.chart_svg import svg
from assurance.reports.draw_chart import draw_chart
from assurance.reports.pdf_text import load_fonts
from assurance.reports.text import clean

Part = dict[str, Any]
HEADING_SIZES = {1: "l", 2: "m", 3: "s"}
SHORT = 16


def render_html(document: Document) -> str:
    """Return a whole page that stands alone: its style and its charts are inside it."""
    context = {
        "title": clean(document.title),
        "subtitle": clean(document.subtitle),
        "council": clean(document.council),
        "marking": clean(document.marking),
        "method": clean(document.method),
        "particulars": [(label, clean(value)) for label, value in document.particulars()],
        "contents_title": style.CONTENTS,
        "language": style.LANGUAGE,
        **blocks_for_page(document),
    }
    return render_to_string("assurance/report_document.html", context)


def blocks_for_page(document: Document) -> dict[str, list[Part]]:
    """Return the context of `assurance/report_blocks.html`: "blocks", and "contents" for a list.

    The page around it has the document's title as its only h1; sections begin with h2.
    """
    load_fonts()
    parts = [made for block in document.blocks for made in part(block)]
    headings = [made for made in parts if made["kind"] == "heading"]
    tables = [made.get("table") or made for made in parts if "table" in (made["kind"], *made)]
    for at, heading in enumerate(headings, 1):
        heading["id"] = f"section-{at}"
    for at, table in enumerate(tables, 1):
        table["number"] = at
    return {"blocks": parts, "contents": [one for one in headings if one["level"] < 4]}


@singledispatch
def part(block: Block) -> list[Part]:
    """Return a block as plain values for the template, which escapes them."""
    raise TypeError(f"no page part for {type(block).__name__}")


@part.register
def _(block: Heading) -> list[Part]:
    text = " ".join(clean(block.text).split())
    size = HEADING_SIZES[block.level]
    return [{"kind": "heading", "level": block.level + 1, "size": size, "text": text}]


@part.register
def _(block: Paragraph) -> list[Part]:
    return [{"kind": "paragraph", "text": clean(block.text)}]


@part.register
def _(block: Lead) -> list[Part]:
    return [{"kind": "lead", "text": clean(block.text)}]


@part.register
def _(block: BulletList) -> list[Part]:
    return [{"kind": "bullets", "items": [clean(item) for item in block.items]}]


@part.register
def _(block: Quote) -> list[Part]:
    return [{"kind": "quote", "text": clean(block.text), "source": clean(block.source)}]


@part.register
def _(block: Note) -> list[Part]:
    label = style.NOTE_WORDS[block.kind]
    return [{"kind": "note", "note": block.kind, "label": label, "text": clean(block.text)}]


@part.register
def _(block: DefinitionList) -> list[Part]:
    items = [(clean(term), clean(meaning)) for term, meaning in block.items]
    return [{"kind": "definitions", "items": items}]


@part.register
def _(block: Table) -> list[Part]:
    return [{"kind": "table", **_table(block)}]


@part.register
def _(block: KeyFigures) -> list[Part]:
    return part(block.as_table())


@part.register
def _(block: Chart) -> list[Part]:
    chart = block.chart
    label = f"Chart: {chart.title}. {chart.summary}"
    return [
        {
            "kind": "chart",
            "title": clean(chart.title),
            "reading": clean(block.reading),
            "svg": mark_safe(svg(draw_chart(chart), label)),  # noqa: S308 - escaped in chart_svg
            "table": _table(block.table),
        }
    ]


@part.register
def _(block: PageBreak) -> list[Part]:
    return []


def _table(block: Table) -> Part:
    rows = [[_cell(block, at, text) for at, text in enumerate(row)] for row in block.rows]
    return {
        "caption": clean(block.caption),
        "columns": [_cell(block, at, text) for at, text in enumerate(block.columns)],
        "rows": rows,
        "note": clean(block.note),
        "empty": style.EMPTY_TABLE,
    }


def _cell(block: Table, at: int, text: str) -> Part:
    return {"text": clean(text), "numeric": at in block.numeric, "short": len(text) <= SHORT}
