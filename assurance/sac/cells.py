"""The cells of the return: counts from the register, laid out as the specification says."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assurance.sac.spec import Counted, CountRule, Specification, Table, specification_for
from core.periods import Period, parse_financial_year
from sab.metrics import sg5
from safeguard.metrics import return_counts
from safeguard.metrics.return_counts import CONDITION, Cells
from safeguard.metrics.scope import CaseScope, PeriodRows


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the return. The codes find it; the labels name it as the return does."""

    table: str
    panel: str
    row: str
    column: str
    value: int
    panel_code: str
    row_code: str
    column_code: str
    provisional: bool

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.table, self.panel_code, self.row_code, self.column_code

    def as_json(self) -> dict[str, str | int]:
        return {
            "table": self.table,
            "panel": self.panel,
            "row": self.row,
            "column": self.column,
            "value": self.value,
        }


@dataclass(frozen=True)
class Return:
    """The return of one council for one reporting year, as the register stands now."""

    year: str
    period: Period
    specification: Specification
    cells: tuple[Cell, ...]

    def of(self, table_id: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.table == table_id)

    def value(self, table: str, panel: str, row: str, column: str) -> int:
        """Return a cell's value by its codes; 0 for a cell left blank."""
        return self.by_key.get((table, panel, row, column), 0)

    @property
    def by_key(self) -> dict[tuple[str, str, str, str], int]:
        return {cell.key: cell.value for cell in self.cells}

    def sha256(self) -> str:
        """Return the hash of the cells: the same numbers give the same hash, in any order."""
        return hash_of(cell.as_json() for cell in self.cells)


def hash_of(cells: Iterable[Mapping[str, str | int]]) -> str:
    """Return the SHA-256 of cells as JSON, in the order of their labels."""
    lines = sorted(json.dumps(dict(cell), sort_keys=True, ensure_ascii=False) for cell in cells)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def build_return(scope: CaseScope, year: str) -> Return:
    """Count every cell of the return of `year` ("2024-25").

    Raises:
        ValueError: `year` is not a financial year, or no specification covers it.
    """
    period = parse_financial_year(year)
    specification = specification_for(year)
    count = _counter(scope.rows(period))
    cells = [
        cell
        for table in specification.tables
        if table.count
        for cell in _lay_out(table, count(table.count), table.count)
    ]
    return Return(year, period, specification, tuple(cells))


def _counter(rows: PeriodRows) -> Callable[[CountRule], Cells]:
    """Return how to count a table; what several tables share is counted once."""
    people = return_counts.people(rows)
    concluded = return_counts.concluded(rows)
    year = rows.period
    reviews = sg5.count(sg5.reviews_in(rows.scope.council, year.start, year.end))
    counts: Mapping[Counted, Callable[[CountRule], Cells]] = {
        "people": lambda rule: people[rule.rows],
        "people_by_reason": lambda rule: return_counts.people_by(rows, rule.rows),
        "people_by_condition": lambda rule: return_counts.people_by(rows, CONDITION),
        "cases": lambda rule: return_counts.cases(rows),
        "risk_pairs": lambda rule: return_counts.risk_pairs(rows, rule.rows, rule.columns),
        "concluded": lambda rule: concluded[rule.rows],
        "reviews": lambda rule: _in_rows(reviews.reviews),
        "review_people": lambda rule: _in_rows(reviews.people),
    }
    return lambda rule: counts[rule.of](rule)


def _in_rows(counts: Mapping[str, int]) -> Cells:
    return Cells({("", row, "COUNT"): n for row, n in counts.items()})


def _lay_out(table: Table, counts: Cells, rule: CountRule) -> Iterator[Cell]:
    """Yield a table's cells in its order. A count on no row of the table is an error.

    Raises:
        ValueError: the register holds a code that the specification does not list.
    """
    known = {(p.code, r.code, c.code) for p, r, c in table.lines()}
    if strangers := {key for key, n in counts.items() if n} - known:
        raise ValueError(f"{table.id} has no place for {sorted(strangers)}")
    used = {row for (_, row, _), n in counts.items() if n}
    for panel, row, column in table.lines():
        if rule.unverified_rows_blank_when_unused and row.unverified and row.code not in used:
            continue
        yield Cell(
            table=table.id,
            panel=panel.label,
            row=row.label,
            column=column.label,
            value=counts[panel.code, row.code, column.code],
            panel_code=panel.code,
            row_code=row.code,
            column_code=column.code,
            provisional=table.unverified or any(p.unverified for p in (panel, row, column)),
        )
