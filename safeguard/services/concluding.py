"""Conclude an enquiry, and record which agencies were told how it ended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.closing import open_work
from safeguard.models import AgencyTold, ClosingCheck, Conclusion, DesiredOutcome, Enquiry
from safeguard.rules.concluding import Check, Closing, Fault, Judgement, faults
from safeguard.services import cases

COLUMNS = (
    "concluded_on",
    "risk_assessment_result",
    "risk_outcome",
    "lacked_capacity",
    "supported",
    "outcomes_asked",
    "outcomes_achieved",
)


class Told(NamedTuple):
    """An agency that was told how the enquiry ended; `on` None means the day of conclusion."""

    agency: str
    on: date | None = None
    how: str = ""


class NotReadyError(RuleViolationError):
    """Everything that stands against a conclusion; the first of it is the error itself."""

    def __init__(self, found: Sequence[Fault]) -> None:
        first = found[0]
        super().__init__(first.code, first.message, field=first.field or None)
        self.faults = tuple(found)


@transaction.atomic
def conclude_enquiry(
    *, by: User, enquiry: Enquiry, closing: Closing, told: Sequence[Told] = (), version: int | None
) -> Enquiry:
    """Close an enquiry with its result, its checklist, and each outcome in the adult's view.

    The enquiry's own columns come to hold what an extract would have brought.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council.
        RuleViolationError: `changed_meanwhile`; `concluded` already; else a `NotReadyError` with
            the codes of `rules.concluding.faults`, or `future` or `out_of_order` of an agency.
        ValidationError: a reason is missing, or a model refuses a value.
    """
    held = cases.lock(by, enquiry, Permission.CASE_DECIDE, version=version)
    refuse_concluded(held)
    closing = _tidied(closing)
    found = faults(closing, open_work(held).standing(timezone.localdate()))
    if found:
        raise NotReadyError(found)
    before = activity.snapshot(held)
    for column in COLUMNS:
        setattr(held, column, getattr(closing, column))
    cases.save(held, *COLUMNS)
    _store_words(by, held, closing)
    _store_judgements(held, closing)
    for each in told:
        _tell(held, each.agency, each.on or closing.concluded_on, each.how, "agencies_told_on")
    activity.record(
        by=by, verb="enquiry_concluded", target=held, council=held.council, before=before
    )
    return held


def refuse_concluded(enquiry: Enquiry) -> None:
    """Raise RuleViolationError, code `concluded`, where the enquiry is closed to changes."""
    if enquiry.concluded_on is not None:
        raise RuleViolationError(
            "concluded", "This enquiry is concluded. Reopen it before changing it"
        )


@transaction.atomic
def add_agency_told(
    *, by: User, enquiry: Enquiry, agency: str, told_on: date, how: str
) -> AgencyTold:
    """Record that a body that took part was told; most are told after an enquiry has concluded.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council.
        RuleViolationError: code `future` or `out_of_order`.
        ValidationError: the agency is not named.
    """
    held = cases.lock(by, enquiry, Permission.CASE_RECORD)
    row = _tell(held, agency, told_on, how, "told_on")
    activity.record(by=by, verb="agency_told_added", target=row, council=held.council, before={})
    return row


@transaction.atomic
def change_agency_told(
    *,
    by: User,
    row: AgencyTold,
    agency: str,
    told_on: date,
    how: str,
    version: int | None = None,
) -> AgencyTold:
    """Put right who was told, when and how; the activity log keeps what it said before.

    Args:
        version: the `fingerprint` that its reader saw.

    Raises: as `add_agency_told`, and RuleViolationError, code `changed_meanwhile`.
    """
    held = cases.lock(by, row.enquiry, Permission.CASE_RECORD)
    row = AgencyTold.objects.select_for_update().get(pk=row.pk)
    cases.refuse_changed(version, cases.fingerprint(row))
    before = activity.snapshot(row)
    _check_told(held, told_on, "told_on")
    row.agency, row.told_on, row.how = agency.strip(), told_on, how.strip()
    row.full_clean()
    row.save(update_fields=["agency", "told_on", "how"])
    activity.record(
        by=by, verb="agency_told_changed", target=row, council=held.council, before=before
    )
    return row


def _tidied(closing: Closing) -> Closing:
    """Return the same without white space round its words, so that a blank is no reason."""
    words = ("reason", "adult_view", "review_reason", "not_asked_reason", "lessons")
    return replace(
        closing,
        **{name: getattr(closing, name).strip() for name in (*words, "open_actions_reason")},
        checks={
            item: Check(answer, note.strip()) for item, (answer, note) in closing.checks.items()
        },
        outcomes={
            key: Judgement(achieved, view.strip(), why.strip())
            for key, (achieved, view, why) in closing.outcomes.items()
        },
    )


def _store_words(by: User, enquiry: Enquiry, closing: Closing) -> None:
    conclusion = Conclusion(
        enquiry=enquiry,
        reason=closing.reason,
        adult_view=closing.adult_view,
        review_considered=closing.review_considered,
        review_reason=closing.review_reason,
        not_asked_reason=closing.not_asked_reason,
        lessons=closing.lessons,
        open_actions_reason=closing.open_actions_reason,
        closed_by=by,
    )
    insert(conclusion, taken="Somebody else has just concluded this enquiry.")
    for item, check in closing.checks.items():
        row = ClosingCheck(enquiry=enquiry, item=item, answer=check.answer, note=check.note)
        insert(row, taken="Somebody else has just concluded this enquiry.")


def _store_judgements(enquiry: Enquiry, closing: Closing) -> None:
    """Write how far each outcome came about; a judgement that stands keeps its day."""
    for row in DesiredOutcome.objects.select_for_update(of=("self",)).filter(
        enquiry=enquiry, replaced_by__isnull=True
    ):
        judged = closing.outcomes[row.pk]
        stands = (row.achieved, row.in_whose_view) == (judged.achieved, judged.in_whose_view)
        if judged.achieved is None:
            row.judged_on = None
        elif not stands or row.judged_on is None:
            row.judged_on = closing.concluded_on
        row.achieved = judged.achieved  # type: ignore[assignment]
        row.in_whose_view = judged.in_whose_view if judged.achieved else ""
        row.not_judged_reason = "" if judged.achieved else judged.not_judged_reason
        row.full_clean()
        row.save(update_fields=["achieved", "in_whose_view", "judged_on", "not_judged_reason"])


def _tell(enquiry: Enquiry, agency: str, on: date, how: str, field: str) -> AgencyTold:
    _check_told(enquiry, on, field)
    row = AgencyTold(enquiry=enquiry, agency=agency.strip(), told_on=on, how=how.strip())
    row.full_clean()
    row.save(force_insert=True)
    return row


def _check_told(enquiry: Enquiry, on: date, field: str) -> None:
    if on > timezone.localdate():
        message = "The day on which an agency was told must not be in the future"
        raise RuleViolationError("future", message, field=field)
    if on < enquiry.commenced_on:
        message = "An agency cannot be told how the enquiry ended before it commenced"
        raise RuleViolationError("out_of_order", message, field=field)
