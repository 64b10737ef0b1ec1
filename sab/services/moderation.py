"""The board's side of returns: leave to be late, changes asked for, ratings beside the agency's."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_board import ReturnStatus
from sab.models import AssuranceReturn, StandardAnswer
from sab.rules.returns import WRITABLE, check_judged
from sab.services.boards import answers_for, change, require_in_board, speaks_for
from sab.services.returns import lock_return, take_step


def lock_to_judge(by: User, row: AssuranceReturn) -> AssuranceReturn:
    """Return a submitted return locked for `by`, who manages its board and is not of its agency.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `own_agency`, `not_sent` or `validated`.
    """
    held = lock_return(row)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    if speaks_for(by, held.partner) or held.submitted_by_id == by.pk:
        words = "Nobody judges the return of their own agency. Ask somebody else to do it"
        raise RuleViolationError("own_agency", words)
    check_judged(held.status)
    return held


def check_leave(held: AssuranceReturn, until: date) -> None:
    if until < timezone.localdate() or until <= held.cycle.closes_on:
        words = "Give a day that is still to come and after the window closes"
        raise RuleViolationError("not_later", words, field="until")


@transaction.atomic
def give_leave(*, by: User, assurance_return: AssuranceReturn, until: date, reason: str) -> None:
    """Let an agency return after the window. The return stays marked as late.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `sent`, `not_later` or `no_reason`.
    """
    held = lock_return(assurance_return)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    if held.status not in WRITABLE:
        raise RuleViolationError("sent", "The agency has submitted this return")
    check_leave(held, until)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why the agency may be late", field="reason")
    text = f"May return until {until:%d/%m/%Y}: {reason.strip()}"
    if held.status == ReturnStatus.CHANGES_REQUESTED:
        text = f"More time until {until:%d/%m/%Y}: {reason.strip()}"
    columns = {"late_until": until}
    take_step(by, held, held.status, "return_leave_given", text=text, columns=columns)


@transaction.atomic
def request_changes(
    *, by: User, assurance_return: AssuranceReturn, reason: str, until: date | None = None
) -> None:
    """Give a return back to its agency; it signs and sends it again.

    Args:
        until: needed where the window has closed, or will have before the agency can answer.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `own_agency`, `not_sent`, `validated`, `no_reason`, `not_later` or
            `no_day`.
    """
    held = lock_to_judge(by, assurance_return)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say what should be changed", field="reason")
    if until is None and held.cycle.closes_on < timezone.localdate():
        words = "The window has closed. Give a day by which the agency answers"
        raise RuleViolationError("no_day", words, field="until")
    if until is not None:
        check_leave(held, until)
    columns = {"late_until": until}
    status = ReturnStatus.CHANGES_REQUESTED
    take_step(by, held, status, "return_changes_requested", text=reason, columns=columns)


@transaction.atomic
def validate_answer(
    *,
    by: User,
    answer: StandardAnswer,
    rating: int,
    reason: str = "",
    version: int | None = None,
) -> StandardAnswer:
    """Put the board's rating beside the agency's own, never over it.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `own_agency`, `not_sent`, `validated`, `changed_meanwhile` or
            `no_reason`.
    """
    row = lock_to_judge(by, answer.assurance_return)
    held = StandardAnswer.objects.select_for_update().get(pk=answer.pk)
    refuse_changed(version, fingerprint(held))
    if rating != held.self_rating and not reason.strip():
        words = "Say why the rating differs from the agency's own"
        raise RuleViolationError("no_reason", words, field="reason")
    columns = {
        "validated_rating": rating,
        "validation_reason": reason.strip(),
        "validated_on": timezone.localdate(),
        "validated_by": by,
        "agency_reply": "",
    }
    change(by, held, "answer_validated", row.board, columns)
    if row.status == ReturnStatus.SUBMITTED:
        take_step(by, row, ReturnStatus.MODERATION, "return_moderated")
    return held


@transaction.atomic
def validate_return(*, by: User, assurance_return: AssuranceReturn) -> AssuranceReturn:
    """Close the judging of a return: every rated standard has the board's rating.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `own_agency`, `not_sent`, `validated` or `not_rated`.
    """
    held = lock_to_judge(by, assurance_return)
    waiting = held.answers.filter(self_rating__isnull=False, validated_rating__isnull=True)
    codes = list(waiting.values_list("standard__code", flat=True))
    if codes:
        words = f"These standards have no rating of the board yet: {', '.join(codes)}"
        raise RuleViolationError("not_rated", words)
    columns = {"validated_on": timezone.localdate(), "validated_by": by}
    take_step(by, held, ReturnStatus.VALIDATED, "return_validated", columns=columns)
    return held


@transaction.atomic
def reply_to_rating(
    *, by: User, answer: StandardAnswer, reply: str, version: int | None = None
) -> StandardAnswer:
    """Keep what an agency says to a rating of the board that differs from its own.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: code `not_validated`, `same`, `changed_meanwhile` or `no_reply`.
    """
    row = lock_return(answer.assurance_return)
    if not answers_for(by, row.partner):
        raise PermissionDenied("only the agency replies")
    if row.status not in (ReturnStatus.VALIDATED, ReturnStatus.CLOSED):
        raise RuleViolationError("not_validated", "The board has not finished with this return")
    held = StandardAnswer.objects.select_for_update().get(pk=answer.pk)
    if held.validated_rating is None or held.validated_rating == held.self_rating:
        raise RuleViolationError("same", "The board's rating is your own")
    refuse_changed(version, fingerprint(held))
    if not reply.strip():
        raise RuleViolationError("no_reply", "Write your reply", field="reply")
    change(by, held, "rating_replied_to", row.board, {"agency_reply": reply.strip()})
    return held
