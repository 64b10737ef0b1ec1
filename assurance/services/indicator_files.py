"""Load values of indicators from a CSV file: all of it, or nothing and every fault by its line."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction

from assurance.choices_improvement import IndicatorUnit
from assurance.models import Indicator, IndicatorValue
from assurance.rules.indicators import (
    Numbers,
    number_faults,
    parse_number,
    parse_period,
    parse_yes,
    period_label,
)
from assurance.services.indicators import changed_in, enter_value, in_words
from core import access
from core.csv_table import BrokenRow, CsvTable, Open
from core.errors import InputError
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission

NEEDED = ("code", "period")
TEXTS = {"comparator_name": 120, "variation": 120, "source": 200, "note": 300}
COLUMNS = (*NEEDED, "value", "england", "comparator", *TEXTS, "provisional")
MOST_LINES = 5000
FAULTS_TOLD = 25
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Restated:
    """A line whose period is held with other numbers."""

    line: int
    code: str
    label: str
    was: str
    now: str


@dataclass
class Outcome:
    """What a file would do, or did."""

    new: int = 0
    same: int = 0
    restated: list[Restated] = field(default_factory=list)
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indicator: Indicator
    period: Period
    numbers: Numbers


@transaction.atomic
def load_values(
    *,
    by: User,
    council: Organisation,
    open_bytes: Open,
    filename: str,
    why: str = "",
    dry_run: bool = False,
) -> Outcome:
    """Enter every line of the file, or none of them.

    Args:
        why: why values that are held with other numbers are restated; without it such a line is a
            fault, so that nothing is ever overwritten unseen. A dry run only lists them.

    Raises:
        PermissionDenied: `by` does not hold INDICATOR_MANAGE in `council`.
        InputError: the file is not such a CSV; every fault up to the twenty-fifth is named.
    """
    access.require(by, Permission.INDICATOR_MANAGE, council=council)
    known = {row.code: row for row in Indicator.objects.filter(council=council).in_use()}
    faults = _Faults(filename)
    with closing(CsvTable(open_bytes, filename)) as table:
        lines = list(_read(table, known, faults))
    faults.refuse()
    if not lines:
        raise InputError(f"{filename} has no rows under its heading")
    held = _held(council)
    outcome = Outcome(is_dry_run=dry_run)
    for line in lines:
        _judge(line, held, outcome)
    if outcome.restated and not why.strip() and not dry_run:
        for row in outcome.restated:
            told = f"{row.code} for {row.label} is held as {row.was}. Say why it is restated"
            faults.add(row.line, "", told)
        faults.refuse()
    if not dry_run:
        for line in lines:
            enter_value(
                by=by, indicator=line.indicator, period=line.period, numbers=line.numbers, why=why
            )
    return outcome


def _held(council: Organisation) -> dict[tuple[object, ...], IndicatorValue]:
    rows = IndicatorValue.objects.standing().filter(indicator__council=council)
    return {(row.indicator_id, row.start, row.end): row for row in rows}


def _judge(
    line: _Line, held: Mapping[tuple[object, ...], IndicatorValue], outcome: Outcome
) -> None:
    was = held.get((line.indicator.pk, line.period.start, line.period.end))
    if was is None:
        outcome.new += 1
    elif not changed_in(was, line.numbers):
        outcome.same += 1
    else:
        now = IndicatorValue(
            value=line.numbers.value,
            england=line.numbers.england,
            comparator=line.numbers.comparator,
            comparator_name=line.numbers.comparator_name,
        )
        label = period_label(line.period)
        row = Restated(line.number, line.indicator.code, label, in_words(was), in_words(now))
        outcome.restated.append(row)


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
        if self.count > len(self.told):
            more = self.count - len(self.told)
            self.told.append(f"{self.label}: {more} more faults like these")
        raise InputError("\n".join(self.told))


def _read(table: CsvTable, known: Mapping[str, Indicator], faults: _Faults) -> Iterator[_Line]:
    rows = table.rows()
    names = _heading(table.label, rows)
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in rows:
        if number > MOST_LINES:
            raise InputError(f"{table.label} has more than {MOST_LINES:,} lines")
        if isinstance(cells, BrokenRow):
            faults.add(number, "", "this is not CSV: its quotation marks do not match")
            continue
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(names):
            faults.add(number, "", f"{len(cells)} values where the heading has {len(names)}")
            continue
        given = dict(zip(names, (cell.strip() for cell in cells), strict=True))
        found = _line(number, given, known, faults)
        if found is None:
            continue
        key = (found.indicator.pk, found.period.start, found.period.end)
        if key in seen:
            faults.add(number, "period", f"the same indicator and period as line {seen[key]}")
        seen[key] = number
        yield found


def _heading(label: str, rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    """Return the columns of the file, in its order.

    Raises:
        InputError: one is missing, unknown or there twice.
    """
    line, heading = next(rows, (0, []))
    names = [name.strip().lower().replace(" ", "_") for name in heading]
    if not any(names):
        raise InputError(f"{label} is empty")
    for column in NEEDED:
        if column not in names:
            raise InputError(f"{label}, line {line}: there is no column {column}")
    for name in names:
        if name not in COLUMNS:
            said = f"{name[:40]!r} is not a column of such a file ({', '.join(COLUMNS)})"
            raise InputError(f"{label}, line {line}: {said}")
        if names.count(name) > 1:
            raise InputError(f"{label}, line {line}: the column {name} is there twice")
    return names


class _Cells:
    """The cells of one line, read one by one; what cannot be read is told with its column."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.told: list[tuple[str, str]] = []

    def read(self, column: str, parse: Callable[[str], T], otherwise: T) -> T:
        try:
            return parse(self.given.get(column, ""))
        except ValueError as error:
            self.told.append((column, str(error)))
            return otherwise

    def text(self, column: str) -> str:
        found = self.given.get(column, "")
        if len(found) > TEXTS[column]:
            self.told.append((column, f"more than {TEXTS[column]} characters"))
        return found

    def numbers(self) -> Numbers:
        return Numbers(
            value=self.read("value", parse_number, None),
            england=self.read("england", parse_number, None),
            comparator=self.read("comparator", parse_number, None),
            comparator_name=self.text("comparator_name"),
            variation=self.text("variation"),
            source=self.text("source"),
            note=self.text("note"),
            is_provisional=self.read("provisional", parse_yes, False),
        )


def _line(
    number: int, given: Mapping[str, str], known: Mapping[str, Indicator], faults: _Faults
) -> _Line | None:
    cells = _Cells(given)
    indicator = known.get(given["code"].upper())
    if indicator is None:
        cells.told.append(("code", f"there is no indicator {given['code'][:40]!r} in use"))
    period: Period | None = cells.read("period", parse_period, None)
    numbers = cells.numbers()
    if indicator is not None and not cells.told:
        is_percent = indicator.unit == IndicatorUnit.PERCENT
        cells.told += number_faults(numbers, is_percent=is_percent)
    for column, message in cells.told:
        faults.add(number, column, message)
    if cells.told or indicator is None or period is None:
        return None
    return _Line(number, indicator, period, numbers)
