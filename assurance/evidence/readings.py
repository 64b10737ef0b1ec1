"""How each case reads in a measure: what a pinned figure keeps, so that a change can be named."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from assurance.measures import Calculation, Count, Followed, Measure, Quantile, RatioOf
from safeguard.metrics.facts import Source, source, with_references
from safeguard.metrics.on_time import Timescales
from safeguard.metrics.scope import PeriodRows
from safeguard.models import Concern
from safeguard.rules.measures import Status

COUNTED, ENDED, OPEN, LEFT_OUT = "counted", "ended", "open", "left_out"
NUMERATOR, DENOMINATOR = "Above the line", "Below the line"
Plain = str | int | float | bool | None


class Reading(NamedTuple):
    """One case as a measure reads it: where it stands, its number of days, and the fact of it."""

    reference: str
    standing: str
    number: int | None
    fact: tuple[Plain, ...]

    @property
    def counts_as(self) -> tuple[str, int | None]:
        """What the figure is made of; a fact may differ without it."""
        return self.standing, self.number


@dataclass(frozen=True)
class Part:
    """The cases of one part of a measure by key: all of it, or what stands above or below a line.

    `fields` name what a fact holds; `entity` is what its cases are.
    """

    label: str
    entity: str
    fields: tuple[str, ...]
    cases: Mapping[int, Reading]


class CaseFacts:
    """The facts of `rows` case by case, each source read once: the figure and its cases agree.

    Answers as `safeguard.metrics.facts.Facts` does, so that a measure makes its figure from it.
    """

    def __init__(self, rows: PeriodRows) -> None:
        self.rows = rows
        self.calendar = rows.scope.calendar
        self.timescales = Timescales(rows)
        self._held: dict[str, tuple[Source, list[tuple[int, str, Any]]]] = {}

    def read(self, name: str) -> tuple[Source, list[tuple[int, str, Any]]]:
        """Return one source, and the key, reference and fact of each of its cases."""
        if name not in self._held:
            found = source(self.rows, name)
            self._held[name] = found, list(with_references(found))
        return self._held[name]

    def of(self, name: str) -> list[Any]:
        return [fact for _, _, fact in self.read(name)[1]]


def read(
    measure: Measure, facts: CaseFacts, also: Mapping[str, Collection[int]] | None = None
) -> tuple[Part, ...]:
    """Return every case that counts in `measure`, each judged by the rule of the headline.

    Args:
        also: keys by the label of a part; those cases are read as well where they are left out.
    """
    return tuple(
        _part(label, calculation, facts, (also or {}).get(label, ()))
        for label, calculation in _calculations(measure)
    )


def _calculations(measure: Measure) -> Iterator[tuple[str, Any]]:
    whole = measure.calculation
    if isinstance(whole, RatioOf):
        yield NUMERATOR, whole.numerator
        yield DENOMINATOR, whole.denominator
    else:
        yield "", whole


def _part(label: str, calculation: Any, facts: CaseFacts, also: Collection[int]) -> Part:
    found, read_cases = facts.read(calculation.source)
    cases: dict[int, Reading] = {}
    for key, reference, fact in read_cases:
        standing = standing_of(calculation, fact, facts)
        if standing is None and key not in also:
            continue
        where, number = standing or (LEFT_OUT, None)
        cases[key] = Reading(reference, where, number, tuple(_plain(value) for value in fact[:-1]))
    entity = "concern" if found.rows.model is Concern else "enquiry"
    return Part(label, entity, found.fact._fields[:-1], cases)


def standing_of(
    calculation: Calculation, fact: Any, facts: CaseFacts
) -> tuple[str, int | None] | None:
    """Return how one case counts, and its days where the measure is of days; None if it does not.

    For a share that is met, not met or not known.
    """
    status: Status = calculation.status(fact, facts)  # type: ignore[attr-defined]
    if status is Status.NOT_APPLICABLE:
        return None
    match calculation:
        case Followed():
            return (ENDED if fact.concluded else OPEN), fact.days
        case Quantile():
            return COUNTED, calculation.days(fact, facts)
        case Count():
            return COUNTED, None
        case _:
            return status.value, None


def pack(parts: Collection[Part]) -> list[dict[str, Any]]:
    """Return parts as plain values; a fact that many cases share is kept once."""
    packed = []
    for part in parts:
        facts: dict[tuple[Plain, ...], int] = {}
        cases = [
            [key, *reading[:3], facts.setdefault(reading.fact, len(facts))]
            for key, reading in part.cases.items()
        ]
        packed.append(
            {
                "label": part.label,
                "entity": part.entity,
                "fields": list(part.fields),
                "facts": [list(fact) for fact in facts],
                "cases": cases,
            }
        )
    return packed


def unpack(packed: Collection[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Return the parts that were packed."""
    parts = []
    for held in packed:
        facts = [tuple(fact) for fact in held["facts"]]
        cases = {
            key: Reading(reference, standing, number, facts[fact])
            for key, reference, standing, number, fact in held["cases"]
        }
        parts.append(Part(held["label"], held["entity"], tuple(held["fields"]), cases))
    return tuple(parts)


def _plain(value: Any) -> Plain:
    if value is None or isinstance(value, bool | int | float):
        return value
    # A time is a day too.
    return value.isoformat() if isinstance(value, date) else str(value)
