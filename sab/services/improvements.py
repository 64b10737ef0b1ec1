"""What agencies agreed to do about a standard: done, verified by somebody else, or sent back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from sab.models import ImprovementAction
from sab.services.boards import answers_for, change, has_account, require_in_board, speaks_for


def lock_improvement(action: ImprovementAction) -> ImprovementAction:
    rows = ImprovementAction.objects.select_for_update(of=("self",))
    return rows.select_related("board", "partner__organisation").get(pk=action.pk)


@transaction.atomic
def complete_improvement(*, by: User, action: ImprovementAction, note: str) -> ImprovementAction:
    """Say that an action is done, and what shows it.

    For an agency in which nobody has an account, whoever manages the board writes what it told.

    Raises:
        PermissionDenied: `by` does not answer for the agency.
        RuleViolationError: code `verified`, `complete` or `no_note`.
    """
    held = lock_improvement(action)
    if not answers_for(by, held.partner):
        if has_account(held.partner):
            raise PermissionDenied("only the agency says that its action is done")
        require_in_board(by, Permission.BOARD_MANAGE, held.board)
    if held.verified_on:
        raise RuleViolationError("verified", "The action is verified and no longer changes")
    if held.completed_on:
        raise RuleViolationError("complete", "The action was said to be done already")
    if not note.strip():
        raise RuleViolationError("no_note", "Say what was done and what shows it", field="note")
    columns = {
        "completed_on": timezone.localdate(),
        "completed_by": by,
        "completion_note": note.strip(),
    }
    change(by, held, "improvement_completed", held.board, columns)
    return held


def lock_complete(by: User, action: ImprovementAction) -> ImprovementAction:
    """Return a complete action locked for `by`, who manages its board and had no part in it.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `owner`, `not_complete` or `verified`.
    """
    held = lock_improvement(action)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    if by.pk in (held.owner_id, held.completed_by_id) or speaks_for(by, held.partner):
        words = "Somebody other than the owner, its agency and who said it was done verifies it"
        raise RuleViolationError("owner", words)
    if held.completed_on is None:
        raise RuleViolationError("not_complete", "The agency has not said that it is done")
    if held.verified_on:
        raise RuleViolationError("verified", "The action is verified already")
    return held


@transaction.atomic
def verify_improvement(*, by: User, action: ImprovementAction) -> ImprovementAction:
    """Confirm that an action was done.

    Raises:
        PermissionDenied, RuleViolationError: see `lock_complete`.
    """
    held = lock_complete(by, action)
    columns = {"verified_on": timezone.localdate(), "verified_by": by, "sent_back_because": ""}
    change(by, held, "improvement_verified", held.board, columns)
    return held


@transaction.atomic
def send_improvement_back(*, by: User, action: ImprovementAction, reason: str) -> ImprovementAction:
    """Tell an agency that its action is not done, and what is missing.

    Raises:
        PermissionDenied, RuleViolationError: see `lock_complete`, or code `no_reason`.
    """
    held = lock_complete(by, action)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say what is missing", field="reason")
    columns = {
        "completed_on": None,
        "completed_by": None,
        "sent_back_because": reason.strip(),
    }
    change(by, held, "improvement_sent_back", held.board, columns)
    return held
