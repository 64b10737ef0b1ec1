"""The return as a page shows it: tables with their state, one table with links, what to correct."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from assurance.sac.cells import Return
from assurance.sac.figures import Figures, Key
from assurance.sac.layout import Grid, lay_out
from assurance.sac.spec import Line, Table
from assurance.sac.validate import Finding
from assurance.sac.words import listed, titled

KEY_NAMES = ("table", "panel", "row", "column")


@dataclass(frozen=True)
class TableLink:
    """One table in the list of tables, and how its checks stand."""

    id: str
    title: str
    state: str
    colour: str
    current: bool


@dataclass(frozen=True)
class CellLink:
    """A cell that a message is about: its table, and where in the table's page it stands."""

    table: str
    name: str
    anchor: str


@dataclass(frozen=True)
class Message:
    """A finding with the cells to go to, the first of each table."""

    finding: Finding
    cells: tuple[CellLink, ...]


@dataclass(frozen=True)
class ShownCell:
    """One number. `query` finds its cases; empty where there is nothing behind it to see."""

    value: int | None
    anchor: str
    name: str
    query: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class ShownPanel:
    """One block of the table: its line, and each row's line with its cells."""

    line: Line
    caption: str
    rows: tuple[tuple[Line, tuple[ShownCell, ...]], ...]


@dataclass(frozen=True)
class ShownTable:
    """The selected table."""

    table: Table
    title: str
    axis: str
    panels: tuple[ShownPanel, ...]
    provisional: str
    messages: tuple[Message, ...] = field(default=())


def anchor(key: Key) -> str:
    """Return the id of a cell within its table's page."""
    return "cell-" + "-".join(re.sub(r"[^A-Za-z0-9]", "_", part) for part in key[1:] if part)


def table_links(built: Return, findings: Sequence[Finding], current: str) -> list[TableLink]:
    """Return every table that is built, with its state in words."""
    return [
        TableLink(table.id, table.title or "", *_state(table.id, findings), table.id == current)
        for table in built.specification.counted
    ]


def messages(built: Return, findings: Sequence[Finding]) -> tuple[Message, ...]:
    """Return findings with a link for each table they are about."""
    figures = Figures(built.specification, {})
    return tuple(
        Message(
            found,
            tuple(
                CellLink(table, figures.name(key), anchor(key))
                for table in found.tables
                for key in [next(key for key in found.cells if key[0] == table)]
            ),
        )
        for found in findings
    )


def shown_table(
    built: Return, table: Table, findings: Sequence[Finding], *, linked: bool
) -> ShownTable:
    """Return one table to show; `linked` where its numbers open the cases behind them."""
    grid = lay_out(built, table)
    about = [found for found in findings if table.id in found.tables]
    marks: dict[Key, tuple[str, ...]] = {}
    for found in about:
        for key in found.cells:
            marks[key] = (*marks.get(key, ()), found.rule)
    return ShownTable(
        table=table,
        title=titled(table),
        axis=str((table.model_extra or {}).get("row_axis") or "Category"),
        panels=_panels(built, grid, marks, linked=linked),
        provisional=listed(grid.provisional_parts),
        messages=messages(built, about),
    )


def _panels(
    built: Return, grid: Grid, marks: Mapping[Key, tuple[str, ...]], *, linked: bool
) -> tuple[ShownPanel, ...]:
    figures = Figures(built.specification, {})
    table = grid.table

    def cell(key: Key, value: int | None) -> ShownCell:
        query = urlencode(dict(zip(KEY_NAMES, key, strict=True))) if linked and value else ""
        return ShownCell(value, anchor(key), figures.name(key), query, marks.get(key, ()))

    return tuple(
        ShownPanel(
            panel.line,
            f"{table.id}: {panel.line.label}" if panel.line.label else titled(table),
            tuple(
                (
                    row.line,
                    tuple(
                        cell(
                            (table.id, panel.line.code, row.line.code, column.code),
                            held.value if held else None,
                        )
                        for column, held in zip(table.columns, row.cells, strict=True)
                    ),
                )
                for row in panel.rows
            ),
        )
        for panel in grid.panels
    )


def _state(table_id: str, findings: Sequence[Finding]) -> tuple[str, str]:
    """Return how a table stands, in words, and the colour of the words."""
    about = [found.severity for found in findings if table_id in found.tables]
    errors, warnings = about.count("error"), about.count("warning")
    words = [_many(errors, "error")] if errors else []
    words += [_many(warnings, "warning")] if warnings else []
    colour = "red" if errors else "yellow" if warnings else "green"
    return ", ".join(words) or "Complete", colour


def _many(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
