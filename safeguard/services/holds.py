"""Times in which an enquiry waits for somebody else."""

from datetime import date

from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from safeguard.choices_work import HoldReason
from safeguard.models import Enquiry, Hold
from safeguard.rules.days import Bound, in_words
from safeguard.rules.enquiring import overlapping
from safeguard.services.enquiry_rows import (
    add_row,
    change_row,
    check_day,
    commenced,
    lock_open,
    lock_row,
)


@transaction.atomic
def begin_hold(
    *,
    by: User,
    enquiry: Enquiry,
    reason: str,
    since: date,
    until: date | None = None,
    note: str = "",
) -> Hold:
    """Put an enquiry on hold from `since`, with the reason.

    Args:
        until: the last day, where the hold is over already; both days belong to it.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `too_early`, `in_future`, `overlaps` or `no_note`.
        ValidationError: the reason is not known.
    """
    held = lock_open(by, enquiry)
    check_day("since", "First day", since, not_before=commenced(held))
    check_day("until", "Last day", until, not_before=Bound(since, "the hold began"))
    other = overlapping(since, until, held.holds.all())
    if other is not None:
        end = f"to {in_words(other.until)}" if other.until else "and it still runs"
        words = f"The enquiry was on hold from {in_words(other.since)} {end}"
        raise RuleViolationError("overlaps", words, field="since")
    if reason == HoldReason.OTHER and not note.strip():
        raise RuleViolationError("no_note", "Say what the reason is", field="note")
    hold = Hold(
        enquiry=held, reason=reason, since=since, until=until, note=note.strip(), recorded_by=by
    )
    return add_row(by, hold, "hold_begun")


@transaction.atomic
def end_hold(*, by: User, row: Hold, until: date) -> Hold:
    """Say on which day a hold ended; that day still belongs to it.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `ended`, `too_early` or `in_future`.
    """
    held = lock_row(by, row)
    if held.until is not None:
        raise RuleViolationError("ended", "This hold has ended already")
    check_day("until", "Last day", until, not_before=Bound(held.since, "the hold began"))
    return change_row(by, held, "hold_ended", {"until": until})
