"""Reviews that others lead: taken in, answered in time, learnt from."""

from datetime import date, timedelta

from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from sab.choices_recommendation import OtherReviewKind
from sab.models import Board, OtherReview
from sab.models.other_review import PFD_DAYS
from sab.services.boards import add, change, require_in_board
from sab.services.reviews import not_later_than_today


@transaction.atomic
def add_other_review(
    *,
    by: User,
    board: Board,
    kind: str,
    reference: str,
    title: str,
    lead_body: str,
    received_on: date,
    due_on: date | None = None,
    learning: str = "",
) -> OtherReview:
    """Take in a review that another body leads. A coroner's report is answered within 56 days.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `in_future` or `too_late`.
        ValidationError: a value is missing, or the reference is taken.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    not_later_than_today("received_on", "Day received", received_on)
    if kind == OtherReviewKind.PFD:
        last = received_on + timedelta(days=PFD_DAYS)
        if due_on is not None and due_on > last and not learning.strip():
            words = (
                "A coroner's report is answered within 56 days. Where the coroner agreed to more, "
            )
            raise RuleViolationError("too_late", words + "say so under learning", field="due_on")
        due_on = due_on or last
    row = OtherReview(
        board=board,
        kind=kind,
        reference=reference.strip(),
        title=title.strip(),
        lead_body=lead_body.strip(),
        received_on=received_on,
        due_on=due_on,
        learning=learning.strip(),
    )
    add(by, row, "other_review_added", board)
    return row


@transaction.atomic
def answer_other_review(
    *, by: User, other_review: OtherReview, answered_on: date, learning: str
) -> OtherReview:
    """Keep the day the board answered, and what it learnt.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `in_future`.
        ValidationError: the day is before the report was received.
    """
    held = OtherReview.objects.select_for_update().select_related("board").get(pk=other_review.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    not_later_than_today("answered_on", "Day answered", answered_on)
    columns = {"answered_on": answered_on, "learning": learning.strip()}
    change(by, held, "other_review_answered", held.board, columns)
    return held
