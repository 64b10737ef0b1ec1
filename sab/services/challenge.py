"""The challenge event: what is asked, what is answered, what is agreed."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_board import ReturnStatus
from sab.models import (
    AssuranceReturn,
    ChallengeEvent,
    ChallengeQuestion,
    ImprovementAction,
    ReturnCycle,
    ReturnStandard,
)
from sab.rules.returns import check_judged
from sab.services.boards import add, change, require_in_board
from sab.services.returns import check_asked, lock_return, take_step


@transaction.atomic
def hold_event(*, by: User, cycle: ReturnCycle, held_on: date, panel: str) -> ChallengeEvent:
    """Plan or record a meeting at which a panel asks agencies about their returns.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `too_early`: before the cycle's window opens.
        ValidationError: nobody is named.
    """
    require_in_board(by, Permission.BOARD_MANAGE, cycle.board)
    if held_on < cycle.opens_on:
        words = "The event cannot be before the window of the cycle opens"
        raise RuleViolationError("too_early", words, field="held_on")
    event = ChallengeEvent(board=cycle.board, cycle=cycle, held_on=held_on, panel=panel.strip())
    add(by, event, "challenge_event_held", cycle.board)
    return event


@transaction.atomic
def note_outputs(
    *,
    by: User,
    event: ChallengeEvent,
    strengths_to_share: str = "",
    common_gaps: str = "",
    single_agency_gaps: str = "",
    partnership_gaps: str = "",
    version: int | None = None,
) -> ChallengeEvent:
    """Keep what came of the event, what agencies mend alone apart from what they mend together.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`.
    """
    rows = ChallengeEvent.objects.select_for_update(of=("self",)).select_related("board")
    held = rows.get(pk=event.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    columns = {
        "strengths_to_share": strengths_to_share.strip(),
        "common_gaps": common_gaps.strip(),
        "single_agency_gaps": single_agency_gaps.strip(),
        "partnership_gaps": partnership_gaps.strip(),
    }
    change(by, held, "challenge_outputs_noted", held.board, columns)
    return held


@transaction.atomic
def ask_question(
    *,
    by: User,
    event: ChallengeEvent,
    assurance_return: AssuranceReturn,
    question: str,
    reason: str,
    standard: ReturnStandard | None = None,
) -> ChallengeQuestion:
    """Put a question to one agency about its return.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `other_cycle`, `not_asked`, `not_sent` or `validated`.
        ValidationError: there is no question.
    """
    require_in_board(by, Permission.BOARD_MANAGE, event.board)
    row = lock_return(assurance_return)
    if row.cycle_id != event.cycle_id:
        words = "Choose a return of the cycle that the event is about"
        raise RuleViolationError("other_cycle", words)
    check_judged(row.status)
    if standard is not None:
        check_asked(row, standard)
    held = ChallengeQuestion(
        event=event,
        assurance_return=row,
        standard=standard,
        reason=reason,
        question=question.strip(),
    )
    add(by, held, "challenge_question_asked", event.board)
    if row.status != ReturnStatus.CHALLENGE:
        take_step(by, row, ReturnStatus.CHALLENGE, "return_challenged")
    return held


@transaction.atomic
def record_answer(
    *,
    by: User,
    question: ChallengeQuestion,
    answer: str,
    agreed_action: str = "",
    owner_name: str = "",
    due_on: date | None = None,
    version: int | None = None,
) -> ChallengeQuestion:
    """Keep what an agency answered; an action agreed on it becomes one of the agency's.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`, `no_answer`, `no_owner`, `no_day`,
            `in_past` or `agreed`.
    """
    rows = ChallengeQuestion.objects.select_for_update(of=("self",))
    held = rows.select_related("event__board", "assurance_return__partner").get(pk=question.pk)
    board = held.event.board
    require_in_board(by, Permission.BOARD_MANAGE, board)
    refuse_changed(version, fingerprint(held))
    if not answer.strip():
        raise RuleViolationError("no_answer", "Write what was answered", field="answer")
    agreed = agreed_action.strip()
    if held.agreed_action and agreed != held.agreed_action:
        words = "The action was agreed and is the agency's now. Change the answer only"
        raise RuleViolationError("agreed", words, field="agreed_action")
    is_new = bool(agreed) and not held.agreed_action
    change(
        by, held, "challenge_answered", board, {"answer": answer.strip(), "agreed_action": agreed}
    )
    if is_new:
        agree_action(by, held, owner_name, due_on)
    return held


def agree_action(
    by: User, held: ChallengeQuestion, owner_name: str, due_on: date | None
) -> ImprovementAction:
    if not owner_name.strip():
        raise RuleViolationError("no_owner", "Say who owns the action", field="owner_name")
    if due_on is None:
        raise RuleViolationError("no_day", "Give the day the action is due", field="due_on")
    if due_on < timezone.localdate():
        raise RuleViolationError("in_past", "Give a day that is still to come", field="due_on")
    row = held.assurance_return
    action = ImprovementAction(
        board=held.event.board,
        partner=row.partner,
        assurance_return=row,
        standard=held.standard,
        question=held,
        text=held.agreed_action,
        owner_name=owner_name.strip(),
        due_on=due_on,
    )
    add(by, action, "improvement_agreed", held.event.board)
    return action
