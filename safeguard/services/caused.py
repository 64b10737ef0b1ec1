"""Cause an enquiry to be made by another body, and see that it is (Care Act 2014 section 42(2)).

The request keeps the day a report was first due and first came, and how often it was returned.
Each return is also a chase, because it asks for the report again; the day one came again is in the
activity log.
"""

from datetime import date
from typing import Any

from django.db import transaction

from core import activity
from core.errors import RuleViolationError
from core.models import User
from safeguard.choices_work import CausedQuality
from safeguard.models import CausedChase, CausedRequest, Enquiry
from safeguard.rules.caused import CAME_AGAIN, CHANGED, Stage, caused_to, may, stage_of
from safeguard.rules.days import Bound, in_words
from safeguard.services.cases import save
from safeguard.services.enquiry_rows import (
    add_row,
    change_row,
    check_day,
    commenced,
    lock_open,
    lock_row,
)


@transaction.atomic
def request_enquiry(
    *,
    by: User,
    enquiry: Enquiry,
    to_whom: str,
    scope: str,
    adult_views: str,
    capacity_view: str,
    requested_on: date,
    due_on: date,
    contact: str = "",
) -> CausedRequest:
    """Ask another body to make the enquiry, or a part of it, by the end of `due_on`.

    The first body asked that does not decline is the one by which the enquiry counts as caused.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `too_early` or `in_future`.
        ValidationError: who, what or the adult's views are missing.
    """
    held = lock_open(by, enquiry)
    check_day("requested_on", "Date asked", requested_on, not_before=commenced(held))
    asked = Bound(requested_on, "it was asked for")
    check_day("due_on", "Date due", due_on, not_before=asked, may_lie_ahead=True)
    request = CausedRequest(
        enquiry=held,
        to_whom=to_whom.strip(),
        contact=contact.strip(),
        scope=scope.strip(),
        adult_views=adult_views.strip(),
        capacity_view=capacity_view,
        requested_on=requested_on,
        due_on=due_on,
        first_due_on=due_on,
        requested_by=by,
    )
    add_row(by, request, "caused_requested")
    _name_the_body(by, held)
    return request


@transaction.atomic
def change_request(
    *,
    by: User,
    row: CausedRequest,
    scope: str,
    adult_views: str,
    capacity_view: str,
    due_on: date,
    reason: str,
    contact: str = "",
    version: int | None = None,
) -> CausedRequest:
    """Change what a body that has not reported yet is asked, or by when; the log keeps both.

    Reports are judged by the day they were first due, so a later day makes no late report timely.
    Who is asked does not change: withdraw the request and ask somebody else.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `changed_meanwhile`, `not_now`, `no_reason` or
            `too_early`.
        ValidationError: what is asked or the adult's views are missing.
    """
    held = _at_step(by, row, "change", version=version)
    check_day("due_on", "Date due", due_on, not_before=_asked(held), may_lie_ahead=True)
    why = _reason(reason, "Say why the request changes", "reason")
    values = {
        "contact": contact.strip(),
        "scope": scope.strip(),
        "adult_views": adult_views.strip(),
        "capacity_view": capacity_view,
        "due_on": due_on,
    }
    before = activity.snapshot(held)
    after = {**before, **values}
    logged = {**activity.changed_columns(before, after), "reason": [None, why]}
    return change_row(by, held, CHANGED, values, logged=logged)


@transaction.atomic
def withdraw_request(
    *, by: User, row: CausedRequest, withdrawn_on: date, reason: str
) -> CausedRequest:
    """Take a request back: it was a mistake, or the report is not needed any more.

    The enquiry no longer counts as caused to be made by this body.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `not_now`, `no_reason`, `too_early` or
            `in_future`.
    """
    held = _at_step(by, row, "withdraw")
    check_day("withdrawn_on", "Date withdrawn", withdrawn_on, not_before=_asked(held))
    why = _reason(reason, "Say why the request is withdrawn", "reason")
    values = {"withdrawn_on": withdrawn_on, "withdrawn_reason": why}
    change_row(by, held, "caused_withdrawn", values)
    _name_the_body(by, held.enquiry)
    return held


@transaction.atomic
def answer_request(
    *, by: User, row: CausedRequest, accepted: bool, answered_on: date, reason: str = ""
) -> CausedRequest:
    """Record that the body accepted the request, or declined it and why.

    A body that declined is no longer the one by which the enquiry counts as caused.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `not_now`, `no_reason`, `too_early` or
            `in_future`.
    """
    held = _at_step(by, row, "answer")
    check_day("answered_on", "Date of the answer", answered_on, not_before=_asked(held))
    if accepted:
        return change_row(by, held, "caused_accepted", {"accepted_on": answered_on})
    why = _reason(reason, "Say why they declined", "reason")
    values = {"declined_on": answered_on, "declined_reason": why}
    change_row(by, held, "caused_declined", values)
    _name_the_body(by, held.enquiry)
    return held


@transaction.atomic
def chase_request(*, by: User, row: CausedRequest, chased_on: date, note: str) -> CausedChase:
    """Record that somebody asked where the answer or the report is, and what they were told.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `not_now`, `no_reason`, `too_early` or
            `in_future`.
    """
    held = _at_step(by, row, "chase")
    check_day("chased_on", "Date chased", chased_on, not_before=_asked(held))
    said = _reason(note, "Say how they were chased and what they said", "note")
    return _chase(by, held, chased_on, said)


@transaction.atomic
def receive_report(*, by: User, row: CausedRequest, received_on: date) -> CausedRequest:
    """Record that the report came. One that comes again waits to be checked again.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `not_now`, `too_early` or `in_future`.
    """
    held = _at_step(by, row, "receive")
    if stage_of(held) is not Stage.RETURNED:
        check_day("received_on", "Date received", received_on, not_before=_asked(held))
        return change_row(by, held, "caused_report_received", {"received_on": received_on})
    returned = Bound(held.quality_on, "it was returned") if held.quality_on else _asked(held)
    check_day("received_on", "Date received", received_on, not_before=returned)
    unchecked = {"quality": None, "quality_on": None, "quality_reason": ""}
    came = {"received_again_on": [None, received_on.isoformat()]}
    return change_row(by, held, CAME_AGAIN, unchecked, logged=came)


@transaction.atomic
def check_report(
    *,
    by: User,
    row: CausedRequest,
    quality: str,
    quality_on: date,
    reason: str = "",
    due_on: date | None = None,
) -> CausedRequest:
    """Accept a report, return it for more work by a new day, or take the enquiry over.

    An enquiry that is taken over still counts as caused: the body was asked to make it, and the
    figures count what was caused. The request says that the council took it over, and why.

    Args:
        due_on: the new last day; given exactly where the report is returned.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `gone`, `not_now`, `no_reason`, `no_new_due_day`,
            `too_early` or `in_future`.
        ValidationError: the quality is not known.
    """
    step = "take_over" if quality == CausedQuality.TAKEN_OVER else "check"
    held = _at_step(by, row, step)
    check_day("quality_on", "Date checked", quality_on, not_before=_came(held))
    why = reason.strip()
    if quality != CausedQuality.ACCEPTED:
        why = _reason(reason, "Say why", "reason")
    values: dict[str, Any] = {"quality": quality, "quality_on": quality_on, "quality_reason": why}
    if quality == CausedQuality.RETURNED:
        return _return(by, held, values, due_on)
    return change_row(by, held, f"caused_report_{quality}", values)


def _return(
    by: User, held: CausedRequest, values: dict[str, Any], due_on: date | None
) -> CausedRequest:
    on = values["quality_on"]
    if due_on is None:
        words = "Say by when the report is to come again"
        raise RuleViolationError("no_new_due_day", words, field="due_on")
    bound = Bound(on, "the report is returned")
    check_day("due_on", "New date due", due_on, not_before=bound, may_lie_ahead=True)
    counted = {**values, "due_on": due_on, "returned_count": held.returned_count + 1}
    change_row(by, held, "caused_report_returned", counted)
    note = f"Returned for more work, due {in_words(due_on)}: {values['quality_reason']}"
    _chase(by, held, on, note)
    return held


def _at_step(
    by: User, row: CausedRequest, step: str, *, version: int | None = None
) -> CausedRequest:
    """Return the request locked, where `step` can come next."""
    held = lock_row(by, row, version=version)
    if not may(step, held):
        raise RuleViolationError("not_now", f"This request stands at “{stage_of(held)}”")
    return held


def _asked(request: CausedRequest) -> Bound:
    return Bound(request.requested_on, "it was asked for")


def _came(request: CausedRequest) -> Bound:
    """Return the first day on which what came can be checked.

    Nobody is chased for a report that is here, so one that came again came after the last chase.
    """
    if request.received_on is None:
        return _asked(request)
    chased = request.chases.filter(chased_on__gt=request.received_on).first()
    if chased is not None:
        return Bound(chased.chased_on, "the report was asked for again")
    return Bound(request.received_on, "the report was received")


def _reason(text: str, missing: str, field: str) -> str:
    if not text.strip():
        raise RuleViolationError("no_reason", missing, field=field)
    return text.strip()


def _chase(by: User, request: CausedRequest, on: date, note: str) -> CausedChase:
    chase = CausedChase(request=request, chased_on=on, note=note, chased_by=by)
    chase.full_clean()
    chase.save(force_insert=True)
    council = request.enquiry.council
    activity.record(by=by, verb="caused_chased", target=chase, council=council, before={})
    return chase


def _name_the_body(by: User, enquiry: Enquiry) -> None:
    """Store by whom the enquiry counts as caused, where that changed."""
    rows = enquiry.caused_requests.order_by("requested_on", "pk")
    asked = [(row.to_whom, bool(row.declined_on or row.withdrawn_on)) for row in rows]
    body = caused_to(enquiry.caused_to, asked)
    if body == enquiry.caused_to:
        return
    before = activity.snapshot(enquiry)
    enquiry.caused_to = body
    save(enquiry, "caused_to")
    activity.record(
        by=by, verb="enquiry_caused", target=enquiry, council=enquiry.council, before=before
    )
