"""How far a round has come: who was asked, group by group, and how far each of them is.

It reads who answers and how many lines, never an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from assurance.choices_checklist import AnswersBy
from assurance.models import (
    ChecklistAnswer,
    ChecklistGroup,
    ChecklistPart,
    ChecklistRound,
    FrameworkEntry,
)


@dataclass(frozen=True, slots=True)
class PartHeld:
    """One part of a group with how many lines it has answered."""

    part: ChecklistPart
    answered: int
    state: str
    colour: str

    @property
    def may_be_withdrawn(self) -> bool:
        return self.part.sent_at is None and self.part.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class GroupHeld:
    group: ChecklistGroup
    parts: list[PartHeld]

    @property
    def sent(self) -> int:
        return sum(each.part.sent_at is not None for each in self.parts)


def groups_with_parts(round: ChecklistRound) -> list[GroupHeld]:
    """Return a round's groups with everybody asked in each: two queries."""
    answered = Count("answers", filter=~Q(answers__agreement=""))
    rows = ChecklistPart.objects.filter(group__round=round).select_related("person")
    parts = [_held(part) for part in rows.annotate(lines=answered).order_by("pk")]
    return [
        GroupHeld(group, [each for each in parts if each.part.group_id == group.pk])
        for group in round.groups.all()
    ]


def _held(part: ChecklistPart) -> PartHeld:
    lines: int = part.lines  # type: ignore[attr-defined]
    if part.withdrawn_at is not None:
        return PartHeld(part, lines, "Taken back", "grey")
    if part.sent_at is not None:
        return PartHeld(part, lines, "Sent", "green")
    if lines:
        return PartHeld(part, lines, "Begun", "blue")
    return PartHeld(part, lines, "Not begun", "yellow")


@dataclass(frozen=True, slots=True)
class LineHeld:
    """One line as one part has it; `answer` is None where nothing is kept."""

    entry: FrameworkEntry
    answer: ChecklistAnswer | None

    @property
    def is_answered(self) -> bool:
        return self.answer is not None and bool(self.answer.agreement)


def lines_held(part: ChecklistPart) -> list[LineHeld]:
    """Return what a part is asked, in order, with what it says: two queries."""
    rows = part.group.round.entries.select_related("statement")
    entries = rows.order_by("statement__order", "order", "pk")
    answers = {answer.entry_id: answer for answer in part.answers.all()}
    return [LineHeld(entry, answers.get(entry.pk)) for entry in entries]


def next_unanswered(lines: Sequence[LineHeld], after: int) -> FrameworkEntry | None:
    """Return the next line without an answer, looking on from one and then from the start."""
    at = next((place for place, line in enumerate(lines) if line.entry.pk == after), -1)
    following = [*lines[at + 1 :], *lines[: at + 1]]
    return next((line.entry for line in following if not line.is_answered), None)


def is_workshop(part: ChecklistPart) -> bool:
    return part.answers_by == AnswersBy.WORKSHOP
