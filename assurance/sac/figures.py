"""The numbers of one return as a check reads them: held here, loaded or frozen. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from assurance.sac.spec import Specification, Table

# Table, then the codes of panel (empty where the table has none), row and column.
Key = tuple[str, str, str, str]
NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in words, and the cells it is about; none where it is about no cell."""

    message: str
    cells: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Cells by key. A cell that is missing, None or empty text was left blank.

    A value may be anything that a file can hold; what is not a whole number of at least 0 adds
    nothing to a total, and is reported by its own check.
    """

    specification: Specification
    held: Mapping[Key, object]

    def table(self, table_id: str) -> Table | None:
        """Return the table, or None where this specification does not have or build it."""
        found = (table for table in self.specification.counted if table.id == table_id)
        return next(found, None)

    def cells(
        self, table_id: str, *, panel: str = "", row: str = "", column: str = ""
    ) -> tuple[Key, ...]:
        """Return the keys of a table in its order; an empty code takes every line."""
        table = self.table(table_id)
        if table is None:
            return ()
        keys = ((table_id, p.code, r.code, c.code) for p, r, c in table.lines())
        wanted = (table_id, panel, row, column)
        return tuple(
            key for key in keys if all(w in ("", k) for w, k in zip(wanted, key, strict=True))
        )

    def is_blank(self, key: Key) -> bool:
        return self.held.get(key) in (None, "")

    def supplied(self, keys: Iterable[Key]) -> bool:
        """Say whether any of these cells was filled in, if only with 0."""
        return not all(self.is_blank(key) for key in keys)

    def number(self, key: Key) -> int:
        value = self.held.get(key)
        return value if is_count(value) else 0

    def total(self, keys: Iterable[Key]) -> int:
        return sum(self.number(key) for key in keys)

    def label(self, table_id: str, part: str, code: str) -> str:
        """Return the label of a row, column or panel; the code itself where there is none."""
        table = self.table(table_id)
        lines = {"row": table.rows, "column": table.columns, "panel": table.panels} if table else {}
        return next((line.label for line in lines.get(part, ()) if line.code == code), code)

    def name(self, key: Key) -> str:
        """Return a cell's name as a person reads it: row, column, and panel unless the first."""
        table_id, panel, row, column = key
        table = self.table(table_id)
        parts = [self.label(table_id, "row", row)]
        if table is None or len(table.columns) > 1:
            parts.append(self.label(table_id, "column", column))
        if table and table.panels and panel != table.panels[0].code:
            parts.append(self.label(table_id, "panel", panel))
        return ", ".join(parts)

    def listed(self, keys: Sequence[Key]) -> str:
        """Return cells with their values: 'Own Home, Service Provider (12); ... and 3 more'."""
        named = [f"{self.name(key)} ({in_words(self.held.get(key))})" for key in keys]
        rest = len(named) - NAMED_AT_MOST
        return "; ".join(named[:NAMED_AT_MOST]) + (f"; and {rest:,} more" if rest > 0 else "")


def is_count(value: object) -> TypeGuard[int]:
    """Say whether a value is a whole number of at least 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def in_words(value: object) -> str:
    """Return a cell's value for a message: thousands apart, "blank" for nothing."""
    if value in (None, ""):
        return "blank"
    return f"{value:,}" if is_count(value) else str(value)
