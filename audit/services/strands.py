"""The parts of an audit: say who answers, invite somebody outside, give a part up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from audit.choices import AuditStatus, RespondentKind, StrandStatus
from audit.doing.links import hash_of_token, new_token
from audit.doing.work import work_of
from audit.models import AuditStrand, CaseAudit
from audit.services.answering import open_waiting
from audit.services.contributing import locked_strand
from audit.services.submitting import settle_audit
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

LONGEST_LINK = 60
SUBJECT = "You are asked to answer some questions"
WORDS = (
    "Dear {name}\n\n"
    "{council} asks you to answer some questions as part of a review of its work.\n\n"
    "Open this link to read them. It is for you alone, and works until {until}:\n{link}\n\n"
    "You need no account. If you were not expecting this, ring the council on a number that you "
    "know, and do not open the link."
)


def _locked(by: User, strand: AuditStrand) -> AuditStrand:
    """Lock a strand for somebody who runs rounds, or whose audit it is."""
    rows = AuditStrand.objects.select_for_update(of=("self",))
    held = rows.select_related("audit__council", "audit__version").get(pk=strand.pk)
    council = held.audit.council
    runs = access.has(by, Permission.AUDIT_ROUND_MANAGE, council=council)
    is_auditor = held.audit.auditor_id == by.pk
    if not runs and not (is_auditor and access.has(by, Permission.AUDIT_DO, council=council)):
        raise PermissionDenied("only who runs the round, or the auditor")
    over = (AuditStatus.CLOSED, AuditStatus.VOID)
    if held.status == StrandStatus.SUBMITTED or held.audit.status in over:
        raise RuleViolationError("not_open", "This part is in already, so it cannot change")
    return held


def _save(by: User, verb: str, strand: AuditStrand, before: dict[str, object]) -> None:
    strand.changed_at, strand.changed_by = timezone.now(), by
    strand.full_clean()
    strand.save()
    activity.record(by=by, verb=verb, target=strand, council=strand.audit.council, before=before)


@transaction.atomic
def give_part(
    *,
    by: User,
    strand: AuditStrand,
    person: User | None,
    second_person: User | None = None,
    due_on: date | None = None,
) -> AuditStrand:
    """Say who answers a part, alone or with a second person, and by when.

    Raises:
        PermissionDenied: `by` neither runs rounds there nor is the auditor.
        RuleViolationError: `not_open`; `no_access` (they do no audits there); `own_work`.
        ValidationError: the second person is the first.
    """
    held = _locked(by, strand)
    council = held.audit.council
    for field, each in (("person", person), ("second_person", second_person)):
        if each and not access.has(each, Permission.AUDIT_DO, council=council):
            raise RuleViolationError("no_access", f"{each} does no audits here", field=field)
    judges = (RespondentKind.AUDITOR, RespondentKind.OBSERVER)
    own = (held.audit.practitioner_id, held.audit.worker_id)
    if held.respondent in judges and person and person.pk in own:
        raise RuleViolationError("own_work", "Nobody audits their own work", field="person")
    before = activity.snapshot(held)
    if held.due_on != due_on:
        held.reminders_sent = 0
    held.person, held.second_person, held.due_on = person, second_person, due_on
    _save(by, "audit_part_given", held, before)
    return held


@transaction.atomic
def invite_outside(
    *,
    by: User,
    strand: AuditStrand,
    name: str,
    email: str,
    days: int,
    address_of: Callable[[str], str],
) -> AuditStrand:
    """Send somebody without an account a link for this part alone. An earlier link ends.

    Args:
        address_of: makes the address of the page from the token, which is kept nowhere.

    Raises:
        PermissionDenied: `by` neither runs rounds there nor is the auditor.
        RuleViolationError: `not_open`; `inside` (a person here answers it); `consent` (the tool
            asks for consent first); `too_long`.
        ValidationError: no name, or not an email address.
    """
    held = _locked(by, strand)
    if held.person_id is not None:
        raise RuleViolationError("inside", "Somebody here answers this part already")
    if not 1 <= days <= LONGEST_LINK:
        raise RuleViolationError("too_long", f"Give from 1 to {LONGEST_LINK} days", field="days")
    if not email.strip():
        raise RuleViolationError("email", "Give an email address", field="email")
    before, token = activity.snapshot(held), new_token()
    held.outside_name, held.outside_email = name.strip(), email.strip()
    held.token_sha256, held.token_used_at = hash_of_token(token), None
    held.token_revoked_at, held.reminders_sent = None, 0
    held.token_expires_at = timezone.now() + timedelta(days=days)
    _save(by, "audit_link_sent", held, {**before, "token_sha256": held.token_sha256})
    words = WORDS.format(
        name=held.outside_name,
        council=held.audit.council.name,
        until=timezone.localtime(held.token_expires_at).strftime("%d/%m/%Y %H:%M"),
        link=address_of(token),
    )
    address = held.outside_email
    transaction.on_commit(lambda: send_mail(SUBJECT, words, settings.DEFAULT_FROM_EMAIL, [address]))
    return held


@transaction.atomic
def revoke_link(*, by: User, strand: AuditStrand) -> AuditStrand:
    """Take a link back. What was answered by it stays.

    Raises:
        PermissionDenied: `by` neither runs rounds there nor is the auditor.
        RuleViolationError: `not_open`; `no_link`.
    """
    held = _locked(by, strand)
    if held.token_sha256 is None or held.token_revoked_at is not None:
        raise RuleViolationError("no_link", "There is no link to take back")
    before = activity.snapshot(held)
    held.token_revoked_at = timezone.now()
    _save(by, "audit_link_revoked", held, before)
    return held


@transaction.atomic
def note_link_opened(*, strand: AuditStrand) -> None:
    """Log the first time that a link is opened."""
    held = AuditStrand.objects.select_for_update(of=("self",)).get(pk=strand.pk)
    if held.token_used_at is not None:
        return
    held.token_used_at = timezone.now()
    held.save(update_fields=["token_used_at"])
    changes = {"who": [None, held.outside_name]}
    council = strand.audit.council
    activity.record(
        by=None, verb="audit_link_opened", target=held, council=council, changes=changes
    )


@transaction.atomic
def give_part_up(*, by: User, strand: AuditStrand, reason: str) -> AuditStrand:
    """Say that there will be no return, so that the audit can go on without it.

    Raises:
        PermissionDenied: `by` neither runs rounds there nor is the auditor.
        RuleViolationError: `not_open`.
        ValidationError: no reason.
    """
    held = _locked(by, strand)
    before = activity.snapshot(held)
    held.status, held.missing_reason = StrandStatus.MISSING, reason.strip()
    if held.token_sha256 is not None:
        held.token_revoked_at = held.token_revoked_at or timezone.now()
    _save(by, "audit_part_given_up", held, before)
    audits = CaseAudit.objects.select_for_update(of=("self",)).select_related("version", "council")
    work = work_of(audits.get(pk=held.audit_id))
    open_waiting(work.strands, work.document)
    settle_audit(by=by, work=work)
    return held


@transaction.atomic
def record_consent(
    *,
    by: User | None,
    strand: AuditStrand,
    given: bool,
    on: date,
    note: str = "",
    token: str = "",
) -> AuditStrand:
    """Keep whether somebody agreed to take part.

    Raises:
        PermissionDenied: it is not for `by`, or the link is not good.
        RuleViolationError: `not_open`; `later` (a day to come).
    """
    held = _locked(by, strand) if by else locked_strand(by=None, token=token, strand=strand)
    if on > timezone.localdate():
        raise RuleViolationError("later", "Give a day that is not after today", field="on")
    before = activity.snapshot(held)
    held.consent_given, held.consent_on, held.consent_note = given, on, note.strip()[:300]
    held.full_clean()
    held.save()
    activity.record(
        by=by, verb="audit_consent_recorded", target=held, council=held.audit.council, before=before
    )
    return held
