"""Remind whoever contributes a part, inside or outside, and tell who waits for one that is late.

A week late, whoever runs rounds is told as well. Somebody outside is written to once at each step;
the link itself is kept nowhere, so the message points to the one that they were sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.choices import NoticeKind
from audit.doing.links import LinkState, state_of
from audit.models import AuditStrand
from audit.services.contributing import OPEN_AUDIT, OPEN_STRAND
from audit.services.deadlines import SOON, WEEK, Due, kind_on
from core import access
from core.models import User
from core.permissions import Permission

STEPS = (NoticeKind.SOON, NoticeKind.TODAY, NoticeKind.OVERDUE, NoticeKind.WEEK_OVERDUE)
SUBJECT = "Your answers are asked for"
WORDS = (
    "Dear {name}\n\n"
    "{council} asked you to answer some questions by {due}. They have not come yet.\n\n"
    "Please open the link in the message that you were sent. It works until {until}.\n\n"
    "If you cannot find it, or would rather not answer, tell the council on a number that you know."
)


def open_parts(until: date) -> QuerySet[AuditStrand]:
    """Return the parts that can be answered and are due by a day, soonest first."""
    rows = AuditStrand.objects.filter(
        status__in=OPEN_STRAND, audit__status__in=OPEN_AUDIT, due_on__lte=until
    )
    related = ("audit__council", "audit__auditor", "person", "second_person")
    return rows.select_related(*related).order_by("due_on", "pk")


def parts_due(day: date) -> Iterator[Due]:
    """Yield who is told of which part; an auditor's own is told with the audit."""
    for row in open_parts(day + SOON):
        for person in _answering(row):
            yield from _of(row, person, "Contribution")
        if row.due_on and row.due_on < day and row.person_id != row.audit.auditor_id:
            for person in _waiting(row, day):
                yield from _of(row, person, "Waiting for")


def _of(row: AuditStrand, person: User | None, what: str) -> Iterator[Due]:
    if person and person.is_active and row.due_on:
        name = f"{row.audit.reference}, {row.label}"
        yield Due(person, row.audit.council, what, name, row.due_on)


def _answering(row: AuditStrand) -> list[User | None]:
    people = (row.person, row.second_person)
    return [each for each in people if each and each.pk != row.audit.auditor_id]


def _waiting(row: AuditStrand, day: date) -> list[User | None]:
    """Return who waits for a late part: its auditor, and after a week whoever runs rounds."""
    people: list[User | None] = [row.audit.auditor]
    if row.due_on and day - row.due_on >= WEEK:
        known = (row.audit.auditor_id, row.person_id, row.second_person_id)
        people += [each for each in _who_run(row) if each.pk not in known]
    return people


def _who_run(row: AuditStrand) -> list[User]:
    """Return whoever runs rounds and may know of this audit."""
    audit = row.audit
    people = list(access.people_with(Permission.AUDIT_ROUND_MANAGE, audit.council))
    if not audit.is_personnel:
        return people
    entitled = set(access.people_with(Permission.AUDIT_PERSONNEL_VIEW, audit.council))
    return [person for person in people if person in entitled]


def remind_outside(day: date) -> int:
    """Write to everybody outside whose part is due, once at each step; say to how many."""
    now, told = timezone.now(), 0
    rows = open_parts(day + SOON).exclude(outside_email="").filter(person__isnull=True)
    for row in rows.exclude(token_sha256=None).select_for_update(of=("self",)):
        step = 1 + STEPS.index(kind_on(row.due_on, day)) if row.due_on else 0
        if step <= row.reminders_sent or state_of(row, now=now) != LinkState.OPEN:
            continue
        row.reminders_sent, row.reminded_at = step, now
        row.save(update_fields=["reminders_sent", "reminded_at"])
        transaction.on_commit(partial(_write, row))
        told += 1
    return told


def _write(row: AuditStrand) -> None:
    until = timezone.localtime(row.token_expires_at) if row.token_expires_at else None
    words = WORDS.format(
        name=row.outside_name,
        council=row.audit.council.name,
        due=f"{row.due_on:%d/%m/%Y}",
        until=f"{until:%d/%m/%Y}" if until else "",
    )
    send_mail(SUBJECT, words, settings.DEFAULT_FROM_EMAIL, [row.outside_email], fail_silently=True)
