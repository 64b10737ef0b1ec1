"""The return laid out as its tables are: panels, rows and columns, blank cells included. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from assurance.sac.cells import Cell, Return
from assurance.sac.figures import Key
from assurance.sac.spec import Line, Table
from assurance.sac.withhold import cells_to_withhold
from core.disclosure import HIDDEN, MISSING, Mode, Shown, publish_block, publish_count


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a panel; a cell is None where it is left blank."""

    line: Line
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One block of a table; a table without panels has one, with no label."""

    line: Line
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it will be submitted."""

    table: Table
    panels: tuple[Panel, ...]

    @property
    def provisional_parts(self) -> tuple[str, ...]:
        """What of the table no official source that was read confirms, in words."""
        parts = [
            ("the title", self.table.title_unverified or self.table.unverified),
            ("some panels", any(line.unverified for line in self.table.panels)),
            ("some rows", any(line.unverified for line in self.table.rows)),
            ("some columns", any(line.unverified for line in self.table.columns)),
            ("which cells are mandatory", self._flags_inferred),
        ]
        return tuple(words for words, holds in parts if holds)

    @property
    def _flags_inferred(self) -> bool:
        lines = (*self.table.panels, *self.table.rows, *self.table.columns)
        return any(line.mandatory_unverified or line.mandatory is None for line in lines)


def lay_out(built: Return, table: Table) -> Grid:
    """Return a table of the return with its cells in place."""
    held = {cell.key: cell for cell in built.of(table.id)}

    def row(panel: Line, line: Line) -> Row:
        keys = [(table.id, panel.code, line.code, column.code) for column in table.columns]
        return Row(line, tuple(held.get(key) for key in keys))

    panels = (
        Panel(panel, tuple(row(panel, line) for line in table.rows))
        for panel in table.panels_or_none
    )
    return Grid(table, tuple(panels))


def shown_cells(
    built: Return, mode: Mode, withheld: Collection[Key] | None = None
) -> dict[Key, Shown]:
    """Return every cell as it may be shown: true counts, or as the national publication has them.

    A block of the desired outcomes table (asked; achieved) that is all 0 shows as not supplied.

    Args:
        withheld: what a version for sharing hides beyond 0 to 4, as `withheld_cells` gives it;
            None: as a first version would.
    """
    shown = _by_the_national_rule(built, mode)
    if mode is Mode.PUBLICATION:
        hidden = withheld_cells(built) if withheld is None else withheld
        shown |= dict.fromkeys(hidden, HIDDEN)
    return shown


def withheld_cells(
    built: Return, *, hidden: Collection[Key] = (), out: Collection[Key] = ()
) -> frozenset[Key]:
    """Return what must be hidden beyond 0 to 4, given the cells hidden and shown before.

    Raises:
        CannotHideError: what was shown before gives a hidden cell away.
    """
    shown = _by_the_national_rule(built, Mode.PUBLICATION)
    missing = {key for key, value in shown.items() if value == MISSING}
    return cells_to_withhold(built.by_key, not_supplied=missing, hidden=hidden, out=out)


def _by_the_national_rule(built: Return, mode: Mode) -> dict[Key, Shown]:
    shown = {cell.key: publish_count(cell.value, mode) for cell in built.cells}
    for block in _outcome_blocks(built):
        values = publish_block([cell.value for cell in block], mode)
        shown |= {cell.key: value for cell, value in zip(block, values, strict=True)}
    return shown


def has_figures(built: Return) -> bool:
    """Say whether anything at all was counted."""
    return any(cell.value for cell in built.cells)


def _outcome_blocks(built: Return) -> list[list[Cell]]:
    blocks: dict[tuple[str, str, str], list[Cell]] = {}
    for table in built.specification.counted:
        if table.count and table.count.rows == "outcomes":
            parts = {
                row.code: str((row.model_extra or {}).get("subset_of", "")) for row in table.rows
            }
            for cell in built.of(table.id):
                part = parts.get(cell.row_code, "")
                blocks.setdefault((table.id, cell.panel_code, part), []).append(cell)
    return list(blocks.values())
