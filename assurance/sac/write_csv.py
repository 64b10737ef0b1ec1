"""Write the return in the long form of the national publication: one line for each cell."""

import csv
import io
from collections.abc import Collection

from assurance.sac.cells import Cell, Return
from assurance.sac.figures import Key
from assurance.sac.layout import shown_cells
from core.disclosure import Mode, Shown
from core.models import Organisation

# The national file has this word on the line of every council.
GEOGRAPHY = "ENGLAND"
COLUMNS = (
    "GEOGRAPHY",
    "COUNCIL_TYPE",
    "REGION_CODE",
    "REGION_NAME",
    "ONS_CODE",
    "LA_CODE",
    "LA_NAME",
    "TABLE_REFERENCE",
    "ENQUIRY_TYPE",
    "CATEGORY",
    "SUBCATEGORY",
    "VALUE",
)
SORTED_BY = ("LA_CODE", "TABLE_REFERENCE", "ENQUIRY_TYPE", "CATEGORY", "SUBCATEGORY")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(
    built: Return,
    council: Organisation,
    mode: Mode = Mode.INTERNAL,
    withheld: Collection[Key] | None = None,
) -> bytes:
    """Return the file: UTF-8, a heading, then the lines in the national order.

    CATEGORY is the row of a table and SUBCATEGORY its column. What the council's record does not
    hold (its type, the code of its region) is left empty. INTERNAL gives true counts, as the
    council submits them; PUBLICATION rounds and hides as the publication does, and hides what is
    `withheld` (see `shown_cells`).
    """
    shown = shown_cells(built, mode, withheld)
    lines = [_line(built, cell, council, shown[cell.key]) for cell in built.cells]
    lines.sort(key=lambda line: tuple(str(line[name]) for name in SORTED_BY))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in line.items()} for line in lines)
    return out.getvalue().encode("utf-8")


def enquiry_type(built: Return, cell: Cell) -> str:
    """Return the publication's enquiry type: the panel, or that of the metric counted."""
    if cell.panel:
        return cell.panel
    table = built.specification.table(cell.table)
    if stated := (table.model_extra or {}).get("enquiry_type"):
        return str(stated)
    metric = cell.row_code if table.count and table.count.rows == "metric" else cell.column_code
    return _metric_types(built).get(metric, "")


def _metric_types(built: Return) -> dict[str, str]:
    return {
        row.code: str((row.model_extra or {}).get("enquiry_type", ""))
        for table in built.specification.counted
        if table.count and table.count.of == "cases"
        for row in table.rows
    }


def _line(built: Return, cell: Cell, council: Organisation, value: Shown) -> dict[str, Shown]:
    return {
        "GEOGRAPHY": GEOGRAPHY,
        "COUNCIL_TYPE": "",
        "REGION_CODE": "",
        "REGION_NAME": council.region,
        "ONS_CODE": council.ons_code,
        "LA_CODE": council.code,
        "LA_NAME": council.name,
        "TABLE_REFERENCE": cell.table,
        "ENQUIRY_TYPE": enquiry_type(built, cell),
        "CATEGORY": cell.row,
        "SUBCATEGORY": cell.column,
        "VALUE": value,
    }


def _safe(value: Shown) -> Shown:
    """Return text that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
