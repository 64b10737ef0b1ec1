"""The return laid out as its tables are: panels, rows and columns, blank cells included. Pure."""

from dataclasses import dataclass

from assurance.sac.cells import Cell, Return
from assurance.sac.figures import Key
from assurance.sac.spec import Line, Table
from core.disclosure import Mode, Shown, publish_block, publish_count


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


def shown_cells(built: Return, mode: Mode) -> dict[Key, Shown]:
    """Return every cell as it may be shown: true counts, or as the national publication has them.

    A block of the desired outcomes table (asked; achieved) that is all 0 shows as not supplied.
    """
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
