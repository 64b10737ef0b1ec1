"""Which cells of a table to hide so that no small count can be worked out from its totals. Pure.

A table of counts with its totals is a network: each row and each column is a place, and each
count runs between two of them so that what comes in goes out. Whoever sees the shown counts can
shift a hidden one only along a loop of hidden ones. A hidden small count is safe when every value
from 1 to 4 could be reached along such loops; until then, more is hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# Row and column of a count. The last row holds column totals, the last column row totals.
Cell = tuple[int, int]
Place = tuple[str, int]

SMALL = range(5)
MUST_BE_POSSIBLE = (1, 4)


@dataclass(frozen=True, slots=True)
class Margins:
    """Which totals are shown beside the cells; the grand total always is."""

    rows: bool = True
    columns: bool = True


def with_totals(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the table with a column of row totals and a row of column totals added.

    Raises:
        ValueError: there are no cells, rows differ in length, or a count is negative.
    """
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise ValueError("a table needs rows of one length, with at least one cell")
    if any(count < 0 for row in rows for count in row):
        raise ValueError("a count cannot be negative")
    wide = [[*row, sum(row)] for row in rows]
    return [*wide, [sum(column) for column in zip(*wide, strict=True)]]


def cells_to_hide(rows: Sequence[Sequence[int]], margins: Margins) -> frozenset[Cell]:
    """Return the cells and totals to hide, every count of 0 to 4 among them.

    Args:
        rows: true counts; totals are added here.

    Returns:
        Cells of the table with totals, without those whose totals are not shown anyway.

    Raises:
        ValueError: as `with_totals`.
    """
    table = _Table(with_totals(rows), margins)
    small = [cell for cell in table.shown() if table.count(cell) in SMALL]
    table.hidden.update(small)
    # The smallest first: they bring the fewest others with them. Hiding more never makes a cell
    # less safe, so one that is safe need not be looked at again.
    todo = sorted(small, key=lambda cell: (table.count(cell), cell))
    while todo:
        cell = todo[-1]
        if table.is_safe(cell):
            todo.pop()
            continue
        extra = table.next_to_hide(cell)
        table.hidden.add(extra)
        todo.append(extra)
    _show_what_need_not_be_hidden(table, small)
    return frozenset(table.hidden - table.unpublished)


def _show_what_need_not_be_hidden(table: "_Table", small: Sequence[Cell]) -> None:
    extras = table.hidden - table.unpublished - set(small)
    for cell in sorted(extras, key=lambda cell: (-table.count(cell), cell)):
        table.hidden.remove(cell)
        if not all(table.is_safe(other) for other in table.hidden - table.unpublished):
            table.hidden.add(cell)


class _Table:
    """A table with totals, and what is hidden of it."""

    def __init__(self, counts: list[list[int]], margins: Margins) -> None:
        self.counts = counts
        self.last_row, self.last_column = len(counts) - 1, len(counts[0]) - 1
        row_totals = {(row, self.last_column) for row in range(self.last_row)}
        column_totals = {(self.last_row, column) for column in range(self.last_column)}
        self.margins = margins
        self.unpublished: set[Cell] = set()
        if not margins.rows:
            self.unpublished |= row_totals
        if not margins.columns:
            self.unpublished |= column_totals
        self.hidden: set[Cell] = set(self.unpublished)

    def count(self, cell: Cell) -> int:
        return self.counts[cell[0]][cell[1]]

    def shown(self) -> list[Cell]:
        every = (
            (row, column)
            for row in range(self.last_row + 1)
            for column in range(self.last_column + 1)
        )
        return [cell for cell in every if cell not in self.hidden]

    def is_total(self, cell: Cell) -> bool:
        return cell[0] == self.last_row or cell[1] == self.last_column

    def is_safe(self, cell: Cell) -> bool:
        """A small count: 1 to 4 are all possible. A larger one: it is not known exactly."""
        count = self.count(cell)
        source, target = self._ends(cell)
        if count not in SMALL:
            return bool(self._room(target, source, cell, 1) or self._room(source, target, cell, 1))
        least, most = MUST_BE_POSSIBLE
        down, up = max(0, count - least), most - count
        can_rise = self._room(target, source, cell, up) >= up
        return can_rise and self._room(source, target, cell, down) >= down

    def next_to_hide(self, cell: Cell) -> Cell:
        """Return what to hide with `cell`: in its row or column while there is anything there.

        Cells go before totals, what closes a loop before what does not, the smallest first.
        """
        row, column = cell
        shown = self.shown()
        lines = []
        # Without its total a row gives nothing away, so it does not matter who is hidden there.
        if self.margins.rows or self.is_total(cell):
            in_row = sum(other[0] == row for other in self.hidden)
            lines.append((in_row, [other for other in shown if other[0] == row]))
        if self.margins.columns or self.is_total(cell):
            in_column = sum(other[1] == column for other in self.hidden)
            lines.append((in_column, [other for other in shown if other[1] == column]))
        # The line with fewer hidden first; anywhere else only when both lines are used up.
        lines.sort(key=lambda line: line[0])
        candidates = next((line for _, line in lines if line), shown)
        return min(candidates, key=lambda other: self._cost(other, cell))

    def _cost(self, other: Cell, cell: Cell) -> tuple[bool, bool, int, Cell]:
        """Order what could be hidden with `cell`: best first is one that closes a loop."""
        if other[0] == cell[0]:
            closes = any(hidden[1] == other[1] for hidden in self.hidden)
        else:
            closes = any(hidden[0] == other[0] for hidden in self.hidden)
        return (self.is_total(other), not closes, self.count(other), other)

    def _ends(self, cell: Cell) -> tuple[Place, Place]:
        """Return the places a count runs from and to: cells one way and totals back."""
        row, column = ("row", cell[0]), ("column", cell[1])
        forward = (cell[0] == self.last_row) == (cell[1] == self.last_column)
        return (row, column) if forward else (column, row)

    def _room(self, start: Place, end: Place, without: Cell, wanted: int) -> int:
        """Return how much can be shifted from `start` to `end`, up to `wanted`."""
        shifts: dict[Cell, int] = {}
        found = 0
        while found < wanted:
            path = self._path(start, end, without, shifts)
            if path is None:
                break
            least = min((self._slack(step, shifts) for step in path), default=0)
            amount = min(wanted - found, least)
            for cell, sign in path:
                shifts[cell] = shifts.get(cell, 0) + sign * amount
            found += amount
        return found

    def _slack(self, step: tuple[Cell, int], shifts: dict[Cell, int]) -> int:
        cell, sign = step
        # A count may grow without end but not fall below 0.
        return MUST_BE_POSSIBLE[1] if sign > 0 else self.count(cell) + shifts.get(cell, 0)

    def _path(
        self, start: Place, end: Place, without: Cell, shifts: dict[Cell, int]
    ) -> list[tuple[Cell, int]] | None:
        """Return steps along hidden counts, each a cell and whether it rises or falls."""
        came: dict[Place, tuple[Place, tuple[Cell, int]]] = {}
        reached, queue = {start}, [start]
        steps = self._steps(without)
        for place in queue:
            for step, target in steps.get(place, []):
                if target not in reached and self._slack(step, shifts) > 0:
                    reached.add(target)
                    came[target] = (place, step)
                    queue.append(target)
        if end not in reached:
            return None
        path = []
        while end != start:
            end, step = came[end]
            path.append(step)
        return path

    def _steps(self, without: Cell) -> dict[Place, list[tuple[tuple[Cell, int], Place]]]:
        steps: dict[Place, list[tuple[tuple[Cell, int], Place]]] = {}
        for cell in sorted(self.hidden - {without}):
            source, target = self._ends(cell)
            steps.setdefault(source, []).append(((cell, 1), target))
            steps.setdefault(target, []).append(((cell, -1), source))
        return steps
