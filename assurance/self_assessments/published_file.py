"""Read CQC's published scores of one council from a CSV file, with every fault named.

Columns: `statement` (its code, its name or another name of it), `score`, `report_date`, `source`,
and perhaps `source_url`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import IO

from assurance.models import QualityStatement
from core.csv_table import BrokenRow, CsvTable
from core.errors import InputError

COLUMNS = ("statement", "score", "report_date", "source")
URL = "source_url"
FAULTS_TOLD = 10
MOST_ROWS = 2000
_SCORE = re.compile(r"([1-4])(?:\s*[-:].*)?", re.ASCII | re.DOTALL)
_BRITISH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One score as the file gives it."""

    line: int
    statement: QualityStatement
    score: int
    report_date: date
    source: str
    source_url: str


def read_published(
    open_bytes: Callable[[], IO[bytes]], label: str, statements: Sequence[QualityStatement]
) -> list[PublishedLine]:
    """Return the scores in a file.

    Raises:
        InputError: it is no CSV, lacks a column, or has faults: each up to the tenth on a line.
    """
    names = _names(statements)
    found: list[PublishedLine] = []
    faults: list[str] = []
    with closing(CsvTable(open_bytes, label)) as table:
        rows = table.rows()
        places = _places(label, rows)
        for line, cells in rows:
            if not isinstance(cells, BrokenRow) and not any(cell.strip() for cell in cells):
                continue
            try:
                found.append(_read(line, cells, places, names))
            except InputError as error:
                faults.append(f"{label}, line {line}: {error}")
    faults += _twice(label, found)
    if faults:
        more = len(faults) - FAULTS_TOLD
        told = [*faults[:FAULTS_TOLD], *([f"There are {more} more faults"] if more > 0 else [])]
        raise InputError("\n".join(told))
    if not found:
        raise InputError(f"{label} has no rows under its heading")
    if len(found) > MOST_ROWS:
        raise InputError(f"{label} has more than {MOST_ROWS:,} rows")
    return found


def _names(statements: Sequence[QualityStatement]) -> dict[str, QualityStatement]:
    return {
        name.casefold(): statement
        for statement in statements
        for name in (statement.code, statement.label, *statement.aliases)
    }


def _places(label: str, rows: Iterator[tuple[int, list[str]]]) -> dict[str, int]:
    _, header = next(rows, (0, []))
    names = [cell.strip().casefold().replace(" ", "_") for cell in header]
    for column in COLUMNS:
        if names.count(column) != 1:
            how = "twice" if column in names else "not there"
            raise InputError(f"{label}: the column {column} is {how}")
    return {name: names.index(name) for name in (*COLUMNS, URL) if name in names}


def _read(
    line: int,
    cells: list[str],
    places: Mapping[str, int],
    names: Mapping[str, QualityStatement],
) -> PublishedLine:
    if isinstance(cells, BrokenRow) or len(cells) <= max(places.values()):
        raise InputError("this line does not have a value for each column")
    values = {name: cells[at].strip() for name, at in places.items()}
    statement = names.get(values["statement"].casefold())
    if statement is None:
        raise InputError(f"statement “{values['statement']}” is none of the quality statements")
    score = _SCORE.fullmatch(values["score"])
    if score is None:
        raise InputError(f"score “{values['score']}” is not a whole number from 1 to 4")
    if not values["source"]:
        raise InputError("source is empty. Say where the score is published")
    return PublishedLine(
        line,
        statement,
        int(score[1]),
        _day(values["report_date"]),
        values["source"],
        values.get(URL, ""),
    )


def _day(text: str) -> date:
    try:
        if found := _BRITISH.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"report_date “{text}” is not a date such as 2025-05-30") from error


def _twice(label: str, found: Sequence[PublishedLine]) -> list[str]:
    seen: dict[tuple[int, date], int] = {}
    faults = []
    for each in found:
        key = each.statement.pk, each.report_date
        if key in seen:
            words = f"{each.statement.code} of this day is on line {seen[key]} already"
            faults.append(f"{label}, line {each.line}: {words}")
        seen.setdefault(key, each.line)
    return faults
