"""What changed in a return since it was frozen. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assurance.sac.cells import Cell, Return
from assurance.sac.spec import specification_for
from core.periods import parse_financial_year

Labels = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell by its labels, as it was frozen and as it is now; None where it was left blank."""

    table: str
    panel: str
    row: str
    column: str
    frozen: int | None
    now: int | None

    @property
    def change(self) -> int:
        return (self.now or 0) - (self.frozen or 0)


def differences(
    frozen: Iterable[Mapping[str, str | int]], now: Iterable[Mapping[str, str | int]]
) -> tuple[Difference, ...]:
    """Return the cells that differ, in the order of the return; those no longer there come last.

    Both sides are cells as `Cell.as_json` gives them: table, panel, row, column, value.
    """
    before, after = _by_labels(frozen), _by_labels(now)
    return tuple(
        Difference(*labels, before.get(labels), after.get(labels))
        for labels in {**after, **before}
        if before.get(labels) != after.get(labels)
    )


def thaw(year: str, cells: Iterable[Mapping[str, str | int]]) -> Return:
    """Return frozen cells as a return again, to lay out or write as it was then.

    A cell whose labels the specification no longer has keeps its labels as its codes.

    Raises:
        ValueError: no specification covers `year`.
    """
    specification = specification_for(year)
    known = {
        (table.id, panel.label, row.label, column.label): (panel, row, column)
        for table in specification.counted
        for panel, row, column in table.lines()
    }
    thawed = []
    for labels, value in _by_labels(cells).items():
        lines = known.get(labels)
        provisional = lines is None or any(line.unverified for line in lines)
        _, panel, row, column = labels
        if lines:
            panel, row, column = (line.code for line in lines)
        thawed.append(Cell(*labels, value, panel, row, column, provisional))
    return Return(year, parse_financial_year(year), specification, tuple(thawed))


def _by_labels(cells: Iterable[Mapping[str, str | int]]) -> dict[Labels, int]:
    return {
        (str(cell["table"]), str(cell["panel"]), str(cell["row"]), str(cell["column"])): int(
            cell["value"]
        )
        for cell in cells
    }
