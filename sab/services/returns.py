"""An agency's own work on its return: answers, evidence, actions, the declaration."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_board import ReturnStatus
from sab.models import (
    AnswerEvidence,
    AssuranceReturn,
    ImprovementAction,
    ReturnStandard,
    ReturnStep,
    StandardAnswer,
)
from sab.returns_shown import asked_of, standards_held
from sab.rules.returns import check_writable
from sab.services.boards import add, answers_for, change, has_account, note, require_in_board
from sab.services.reviews import not_later_than_today

UNJUDGED = {
    "validated_rating": None,
    "validation_reason": "",
    "validated_on": None,
    "validated_by": None,
    "agency_reply": "",
}


def lock_return(row: AssuranceReturn) -> AssuranceReturn:
    rows = AssuranceReturn.objects.select_for_update(of=("self",))
    return rows.select_related("board", "partner", "cycle__template").get(pk=row.pk)


def lock_to_write(by: User, row: AssuranceReturn) -> AssuranceReturn:
    """Return a return locked for `by`, who answers for its agency, while it may be written.

    For an agency in which nobody has an account, whoever manages the board writes what it sent.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: see `check_writable`.
    """
    held = lock_return(row)
    if not answers_for(by, held.partner):
        if has_account(held.partner):
            raise PermissionDenied("only the agency writes its return")
        require_in_board(by, Permission.BOARD_MANAGE, held.board)
    check_writable(
        held.status,
        opens_on=held.cycle.opens_on,
        closes_on=held.cycle.closes_on,
        late_until=held.late_until,
        today=timezone.localdate(),
    )
    return held


def take_step(
    by: User,
    row: AssuranceReturn,
    status: str,
    verb: str,
    *,
    text: str = "",
    columns: dict[str, Any] | None = None,
) -> None:
    """Move a return to a status, with a line of its history."""
    change(by, row, verb, row.board, {"status": status, **(columns or {})})
    step = ReturnStep(
        assurance_return=row, status=status, note=text.strip(), at=timezone.now(), by=by
    )
    step.full_clean()
    step.save()


def check_asked(row: AssuranceReturn, standard: ReturnStandard) -> None:
    if standard.template_id != row.cycle.template_id or not asked_of(row.partner, [standard]):
        raise RuleViolationError("not_asked", "This return does not ask about that standard")


@transaction.atomic
def answer_standard(
    *,
    by: User,
    assurance_return: AssuranceReturn,
    standard: ReturnStandard,
    rating: int | None,
    narrative: str,
    version: int | None = None,
) -> StandardAnswer:
    """Answer one standard; `rating` is None where it does not apply. This confirms a carried one.

    A rating the board gave to an answer that changes goes with the answer it was given to.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: code `sent`, `not_open`, `window_closed`, `not_asked`, `no_narrative` or
            `changed_meanwhile`.
    """
    row = lock_to_write(by, assurance_return)
    check_asked(row, standard)
    answer = StandardAnswer.objects.filter(assurance_return=row, standard=standard).first()
    refuse_changed(version, fingerprint(answer))
    if not narrative.strip():
        words = "Say what this rests on, or why the standard does not apply"
        raise RuleViolationError("no_narrative", words, field="narrative")
    columns = {
        "self_rating": rating,
        "is_not_applicable": rating is None,
        "narrative": narrative.strip(),
    }
    if answer is None:
        answer = StandardAnswer(assurance_return=row, standard=standard, **columns)
        add(by, answer, "standard_answered", row.board)
    else:
        is_same = all(getattr(answer, name) == value for name, value in columns.items())
        again = {} if is_same else UNJUDGED
        change(
            by, answer, "standard_answered", row.board, {**columns, **again, "is_confirmed": True}
        )
    if row.status == ReturnStatus.NOT_STARTED:
        take_step(by, row, ReturnStatus.IN_PROGRESS, "return_started")
    return answer


def answered(row: AssuranceReturn, standard: ReturnStandard) -> StandardAnswer:
    found = StandardAnswer.objects.filter(assurance_return=row, standard=standard).first()
    if found is None:
        raise RuleViolationError("not_answered", "Save the answer before what goes with it")
    return found


@transaction.atomic
def add_answer_evidence(
    *,
    by: User,
    assurance_return: AssuranceReturn,
    standard: ReturnStandard,
    kind: str,
    title: str,
    dated_on: date,
    description: str = "",
    link: str = "",
) -> AnswerEvidence:
    """Add what an answer rests on, described or linked.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: as for `answer_standard`, `not_answered`, or `in_future`.
    """
    row = lock_to_write(by, assurance_return)
    answer = answered(row, standard)
    not_later_than_today("dated_on", "Date of the evidence", dated_on)
    item = AnswerEvidence(
        answer=answer,
        kind=kind,
        title=title.strip(),
        description=description.strip(),
        link=link.strip(),
        dated_on=dated_on,
    )
    add(by, item, "answer_evidence_added", row.board)
    return item


@transaction.atomic
def remove_answer_evidence(
    *, by: User, assurance_return: AssuranceReturn, standard: ReturnStandard, evidence: int
) -> None:
    """Take evidence off an answer that is still being written; the activity log keeps what it was.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: as for `answer_standard`, or `gone`.
    """
    row = lock_to_write(by, assurance_return)
    items = AnswerEvidence.objects.select_for_update().filter(
        answer__assurance_return=row, answer__standard=standard
    )
    item = items.filter(pk=evidence).first()
    if item is None:
        raise RuleViolationError("gone", "This evidence was removed already")
    gone = {"title": [item.title, None], "dated_on": [item.dated_on.isoformat(), None]}
    note(by, "answer_evidence_removed", item, row.board, changes=gone)
    item.delete()


@transaction.atomic
def add_improvement(
    *,
    by: User,
    assurance_return: AssuranceReturn,
    standard: ReturnStandard,
    text: str,
    owner_name: str,
    due_on: date,
) -> ImprovementAction:
    """Say what the agency will do about a standard that is not in place.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: as for `answer_standard`, `not_answered`, or `in_past`.
    """
    row = lock_to_write(by, assurance_return)
    answered(row, standard)
    if due_on < timezone.localdate():
        raise RuleViolationError("in_past", "Give a day that is still to come", field="due_on")
    action = ImprovementAction(
        board=row.board,
        partner=row.partner,
        assurance_return=row,
        standard=standard,
        text=text.strip(),
        owner_name=owner_name.strip(),
        due_on=due_on,
    )
    add(by, action, "improvement_added", row.board)
    return action


@transaction.atomic
def submit_return(
    *,
    by: User,
    assurance_return: AssuranceReturn,
    is_declared: bool,
    signed_by: str,
    signed_job_title: str,
    signed_on: date,
) -> AssuranceReturn:
    """Record the executive lead's declaration and send the return to the board.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: code `sent`, `not_open`, `window_closed`, `gaps`, `not_declared`,
            `in_future` or `signed_early`.
        ValidationError: the signature lacks a name or a job title.
    """
    row = lock_to_write(by, assurance_return)
    short = [held.standard.code for held in standards_held(row) if held.gaps]
    if short:
        words = f"These standards are not ready: {', '.join(short)}. Follow their links above"
        raise RuleViolationError("gaps", words)
    if not is_declared:
        words = "Confirm that the executive lead made this declaration"
        raise RuleViolationError("not_declared", words, field="is_declared")
    not_later_than_today("signed_on", "Day of the signature", signed_on)
    if signed_on < row.cycle.opens_on:
        words = "A signature is of this return: it cannot be earlier than the day the window opened"
        raise RuleViolationError("signed_early", words, field="signed_on")
    signed = {
        "signed_by": signed_by.strip(),
        "signed_job_title": signed_job_title.strip(),
        "signed_on": signed_on,
        "submitted_on": timezone.localdate(),
        "submitted_by": by,
    }
    take_step(by, row, ReturnStatus.SUBMITTED, "return_submitted", columns=signed)
    return row
