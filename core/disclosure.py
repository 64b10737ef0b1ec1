"""The one door for numbers that are shared: pages, files, charts, their text, the API and logs.

Nothing that leaves the council is rounded or hidden anywhere else. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.rates import Rate, round_half_up
from core.table_protection import Cell, Margins, cells_to_hide, with_totals

HIDDEN = "[c]"
MISSING = "[x]"
INTERNAL_MARKING = "Internal: true counts, not for sharing"

ROUND_TO = 5
# An average over fewer than this says too much about each (HES rule: none on 1 to 7).
LEAST_FOR_MEDIAN = 8

Shown = str | int


class Mode(StrEnum):
    """Who will see it. INTERNAL is for named roles inside the council only."""

    PUBLICATION = "publication"
    INTERNAL = "internal"

    @property
    def marking(self) -> str | None:
        """What must stand on everything made in this mode; None: nothing."""
        return INTERNAL_MARKING if self is Mode.INTERNAL else None


@dataclass(frozen=True, slots=True)
class CountRule:
    """Counts from `first` to `last`, both included, show as `mark`; others to the nearest 5."""

    first: int
    last: int
    mark: Shown

    def hides(self, value: int) -> bool:
        return self.first <= value <= self.last

    def show(self, value: int) -> Shown:
        if self.hides(value):
            return self.mark
        return (value + ROUND_TO // 2) // ROUND_TO * ROUND_TO


# The rule of the published Safeguarding Adults Collection: 0 is hidden with 1 to 4.
SAC = CountRule(0, 4, HIDDEN)
# Other published rules, for reading their figures; nothing of ours goes out under them.
SAC_DASHBOARD = CountRule(0, 4, 0)
HES = CountRule(1, 7, "*")
TRUE_ZERO = CountRule(1, 4, HIDDEN)


def publish_count(value: int | None, mode: Mode = Mode.PUBLICATION, rule: CountRule = SAC) -> Shown:
    """Return a count of people or cases as it may be shown.

    Args:
        value: the true count; None is missing and shows as "[x]" in either mode.

    Returns:
        "[c]" for 0 to 4, otherwise the nearest 5. Totals go through by themselves, from the true
        total, and so need not add up. INTERNAL gives the true count.

    Raises:
        ValueError: the count is negative.

    Source:
        stats.md section 6, from the code behind the published SAC tables.
    """
    if value is None:
        return MISSING
    if value < 0:
        raise ValueError(f"a count cannot be {value}")
    return value if mode is Mode.INTERNAL else rule.show(value)


def publish_block(values: Sequence[int | None], mode: Mode = Mode.PUBLICATION) -> tuple[Shown, ...]:
    """Return the cells of one SG4a block: all "[x]" when all are 0, as if not returned.

    Each cell otherwise goes through `publish_count`.
    """
    if mode is Mode.PUBLICATION and not any(values):
        return (MISSING,) * len(values)
    return tuple(publish_count(value, mode) for value in values)


def publish_rate(rate: Rate, mode: Mode = Mode.PUBLICATION) -> str:
    """Return a percentage as it may be shown, worked out from the true counts.

    Returns:
        In PUBLICATION a whole percentage, or "[c]" when the numerator or the rest is itself
        hidden: 0% and 100% would give away the 0 that the counts hide. In INTERNAL one decimal.
        "[x]" when there were no cases.
    """
    if not rate.denominator:
        return MISSING
    if mode is Mode.INTERNAL:
        return f"{rate.percent}%"
    if SAC.hides(rate.numerator) or SAC.hides(rate.complement):
        return HIDDEN
    return f"{rate.percent_to(0)}%"


def publish_median(
    n: int, value: float | None, mode: Mode = Mode.PUBLICATION, *, places: int = 0
) -> str:
    """Return a median or other percentile over `n` cases as it may be shown.

    Args:
        value: None when it could not be worked out or was not reached.
        places: decimals to show in PUBLICATION; INTERNAL shows one more.

    Returns:
        "[c]" for 1 to 7 cases in PUBLICATION; "[x]" for none, or no value.
    """
    if not n or value is None:
        return MISSING
    if mode is Mode.INTERNAL:
        return str(_plain(round_half_up(value, places + 1)))
    return HIDDEN if n < LEAST_FOR_MEDIAN else str(round_half_up(value, places))


def may_publish_interval(rate: Rate, mode: Mode = Mode.PUBLICATION) -> bool:
    """Say whether an interval, chart point or tooltip for `rate` may be shown."""
    return publish_rate(rate, mode) not in (HIDDEN, MISSING)


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table as it may be shown; None where a total was not asked for."""

    cells: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...] | None
    column_totals: tuple[Shown, ...] | None
    grand_total: Shown


def protect_table(
    rows: Sequence[Sequence[int]],
    *,
    exact_totals: bool = True,
    margins: Margins | None = None,
    mode: Mode = Mode.PUBLICATION,
) -> ProtectedTable:
    """Return a table with its totals as it may be shown.

    Args:
        rows: true counts, all rows of one length; totals are added here.
        exact_totals: show unrounded totals, and hide further cells (or totals) until no hidden
            count of 0 to 4 can be narrowed to less than all of 1 to 4, and no other hidden count
            be worked out. False: round every total by itself, which needs no further hiding.
        margins: which totals will be shown; None: all. Leave out those the reader will not see.

    Raises:
        ValueError: there are no cells, rows differ in length, or a count is negative.

    Source:
        stats.md section 6. Cells that are shown are rounded, which only adds to what a reader
        cannot tell; the hiding is worked out as if they were exact.
    """
    margins = margins or Margins()
    counts = with_totals(rows)
    complementary = exact_totals and mode is Mode.PUBLICATION
    hidden = cells_to_hide(rows, margins) if complementary else frozenset()
    last_row, last_column = len(counts) - 1, len(counts[0]) - 1

    def show(cell: Cell) -> Shown:
        count = counts[cell[0]][cell[1]]
        if cell in hidden:
            return HIDDEN
        is_total = cell[0] == last_row or cell[1] == last_column
        return count if complementary and is_total else publish_count(count, mode)

    shown = [[show((r, c)) for c in range(last_column + 1)] for r in range(last_row + 1)]
    return ProtectedTable(
        cells=tuple(tuple(row[:-1]) for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]) if margins.rows else None,
        column_totals=tuple(shown[-1][:-1]) if margins.columns else None,
        grand_total=shown[-1][-1],
    )


def protect_row(
    values: Sequence[int], *, exact_total: bool = True, mode: Mode = Mode.PUBLICATION
) -> tuple[tuple[Shown, ...], Shown]:
    """Return the cells of a list of counts, and their total, as they may be shown.

    See `protect_table`; this is the same for a list with one total.
    """
    only_total = Margins(rows=False, columns=False)
    table = protect_table([values], exact_totals=exact_total, margins=only_total, mode=mode)
    return table.cells[0], table.grand_total


def _plain(value: Decimal) -> Decimal:
    """Drop a decimal part of 0."""
    return value.to_integral_value() if value == value.to_integral_value() else value
