"""Read the national publication's CSV in its long form: one line for each cell of each council.

Every fault is named with its line and column. Nothing is guessed: a value is a count, or one of the
marks that the publication uses for what it hides or does not have.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.csv_table import BrokenRow, CsvTable
from core.disclosure import HIDDEN, MISSING
from core.errors import InputError

COLUMNS = {
    "code": "LA_CODE",
    "name": "LA_NAME",
    "table": "TABLE_REFERENCE",
    "enquiry_type": "ENQUIRY_TYPE",
    "category": "CATEGORY",
    "subcategory": "SUBCATEGORY",
    "value": "VALUE",
}
REGION = "REGION_NAME"
KEY = ("code", "table", "enquiry_type", "category", "subcategory")
NEEDED = ("code", "name", "table", "category")
LONGEST = {
    "code": 12,
    "name": 120,
    "table": 12,
    "enquiry_type": 80,
    "category": 200,
    "subcategory": 200,
}
# Releases before 2020-21 print an asterisk for 0 to 4.
MARKS = {HIDDEN: HIDDEN, MISSING: MISSING, "*": HIDDEN, "c": HIDDEN, "x": MISSING}
COUNT = re.compile(r"\d{1,9}|\d{1,3}(?:,\d{3})+", re.ASCII)
FAULTS_TOLD = 10


@dataclass(frozen=True, slots=True)
class PublishedCell:
    """One cell of one council: a count, or the mark in its place."""

    code: str
    name: str
    region: str
    table: str
    enquiry_type: str
    category: str
    subcategory: str
    value: int | None
    mark: str


@dataclass
class LongForm:
    """What a file held; `totals` counts the lines of regions and England, which are passed over."""

    cells: list[PublishedCell] = field(default_factory=list)
    totals: int = 0


def read_long_form(table: CsvTable) -> LongForm:
    """Return the cells of every council in the file.

    Columns may stand in any order with others between them. A line without LA_CODE is a total of a
    region or of England.

    Raises:
        InputError: a column is missing or there twice, or lines have faults; each fault up to the
            tenth is named on a line of its own.
    """
    rows = table.rows()
    places = _places(table.label, rows)
    found, faults, seen = LongForm(), _Faults(table.label), dict[tuple[str, ...], int]()
    for line, cells in rows:
        if isinstance(cells, BrokenRow):
            faults.add(line, "", "this is not CSV: its quotation marks do not match")
            continue
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != places.width:
            faults.add(line, "", f"{len(cells)} values where the heading has {places.width}")
            continue
        _take(line, places.read(cells), found, faults, seen)
    faults.refuse()
    if not found.cells:
        raise InputError(f"{table.label} has no line of a council under its heading")
    return found


@dataclass(frozen=True)
class _Places:
    at: Mapping[str, int]
    region: int | None
    width: int

    def read(self, cells: list[str]) -> dict[str, str]:
        found = {name: cells[at].strip() for name, at in self.at.items()}
        found["region"] = "" if self.region is None else cells[self.region].strip()[:60]
        return found


@dataclass
class _Faults:
    label: str
    told: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: str, message: str) -> None:
        self.count += 1
        if self.count <= FAULTS_TOLD:
            where = f"line {line}, column {column}" if column else f"line {line}"
            self.told.append(f"{self.label}, {where}: {message}")

    def refuse(self) -> None:
        if not self.count:
            return
        more = self.count - len(self.told)
        if more:
            self.told.append(f"{self.label}: {more} more faults like these")
        raise InputError("\n".join(self.told))


def _places(label: str, rows: Iterator[tuple[int, list[str]]]) -> _Places:
    line, heading = next(rows, (0, []))
    names = [name.strip().upper() for name in heading]
    if not any(names):
        raise InputError(f"{label} is empty")
    for column in COLUMNS.values():
        if column not in names:
            raise InputError(f"{label}, line {line}: there is no column {column}")
        if names.count(column) > 1:
            raise InputError(f"{label}, line {line}: the column {column} is there twice")
    region = names.index(REGION) if REGION in names else None
    places = {name: names.index(column) for name, column in COLUMNS.items()}
    return _Places(places, region, len(names))


def _take(
    line: int,
    row: dict[str, str],
    found: LongForm,
    faults: _Faults,
    seen: dict[tuple[str, ...], int],
) -> None:
    if not row["code"]:
        found.totals += 1
        return
    text = row.pop("value")
    mark = MARKS.get(text.lower(), "")
    key = tuple(row[name] for name in KEY)
    told = [*_of_words(row), *_of_value(text, mark)]
    if key in seen:
        told.append(("category", f"the same cell as on line {seen[key]}"))
    seen[key] = line
    for name, message in told:
        faults.add(line, COLUMNS[name], message)
    if not told:
        value = None if mark else int(text.replace(",", ""))
        found.cells.append(PublishedCell(**row, value=value, mark=mark))


def _of_words(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in NEEDED:
        if not row[name]:
            yield name, "there is nothing here"
    for name, longest in LONGEST.items():
        if len(row[name]) > longest:
            yield name, f"more than {longest} characters"


def _of_value(text: str, mark: str) -> Iterator[tuple[str, str]]:
    if not mark and not COUNT.fullmatch(text):
        yield "value", f"{text[:40]!r} is not a count, [c] or [x]"
