"""What was answered the time before, and what is still to be done from it.

A tool says so itself: `carry_forward: {previous_answers: shown_beside, open_actions: ...}`.
The time before is the latest audit in the same council, with the same tool, of the same subject,
that was submitted before this one was begun. It is shown beside; nothing is copied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from audit.choices import StrandStatus
from audit.doing.work import Document, Work, held_of
from audit.models import Answer, AuditAction, AuditStrand, CaseAudit
from audit.rules.answers_shown import in_words
from audit.rules.documents import questions
from core.models import User

BESIDE = "shown_beside"
SAME = ("enquiry_id", "concern_id", "worker_id", "organisation_id", "external_reference")


@dataclass(frozen=True)
class LastTime:
    """The time before. `said`: words by the code that the question has now."""

    on: date | None = None
    said: dict[str, list[str]] = field(default_factory=dict)
    actions: tuple[AuditAction, ...] = ()

    def beside(self, code: str) -> list[tuple[str, list[str]]]:
        if self.on is None or code not in self.said:
            return []
        return [(f"Last time, {self.on.day} {self.on:%B %Y}", self.said[code])]


NEVER = LastTime()


def last_time(work: Work, strand: AuditStrand, reader: User | None) -> LastTime:
    """Return the time before as this part may read it: the same part's answers, by identity.

    Args:
        reader: sees the open actions that are theirs to see; None for somebody outside.
    """
    told = work.document.get("carry_forward")
    if not isinstance(told, dict) or BESIDE not in told.values():
        return NEVER
    before = _audit_before(work.audit)
    if before is None or before.submitted_at is None:
        return NEVER
    shows = told.get("previous_answers") == BESIDE
    actions = AuditAction.objects.none()
    if reader is not None and told.get("open_actions") == BESIDE:
        actions = AuditAction.objects.visible_to(reader).open().filter(audit=before)
    return LastTime(
        on=timezone.localdate(before.submitted_at),
        said=_said(work, strand, before) if shows else {},
        actions=tuple(actions.order_by("due_on", "pk")),
    )


def _audit_before(audit: CaseAudit) -> CaseAudit | None:
    same = {name: getattr(audit, name) for name in SAME}
    rows = CaseAudit.objects.counted().filter(
        council=audit.council_id, version__tool=audit.version.tool_id, **same
    )
    rows = rows.exclude(pk=audit.pk).filter(submitted_at__lt=audit.started_at or timezone.now())
    return rows.select_related("version").order_by("-submitted_at", "-pk").first()


def _said(work: Work, strand: AuditStrand, before: CaseAudit) -> dict[str, list[str]]:
    rows: dict[int, list[Answer]] = {}
    answers = Answer.objects.filter(
        strand__audit=before,
        strand__key=strand.key,
        strand__number=strand.number,
        strand__status=StrandStatus.SUBMITTED,
    )
    for row in answers.select_related("question").order_by("pk"):
        rows.setdefault(row.question.identity_id, []).append(row)
    asked = {question["code"]: question for question in questions(before.version.content)}
    now = {question.identity_id: question.code for question in work.questions}
    confidential = {q["code"] for q in questions(work.document) if q.get("confidential")}
    return {
        now[identity]: _words(before.version.content, asked[own[0].question.code], own)
        for identity, own in rows.items()
        if identity in now and now[identity] not in confidential
    }


def _words(document: Document, question: Mapping[str, Any], rows: list[Answer]) -> list[str]:
    said = held_of(rows).said
    more = (("Comment", said.comment), ("In the record", said.evidence))
    found = in_words(document, question, said)
    return [*found, *(f"{label}: {words}" for label, words in more if words)]
