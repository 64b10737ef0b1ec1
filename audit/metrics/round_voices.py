"""Themes, words and actions of a round. Nothing here names a case or a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from audit.choices import ActionStatus, FindingKind
from audit.metrics.round_files import Files
from audit.models import AuditAction, AuditRound, Quotation, StoryOfDifference, ThemeFinding

QUOTES_OF_A_THEME = 2


@dataclass(frozen=True, slots=True)
class Words:
    """Somebody's own words, shared with consent and disguised."""

    words: str
    speaker: str


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """One theme: in how many files it was learning, and in how many good practice."""

    label: str
    learning: int
    strength: int
    quotes: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """What was found under themes, and what people said. `kept_back` words are without consent."""

    themes: tuple[ThemeLine, ...]
    others: tuple[Words, ...]
    kept_back: int
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """The actions of one level."""

    level: str
    open: int
    overdue: int
    done: int
    verified: int
    withdrawn: int

    @property
    def total(self) -> int:
        return self.open + self.done + self.verified + self.withdrawn


@dataclass(frozen=True, slots=True)
class Actions:
    """All actions of a round and of its audits; `for_all` are those of the round, in words."""

    levels: tuple[ActionLine, ...]
    for_all: tuple[tuple[str, str, date], ...]


def voices_of(files: Files) -> Voices:
    found = list(
        ThemeFinding.objects.filter(audit__in=files.weights).values_list(
            "theme__label", "kind", "audit"
        )
    )
    quotations = Quotation.objects.filter(audit__in=files.weights).order_by("pk")
    told = [each for each in quotations if each.may_share and each.is_disguised]
    left = list(told)
    lines = []
    for label, _ in Counter(theme for theme, _, _ in found).most_common():
        audits = {audit for theme, _, audit in found if theme == label}
        mine = [each for each in left if each.audit_id in audits][:QUOTES_OF_A_THEME]
        left = [each for each in left if each not in mine]
        kinds = Counter(kind for theme, kind, _ in found if theme == label)
        lines.append(
            ThemeLine(
                label,
                kinds[FindingKind.LEARNING],
                kinds[FindingKind.STRENGTH],
                tuple(_words(each) for each in mine),
            )
        )
    stories = StoryOfDifference.objects.filter(audit__in=files.weights)
    return Voices(
        themes=tuple(lines),
        others=tuple(_words(each) for each in left),
        kept_back=len(quotations) - len(told),
        stories=tuple(
            stories.may_be_told("internal", "board", "public")
            .order_by("title")
            .values_list("title", flat=True)
        ),
    )


def _words(quotation: Quotation) -> Words:
    return Words(quotation.words, quotation.get_speaker_display())


def actions_of(audit_round: AuditRound, today: date) -> Actions:
    rows = list(
        AuditAction.objects.filter(Q(round=audit_round) | Q(audit__round=audit_round)).order_by(
            "due_on", "pk"
        )
    )
    by_level: dict[str, list[AuditAction]] = {}
    for row in rows:
        by_level.setdefault(row.get_level_display(), []).append(row)
    return Actions(
        levels=tuple(_line(level, held, today) for level, held in sorted(by_level.items())),
        for_all=tuple(
            (row.description, row.get_status_display(), row.due_on)
            for row in rows
            if row.audit_id is None and row.status != ActionStatus.WITHDRAWN
        ),
    )


def _line(level: str, rows: list[AuditAction], today: date) -> ActionLine:
    states: Mapping[str, int] = Counter(row.status for row in rows)
    late = sum(row.status == ActionStatus.OPEN and row.due_on < today for row in rows)
    return ActionLine(
        level,
        states[ActionStatus.OPEN],
        late,
        states[ActionStatus.DONE],
        states[ActionStatus.VERIFIED],
        states[ActionStatus.WITHDRAWN],
    )
