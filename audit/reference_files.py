"""Read a file of references: a CSV file or the first sheet of a workbook, each with its line."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator

from core.csv_table import BrokenRow, CsvTable
from core.errors import InputError
from safeguard.extract.xlsx_table import SheetTable, open_workbook

MOST_BYTES, MOST_UNPACKED, MOST_ROWS = 2 * 1024 * 1024, 50 * 1024 * 1024, 20_000
HEADINGS = ("reference", "case reference", "enquiry reference", "concern reference", "case", "ref")

Line = tuple[int, str]


def read_references(name: str, data: bytes) -> list[Line]:
    """Return the references of a file with the line of each.

    They stand in the column headed "reference"; in a file without such a heading, in the first.

    Raises:
        InputError: it cannot be read, is too large, or holds no reference.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than 2 MB.")
    if name.lower().endswith((".xlsx", ".xlsm")):
        found = _of_workbook(name, data)
    else:
        table = CsvTable(lambda: io.BytesIO(data), name)
        found = _references(name, table.rows())
        table.close()
    if not found:
        raise InputError(f"{name} holds no reference.")
    return found


def typed_references(text: str) -> list[Line]:
    """Return references typed one a line."""
    lines = enumerate(text.splitlines(), start=1)
    return [(line, words.strip()) for line, words in lines if words.strip()]


def _of_workbook(name: str, data: bytes) -> list[Line]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        kept.write(data)
        kept.flush()
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise InputError(f"{name} is not an Excel workbook. Save it again as .xlsx.") from error
        with archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise InputError(f"{name} is too large when unpacked.")
            workbook = open_workbook(kept.name, name)
            sheet = SheetTable(workbook, archive, workbook.sheet_names[0])
            return _references(name, sheet.rows())


def _references(name: str, rows: Iterable[tuple[int, list[str]]]) -> list[Line]:
    column: int | None = None
    found: list[Line] = []
    for line, cells in _filled(name, rows):
        if column is None:
            heads = [cell.strip().lower() for cell in cells]
            column = next((heads.index(head) for head in HEADINGS if head in heads), None)
            if column is not None:
                continue
            column = 0
        reference = cells[column].strip() if column < len(cells) else ""
        if reference:
            found.append((line, reference))
        if len(found) > MOST_ROWS:
            raise InputError(f"{name} holds more than {MOST_ROWS:,} references.")
    return found


def _filled(name: str, rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for line, cells in rows:
        if isinstance(cells, BrokenRow):
            raise InputError(f"{name}: quotation marks do not match from line {line}.")
        if any(cell.strip() for cell in cells):
            yield line, cells
