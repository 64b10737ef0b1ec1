"""The board's side of opening a round of returns: the questions, the window, who is asked."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from sab.carrying import carry_forward, store_template
from sab.choices_board import ReturnStatus
from sab.models import (
    AssuranceReturn,
    Board,
    Partner,
    ReturnCycle,
    ReturnTemplate,
)
from sab.rules.returns import JUDGED, check_closable
from sab.services.boards import add, note, require_in_board
from sab.services.returns import take_step


@transaction.atomic
def load_return_template(*, by: User, board: Board) -> ReturnTemplate:
    """Take in the questions that come with the product; a version held already stays as it is.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    template, is_new = store_template()
    if is_new:
        note(by, "return_template_loaded", template, board, before={})
    return template


@transaction.atomic
def open_cycle(
    *,
    by: User,
    board: Board,
    template: ReturnTemplate,
    title: str,
    opens_on: date,
    closes_on: date,
    partners: Iterable[Partner],
) -> ReturnCycle:
    """Ask partners for a return within a window, their last answers carried forward.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_published`, `over`, `nobody` or `other_board`.
        ValidationError: the board has a cycle of this title, or it closes before it opens.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    asked = list(partners)
    if template.published_on is None or template.retired_on is not None:
        words = "Choose a version of the questions that is published and not retired"
        raise RuleViolationError("not_published", words, field="template")
    if closes_on < timezone.localdate():
        words = "The window would be over already. Give a later day"
        raise RuleViolationError("over", words, field="closes_on")
    if not asked:
        raise RuleViolationError("nobody", "Choose who is asked for a return", field="partners")
    if any(partner.board_id != board.pk for partner in asked):
        words = "Choose partners of this board"
        raise RuleViolationError("other_board", words, field="partners")
    cycle = ReturnCycle(
        board=board, template=template, title=title.strip(), opens_on=opens_on, closes_on=closes_on
    )
    add(by, cycle, "return_cycle_opened", board)
    standards = list(template.standards.all())
    for partner in asked:
        row = AssuranceReturn(board=board, cycle=cycle, partner=partner)
        add(by, row, "return_asked_for", board)
        carry_forward(row, standards)
    return cycle


@transaction.atomic
def close_cycle(*, by: User, cycle: ReturnCycle) -> int:
    """Close the validated returns of a cycle, whose actions go on. Return how many.

    One that never came stays as it is, and is counted as not returned.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: see `check_closable`.
    """
    require_in_board(by, Permission.BOARD_MANAGE, cycle.board)
    today = timezone.localdate()
    rows = AssuranceReturn.objects.select_for_update(of=("self",)).filter(cycle=cycle)
    held = list(rows.select_related("board", "partner").order_by("partner__name"))
    unfinished = {*JUDGED, ReturnStatus.CHANGES_REQUESTED}
    waiting = [
        row.partner.name
        for row in held
        if row.status in unfinished or (row.submitted_on is None and may_still_come(row, today))
    ]
    done = [row for row in held if row.status == ReturnStatus.VALIDATED]
    check_closable(cycle.closes_on, today, waiting, len(done))
    for row in done:
        take_step(by, row, ReturnStatus.CLOSED, "return_closed")
    return len(done)


def may_still_come(row: AssuranceReturn, today: date) -> bool:
    return row.late_until is not None and row.late_until >= today
