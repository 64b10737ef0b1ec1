"""Tell whoever raised a concern what was decided, or record why they cannot be told."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from safeguard.models import Concern, ConcernReport
from safeguard.rules.days import Bound
from safeguard.rules.deciding import check_day
from safeguard.services import cases

COLUMNS = ("feedback_on", "feedback_by", "feedback_note", "feedback_not_possible")
FROM_EXTRACT = (
    "This concern came with an extract of another system. Record the feedback there, where the "
    "person who raised it is known"
)


@transaction.atomic
def record_feedback(
    *,
    by: User,
    concern: Concern,
    is_told: bool,
    feedback_on: date | None,
    note: str,
    version: int | None = None,
) -> ConcernReport:
    """Record that the referrer was told on a day and how, or cannot be told and why.

    It may be recorded again, for somebody who is reached later; the activity log keeps what stood.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the concern.
        RuleViolationError: code `changed_meanwhile`, `not_decided`, `no_report`, `no_day`,
            `no_reason`, `in_future` or `too_early`.
    """
    held = cases.lock(by, concern, Permission.CASE_RECORD, version=version)
    if held.decided_on is None:
        raise RuleViolationError(
            "not_decided", "Decide on this concern before you tell whoever raised it"
        )
    report = ConcernReport.objects.filter(concern=held).first()
    if report is None:
        raise RuleViolationError("no_report", FROM_EXTRACT)
    if not note.strip():
        raise RuleViolationError(
            "no_reason", "Say how they were told, or why they cannot be told", field="note"
        )
    if is_told:
        _check_told_on(feedback_on, held.decided_on)
    before = activity.snapshot(report)
    report.feedback_on = feedback_on if is_told else None
    report.feedback_by = by if is_told else None
    report.feedback_note, report.feedback_not_possible = note.strip(), not is_told
    report.full_clean()
    report.save(update_fields=COLUMNS)
    cases.save(held)
    changes = activity.changed_columns(before, activity.snapshot(report))
    activity.record(
        by=by, verb="feedback_recorded", target=held, council=held.council, changes=changes
    )
    return report


def _check_told_on(on: date | None, decided_on: date) -> None:
    if on is None:
        raise RuleViolationError("no_day", "Enter the day they were told", field="feedback_on")
    check_day(
        on,
        field="feedback_on",
        label="Day they were told",
        today=timezone.localdate(),
        not_before=Bound(decided_on, "the concern was decided"),
    )
