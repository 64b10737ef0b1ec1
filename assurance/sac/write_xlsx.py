"""Write the return as a workbook: a sheet for each table as submitted, and its checks."""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter

from assurance.sac.cells import Return
from assurance.sac.figures import Key
from assurance.sac.layout import Grid, Panel, lay_out, shown_cells
from assurance.sac.read_me import read_me
from assurance.sac.validate import Finding, SignedSheet
from assurance.sac.words import listed, titled
from core.disclosure import Mode, Shown

PROVISIONAL = "Provisional"
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "bold": {"bold": True, "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"num_format": "#,##0", "align": "right", "valign": "top"},
    "note": {"italic": True, "valign": "top"},
}


@dataclass(frozen=True)
class Book:
    """What one workbook is made of. `data_to` is the last day that the data cover."""

    built: Return
    council_name: str
    data_to: date
    mode: Mode
    findings: Sequence[Finding]
    sheet: SignedSheet | None
    # What a version for sharing hides beyond 0 to 4: see `shown_cells`.
    withheld: Collection[Key] | None = None


class _Writer:
    """One worksheet, filled from the top."""

    def __init__(self, book: Any, formats: Mapping[str, Any], name: str) -> None:
        self.sheet = book.add_worksheet(name)
        self.formats = formats
        self.at = 0
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.hide_gridlines(2)

    def line(self, *values: Shown | None, style: str = "text") -> None:
        """Write one row. Whole numbers are numbers; everything else is text, never a formula."""
        for place, value in enumerate(values):
            if isinstance(value, int):
                self.sheet.write_number(self.at, place, value, self.formats["number"])
            elif value:
                # A value that stands for a hidden number is set as a number is.
                marks = "number" if place and str(value).startswith("[") else style
                self.sheet.write_string(self.at, place, str(value), self.formats[marks])
        self.at += 1

    def prose(self, text: str, style: str = "note") -> None:
        """Write a sentence across the page: not wrapped into the narrow first column."""
        self.sheet.write_string(self.at, 0, text, self.formats[style])
        self.at += 1


def write_xlsx(book: Book) -> bytes:
    """Return the workbook. The same figures, data and mode give the same bytes.

    In PUBLICATION mode the sign-off sheet and the checks are left out: they carry a name and true
    counts.
    """
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, SAFE)
    workbook.set_properties(
        {
            "title": f"Safeguarding Adults Collection {book.built.year}, {book.council_name}",
            "created": datetime(book.data_to.year, book.data_to.month, book.data_to.day),  # noqa: DTZ001
        }
    )
    formats = {name: workbook.add_format(dict(held)) for name, held in FORMATS.items()}
    _read_me(_Writer(workbook, formats, "Read me"), book)
    shown = shown_cells(book.built, book.mode, book.withheld)
    for table in book.built.specification.counted:
        writer = _Writer(workbook, formats, table.id)
        _table(writer, lay_out(book.built, table), shown, book.mode)
    if book.mode is Mode.INTERNAL:
        _sign_off(_Writer(workbook, formats, "Sign Off Sheet"), book.sheet)
        _checks(_Writer(workbook, formats, "Validation"), book)
    workbook.close()
    return out.getvalue()


def _read_me(writer: _Writer, book: Book) -> None:
    writer.sheet.set_column(0, 0, 30)
    writer.sheet.set_column(1, 1, 100)
    writer.prose(f"Safeguarding Adults Collection {book.built.year}", "title")
    for heading, text in read_me(book.built, book.council_name, book.data_to, book.mode):
        writer.line(heading, text)


def _table(writer: _Writer, grid: Grid, shown: Mapping[Key, Shown], mode: Mode) -> None:
    table = grid.table
    writer.sheet.set_column(0, 0, 60)
    writer.sheet.set_column(1, len(table.columns), 18)
    writer.sheet.set_column(len(table.columns) + 1, len(table.columns) + 1, 14)
    writer.prose(titled(table), "title")
    if mode.marking:
        writer.prose(mode.marking)
    if table.unit:
        writer.prose(f"Counts {table.unit}.")
    if grid.provisional_parts:
        writer.prose(f"{PROVISIONAL}, not confirmed: {listed(grid.provisional_parts)}.")
    for panel in grid.panels:
        writer.at += 1
        _panel(writer, grid, panel, shown)


def _panel(writer: _Writer, grid: Grid, panel: Panel, shown: Mapping[Key, Shown]) -> None:
    columns = grid.table.columns
    if panel.line.label:
        mark = f" ({PROVISIONAL.lower()})" if panel.line.unverified else ""
        writer.prose(f"{panel.line.label}{mark}", "bold")
    axis = str((grid.table.model_extra or {}).get("row_axis", ""))
    writer.line(axis, *(column.label for column in columns), "Status", style="head")
    if any(column.unverified for column in columns):
        marks = (PROVISIONAL if column.unverified else None for column in columns)
        writer.line(None, *marks, style="note")
    for row in panel.rows:
        values = (shown[cell.key] if cell else None for cell in row.cells)
        writer.line(row.line.label, *values, PROVISIONAL if row.line.unverified else None)


def _sign_off(writer: _Writer, sheet: SignedSheet | None) -> None:
    writer.sheet.set_column(0, 0, 40)
    writer.sheet.set_column(1, 1, 60)
    writer.prose("Sign Off Sheet", "title")
    writer.prose("Provisional: the official sheet's own fields were not seen.")
    for label, value in _signed(sheet):
        writer.line(label, value or "Not filled in")


def _signed(sheet: SignedSheet | None) -> Iterator[tuple[str, str]]:
    yield "Signed off by", sheet.name if sheet else ""
    yield "Job title", sheet.job_title if sheet else ""
    yield "Email address", sheet.email if sheet else ""
    yield "Date signed off", f"{sheet.signed_on:%d/%m/%Y}" if sheet and sheet.signed_on else ""
    yield "Data quality comments", str(getattr(sheet, "comments", "") or "None")


def _checks(writer: _Writer, book: Book) -> None:
    writer.sheet.set_column(0, 2, 14)
    writer.sheet.set_column(3, 3, 110)
    writer.prose("Validation", "title")
    if not book.findings:
        writer.prose("Every check passes.")
        return
    writer.line("Check", "Severity", "Status", "What it found", style="head")
    for found in book.findings:
        status = PROVISIONAL if found.provisional else None
        writer.line(found.rule, found.severity.capitalize(), status, found.message)
