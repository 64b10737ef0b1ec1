"""What changed between a pinned figure and its re-run, case by case."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assurance.evidence.fact_words import field_words, standing_words, value_words
from assurance.evidence.readings import LEFT_OUT, Part, Reading
from assurance.measures import Unit


class ChangeKind(StrEnum):
    DIFFERS = "Counts in another way"
    LEFT = "Counted then, and not now"
    JOINED = "Counts now, and did not then"


@dataclass(frozen=True)
class FactChange:
    """One thing in the record of a case that reads differently."""

    label: str
    then: str
    now: str


@dataclass(frozen=True)
class Change:
    """A case that counts differently: how it counted, how it counts, and what the record shows."""

    kind: ChangeKind
    part: str
    entity: str
    key: int
    reference: str
    then: str
    now: str
    facts: tuple[FactChange, ...]


def changes_between(old: Collection[Part], new: Collection[Part], unit: Unit) -> list[Change]:
    """Return the cases that count differently, those that left or came after those that differ.

    A part that only one of them has is compared with nothing.
    """
    parts = {part.label: part for part in new}
    found = [
        change
        for part in old
        for change in _in_part(part, parts.get(part.label, _without_cases(part)), unit)
    ]
    known = {part.label for part in old}
    for part in new:
        if part.label not in known:
            found += _in_part(_without_cases(part), part, unit)
    order = list(ChangeKind)
    return sorted(found, key=lambda change: (order.index(change.kind), change.reference))


def tally(changes: Collection[Change]) -> Mapping[ChangeKind, int]:
    """Count the changes of each kind; a case that counts in both parts of a ratio counts twice."""
    return {kind: sum(change.kind is kind for change in changes) for kind in ChangeKind}


def _without_cases(part: Part) -> Part:
    return Part(part.label, part.entity, part.fields, {})


def _in_part(old: Part, new: Part, unit: Unit) -> Iterator[Change]:
    for key, was in old.cases.items():
        now = new.cases.get(key)
        if now is None or now.standing == LEFT_OUT:
            yield _change(ChangeKind.LEFT, new, key, was, now, old.fields, unit)
        elif now.counts_as != was.counts_as:
            yield _change(ChangeKind.DIFFERS, new, key, was, now, old.fields, unit)
    for key, now in new.cases.items():
        if key not in old.cases and now.standing != LEFT_OUT:
            yield _change(ChangeKind.JOINED, new, key, None, now, old.fields, unit)


def _change(
    kind: ChangeKind,
    part: Part,
    key: int,
    was: Reading | None,
    now: Reading | None,
    old_fields: tuple[str, ...],
    unit: Unit,
) -> Change:
    shown = now or was
    return Change(
        kind,
        part.label,
        part.entity,
        key,
        shown.reference if shown else "",
        standing_words(was.standing, was.number, unit) if was else standing_words(LEFT_OUT),
        standing_words(now.standing, now.number, unit) if now else standing_words(LEFT_OUT),
        tuple(_facts(was, now, old_fields, part.fields)),
    )


def _facts(
    was: Reading | None, now: Reading | None, old: tuple[str, ...], new: tuple[str, ...]
) -> Iterator[FactChange]:
    """Yield what reads differently in the record, where both readings have it."""
    if was is None or now is None:
        return
    then, here = dict(zip(old, was.fact, strict=True)), dict(zip(new, now.fact, strict=True))
    for field in old:
        if field in here and then[field] != here[field]:
            yield FactChange(
                field_words(field), value_words(field, then[field]), value_words(field, here[field])
            )
