"""Read a CSV file of the board's dataset: every fault with its line and column, or every value."""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from core.csv_table import BrokenRow, CsvTable
from core.errors import InputError
from core.periods import Period, parse_quarter
from sab.models import Board, DatasetIndicator, Partner
from sab.rules.dataset import Given, faults_of

COLUMNS = ("indicator", "agency", "quarter", "number", "of", "commentary")
NOT_SUPPLIED = "not supplied"
MOST_BYTES, MOST_ROWS, MOST_FAULTS = 2_000_000, 5_000, 30


@dataclass(frozen=True)
class ReadValue:
    """One line of a file, found to be about an agency, an indicator and a quarter of the board."""

    partner: Partner
    indicator: DatasetIndicator
    period: Period
    given: Given


@dataclass
class ReadFile:
    """What a file holds; nothing of it may be kept while `faults` names any."""

    values: list[ReadValue] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_dataset(content: bytes, name: str, board: Board) -> ReadFile:
    """Read a file against what the board asks of whom.

    Raises:
        InputError: it is not CSV, lacks a column, is too large or has no rows.
    """
    if len(content) > MOST_BYTES:
        raise InputError(f"{name} is larger than 2 MB")
    found = ReadFile()
    with closing(CsvTable(lambda: io.BytesIO(content), name)) as table:
        lines = _lines(table)
        header = _header(lines, name)
        reader = _Reader(board)
        for count, (line, cells) in enumerate(lines, 1):
            if count > MOST_ROWS:
                raise InputError(f"{name} has more than {MOST_ROWS:,} rows")
            _read_line(found, reader, header, line, cells)
            if len(found.faults) >= MOST_FAULTS:
                found.faults.append("There may be more: put these right first")
                return found
    if not found.values and not found.faults:
        raise InputError(f"{name} has no rows under its heading")
    return found


def _lines(table: CsvTable) -> Iterator[tuple[int, list[str]]]:
    for line, cells in table.rows():
        if isinstance(cells, BrokenRow):
            raise InputError(f"{table.label}, line {line}: its quotation marks do not match")
        if any(map(str.strip, cells)):
            yield line, [cell.strip() for cell in cells]


def _header(lines: Iterator[tuple[int, list[str]]], name: str) -> list[str]:
    _, cells = next(lines, (0, []))
    header = [cell.lower() for cell in cells]
    for column in COLUMNS:
        if header.count(column) != 1:
            raise InputError(f"{name} must have the column “{column}” once, in its first row")
    return header


def _read_line(
    found: ReadFile, reader: "_Reader", header: list[str], line: int, cells: list[str]
) -> None:
    if len(cells) != len(header):
        found.faults.append(f"Line {line}: {len(cells)} values where the heading has {len(header)}")
        return
    values = dict(zip(header, cells, strict=True))
    try:
        found.values.append(reader.read(values))
    except InputError as error:
        found.faults.append(f"Line {line}, {error}")


class _Reader:
    """Turns a line into a value of one board; each agency, indicator and quarter stands once."""

    def __init__(self, board: Board) -> None:
        rows = DatasetIndicator.objects.filter(board=board, is_retired=False, measure_key="")
        self.indicators = {row.code.lower(): row for row in rows.prefetch_related("partners")}
        self.partners = {row.name.lower(): row for row in Partner.objects.filter(board=board)}
        self.seen: set[tuple[int, int, str]] = set()

    def read(self, values: dict[str, str]) -> ReadValue:
        indicator = self.indicators.get(values["indicator"].lower())
        if indicator is None:
            raise _fault("indicator", f"the board asks for no “{values['indicator']}”")
        partner = self.partners.get(values["agency"].lower())
        if partner is None:
            raise _fault("agency", f"“{values['agency']}” is not a partner of the board")
        if partner not in indicator.partners.all():
            raise _fault("agency", f"{indicator.code} is not asked of {partner.name}")
        try:
            period = parse_quarter(values["quarter"])
        except ValueError as error:
            raise _fault("quarter", str(error)) from error
        key = (indicator.pk, partner.pk, period.label)
        if key in self.seen:
            raise _fault("quarter", "this agency, indicator and quarter stand in the file twice")
        self.seen.add(key)
        return ReadValue(partner, indicator, period, _given(values, indicator))


def _given(values: dict[str, str], indicator: DatasetIndicator) -> Given:
    if values["number"].lower() == NOT_SUPPLIED:
        given = Given(False, None, _number("of", values["of"]), values["commentary"])
    else:
        number = _number("number", values["number"])
        given = Given(True, number, _number("of", values["of"]), values["commentary"])
    for name, words in faults_of(given, unit=indicator.unit).items():
        raise _fault({"whole": "of"}.get(name, name), words)
    return given


def _number(column: str, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise _fault(column, f"“{text}” is not a number") from error
    if not found.is_finite() or found.as_tuple().exponent < -2:  # type: ignore[operator]
        raise _fault(column, f"“{text}” is not a number with at most two decimals")
    return found


def _fault(column: str, words: str) -> InputError:
    return InputError(f"column {column}: {words}")
