"""Write the workbook of one return: locked but for the cells that are answered."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

import xlsxwriter

from sab.models import AssuranceReturn, ImprovementAction
from sab.workbook import content as c
from sab.workbook.content import Line

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
MORE_ROWS = 100
LOCKED = {"select_locked_cells": True, "format_columns": True, "format_rows": True}
WIDTHS = {
    c.ANSWERS: (10, 22, 50, 30, 22, 40, 30, 18, 28, 60),
    c.EVIDENCE: (10, 28, 40, 60, 40, 16),
    c.ACTIONS: (10, 60, 30, 14),
    c.HELD: (10, 60, 30, 14),
}
FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "open": {
        "text_wrap": True,
        "valign": "top",
        "locked": False,
        "border": 1,
        "bg_color": "#fff8e1",
    },
    "day": {
        "valign": "top",
        "locked": False,
        "border": 1,
        "bg_color": "#fff8e1",
        "num_format": "dd/mm/yyyy",
    },
}


def write_pack(
    row: AssuranceReturn, pack: str, lines: Sequence[Line], actions: Iterable[ImprovementAction]
) -> bytes:
    """Return the workbook. `pack` is the signed id; `actions` are shown and not read back."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    book.set_properties({"title": f"{row.cycle.title}: {row.partner.name}"})
    formats = {name: book.add_format(held) for name, held in FORMATS.items()}
    _read_me(book.add_worksheet(c.READ_ME), formats, c.read_me(row, pack))
    _answers(book.add_worksheet(c.ANSWERS), formats, lines)
    codes = f"='{c.ANSWERS}'!$A$2:$A${len(lines) + 1}"
    evidence = _empty(book.add_worksheet(c.EVIDENCE), formats, c.EVIDENCE_COLUMNS, codes)
    _offer(evidence, 1, f"='{c.LISTS}'!$B$2:$B${len(c.KINDS) + 1}", MORE_ROWS)
    _empty(book.add_worksheet(c.ACTIONS), formats, c.ACTION_COLUMNS, codes)
    _actions_held(book.add_worksheet(c.HELD), formats, actions)
    _lists(book.add_worksheet(c.LISTS), formats)
    book.close()
    return out.getvalue()


def _read_me(sheet: Any, formats: dict[str, Any], lines: list[tuple[str, str]]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for at, (label, words) in enumerate(lines):
        sheet.write_string(at, 0, label, formats["head" if label else "text"])
        sheet.write_string(at, 1, words, formats["text"])
    sheet.protect("", LOCKED)


def _answers(sheet: Any, formats: dict[str, Any], lines: Sequence[Line]) -> None:
    _heads(sheet, formats, c.ANSWERS, c.ANSWER_COLUMNS)
    first = len(c.ASKED) + len(c.KEPT)
    for at, line in enumerate(lines, 1):
        for place, words in enumerate(astuple(line)):
            sheet.write_string(at, place, words, formats["text"])
        for place in range(first, len(c.ANSWER_COLUMNS)):
            sheet.write_blank(at, place, None, formats["open"])
    _offer(sheet, first, [c.CONFIRM], len(lines))
    _offer(sheet, first + 1, f"='{c.LISTS}'!$A$2:$A${len(c.RATINGS) + 2}", len(lines))
    sheet.freeze_panes(1, 1)
    sheet.protect("", LOCKED)


def _heads(sheet: Any, formats: dict[str, Any], name: str, columns: Sequence[str]) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for place, (column, width) in enumerate(zip(columns, WIDTHS[name], strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, column, formats["head"])


def _empty(sheet: Any, formats: dict[str, Any], columns: Sequence[str], codes: str) -> Any:
    """Write a sheet of open rows, the last column for a day."""
    _heads(sheet, formats, sheet.get_name(), columns)
    last = len(columns) - 1
    for at in range(1, MORE_ROWS + 1):
        for place in range(len(columns)):
            sheet.write_blank(at, place, None, formats["day" if place == last else "open"])
    _offer(sheet, 0, codes, MORE_ROWS)
    sheet.freeze_panes(1, 1)
    sheet.protect("", LOCKED)
    return sheet


def _actions_held(
    sheet: Any, formats: dict[str, Any], actions: Iterable[ImprovementAction]
) -> None:
    _heads(sheet, formats, c.HELD, c.ACTION_COLUMNS)
    at = 0
    for at, action in enumerate(actions, 1):
        code = action.standard.code if action.standard else ""
        cells = (code, action.text, action.owner_name, f"{action.due_on:%d/%m/%Y}")
        for place, words in enumerate(cells):
            sheet.write_string(at, place, c.fit(words), formats["text"])
    words = "For information. Nothing on this sheet is read back."
    sheet.write_string(at + 2, 0, words)
    sheet.protect("", LOCKED)


def _lists(sheet: Any, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 1, 40)
    for place, (head, words) in enumerate(
        (("Ratings", [*c.RATINGS, c.DOES_NOT_APPLY]), ("Kinds of evidence", list(c.KINDS)))
    ):
        sheet.write_string(0, place, head, formats["head"])
        for at, each in enumerate(words, 1):
            sheet.write_string(at, place, each, formats["text"])
    sheet.protect("", LOCKED)


def _offer(sheet: Any, place: int, source: str | list[str], rows: int) -> None:
    """Offer what may be chosen in a column; what else is typed is refused when it is read."""
    sheet.data_validation(1, place, rows, place, {"validate": "list", "source": source})
