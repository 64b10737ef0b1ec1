"""What is to change because of an audit: raised, chased, done, and verified by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.choices import ActionLevel, ActionPriority, ActionStatus, AuditStatus, NoteKind
from audit.models import ActionNote, AuditAction, AuditRound, CaseAudit, Question
from audit.services.locking import saved
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, Team, User
from core.permissions import Permission
from safeguard.services.numbering import next_reference

PREFIX = "ACT"
RAISED_FROM = (AuditStatus.FEEDBACK_SHARED, AuditStatus.RESPONDED)
TOO_EARLY = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.VOID)


@transaction.atomic
def raise_action(
    *,
    by: User,
    audit: CaseAudit | None = None,
    audit_round: AuditRound | None = None,
    level: str,
    description: str,
    due_on: date,
    owner: User | None = None,
    owner_name: str = "",
    owner_organisation: Organisation | None = None,
    team: Team | None = None,
    priority: str = ActionPriority.MEDIUM,
    question: Question | None = None,
) -> AuditAction:
    """Raise an action from one audit, or from a whole round.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ACTION_MANAGE in the council, or it concerns a
            worker and they are not entitled to personnel matters.
        RuleViolationError: `nothing`, `not_now`, `too_early`, `no_owner`, `may_not`, `level`.
        ValidationError: it does not say what is to be done.
    """
    source = audit or audit_round
    if source is None:
        raise RuleViolationError("nothing", "An action comes from an audit or a round")
    council = source.council
    access.require(by, Permission.AUDIT_ACTION_MANAGE, council=council)
    if level == ActionLevel.WORKER or (audit is not None and audit.is_personnel):
        access.require(by, Permission.AUDIT_PERSONNEL_VIEW, council=council)
    if audit is not None and audit.status in TOO_EARLY:
        raise RuleViolationError("not_now", "The audit has not begun")
    _check_due(due_on)
    _check_owner(council, owner, owner_name)
    row = AuditAction(
        council=council,
        reference=next_reference(AuditAction, council, timezone.localdate().year, prefix=PREFIX),
        audit=audit,
        round=audit_round or (audit.round if audit else None),
        question=question,
        level=level,
        description=description.strip(),
        owner=owner,
        owner_name=owner_name.strip(),
        owner_organisation=owner_organisation,
        team=team,
        priority=priority,
        needs_verifier=_needs_verifier(source),
        first_due_on=due_on,
        due_on=due_on,
        created_by=by,
    )
    row.full_clean()
    row.save()
    activity.record(by=by, verb="audit_action_raised", target=row, council=council, before={})
    if audit is not None:
        _mark_open(by, audit)
    return row


@transaction.atomic
def note_progress(*, by: User, action: AuditAction, words: str) -> ActionNote:
    """Write down how an action goes on.

    Raises:
        PermissionDenied: `by` neither owns it nor holds AUDIT_ACTION_MANAGE.
        RuleViolationError: `settled`.
        ValidationError: nothing is said.
    """
    held = _lock(by, action, or_owner=True)
    _open_only(held)
    return _note(by, held, NoteKind.PROGRESS, words)


@transaction.atomic
def chase_action(*, by: User, action: AuditAction, words: str) -> ActionNote:
    """Write down that its owner was chased, and what they said.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ACTION_MANAGE.
        RuleViolationError: `settled`.
        ValidationError: nothing is said.
    """
    held = _lock(by, action)
    _open_only(held)
    before = activity.snapshot(held)
    held.last_chased_on = timezone.localdate()
    _saved(by, held, before, "audit_action_chased")
    return _note(by, held, NoteKind.CHASE, words)


@transaction.atomic
def move_due(*, by: User, action: AuditAction, due_on: date, reason: str) -> AuditAction:
    """Give an action another deadline. The first one is kept.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ACTION_MANAGE.
        RuleViolationError: `settled`, `too_early`, `no_reason`.
    """
    held = _lock(by, action)
    _open_only(held)
    _check_due(due_on)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it has longer", field="reason")
    before = activity.snapshot(held)
    held.due_on = due_on
    _saved(by, held, before, "audit_action_due_moved")
    _note(by, held, NoteKind.NEW_DUE, reason)
    return held


@transaction.atomic
def complete_action(*, by: User, action: AuditAction, evidence: str, done_on: date) -> AuditAction:
    """Say that it is done, and what shows it. Somebody else verifies it.

    Raises:
        PermissionDenied: `by` neither owns it nor holds AUDIT_ACTION_MANAGE.
        RuleViolationError: `settled`, `in_future`, `before_raised`.
        ValidationError: there is no evidence.
    """
    held = _lock(by, action, or_owner=True)
    _open_only(held)
    if done_on > timezone.localdate():
        raise RuleViolationError("in_future", "That day is to come", field="done_on")
    if done_on < timezone.localdate(held.created_at):
        raise RuleViolationError(
            "before_raised", "It cannot be done before it was raised", field="done_on"
        )
    before = activity.snapshot(held)
    held.status, held.evidence, held.done_on = ActionStatus.DONE, evidence.strip(), done_on
    held.done_by = by
    return _saved(by, held, before, "audit_action_done")


@transaction.atomic
def verify_action(*, by: User, action: AuditAction, note: str) -> AuditAction:
    """Say that the evidence was looked at and shows it. Neither owner nor doer may.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ACTION_MANAGE.
        RuleViolationError: `not_done`, `own_action`, `no_note`.
    """
    held = _lock(by, action)
    _to_verify(by, held)
    if not note.strip():
        raise RuleViolationError("no_note", "Say how it was verified", field="note")
    before = activity.snapshot(held)
    held.status, held.verified_by = ActionStatus.VERIFIED, by
    held.verified_on, held.verified_note = timezone.localdate(), note.strip()
    return _saved(by, held, before, "audit_action_verified")


@transaction.atomic
def send_back(*, by: User, action: AuditAction, reason: str) -> AuditAction:
    """Open an action again whose evidence does not show that it is done.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ACTION_MANAGE.
        RuleViolationError: `not_done`, `own_action`, `no_reason`.
    """
    held = _lock(by, action)
    _to_verify(by, held)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say what is missing", field="reason")
    before = activity.snapshot(held)
    held.status, held.done_on, held.done_by = ActionStatus.OPEN, None, None
    _saved(by, held, before, "audit_action_sent_back")
    _note(by, held, NoteKind.SENT_BACK, reason)
    return held


@transaction.atomic
def withdraw_action(*, by: User, action: AuditAction, reason: str) -> AuditAction:
    """Give an action up, with the reason.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ACTION_MANAGE.
        RuleViolationError: `settled`, `no_reason`.
    """
    held = _lock(by, action)
    _open_only(held)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is withdrawn", field="reason")
    before = activity.snapshot(held)
    held.status, held.withdrawn_reason = ActionStatus.WITHDRAWN, reason.strip()
    return _saved(by, held, before, "audit_action_withdrawn")


def _lock(by: User, action: AuditAction, *, or_owner: bool = False) -> AuditAction:
    rows = AuditAction.objects.select_for_update(of=("self",))
    held = rows.select_related("council", "audit").get(pk=action.pk)
    if or_owner and held.owner_id == by.pk:
        access.require(by, Permission.AUDIT_DO, council=held.council)
        return held
    access.require(by, Permission.AUDIT_ACTION_MANAGE, council=held.council)
    if not AuditAction.objects.visible_to(by).filter(pk=held.pk).exists():
        raise PermissionDenied("this action concerns a worker")
    return held


def _open_only(held: AuditAction) -> None:
    if held.status != ActionStatus.OPEN:
        raise RuleViolationError("settled", f"This action is {held.get_status_display().lower()}")


def _to_verify(by: User, held: AuditAction) -> None:
    if held.status != ActionStatus.DONE:
        raise RuleViolationError("not_done", "Nobody has said that it is done")
    if by.pk in (held.owner_id, held.done_by_id):
        raise RuleViolationError("own_action", "Somebody other than its owner verifies an action")


def _check_due(due_on: date) -> None:
    if due_on < timezone.localdate():
        raise RuleViolationError("too_early", "That day has passed already", field="due_on")


def _check_owner(council: Organisation, owner: User | None, owner_name: str) -> None:
    if owner is None and not owner_name.strip():
        raise RuleViolationError("no_owner", "Say who is to do it", field="owner")
    if owner is not None and not access.has(owner, Permission.AUDIT_DO, council=council):
        raise RuleViolationError("may_not", f"{owner} has no role here", field="owner")


def _needs_verifier(source: CaseAudit | AuditRound) -> bool:
    rules = source.version.content.get("actions") or {}
    return bool(rules.get("close_needs_verifier", True))


def _note(by: User, held: AuditAction, kind: str, words: str) -> ActionNote:
    row = ActionNote(action=held, kind=kind, words=words.strip(), written_by=by)
    row.full_clean()
    row.save()
    activity.record(
        by=by,
        verb="audit_action_noted",
        target=held,
        council=held.council,
        changes={"kind": [None, kind]},
    )
    return row


def _mark_open(by: User, audit: CaseAudit) -> None:
    rows = CaseAudit.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=audit.pk)
    if held.status in RAISED_FROM:
        before = activity.snapshot(held)
        held.status = AuditStatus.ACTIONS_OPEN
        saved(by, held, before, "case_audit_actions_open")


def _saved(by: User, held: AuditAction, before: Mapping[str, Any], verb: str) -> AuditAction:
    held.changed_at, held.changed_by = timezone.now(), by
    held.full_clean()
    held.save()
    activity.record(by=by, verb=verb, target=held, council=held.council, before=before)
    return held
