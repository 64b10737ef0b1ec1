"""What a round of checklists found: who was heard, where groups differ, what nobody knows.

Nothing here names anybody. Small groups are shown together or not at all (`rules.triangulation`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assurance.choices_checklist import GROUPS, Agreement, AnswersBy
from assurance.models import ChecklistAnswer, ChecklistPart, ChecklistRound, FrameworkEntry
from assurance.rules.triangulation import (
    Answer,
    GroupSize,
    Line,
    Protection,
    Spread,
    missing_voices,
    protect,
    spread_of_line,
)
from core.rates import round_half_up

TOO_SMALL = "From groups too small to name"


@dataclass(frozen=True, slots=True)
class LineFound:
    """One line with how it was answered, and the difference between groups in words."""

    entry: FrameworkEntry
    line: Line
    reading: str

    @property
    def apart(self) -> str:
        """How far the groups are from each other, in percentage points; empty where unknown."""
        return "" if self.line.gap is None else str(round_half_up(self.line.gap * 100, 0))


@dataclass(frozen=True, slots=True)
class Found:
    """A round's results. `lines` are in the order of the checklist."""

    sizes: list[GroupSize]
    workshops: int
    protection: Protection
    lines: list[LineFound]
    missing: list[str]

    @property
    def people(self) -> int:
        return sum(size.people for size in self.sizes)


@dataclass(frozen=True, slots=True)
class Said:
    """What one part wrote under a line, and of which group it may be said to come."""

    group: str
    why: str
    held: str
    needed: str


def found_in(round: ChecklistRound, statement: str = "") -> Found:
    """Read a round whole, or its lines under one statement: four queries."""
    groups = list(round.groups.all())
    parts = list(
        ChecklistPart.objects.filter(group__round=round, withdrawn_at__isnull=True).select_related(
            None
        )
    )
    sizes = sizes_of([(group.pk, group.label) for group in groups], parts)
    protection = protect(sizes)
    entries = lines_of(round)
    given = answers_of(part for part in parts if part.sent_at)
    lines = [
        _found(entry, spread_of_line(entry.pk, given.get(entry.pk, []), protection))
        for entry in entries
        if not statement or (entry.statement and entry.statement.code == statement)
    ]
    return Found(
        sizes=sizes,
        workshops=sum(
            part.answers_by == AnswersBy.WORKSHOP and part.sent_at is not None for part in parts
        ),
        protection=protection,
        lines=lines,
        missing=missing_voices(sizes, GROUPS),
    )


def lines_of(round: ChecklistRound) -> list[FrameworkEntry]:
    """Return what a round asks, in the order of its statements."""
    rows = round.entries.select_related("statement")
    return list(rows.order_by("statement__order", "order", "pk"))


def sizes_of(groups: Iterable[tuple[int, str]], parts: Sequence[ChecklistPart]) -> list[GroupSize]:
    """Count each group's parts and people; `parts` leave out what was taken back."""
    found = []
    for key, label in groups:
        own = [part for part in parts if part.group_id == key]
        sent = [part for part in own if part.sent_at is not None]
        people = sum(part.people_present or 1 for part in sent)
        found.append(GroupSize(key, label, len(own), len(sent), people))
    return found


def answers_of(parts: Iterable[ChecklistPart]) -> dict[int, list[Answer]]:
    """Return what sent parts say, by line; a part that leaves a line out is silent on it."""
    groups = {part.pk: part.group_id for part in parts}
    given: dict[int, list[Answer]] = {}
    said: dict[int, set[int]] = {}
    rows = ChecklistAnswer.objects.filter(part__in=groups).order_by()
    for part, entry, agreement in rows.values_list("part_id", "entry_id", "agreement"):
        given.setdefault(entry, []).append(Answer(groups[part], agreement))
        said.setdefault(entry, set()).add(part)
    for entry, answers in given.items():
        answers += [Answer(group, "") for part, group in groups.items() if part not in said[entry]]
    return given


def said_of(entry: FrameworkEntry, found: Found, round: ChecklistRound) -> list[Said]:
    """Return the words under one line, ordered by what they say so that no order tells of anybody.

    Words of a small group come without its name.
    """
    names = {key: shown.label for shown in found.protection.shown for key in shown.groups}
    rows = ChecklistAnswer.objects.filter(
        entry=entry, part__group__round=round, part__sent_at__isnull=False
    ).exclude(part__withdrawn_at__isnull=False)
    told = [
        Said(names.get(group, TOO_SMALL), why, held, needed)
        for group, why, held, needed in rows.values_list(
            "part__group_id", "why", "evidence_held", "evidence_needed"
        )
        if why or held or needed
    ]
    return sorted(told, key=lambda said: (said.group, said.needed, said.held, said.why))


def _found(entry: FrameworkEntry, line: Line) -> LineFound:
    return LineFound(entry, line, reading_of(line))


def reading_of(line: Line) -> str:
    """Say in one sentence where groups differ on a line."""
    if line.gap is None or line.most is None or line.least is None:
        return "Fewer than two groups that can be shown have a view"
    if not line.gap:
        return "Every group that can be shown agrees as far as every other"
    apart = round_half_up(line.gap * 100, 0)
    return f"{_who(line.most)}, {_who(line.least)}: {apart} percentage points apart"


def _who(spread: Spread) -> str:
    return f"{spread.label}: {spread.agree} of {spread.with_a_view} agree"


def columns() -> list[tuple[str, str]]:
    """Return the words of the scale in their order, by code."""
    return [(each.value, str(each.label)) for each in Agreement]
