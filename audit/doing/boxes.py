"""One question as a page holds it: its control, what its answer asks for, facts and help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from audit.doing.fact_words import FactLine
from audit.doing.work import Held
from audit.models import AuditAction, Question

Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or checkbox."""

    id: str
    code: str
    label: str
    descriptor: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a matrix, or one field of a repeat: a name and what goes in it."""

    id: str
    name: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    control: str = "text"
    hint: str = ""
    comment_id: str = ""
    comment: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    number: int
    lines: tuple[Line, ...]
    is_blank: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A comment, where in the record, a reason: asked for by some answers, or always offered."""

    id: str
    label: str
    value: str
    needed_for: str
    is_needed: bool
    error: str = ""


@dataclass
class Box:
    """One question on a page."""

    row: Question
    asked: Asked
    id: str
    number: int
    text: str
    control: str
    is_hidden: bool
    held: Held
    was: str
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    value: str = ""
    other: Line | None = None
    lines: tuple[Line, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    comment: FollowUp | None = None
    evidence: FollowUp | None = None
    reason: FollowUp | None = None
    correct: FollowUp | None = None
    fact_words: str = ""
    priorities: tuple[Choice, ...] = ()
    priority_for: str = ""
    priority_needed: bool = False
    shares: tuple[Choice, ...] = ()
    facts: list[FactLine] = field(default_factory=list)
    others: list[tuple[str, list[str]]] = field(default_factory=list)
    guidance: str = ""
    source: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    conflict: list[str] | None = None
    conflict_at: datetime | None = None

    @property
    def answer_name(self) -> str:
        return f"{self.id}-answer"

    @property
    def priority_name(self) -> str:
        return f"{self.id}-priority"

    @property
    def share_name(self) -> str:
        return f"{self.id}-share"

    @property
    def is_group(self) -> bool:
        return self.control not in ("text", "textarea")

    @property
    def error(self) -> str:
        return self.errors.get("answer", "")

    @property
    def wants_more(self) -> bool:
        """Whether what folds away under an answer has to be seen."""
        folded = [each for each in (self.comment, self.evidence) if each]
        return any(each.is_needed or each.value or each.error for each in folded)


@dataclass(frozen=True)
class NotAsked:
    text: str
    why: str


@dataclass(frozen=True)
class SectionPage:
    code: str
    title: str
    help: str
    is_optional: bool
    is_skipped: bool
    boxes: list[Box]
    not_asked: list[NotAsked]
    done: int
    total: int
    actions: tuple[AuditAction, ...] = ()

    @property
    def saved_at(self) -> datetime | None:
        """When an answer of this section was saved last."""
        return max((box.held.saved_at for box in self.boxes if box.held.saved_at), default=None)


@dataclass(frozen=True)
class SectionState:
    """What of a section is asked and answered now, without laying it out."""

    shown: list[str]
    not_asked: list[NotAsked]
    done: int
    total: int
