"""Reviews that others lead: taken in, answered in time, learnt from."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_recommendation import OtherReviewKind
from sab.models import Board, OtherReview, Review, Theme
from sab.models.other_review import PFD_DAYS
from sab.services.boards import add, change, note, require_in_board
from sab.services.reviews import not_later_than_today


def lock_other_review(
    by: User, other_review: OtherReview, *, version: int | None = None
) -> OtherReview:
    """Return the review locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`.
    """
    held = OtherReview.objects.select_for_update().select_related("board").get(pk=other_review.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    return held


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
    row = OtherReview(
        board=board,
        kind=kind,
        reference=reference.strip(),
        title=title.strip(),
        lead_body=lead_body.strip(),
        received_on=received_on,
        due_on=_due(kind, received_on, due_on),
        learning=learning.strip(),
    )
    add(by, row, "other_review_added", board)
    return row


@transaction.atomic
def change_other_review(
    *,
    by: User,
    other_review: OtherReview,
    kind: str,
    reference: str,
    title: str,
    lead_body: str,
    received_on: date,
    due_on: date | None = None,
    concluded_on: date | None = None,
    version: int | None = None,
) -> OtherReview:
    """Correct what is held of a review. The clock of a coroner's report runs from its receipt.

    Raises: as `lock_other_review` and `add_other_review`.
    """
    held = lock_other_review(by, other_review, version=version)
    not_later_than_today("received_on", "Day received", received_on)
    not_later_than_today("concluded_on", "Day it ended", concluded_on)
    columns = {
        "kind": kind,
        "reference": reference.strip(),
        "title": title.strip(),
        "lead_body": lead_body.strip(),
        "received_on": received_on,
        "due_on": _due(kind, received_on, due_on),
        "concluded_on": concluded_on,
    }
    change(by, held, "other_review_changed", held.board, columns)
    return held


def _due(kind: str, received_on: date, due_on: date | None) -> date | None:
    """Return the day by which an answer is due."""
    if kind != OtherReviewKind.PFD:
        return due_on
    last = received_on + timedelta(days=PFD_DAYS)
    if due_on is not None and due_on > last:
        words = (
            "A coroner's report is answered within 56 days. Where the coroner agreed to more, "
            "keep that as an extension"
        )
        raise RuleViolationError("too_late", words, field="due_on")
    return due_on or last


@transaction.atomic
def extend_answer(
    *, by: User, other_review: OtherReview, extended_to: date, extension_reason: str
) -> OtherReview:
    """Keep that whoever asked agreed to a later day. The first day is kept beside it.

    Raises:
        as `lock_other_review`, and RuleViolationError, code `answered`, `no_clock` or
        `not_later`.
        ValidationError: it does not say who agreed, and why.
    """
    held = lock_other_review(by, other_review)
    if held.answered_on:
        raise RuleViolationError("answered", "It is answered already", field="extended_to")
    if held.due_on is None:
        words = "No answer is due, so there is no day to extend"
        raise RuleViolationError("no_clock", words, field="extended_to")
    if extended_to <= held.due_on:
        due = f"{held.due_on.day} {held.due_on:%B %Y}"
        words = f"The day must be later than {due}, when the answer is due"
        raise RuleViolationError("not_later", words, field="extended_to")
    columns = {"extended_to": extended_to, "extension_reason": extension_reason.strip()}
    change(by, held, "other_review_extended", held.board, columns)
    return held


@transaction.atomic
def answer_other_review(
    *,
    by: User,
    other_review: OtherReview,
    answered_on: date,
    answer: str,
    version: int | None = None,
) -> OtherReview:
    """Keep the day the board answered, and what: what will be done, or why nothing will be.

    Raises:
        as `lock_other_review`, and RuleViolationError, code `in_future` or `no_answer`.
        ValidationError: the day is before the report was received.
    """
    held = lock_other_review(by, other_review, version=version)
    not_later_than_today("answered_on", "Day answered", answered_on)
    if not answer.strip():
        words = "Say what will be done, or why nothing will be"
        raise RuleViolationError("no_answer", words, field="answer")
    columns = {"answered_on": answered_on, "answer": answer.strip()}
    change(by, held, "other_review_answered", held.board, columns)
    return held


@transaction.atomic
def keep_learning(
    *,
    by: User,
    other_review: OtherReview,
    learning: str,
    themes: Iterable[Theme] = (),
    reviews: Iterable[Review] = (),
    version: int | None = None,
) -> OtherReview:
    """Keep what the board learnt from a review, its themes, and reviews of its own that it joins.

    Raises:
        as `lock_other_review`, and RuleViolationError, code `other_board`.
    """
    held = lock_other_review(by, other_review, version=version)
    joined, chosen = list(reviews), list(themes)
    if any(review.board_id != held.board_id for review in joined):
        words = "The review is of another board"
        raise RuleViolationError("other_board", words, field="reviews")
    change(by, held, "other_review_learnt", held.board, {"learning": learning.strip()})
    held.themes.set(chosen)
    held.reviews.set(joined)
    told = {"themes": [None, ", ".join(theme.code for theme in chosen)]}
    note(by, "other_review_themes", held, held.board, changes=told)
    return held
