"""Read a CSV file given to a command. Refuses, in plain English, what it cannot use."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


class InputError(Exception):
    """What is wrong with a file, naming the file and where it can the line and the column."""


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
    lines = _lines(path)
    name = path.name
    header = [column.strip().lower() for column in next(lines, (0, []))[1]]
    for column in required:
        if column not in header:
            raise InputError(f"{name}, line 1: there is no column {column}")
        if header.count(column) > 1:
            raise InputError(f"{name}, line 1: the column {column} is there twice")
    rows = []
    for line, values in lines:
        if len(values) != len(header):
            raise InputError(
                f"{name}, line {line}: {len(values)} values where the heading has {len(header)}"
            )
        trimmed = [value.strip() for value in values]
        rows.append(Row(name, line, dict(zip(header, trimmed, strict=True))))
    if not rows:
        raise InputError(f"{name} has no rows under its heading")
    return rows


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the starting line and values of each row that is not blank."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    line = 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield line, values
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path.name}, line {line}: this is not CSV ({error})") from error


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not text in UTF-8") from error
    if not text.strip():
        raise InputError(f"{path.name} is empty")
    if "\0" in text:
        raise InputError(f"{path.name} is not a text file")
    return text
