"""What is done with a concern while it waits: priority, information, looking again."""

from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from safeguard.choices import DecisionResult
from safeguard.models import Concern, Information, LookAgain, PrioritySetting, RegisterSettings
from safeguard.rules.days import Bound
from safeguard.rules.deciding import check_day
from safeguard.services import cases

CLOSED = "This concern was decided as not an enquiry. Reopen it before you record more"
CONCLUDED = "Every enquiry of this concern has concluded. Reopen one before you record more"


@transaction.atomic
def set_priority(
    *, by: User, concern: Concern, priority: str, reason: str, version: int | None = None
) -> PrioritySetting:
    """Give `concern` a priority in the name of `by`; every earlier one is kept.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of the concern.
        RuleViolationError: code `changed_meanwhile` or `concluded`.
        ValidationError: no priority, or no reason.
    """
    held = cases.lock(by, concern, Permission.CASE_DECIDE, version=version)
    check_open(held)
    before = held.priority
    setting = PrioritySetting(
        concern=held, priority=priority, reason=reason.strip(), set_by=by, set_at=timezone.now()
    )
    _insert(setting)
    held.priority = setting.priority
    cases.save(held, "priority")
    activity.record(
        by=by,
        verb="priority_set",
        target=held,
        council=held.council,
        changes={"priority": [before, priority], "reason": [None, setting.reason]},
    )
    return setting


@transaction.atomic
def add_information(
    *, by: User, concern: Concern, gathered_on: date, kind: str, from_whom: str, learnt: str
) -> Information:
    """Keep one piece of information gathered about `concern`. None is ever changed or removed.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the concern.
        RuleViolationError: code `concluded`, `in_future` or `too_early`.
        ValidationError: a value is missing.
    """
    held = cases.lock(by, concern, Permission.CASE_RECORD)
    check_open(held)
    _check_since_receipt(held, gathered_on, "gathered_on", "Date of the information")
    row = Information(
        concern=held,
        gathered_on=gathered_on,
        kind=kind,
        from_whom=from_whom.strip(),
        learnt=learnt.strip(),
        recorded_by=by,
    )
    _insert(row)
    cases.save(held)
    _log(by, held, "information_added", row)
    return row


@transaction.atomic
def look_again(
    *, by: User, concern: Concern, looked_on: date, safe_meanwhile: str, next_due_on: date
) -> LookAgain:
    """Keep that somebody looked again at a case that waits, and when it is next due.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the concern.
        RuleViolationError: code `concluded`, `in_future`, `too_early` or `due_before_look`.
        ValidationError: it does not say what keeps the adult safe.
    """
    held = cases.lock(by, concern, Permission.CASE_RECORD)
    check_open(held)
    _check_since_receipt(held, looked_on, "looked_on", "Day of this look")
    if next_due_on < looked_on:
        raise RuleViolationError(
            "due_before_look",
            "Look again by must be the day of this look, or later",
            field="next_due_on",
        )
    row = LookAgain(
        concern=held,
        looked_on=looked_on,
        safe_meanwhile=safe_meanwhile.strip(),
        next_due_on=next_due_on,
        looked_by=by,
    )
    _insert(row)
    cases.save(held)
    _log(by, held, "looked_again", row)
    return row


def next_look_due(concern: Concern, looked_on: date) -> date:
    """Return the day by which the council's setting asks for the next look after `looked_on`."""
    found = RegisterSettings.objects.filter(council=concern.council_id).first()
    days = (found or RegisterSettings()).look_again_days
    return looked_on + timedelta(days=days)


def check_open(concern: Concern) -> None:
    """Refuse more on a case that is over: it is reopened first.

    Raises:
        RuleViolationError: code `concluded`.
    """
    if concern.decision == DecisionResult.NOT_AN_ENQUIRY:
        raise RuleViolationError("concluded", CLOSED)
    if concern.decision is None:
        return
    ends = list(concern.enquiries.order_by().values_list("concluded_on", flat=True))
    if ends and None not in ends:
        raise RuleViolationError("concluded", CONCLUDED)


def _check_since_receipt(concern: Concern, on: date, field: str, label: str) -> None:
    bound = Bound(concern.received_on, "the concern was received")
    check_day(on, field=field, label=label, today=timezone.localdate(), not_before=bound)


def _insert(row: models.Model) -> None:
    row.full_clean()
    row.save(force_insert=True)


def _log(by: User, concern: Concern, verb: str, row: models.Model) -> None:
    """Write the activity record of a new row under its concern, where a reader looks for it."""
    changes = activity.changed_columns({}, activity.snapshot(row))
    activity.record(by=by, verb=verb, target=concern, council=concern.council, changes=changes)
