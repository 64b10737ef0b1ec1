"""A figure as a pack keeps it: with the words of its measure, so that it can be read for ever."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assurance.measures import Measure, Unit
from assurance.packs.contents import measure_named, title_of
from assurance.words import NOTHING, Words
from core.statistics.intervals import Interval
from safeguard.metrics.figures import Figure

Held = Mapping[str, Any]


@dataclass(frozen=True)
class Pinned:
    """One figure of a pack and what it is of. `measure` is None once it is kept no more."""

    key: str
    title: str
    context_only: bool
    unit: Unit
    figure: Figure
    measure: Measure | None

    def words(self, words: Words) -> str:
        """Return the figure in full, as `words` allow."""
        if self.measure is not None:
            return words.figure(self.measure, self.figure)
        return _plain(self, words)


def pin(measure: Measure, figure: Figure) -> dict[str, Any]:
    """Return the figure as it is kept."""
    interval = figure.interval
    return {
        "key": measure.key,
        "title": title_of(measure),
        "group": measure.group.value,
        "unit": measure.unit.value,
        "context_only": measure.context_only,
        "meaning": measure.meaning,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "not_known": figure.not_known,
        "still_open": figure.still_open,
        "interval": [interval.lower, interval.upper] if interval else None,
        "note": figure.note,
    }


def unpin(held: Held) -> Pinned:
    """Return the figure that was kept."""
    interval = held["interval"]
    figure = Figure(
        held["value"],
        held["numerator"],
        held["denominator"],
        held["not_known"],
        held["still_open"],
        Interval(*interval) if interval else None,
        held["note"],
    )
    return Pinned(
        held["key"],
        held["title"],
        held["context_only"],
        Unit(held["unit"]),
        figure,
        measure_named(held["key"]),
    )


def fingerprint(figures: Sequence[Held], filters: Held) -> str:
    """Return the hash that shows whether pinned figures are those that were pinned."""
    body = json.dumps([list(figures), dict(filters)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def same(old: Figure, new: Figure) -> bool:
    """Say whether two figures count the same; the last digits of a decimal do not matter."""
    if (old.numerator, old.denominator, old.note) != (new.numerator, new.denominator, new.note):
        return False
    if old.value is None or new.value is None:
        return old.value is new.value
    return abs(old.value - new.value) < 1e-6


def difference(old: Figure, new: Figure, unit: Unit) -> str:
    """Return by how much the value moved, in words: "+3 cases", "-1.2 percentage points"."""
    if old.value is None or new.value is None:
        return NOTHING
    moved = round(new.value - old.value, 1)
    amount = f"{moved:+g}".replace("-", "\N{MINUS SIGN}")
    word = "percentage points" if unit is Unit.PERCENT else unit.value
    return f"{amount} {word.removesuffix('s') if abs(moved) == 1 else word}"


def _plain(pinned: Pinned, words: Words) -> str:
    """Return the figure of a measure that is kept no more: its counts, and nothing if shared."""
    if words.is_shared:
        return NOTHING
    figure = pinned.figure
    if figure.value is None:
        return NOTHING
    if pinned.unit is Unit.COUNT:
        return words.count(figure.numerator)
    number = f"{figure.value:.1f}".removesuffix(".0")
    space = "" if pinned.unit is Unit.PERCENT else " "
    return f"{number}{space}{pinned.unit.value}"
