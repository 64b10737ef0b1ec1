"""What somebody has to do: audits, second readings, actions, feedback to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.urls import reverse

from audit.choices import ActionStatus, StrandStatus
from audit.links import audit_url
from audit.models import AuditAction, AuditStrand, CaseAudit, Feedback, Moderation
from audit.rounds_shown import UNDONE
from core.models import Organisation, User

AUDIT, STRAND, SECOND, ACTION, FEEDBACK = "audit", "strand", "second", "action", "feedback"
LABELS = {
    AUDIT: "Audit",
    STRAND: "Contribution to an audit",
    SECOND: "Second reading",
    ACTION: "Action",
    FEEDBACK: "Feedback to read",
}
FAR = date.max


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, with where it is done; `url` is empty where no page is there yet."""

    kind: str
    key: int
    reference: str
    due_on: date | None

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    @property
    def url(self) -> str:
        if self.kind in (AUDIT, STRAND):
            return audit_url(self.key)
        names = {SECOND: "moderation-detail", ACTION: "action-detail", FEEDBACK: "feedback-detail"}
        return reverse(f"audit:{names[self.kind]}", args=[self.key])

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


def tasks_of(person: User, council: Organisation) -> list[Task]:
    """Return what `person` has to do in one council, soonest due first, in one query."""
    audits = CaseAudit.objects.filter(council=council, auditor=person, status__in=UNDONE)
    strands = AuditStrand.objects.filter(
        audit__council=council,
        person=person,
        status__in=(StrandStatus.OPEN, StrandStatus.RETURNED),
    ).exclude(audit__auditor=person)
    second = Moderation.objects.open().filter(audit__council=council, moderator=person)
    actions = AuditAction.objects.filter(council=council, owner=person, status=ActionStatus.OPEN)
    feedback = Feedback.objects.filter(
        audit__council=council, to_person=person, seen_at__isnull=True
    )
    parts = [
        _part(audits, AUDIT, "pk", "reference", F("due_on")),
        _part(strands, STRAND, "audit_id", "audit__reference", F("due_on")),
        _part(second, SECOND, "pk", "audit__reference", F("due_on")),
        _part(actions, ACTION, "pk", "reference", F("due_on")),
        _part(feedback, FEEDBACK, "pk", "audit__reference", Value(None, output_field=DateField())),
    ]
    rows = parts[0].union(*parts[1:], all=True)
    found = [Task(kind, key, reference, due) for kind, key, reference, due in rows]
    return sorted(found, key=lambda task: (task.due_on or FAR, task.kind, task.key))


def _part(
    rows: QuerySet[CaseAudit]
    | QuerySet[AuditStrand]
    | QuerySet[Moderation]
    | QuerySet[AuditAction]
    | QuerySet[Feedback],
    kind: str,
    key: str,
    reference: str,
    due: F | Value,
) -> QuerySet[CaseAudit, tuple[str, int, str, date | None]]:
    named = rows.order_by().annotate(
        t_kind=Value(kind, output_field=CharField()),
        t_key=F(key),
        t_reference=F(reference),
        t_due=due,
    )
    return named.values_list("t_kind", "t_key", "t_reference", "t_due")  # type: ignore[return-value]


def overdue(tasks: Sequence[Task], today: date) -> int:
    return sum(task.is_late(today) for task in tasks)
