"""Tell people what is due: a notice inside the product, and a message that names no case.

Run once a day. Nobody is told the same step of the same deadline twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from audit.choices import ActionStatus
from audit.models import AuditAction, AuditNotice, CaseAudit, Moderation
from audit.services.deadlines import SOON, Due
from audit.services.deadlines import kind_on as kind_on
from audit.services.locking import UNDONE
from audit.services.part_reminders import parts_due, remind_outside
from core.models import User

SUBJECT = "Audit work is due"


def send_reminders(*, today: date | None = None) -> tuple[int, int]:
    """Write a notice for everything that is due soon, today or late, and mail each person once.

    Returns how many notices were written and how many people were mailed.
    """
    day = today or timezone.localdate()
    with transaction.atomic():
        notices = [notice for due in _everything(day) if (notice := _noticed(due, day))]
        outside = remind_outside(day)
    told: dict[int, list[AuditNotice]] = {}
    for notice in notices:
        told.setdefault(notice.person_id, []).append(notice)
    for person_notices in told.values():
        _mail(person_notices[0].person, len(person_notices))
    return len(notices), len(told) + outside


@transaction.atomic
def read_notices(*, by: User) -> int:
    """Mark everything that somebody was told as read."""
    return AuditNotice.objects.unread_by(by).update(read_at=timezone.now())


def _everything(day: date) -> Iterator[Due]:
    until = day + SOON
    audits = CaseAudit.objects.filter(
        status__in=UNDONE, due_on__lte=until, auditor__isnull=False, auditor__is_active=True
    )
    for audit in audits.select_related("auditor", "council").order_by("due_on", "pk"):
        if audit.auditor and audit.due_on:
            yield Due(audit.auditor, audit.council, "Audit", audit.reference, audit.due_on)
    yield from parts_due(day)
    yield from _moderations(until)
    actions = AuditAction.objects.filter(
        status=ActionStatus.OPEN, due_on__lte=until, owner__isnull=False, owner__is_active=True
    )
    for action in actions.select_related("owner", "council").order_by("due_on", "pk"):
        if action.owner:
            yield Due(action.owner, action.council, "Action", action.reference, action.due_on)


def _moderations(until: date) -> Iterable[Due]:
    rows = Moderation.objects.open().filter(
        due_on__lte=until, moderator__isnull=False, moderator__is_active=True
    )
    for row in rows.select_related("moderator", "audit__council").order_by("due_on", "pk"):
        if row.moderator and row.due_on:
            audit = row.audit
            yield Due(row.moderator, audit.council, "Second reading", audit.reference, row.due_on)


def _noticed(due: Due, day: date) -> AuditNotice | None:
    """Store the notice of one step, unless it was given before."""
    kind = kind_on(due.due_on, day)
    words = f"{due.what} {due.reference}: {kind.label.lower()} ({due.due_on:%d/%m/%Y})"
    notice, is_new = AuditNotice.objects.get_or_create(
        person=due.person,
        kind=kind,
        about=f"{due.what} {due.reference}"[:60],
        due_on=due.due_on,
        defaults={"council": due.council, "words": words},
    )
    return notice if is_new else None


def _mail(person: User, number: int) -> None:
    """Say that something is due, and nothing of what: mail is read in many places."""
    things = "1 thing is" if number == 1 else f"{number} things are"
    lines = (
        f"Dear {person.full_name},",
        f"{things} due or overdue in your audit work.",
        f"Sign in to {settings.SERVICE_NAME} to see what. This message names no case.",
    )
    send_mail(
        subject=f"{settings.SERVICE_NAME}: {SUBJECT.lower()}",
        message="\n\n".join(lines),
        from_email=None,
        recipient_list=[person.email],
    )
