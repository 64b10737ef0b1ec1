"""Write the tables of a document as a workbook: a sheet for each, and one that says what it is."""

import io
import re
from typing import Any

import xlsxwriter

from assurance.reports.blocks import Block, Chart, Document, KeyFigures, Lead, Note, Table
from assurance.reports.text import clean

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WHOLE = re.compile(r"-?\d{1,3}(,\d{3})*\Z|-?\d+\Z")
# What a sheet's name may not hold.
UNNAMEABLE = re.compile(r"[\[\]:*?/\\']")
WIDEST = 31


def render_xlsx(document: Document) -> bytes:
    """Return the workbook. Whole numbers are numbers; all else is text, never a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    book.set_properties({"title": clean(document.title), "subject": clean(document.marking)})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "right": book.add_format({"align": "right", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0", "align": "right", "valign": "top"}),
    }
    tables = [table for block in document.blocks for table in _tables(block)]
    names = _names([table.caption for table in tables])
    _read_me(book.add_worksheet("Read me"), formats, document, names)
    for name, table in zip(names, tables, strict=True):
        _sheet(book.add_worksheet(name), formats, document, table)
    book.close()
    return out.getvalue()


def _tables(block: Block) -> list[Table]:
    if isinstance(block, Chart):
        return [block.table]
    if isinstance(block, KeyFigures):
        return [block.as_table()]
    return [block] if isinstance(block, Table) else []


def _names(captions: list[str]) -> list[str]:
    """Return a name for each sheet: its number, and as much of its caption as fits."""
    return [
        f"{at} {UNNAMEABLE.sub(' ', clean(caption))}"[:WIDEST].strip()
        for at, caption in enumerate(captions, 1)
    ]


def _read_me(sheet: Any, formats: dict[str, Any], document: Document, names: list[str]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, clean(document.title), formats["title"])
    lines = [("", document.subtitle), *document.particulars()]
    lines += [("", block.text) for block in document.blocks if isinstance(block, Lead | Note)]
    lines += [("Sheet", name) for name in names]
    for at, (label, text) in enumerate(lines, 1):
        sheet.write_string(at, 0, label, formats["text"])
        sheet.write_string(at, 1, clean(text), formats["text"])


def _sheet(sheet: Any, formats: dict[str, Any], document: Document, table: Table) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, len(table.columns), 20)
    sheet.write_string(0, 0, clean(table.caption), formats["title"])
    sheet.write_string(1, 0, clean(f"{document.title}. {document.marking}"))
    for place, column in enumerate(table.columns):
        sheet.write_string(3, place, clean(column), formats["head"])
    for at, row in enumerate(table.rows, 4):
        for place, cell in enumerate(row):
            if place in table.numeric and WHOLE.match(cell):
                sheet.write_number(at, place, int(cell.replace(",", "")), formats["number"])
            else:
                style = "right" if place in table.numeric else "text"
                sheet.write_string(at, place, clean(cell), formats[style])
    if table.note:
        sheet.write_string(len(table.rows) + 5, 0, clean(table.note), formats["text"])
    sheet.freeze_panes(4, 1)
