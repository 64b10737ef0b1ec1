"""What every change of an open enquiry and of its rows does first and last."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from safeguard.models import (
    Action,
    Advocacy,
    CapacityAssessment,
    DesiredOutcome,
    Enquiry,
    Hold,
    OtherProcess,
    PlanReview,
    Risk,
)
from safeguard.rules.days import Bound, Fault, day_fault
from safeguard.services.cases import fingerprint, lock, refuse_changed

Row = TypeVar("Row", bound=models.Model)
Removable = (
    Action
    | Advocacy
    | CapacityAssessment
    | DesiredOutcome
    | Hold
    | OtherProcess
    | PlanReview
    | Risk
)
REMOVED: dict[type[models.Model], str] = {
    Action: "action_removed",
    Advocacy: "advocacy_removed",
    CapacityAssessment: "capacity_removed",
    DesiredOutcome: "outcome_removed",
    Hold: "hold_removed",
    OtherProcess: "process_removed",
    PlanReview: "plan_review_removed",
    Risk: "risk_removed",
}


def lock_open(
    by: User,
    enquiry: Enquiry,
    permission: Permission = Permission.CASE_RECORD,
    *,
    version: int | None = None,
) -> Enquiry:
    """Return `enquiry` locked, where it may still be changed.

    Raises:
        PermissionDenied: `by` does not hold `permission` in its council.
        RuleViolationError: code `changed_meanwhile` or `concluded`.
    """
    held = lock(by, enquiry, permission, version=version)
    if held.concluded_on is not None:
        raise RuleViolationError(
            "concluded", "This enquiry is concluded. To change it, reopen it first"
        )
    return held


def lock_row(
    by: User, row: Row, *, version: int | None = None, also_concluded: bool = False
) -> Row:
    """Return `row` as it stands now; its enquiry is locked, so nobody changes either meanwhile.

    Args:
        version: the `fingerprint` that its reader saw; None where the change does not rest on it.
        also_concluded: for what goes on after an enquiry concludes: open actions, plan reviews.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone` or `changed_meanwhile`.
    """
    parent: Enquiry = row.enquiry  # type: ignore[attr-defined]
    enquiry = lock(by, parent, Permission.CASE_RECORD) if also_concluded else lock_open(by, parent)
    held = type(row)._default_manager.filter(pk=row.pk).first()
    if held is None:
        raise RuleViolationError("gone", "Somebody removed this while you were working on it")
    refuse_changed(version, fingerprint(held))
    held.enquiry = enquiry  # type: ignore[attr-defined]
    return held


def add_row(by: User, row: Row, verb: str, *, may_be_empty: Iterable[str] = ()) -> Row:
    """Clean and store a new row of a locked enquiry, and log it.

    Raises:
        ValidationError: the model refuses a value.
    """
    row.full_clean(exclude=list(may_be_empty))
    row.save(force_insert=True)
    council = row.enquiry.council  # type: ignore[attr-defined]
    activity.record(by=by, verb=verb, target=row, council=council, before={})
    return row


def change_row(
    by: User,
    row: Row,
    verb: str,
    values: Mapping[str, Any],
    *,
    may_be_empty: Iterable[str] = (),
    logged: Mapping[str, Any] | None = None,
) -> Row:
    """Give a locked row new values, store those columns and log what changed.

    Args:
        logged: logged instead of the columns, where they do not tell the story.

    Raises:
        ValidationError: the model refuses a value.
    """
    before = activity.snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=list(may_be_empty))
    row.save(update_fields=list(values))
    council = row.enquiry.council  # type: ignore[attr-defined]
    activity.record(by=by, verb=verb, target=row, council=council, before=before, changes=logged)
    return row


@transaction.atomic
def remove_row(*, by: User, row: Removable, removed_because: str) -> None:
    """Take away a row that was recorded by mistake; the activity log keeps what it said and why.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `no_reason`, or `replaced` for an outcome
            that a later one stands on.
    """
    held = lock_row(by, row)
    reason = removed_because.strip()
    if not reason:
        raise RuleViolationError("no_reason", "Say why this is removed", field="removed_because")
    if isinstance(held, DesiredOutcome) and hasattr(held, "replaced_by"):
        raise RuleViolationError(
            "replaced", "A later outcome replaced this one. Remove the later one first"
        )
    gone = {
        name: [None if value is None else str(value), None]
        for name, value in activity.snapshot(held).items()
    }
    activity.record(
        by=by,
        verb=REMOVED[type(held)],
        target=held,
        council=held.enquiry.council if held.enquiry else None,
        changes={**gone, "removed_because": [None, reason]},
    )
    held.delete()


def check_day(
    field: str,
    what: str,
    day: date | None,
    *,
    not_before: Bound | None,
    may_lie_ahead: bool = False,
) -> None:
    """Refuse a day that is before `not_before`, or in the future unless it may be.

    Raises:
        RuleViolationError: code `too_early` or `in_future`, of `field`.
    """
    today = None if may_lie_ahead else timezone.localdate()
    refuse(field, day_fault(day, what, not_before=not_before, today=today))


def refuse(field: str, fault: Fault | None) -> None:
    """Raise RuleViolationError with what a rule found of `field`, if it found anything."""
    if fault is not None:
        raise RuleViolationError(fault.code, fault.words, field=field)


def commenced(enquiry: Enquiry) -> Bound:
    """Return the day from which most things of an enquiry can be dated."""
    return Bound(enquiry.commenced_on, "the enquiry commenced")


def received(enquiry: Enquiry) -> Bound:
    """Return the day from which what is about the adult can be dated."""
    return Bound(enquiry.concern.received_on, "the concern was received")
