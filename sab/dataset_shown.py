"""The dataset in words: numbers as they may be read, and who has not given theirs."""

from dataclasses import dataclass
from decimal import Decimal

from core.disclosure import (
    HIDDEN,
    MISSING,
    Mode,
    publish_count,
    publish_median,
    publish_rate,
)
from core.rates import Rate
from sab.choices_board import Unit
from sab.metrics.dataset import Cell, Supplied

NOTHING = "Nothing received"
APART = "Each agency apart"


@dataclass(frozen=True)
class Shown:
    """A value as it is read, and how much of a whole answer it is."""

    value: str
    coverage: str


def plain(number: Decimal | None) -> str:
    """Return a number without the zeros that a column adds."""
    if number is None:
        return ""
    return f"{number.normalize():,f}"


def in_words(number: Decimal | None, whole: Decimal | None, unit: str, mode: Mode) -> str:
    """Return one value as it may be shown to the readers of `mode`; a missing one says so."""
    if number is None:
        return MISSING if mode is Mode.PUBLICATION else "Not supplied"
    if unit == Unit.AVERAGE:
        if mode is Mode.PUBLICATION and whole is None:
            return HIDDEN  # over how many cases is not known, so it may be over one
        return publish_median(int(whole or 1), float(number), mode)
    if unit == Unit.SHARE and whole is not None:
        rate = publish_rate(Rate(int(number), int(whole)), mode)
        if mode is Mode.PUBLICATION:
            return rate
        return f"{rate} ({plain(number)} of {plain(whole)})"
    shown = publish_count(int(number), mode)
    return f"{shown:,}" if isinstance(shown, int) else shown


def supplied_words(value: Supplied, unit: str, mode: Mode = Mode.INTERNAL) -> str:
    return in_words(value.number, value.whole, unit, mode)


def cell_shown(cell: Cell, mode: Mode = Mode.INTERNAL) -> Shown:
    """Say what all agencies gave together, and how many of them it is."""
    if not cell.expected:
        return Shown("Asked of nobody", "")
    coverage = f"{len(cell.given)} of {cell.expected}"
    if not cell.given:
        return Shown("Not supplied" if cell.not_supplied else NOTHING, coverage)
    if cell.number is None:
        return Shown(APART, coverage)
    return Shown(in_words(cell.number, cell.whole, cell.unit, mode), coverage)
