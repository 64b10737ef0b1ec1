"""Actions of an enquiry and of its safeguarding plan, and reviews of that plan."""

from datetime import date

from django.db import transaction

from core import access
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from safeguard.choices_work import PlanReviewResult
from safeguard.models import Action, Enquiry, PlanReview
from safeguard.services.enquiry_rows import (
    add_row,
    change_row,
    check_day,
    commenced,
    lock_open,
    lock_row,
)


@transaction.atomic
def add_action(
    *,
    by: User,
    enquiry: Enquiry,
    kind: str,
    what: str,
    owner: User | None = None,
    owner_name: str = "",
    due_on: date | None = None,
) -> Action:
    """Record something to be done: by `owner`, or by somebody elsewhere called `owner_name`.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `no_owner`, `two_owners`, `cannot_record` or
            `too_early`.
        ValidationError: nothing is to be done, or its kind is not known.
    """
    held = lock_open(by, enquiry)
    _check_action(held, owner, owner_name, due_on)
    action = Action(
        enquiry=held,
        kind=kind,
        what=what.strip(),
        owner=owner,
        owner_name=owner_name.strip(),
        due_on=due_on,
    )
    return add_row(by, action, "action_added")


@transaction.atomic
def change_action(
    *,
    by: User,
    row: Action,
    kind: str,
    what: str,
    owner: User | None = None,
    owner_name: str = "",
    due_on: date | None = None,
    version: int | None = None,
) -> Action:
    """Change an action that is not done yet.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: as `add_action`, and code `gone`, `changed_meanwhile` or `done`.
        ValidationError: as `add_action`.
    """
    held = lock_row(by, row, version=version)
    _refuse_done(held)
    _check_action(held.enquiry, owner, owner_name, due_on)
    values = {
        "kind": kind,
        "what": what.strip(),
        "owner": owner,
        "owner_name": owner_name.strip(),
        "due_on": due_on,
    }
    return change_row(by, held, "action_changed", values)


@transaction.atomic
def finish_action(*, by: User, row: Action, done_on: date, result: str = "") -> Action:
    """Say that an action was done, when, and what came of it; also once the enquiry concluded.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `gone`, `done`, `too_early` or `in_future`.
    """
    held = lock_row(by, row, also_concluded=True)
    _refuse_done(held)
    check_day("done_on", "Date done", done_on, not_before=commenced(held.enquiry))
    return change_row(by, held, "action_done", {"done_on": done_on, "result": result.strip()})


@transaction.atomic
def add_plan_review(*, by: User, enquiry: Enquiry, due_on: date) -> PlanReview:
    """Say when the safeguarding plan is to be reviewed; the day may lie ahead.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded` or `too_early`.
    """
    held = lock_open(by, enquiry)
    check_day("due_on", "Date due", due_on, not_before=commenced(held), may_lie_ahead=True)
    return add_row(by, PlanReview(enquiry=held, due_on=due_on), "plan_review_added")


@transaction.atomic
def hold_plan_review(
    *,
    by: User,
    row: PlanReview,
    held_on: date,
    result: str,
    note: str = "",
    next_due_on: date | None = None,
) -> PlanReview:
    """Record a review of the plan and what follows; a plan that continues is reviewed again.

    A plan may outlast its enquiry, so its reviews are recorded also once that concluded.

    Args:
        next_due_on: after `held_on`; given exactly where the plan continues.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `gone`, `held`, `too_early`, `in_future`,
            `no_next_review` or `no_more_reviews`.
        ValidationError: the result is not known.
    """
    review = lock_row(by, row, also_concluded=True)
    if review.held_on is not None:
        raise RuleViolationError("held", "This review was held already")
    enquiry = review.enquiry
    check_day("held_on", "Date of the review", held_on, not_before=commenced(enquiry))
    _check_next_review(result, held_on, next_due_on)
    values = {"held_on": held_on, "result": result, "note": note.strip()}
    change_row(by, review, "plan_review_held", values)
    if next_due_on is not None:
        add_row(by, PlanReview(enquiry=enquiry, due_on=next_due_on), "plan_review_added")
    return review


def _check_action(
    enquiry: Enquiry, owner: User | None, owner_name: str, due_on: date | None
) -> None:
    named = owner_name.strip()
    if owner is None and not named:
        raise RuleViolationError("no_owner", "Say who is to do it", field="owner")
    if owner is not None and named:
        words = "Choose a member of staff or name somebody else, not both"
        raise RuleViolationError("two_owners", words, field="owner_name")
    if owner is not None and not access.has(owner, Permission.CASE_RECORD, council=enquiry.council):
        words = f"{owner} does not record casework in {enquiry.council.name}"
        raise RuleViolationError("cannot_record", words, field="owner")
    check_day("due_on", "Date due", due_on, not_before=commenced(enquiry), may_lie_ahead=True)


def _refuse_done(action: Action) -> None:
    if action.done_on is not None:
        raise RuleViolationError("done", "This action is done already")


def _check_next_review(result: str, held_on: date, next_due_on: date | None) -> None:
    continues = result == PlanReviewResult.CONTINUES
    if continues and next_due_on is None:
        words = "Say when the plan is reviewed next"
        raise RuleViolationError("no_next_review", words, field="next_due_on")
    if not continues and next_due_on is not None:
        words = "Leave this empty: the plan does not continue"
        raise RuleViolationError("no_more_reviews", words, field="next_due_on")
    if next_due_on is not None and next_due_on <= held_on:
        words = "The next review must be after this one"
        raise RuleViolationError("too_early", words, field="next_due_on")
