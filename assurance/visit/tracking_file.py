"""Read the file that adds people and facts to a sample: a reference, and a column for each fact."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Any

from assurance.visit.tracking_design import Fact, tracking_design
from core.csv_table import BrokenRow, CsvTable
from core.errors import InputError

MOST_BYTES, MOST_ROWS, LONGEST = 2 * 1024 * 1024, 20_000, 80
REFERENCE = "reference"
SEVERAL = ";"
WRITTEN = {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}


def read_added(name: str, data: bytes) -> list[dict[str, Any]]:
    """Return each row as its `reference` and `facts`.

    A column is headed by the key or the label of a fact. A cell holds a code or its words, in any
    case; several are parted by a semicolon; an empty one says nothing.

    Raises:
        InputError: naming the line and the column; nothing of the file is taken.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than 2 MB.")
    table = CsvTable(lambda: io.BytesIO(data), name)
    try:
        return _rows(name, table)
    finally:
        table.close()


def _rows(name: str, table: CsvTable) -> list[dict[str, Any]]:
    head: tuple[list[Fact | None], int] | None = None
    found: dict[str, dict[str, Any]] = {}
    for line, cells in table.rows():
        if isinstance(cells, BrokenRow):
            raise InputError(f"{name}: quotation marks do not match from line {line}.")
        if not any(cell.strip() for cell in cells):
            continue
        if head is None:
            head = _head(name, cells)
            continue
        columns, place = head
        reference = _reference(name, line, cells[place] if place < len(cells) else "", found)
        found[reference] = {"reference": reference, "facts": _facts(name, line, columns, cells)}
        if len(found) > MOST_ROWS:
            raise InputError(f"{name} holds more than {MOST_ROWS:,} rows.")
    if not found:
        raise InputError(f"{name} holds no case.")
    return list(found.values())


def _reference(name: str, line: int, cell: str, before: Collection[str]) -> str:
    reference = cell.strip()
    if not reference:
        raise InputError(f"{name}, line {line}: there is no reference.")
    if len(reference) > LONGEST:
        raise InputError(f"{name}, line {line}: the reference is longer than {LONGEST} characters.")
    if reference in before:
        raise InputError(f"{name}, line {line}: {reference} stands in the file twice.")
    return reference


def _facts(
    name: str, line: int, columns: list[Fact | None], cells: list[str]
) -> dict[str, list[str]]:
    return {
        fact.key: values
        for fact, cell in zip(columns, cells, strict=False)
        if fact is not None and (values := _values(name, line, fact, cell))
    }


def _head(name: str, cells: list[str]) -> tuple[list[Fact | None], int]:
    design = tracking_design()
    named = {fact.key: fact for fact in design.facts}
    named |= {fact.label.lower(): fact for fact in design.facts}
    heads = [cell.strip().lower() for cell in cells]
    if REFERENCE not in heads:
        raise InputError(f"{name} has no column headed “{REFERENCE}”.")
    columns: list[Fact | None] = []
    for head in heads:
        fact = named.get(head)
        if fact is None and head not in (REFERENCE, ""):
            known = ", ".join(fact.key for fact in design.facts)
            raise InputError(f"{name}: the column “{head}” is not known. Known are {known}.")
        if fact is not None and fact in columns:
            raise InputError(f"{name}: the column “{head}” stands in it twice.")
        columns.append(fact)
    return columns, heads.index(REFERENCE)


def _values(name: str, line: int, fact: Fact, cell: str) -> list[str]:
    codes = {code.lower(): code for code in fact.values}
    codes |= {words.lower(): code for code, words in fact.values.items()}
    found = []
    for part in (part.strip() for part in cell.split(SEVERAL)):
        if not part:
            continue
        code = codes.get(part.lower()) or codes.get(WRITTEN.get(part.lower(), ""))
        if code is None:
            known = ", ".join(fact.values)
            raise InputError(f"{name}, line {line}: {fact.key} cannot be “{part}”. It is {known}.")
        found.append(code)
    return found
