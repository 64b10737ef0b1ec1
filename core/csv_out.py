"""Write a CSV file that a spreadsheet opens as text: in UTF-8, and nothing in it is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

# What spreadsheets take for the start of a formula; some drop white space before it.
STARTS = ("=", "+", "-", "@")
# So that Excel reads the file as UTF-8.
BYTE_ORDER_MARK = "\ufeff"
Cell = str | int | float | None


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a CSV file with a head; None is empty, a day is yyyy-mm-dd."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def cell(value: Any) -> str | int | float:
    """Return a value as it is written: an apostrophe stands before what might be a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(STARTS) else text
