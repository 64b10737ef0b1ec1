"""Give the files of an extract back with one more column, which says what is wrong with a row.

Cells come back as they were. The added column begins with the name of a column of ours, so no
spreadsheet takes it for a formula.
"""

import codecs
import datetime as dt
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from django.conf import settings

from core.csv_table import UTF_8, BrokenRow, CsvTable
from safeguard.extract.run_folder import RunFolder
from safeguard.extract.sources import Source, open_source
from safeguard.extract.xlsx_table import SheetTable
from safeguard.models import ImportRun

HEADING = "errors"
RETURNED = "returned"
LONGEST_CELL = 32_000
WORKBOOK_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


class Said(NamedTuple):
    """What is wrong with the row that starts on `line`."""

    line: int
    text: str


def write_returned(run: ImportRun, source: Path, folder: Path) -> list[Path]:
    """Write the files of `source`, as `run` found them, into `folder`; return what was written.

    Raises:
        ExtractError: the files are not there, or cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_source(source, max_bytes=settings.EXTRACT_MAX_BYTES) as opened:
        if opened.kind == "xlsx":
            path = folder / f"{RETURNED}.xlsx"
            _write_workbook(run, opened, path)
            return [path]
        written = []
        for table in opened.tables.values():
            assert isinstance(table, CsvTable)  # noqa: S101 - kind says so
            path = folder / table.label
            _write_csv(table, errors_of(run, table.label), path)
            written.append(path)
        return written


def returned_file(run: ImportRun) -> Path:
    """Return the one file that holds the upload of a run with its errors, made when first asked.

    Raises:
        ExtractError: the upload is no longer there.
    """
    folder = RunFolder.of(run.public_id)
    made = [folder.path / f"{RETURNED}.{kind}" for kind in ("xlsx", "zip")]
    for path in made:
        if path.is_file():
            return path
    written = write_returned(run, folder.upload, folder.path / "parts")
    if written[0].suffix == ".xlsx":
        return written[0].rename(made[0])
    with zipfile.ZipFile(made[1], "w", zipfile.ZIP_DEFLATED) as archive:
        for part in written:
            archive.write(part, part.name)
            part.unlink()
    return made[1]


def errors_of(run: ImportRun, label: str) -> Iterator[Said]:
    """Give what is wrong with each faulty row of one file, in the order of the lines."""
    faults = (f for f in RunFolder.of(run.public_id).faults() if f["file"] == label)
    for line, found in groupby(faults, key=lambda fault: int(fault["line"])):
        yield Said(line, " ".join(_in_words(fault) for fault in found))


def _in_words(fault: dict[str, Any]) -> str:
    return f"{fault['column'] or 'row'}: {fault['message']}"


class _Errors:
    """Looks up what is wrong with rows that are asked for in the order of their lines."""

    def __init__(self, said: Iterator[Said]) -> None:
        self._said = said
        self._next = next(said, None)

    def of(self, line: int) -> str:
        if self._next is None or self._next.line != line:
            return ""
        text, self._next = self._next.text, next(self._said, None)
        return text


def _write_csv(table: CsvTable, said: Iterator[Said], path: Path) -> None:
    errors = _Errors(said)
    width = 0
    with path.open("wb") as stream:
        if table.encoding == UTF_8:
            stream.write(codecs.BOM_UTF8)
        for line, cells, raw in table.raw_rows():
            text = raw.rstrip("\r\n")
            end = raw[len(text) :]
            if any(cell.strip() for cell in cells) or isinstance(cells, BrokenRow):
                if not width:
                    width, added = len(cells), HEADING
                else:
                    added = errors.of(line)
                text = f"{_closed(text, cells)}{',' * max(width - len(cells), 0)}"
                text = f"{text},{_quoted(added)}"
            stream.write(f"{text}{end}".encode(_plain(table.encoding), errors="replace"))


def _plain(encoding: str) -> str:
    """Return the encoding of text after the start of a file."""
    return "utf-8" if encoding == UTF_8 else encoding


def _closed(text: str, cells: list[str]) -> str:
    """Close a quotation that was left open, so that the added cell is one of its own."""
    is_open = isinstance(cells, BrokenRow) and text.count('"') % 2 == 1
    return f'{text}"' if is_open else text


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""')) if set(text) & set(',"\r\n') else text


def _write_workbook(run: ImportRun, opened: Source, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), WORKBOOK_OPTIONS) as workbook:
        formats = {
            dt.datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            dt.date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            dt.time: workbook.add_format({"num_format": "hh:mm:ss"}),
        }
        for table in opened.tables.values():
            assert isinstance(table, SheetTable)  # noqa: S101 - kind says so
            sheet = workbook.add_worksheet(table.label)
            errors = _Errors(errors_of(run, table.label))
            has_heading = False
            for line, cells in table.raw_rows():
                for column, value in enumerate(cells):
                    if value != "":
                        sheet.write(line - 1, column, value, formats.get(type(value)))
                if any(str(value).strip() for value in cells):
                    added = errors.of(line) if has_heading else HEADING
                    has_heading = True
                    sheet.write_string(line - 1, len(cells), added[:LONGEST_CELL])
