"""What agencies do about recommendations: actions, what is told of them, evidence, verifying."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from sab.choices_recommendation import NEEDS_NOTE, Progress
from sab.models import ActionEvidence, ActionUpdate, Partner, Recommendation, RecommendationAction
from sab.services.boards import add, answers_for, change, require_in_board, speaks_for
from sab.services.findings import refuse_names
from sab.services.recommendations import lock_recommendation
from sab.services.reviews import not_later_than_today


@transaction.atomic
def add_action(
    *,
    by: User,
    recommendation: Recommendation,
    partner: Partner,
    text: str,
    owner_name: str,
    due_on: date,
    owner: User | None = None,
) -> RecommendationAction:
    """Give an agency an action on an accepted recommendation.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_accepted`, `closed`, `other_board` or `names_somebody`.
        ValidationError: a value is missing.
    """
    held = lock_recommendation(by, recommendation)
    if held.closed_on:
        raise RuleViolationError("closed", "The recommendation is closed. Open it again first")
    if held.response not in ("accepted", "accepted_in_part"):
        raise RuleViolationError("not_accepted", "Accept the recommendation before its actions")
    if partner.board_id != held.board_id:
        words = "Choose a partner of this board"
        raise RuleViolationError("other_board", words, field="partner")
    if held.review is not None:
        refuse_names(held.review, {"text": text})
    row = RecommendationAction(
        board=held.board,
        recommendation=held,
        partner=partner,
        text=text.strip(),
        owner=owner,
        owner_name=owner_name.strip(),
        due_on=due_on,
    )
    add(by, row, "action_added", held.board)
    return row


def lock_action(by: User, action: RecommendationAction) -> RecommendationAction:
    """Return the action locked for `by`, who answers for its agency or manages its board.

    Raises:
        PermissionDenied: they do neither.
    """
    rows = RecommendationAction.objects.select_for_update(of=("self",))
    held = rows.select_related("board", "partner", "recommendation__review").get(pk=action.pk)
    if not answers_for(by, held.partner):
        require_in_board(by, Permission.BOARD_MANAGE, held.board)
    return held


@transaction.atomic
def update_action(
    *, by: User, action: RecommendationAction, progress: str, text: str
) -> ActionUpdate:
    """Tell the board how an action stands. Saying that it is complete dates it today.

    Raises:
        PermissionDenied: `by` neither answers for the agency nor manages the board.
        RuleViolationError: code `closed`, `verified`, `no_text` or `names_somebody`.
    """
    held = lock_action(by, action)
    if held.recommendation.closed_on:
        raise RuleViolationError("closed", "The recommendation is closed")
    if held.verified_on:
        raise RuleViolationError("verified", "The action is verified and no longer changes")
    if not text.strip():
        raise RuleViolationError("no_text", "Say how the action stands", field="text")
    if held.recommendation.review is not None:
        refuse_names(held.recommendation.review, {"text": text})
    today = timezone.localdate()
    row = ActionUpdate(
        action=held, progress=progress, text=text.strip(), given_on=today, given_by=by
    )
    add(by, row, "action_updated", held.board)
    is_complete = progress == Progress.COMPLETE
    columns = {
        "progress": progress,
        "progress_note": text.strip() if progress in NEEDS_NOTE else "",
        "completed_on": (held.completed_on or today) if is_complete else None,
    }
    change(by, held, "action_updated", held.board, columns)
    return row


@transaction.atomic
def add_evidence(
    *,
    by: User,
    action: RecommendationAction,
    kind: str,
    title: str,
    description: str,
    dated_on: date,
    link: str = "",
) -> ActionEvidence:
    """Add what shows that an action did something, described or linked.

    Raises:
        PermissionDenied: `by` neither answers for the agency nor manages the board.
        RuleViolationError: code `closed`, `in_future` or `names_somebody`.
        ValidationError: a value is missing.
    """
    held = lock_action(by, action)
    if held.recommendation.closed_on:
        raise RuleViolationError("closed", "The recommendation is closed")
    not_later_than_today("dated_on", "Date of the evidence", dated_on)
    if held.recommendation.review is not None:
        refuse_names(held.recommendation.review, {"title": title, "description": description})
    row = ActionEvidence(
        action=held,
        kind=kind,
        title=title.strip(),
        description=description.strip(),
        link=link.strip(),
        dated_on=dated_on,
        given_by=by,
        given_on=timezone.localdate(),
    )
    add(by, row, "evidence_added", held.board)
    return row


@transaction.atomic
def verify_action(*, by: User, action: RecommendationAction) -> RecommendationAction:
    """Confirm that a complete action was done. Its owner, and its agency, do not.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `owner`, `not_complete`, `verified` or `no_evidence`.
    """
    held = lock_action(by, action)
    if held.owner_id == by.pk or speaks_for(by, held.partner):
        words = "Somebody other than the owner, and from another agency, verifies an action"
        raise RuleViolationError("owner", words)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    if held.updates.filter(given_by=by, progress=Progress.COMPLETE).exists():
        words = "You said yourself that this action is complete. Somebody else verifies it"
        raise RuleViolationError("owner", words)
    if held.completed_on is None:
        raise RuleViolationError("not_complete", "The action is not complete")
    if held.verified_on:
        raise RuleViolationError("verified", "The action is verified already")
    if not held.evidence.exists():
        raise RuleViolationError("no_evidence", "There is no evidence of this action yet")
    columns = {"verified_on": timezone.localdate(), "verified_by": by}
    change(by, held, "action_verified", held.board, columns)
    return held
