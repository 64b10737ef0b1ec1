"""Write a small table as a CSV file that a spreadsheet reads as it is, and runs nothing of."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None
# What a spreadsheet would run, or swallow.
RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return UTF-8 with a byte-order mark; text that looks like a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(RUNS):
        return f"'{cell}"
    return cell
