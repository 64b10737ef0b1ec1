"""The strategic plan: what it sets out to change, what is done each year, what shows it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from core.periods import parse_financial_year
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_recommendation import Progress
from sab.models import (
    Board,
    BoardRisk,
    Partner,
    PriorityAction,
    Recommendation,
    StrategicPriority,
)
from sab.services.boards import add, change, note, require_in_board
from sab.services.reviews import not_later_than_today


def lock_priority(
    by: User, priority: StrategicPriority, *, version: int | None = None
) -> StrategicPriority:
    """Return the priority locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`.
    """
    rows = StrategicPriority.objects.select_for_update(of=("self",)).select_related("board")
    held = rows.get(pk=priority.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    return held


@transaction.atomic
def add_priority(
    *,
    by: User,
    board: Board,
    title: str,
    intended_difference: str,
    starts_on: date,
    ends_on: date,
    lead: Partner | None = None,
    done: str = "",
) -> StrategicPriority:
    """Add a strategic priority of the board.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `other_board`.
        ValidationError: it ends before it starts, or a text is missing.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    _check_partner(board, lead, "lead")
    row = StrategicPriority(
        board=board,
        title=title.strip(),
        intended_difference=intended_difference.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        lead=lead,
        done=done.strip(),
    )
    add(by, row, "priority_added", board)
    return row


@transaction.atomic
def change_priority(
    *,
    by: User,
    priority: StrategicPriority,
    title: str,
    intended_difference: str,
    starts_on: date,
    ends_on: date,
    lead: Partner | None = None,
    done: str = "",
    version: int | None = None,
) -> StrategicPriority:
    """Change what is written of a priority.

    Raises: as `lock_priority` and `add_priority`.
    """
    held = lock_priority(by, priority, version=version)
    _check_partner(held.board, lead, "lead")
    columns = {
        "title": title.strip(),
        "intended_difference": intended_difference.strip(),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "lead": lead,
        "done": done.strip(),
    }
    change(by, held, "priority_changed", held.board, columns)
    return held


@transaction.atomic
def link_priority(
    *,
    by: User,
    priority: StrategicPriority,
    recommendations: Iterable[Recommendation] = (),
    risks: Iterable[BoardRisk] = (),
    measure_keys: Iterable[str] = (),
) -> StrategicPriority:
    """Set what a priority is linked to: recommendations and risks of its board, and measures.

    Raises:
        as `lock_priority`, and RuleViolationError, code `other_board`.
    """
    held = lock_priority(by, priority)
    chosen, seen = list(recommendations), list(risks)
    boards = {row.board_id for row in chosen} | {row.board_id for row in seen}
    if not boards <= {held.board_id}:
        raise RuleViolationError("other_board", "What is linked is of another board")
    held.recommendations.set(chosen)
    held.risks.set(seen)
    change(by, held, "priority_linked", held.board, {"measure_keys": sorted(set(measure_keys))})
    told = {"recommendations": [None, ", ".join(row.reference for row in chosen)]}
    told["risks"] = [None, ", ".join(row.reference for row in seen)]
    note(by, "priority_linked", held, held.board, changes=told)
    return held


@transaction.atomic
def add_priority_action(
    *,
    by: User,
    priority: StrategicPriority,
    year: str,
    text: str,
    owner_name: str,
    due_on: date,
    partner: Partner | None = None,
) -> PriorityAction:
    """Add what is to be done for a priority in one financial year that the plan covers.

    Raises:
        as `lock_priority`, and RuleViolationError, code `other_board`, `not_a_year`, `not_in_plan`
        or `not_in_year`.
        ValidationError: a text is missing.
    """
    held = lock_priority(by, priority)
    _check_partner(held.board, partner, "partner")
    _check_year(held, year, due_on)
    row = PriorityAction(
        board=held.board,
        priority=held,
        year=year,
        text=text.strip(),
        owner_name=owner_name.strip(),
        due_on=due_on,
        partner=partner,
    )
    add(by, row, "priority_action_added", held.board)
    return row


@transaction.atomic
def tell_priority_action(
    *,
    by: User,
    action: PriorityAction,
    progress: str,
    told: str,
    evidence: str = "",
    completed_on: date | None = None,
    version: int | None = None,
) -> PriorityAction:
    """Keep how an action stands. One that is complete has its day, and evidence that shows it.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`, `no_note`, `no_day`, `no_evidence`,
            `not_complete` or `in_future`.
    """
    held = PriorityAction.objects.select_for_update().select_related("board").get(pk=action.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    not_later_than_today("completed_on", "Day it was completed", completed_on)
    _check_told(progress, told, evidence, completed_on)
    columns = {
        "progress": progress,
        "told": told.strip(),
        "evidence": evidence.strip(),
        "completed_on": completed_on,
    }
    change(by, held, "priority_action_told", held.board, columns)
    return held


def _check_told(progress: str, told: str, evidence: str, completed_on: date | None) -> None:
    done = progress == Progress.COMPLETE
    if progress in (Progress.AT_RISK, Progress.BLOCKED) and not told.strip():
        words = "Say what holds it up, and what is done about it"
        raise RuleViolationError("no_note", words, field="told")
    if done and completed_on is None:
        words = "Give the day on which it was completed"
        raise RuleViolationError("no_day", words, field="completed_on")
    if done and not evidence.strip():
        words = "Say what shows that it was done: being told is not evidence"
        raise RuleViolationError("no_evidence", words, field="evidence")
    if not done and completed_on is not None:
        words = "Only an action that is complete has a day of completion"
        raise RuleViolationError("not_complete", words, field="completed_on")


def _check_partner(board: Board, partner: Partner | None, field: str) -> None:
    if partner is not None and partner.board_id != board.pk:
        raise RuleViolationError("other_board", "The agency is not on this board", field=field)


def _check_year(priority: StrategicPriority, year: str, due_on: date) -> None:
    try:
        span = parse_financial_year(year)
    except ValueError as error:
        words = "Give the year as, for example, 2025-26"
        raise RuleViolationError("not_a_year", words, field="year") from error
    if span.end < priority.starts_on or span.start > priority.ends_on:
        raise RuleViolationError("not_in_plan", "The plan does not cover this year", field="year")
    if not span.contains(due_on):
        words = f"The action is due in another year than {span.label}"
        raise RuleViolationError("not_in_year", words, field="due_on")
