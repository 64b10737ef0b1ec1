"""What an enquiry finds: risks, what the adult wants, and what other bodies do beside it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from core.errors import RuleViolationError
from core.models import User
from safeguard.models import DesiredOutcome, Enquiry, OtherProcess, Risk
from safeguard.rules.days import Bound
from safeguard.services.enquiry_rows import (
    add_row,
    change_row,
    check_day,
    lock_open,
    lock_row,
    received,
)


@transaction.atomic
def add_risk(*, by: User, enquiry: Enquiry, risk_type: str, location: str, source: str) -> Risk:
    """Add a risk that was found; the same combination again is one more occurrence of it.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`.
        ValidationError: a value is not known.
    """
    held = lock_open(by, enquiry)
    reads = {"risk_type": risk_type, "location": location, "source": source}
    row = Risk(enquiry=held, **reads, occurrence=_next_occurrence(held, reads))
    return add_row(by, row, "risk_added")


@transaction.atomic
def change_risk(
    *,
    by: User,
    row: Risk,
    risk_type: str,
    location: str,
    source: str,
    version: int | None = None,
) -> Risk:
    """Correct a risk that was found.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone` or `changed_meanwhile`.
        ValidationError: a value is not known.
    """
    held = lock_row(by, row, version=version)
    reads = {"risk_type": risk_type, "location": location, "source": source}
    if all(getattr(held, name) == value for name, value in reads.items()):
        return held
    values = {**reads, "occurrence": _next_occurrence(held.enquiry, reads)}
    return change_row(by, held, "risk_changed", values)


@transaction.atomic
def add_outcome(*, by: User, enquiry: Enquiry, wanted: str, wanted_on: date) -> DesiredOutcome:
    """Record one thing the adult wants, in their words, and when they said so.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `too_early` or `in_future`.
        ValidationError: nothing is wanted.
    """
    held = lock_open(by, enquiry)
    check_day("wanted_on", "Date they said so", wanted_on, not_before=received(held))
    row = DesiredOutcome(
        concern=held.concern, enquiry=held, wanted=wanted.strip(), wanted_on=wanted_on
    )
    return add_row(by, row, "outcome_added")


@transaction.atomic
def change_outcome(
    *,
    by: User,
    row: DesiredOutcome,
    wanted: str,
    wanted_on: date,
    version: int | None = None,
) -> DesiredOutcome:
    """Record what the adult wants instead, as a new row; what they wanted before stays on record.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `changed_meanwhile`, `replaced`, `too_early`,
            `in_future` or `same_words`.
    """
    held = lock_row(by, row, version=version)
    if hasattr(held, "replaced_by"):
        raise RuleViolationError("replaced", "A later outcome replaced this one already")
    before = Bound(held.wanted_on, "they said what they wanted first")
    check_day("wanted_on", "Date they said so", wanted_on, not_before=before)
    if wanted.strip() == held.wanted:
        raise RuleViolationError(
            "same_words", "This is what they wanted before. Say what changed", field="wanted"
        )
    later = DesiredOutcome(
        concern=held.concern,
        enquiry=held.enquiry,
        replaces=held,
        wanted=wanted.strip(),
        wanted_on=wanted_on,
    )
    return add_row(by, later, "outcome_changed")


@transaction.atomic
def add_process(
    *,
    by: User,
    enquiry: Enquiry,
    kind: str,
    reference: str = "",
    began_on: date | None = None,
    ended_on: date | None = None,
    note: str = "",
) -> OtherProcess:
    """Record what another body does beside the enquiry. It may have begun before the enquiry.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `too_early` or `in_future`.
        ValidationError: the kind is not known.
    """
    held = lock_open(by, enquiry)
    values = _checked_process(kind, reference, began_on, ended_on, note)
    return add_row(by, OtherProcess(enquiry=held, **values), "process_added")


@transaction.atomic
def change_process(
    *,
    by: User,
    row: OtherProcess,
    kind: str,
    reference: str = "",
    began_on: date | None = None,
    ended_on: date | None = None,
    note: str = "",
    version: int | None = None,
) -> OtherProcess:
    """Bring up to date what is known of another body's process.

    Raises:
        PermissionDenied, ValidationError: as `add_process`.
        RuleViolationError: as `add_process`, and code `gone` or `changed_meanwhile`.
    """
    held = lock_row(by, row, version=version)
    values = _checked_process(kind, reference, began_on, ended_on, note)
    return change_row(by, held, "process_changed", values)


def _next_occurrence(enquiry: Enquiry, reads: dict[str, str]) -> int:
    highest = enquiry.risks.filter(**reads).aggregate(highest=Max("occurrence"))["highest"]
    return (highest or 0) + 1


def _checked_process(
    kind: str, reference: str, began_on: date | None, ended_on: date | None, note: str
) -> dict[str, Any]:
    check_day("began_on", "Date it began", began_on, not_before=None)
    began = Bound(began_on, "it began") if began_on else None
    check_day("ended_on", "Date it ended", ended_on, not_before=began)
    return {
        "kind": kind,
        "reference": reference.strip(),
        "began_on": began_on,
        "ended_on": ended_on,
        "note": note.strip(),
    }
