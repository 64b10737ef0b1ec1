"""Read a CSV file given to a command. Refuses, in plain English, what it cannot use."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.csv_table import UTF_8, BrokenRow, CsvTable, opener
from core.errors import InputError

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `line` is where it starts in an editor; `values` are trimmed, by column."""

    file: str
    line: int
    values: dict[str, str]

    def fault(self, column: str, message: str) -> InputError:
        """Return the error to raise about one value of this row."""
        return InputError(f"{self.file}, line {self.line}, column {column}: {message}")


def read_rows(path: Path, required: Sequence[str]) -> list[Row]:
    """Return the rows of a UTF-8 CSV file, with or without a byte-order mark.

    Columns may stand in any order, in capitals or not, with others between them; blank lines are
    passed over.

    Raises:
        InputError: the file cannot be read, is not text or not CSV, lacks a column of `required`,
            names one twice, has no rows, or has a row with too few or too many values.
    """
    with closing(_table(path)) as table:
        lines = _lines(table)
        header = _header(lines, path.name, required)
        rows = [_row(path.name, line, header, values) for line, values in lines]
    if not rows:
        raise InputError(f"{path.name} has no rows under its heading")
    return rows


def _header(lines: Iterator[Line], name: str, required: Sequence[str]) -> list[str]:
    line, columns = next(lines, (0, []))
    if not columns:
        raise InputError(f"{name} is empty")
    header = [column.strip().lower() for column in columns]
    for column in required:
        if column not in header:
            raise InputError(f"{name}, line {line}: there is no column {column}")
        if header.count(column) > 1:
            raise InputError(f"{name}, line {line}: the column {column} is there twice")
    return header


def _row(name: str, line: int, header: Sequence[str], values: Sequence[str]) -> Row:
    if len(values) != len(header):
        raise InputError(
            f"{name}, line {line}: {len(values)} values where the heading has {len(header)}"
        )
    trimmed = [value.strip() for value in values]
    return Row(name, line, dict(zip(header, trimmed, strict=True)))


def _table(path: Path) -> CsvTable:
    try:
        table = CsvTable(opener(path), path.name)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    # A command has nowhere to say that it took the file for Windows-1252.
    if table.encoding != UTF_8:
        raise InputError(f"{path.name} is not text in UTF-8")
    return table


def _lines(table: CsvTable) -> Iterator[Line]:
    """Yield the starting line and values of each row that is not blank."""
    for line, values in table.rows():
        if isinstance(values, BrokenRow):
            raise InputError(
                f"{table.label}, line {line}: this is not CSV (its quotation marks do not match)"
            )
        if any(map(str.strip, values)):
            yield line, values
