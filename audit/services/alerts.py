"""Alerts: opened at once by a dangerous answer, and answered for by a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from audit.models import AlertAcknowledgement, AuditAlert, AuditStrand, Question
from audit.rules.answers import Said
from audit.services.contributing import contributes
from core import access, activity
from core.calendars import calendar_of
from core.clock_arithmetic import at, due
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert

UNITS = {"working_day": "working_days", "calendar_day": "days", "hour": "hours"}
SUBJECT = "An audit raised an alert"
WORDS = (
    "An answer in case-file audit {reference} calls for action now.\n\n"
    "Sign in and open the audit to read it, say who was told and what is done.\n"
    "This message holds no details of the case."
)


def follow_answer(
    *,
    by: User | None,
    strand: AuditStrand,
    question: Question,
    asked: Mapping[str, Any],
    said: Said,
) -> AuditAlert | None:
    """Open the alert that an answer calls for; withdraw one that it calls for no longer.

    One that somebody answered for stands, whatever the answer becomes. Within a transaction.
    """
    alert = asked.get("alert")
    if not alert:
        return None
    standing = AuditAlert.objects.filter(
        strand=strand, question=question, withdrawn_at__isnull=True
    ).first()
    calls = said.option in alert["when"] and bool(said.option)
    if calls and (standing is None or standing.option != said.option):
        if standing is not None and not _withdrawn(standing):
            return standing
        return _opened(by, strand, question, alert, said.option)
    if not calls and standing is not None:
        _withdrawn(standing)
    return standing if calls else None


def _withdrawn(alert: AuditAlert) -> bool:
    if AlertAcknowledgement.objects.filter(alert=alert).exists():
        return False
    alert.withdrawn_at = timezone.now()
    alert.withdrawn_reason = "The answer was changed"
    alert.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return True


def _opened(
    by: User | None,
    strand: AuditStrand,
    question: Question,
    wanted: Mapping[str, Any],
    option: str,
) -> AuditAlert:
    audit = strand.audit
    now = timezone.now()
    alert = AuditAlert(
        audit=audit,
        strand=strand,
        question=question,
        option=option,
        text=wanted["text"],
        to_roles=list(wanted.get("to") or ()),
        raised_by=by,
        raised_at=now,
        due_at=_due(audit.council, now, wanted.get("within")),
    )
    insert(alert, taken="This alert was opened just now.")
    activity.record(
        by=by, verb="audit_alert_opened", target=alert, council=audit.council, before={}
    )
    readers = access.people_with(Permission.AUDIT_ALERT_ACKNOWLEDGE, audit.council)
    addresses = [person.email for person in readers if not by or person.pk != by.pk]
    words = WORDS.format(reference=audit.reference)
    transaction.on_commit(lambda: _tell(addresses, words))
    return alert


def _tell(addresses: list[str], words: str) -> None:
    for address in addresses:
        # The alert stands on its page, whatever becomes of the message.
        send_mail(SUBJECT, words, settings.DEFAULT_FROM_EMAIL, [address], fail_silently=True)


def _due(council: Organisation, now: datetime, within: Any) -> datetime | None:
    if not isinstance(within, Mapping):
        return None
    unit = UNITS.get(str(within.get("unit")))
    if unit is None:
        return now + timedelta(days=1)
    return due(at(now), int(within["value"]), unit, calendar=calendar_of(council)).due_at


@transaction.atomic
def acknowledge_alert(
    *, by: User, alert: AuditAlert, told_to: str, told_at: datetime, action_taken: str
) -> AlertAcknowledgement:
    """Answer for an alert: who was told, when, and what is done.

    Raises:
        PermissionDenied: `by` neither answers that strand nor holds AUDIT_ALERT_ACKNOWLEDGE.
        RuleViolationError: `withdrawn`; `taken` (answered for already); `told_early`, `told_later`.
        ValidationError: nothing is said to be done.
    """
    rows = AuditAlert.objects.select_for_update(of=("self",))
    held = rows.select_related("audit__council", "strand__audit").get(pk=alert.pk)
    council = held.audit.council
    may = access.has(by, Permission.AUDIT_ALERT_ACKNOWLEDGE, council=council)
    if not may and not (
        contributes(by, held.strand) and access.has(by, Permission.AUDIT_DO, council=council)
    ):
        raise PermissionDenied("the alert is not for this person")
    if held.withdrawn_at is not None:
        raise RuleViolationError("withdrawn", "The answer was changed, so the alert is withdrawn")
    if not told_to.strip():
        raise RuleViolationError("told_to", "Say who was told", field="told_to")
    if told_at > timezone.now():
        raise RuleViolationError("told_later", "They were told at a time to come", field="told_at")
    if AlertAcknowledgement.objects.filter(alert=held).exists():
        raise RuleViolationError("taken", "Somebody has answered for this alert already")
    row = AlertAcknowledgement(
        alert=held,
        acknowledged_by=by,
        told_to=told_to.strip(),
        told_at=told_at,
        action_taken=action_taken.strip(),
    )
    insert(row, taken="Somebody has answered for this alert already")
    activity.record(by=by, verb="audit_alert_acknowledged", target=held, council=council, before={})
    return row
