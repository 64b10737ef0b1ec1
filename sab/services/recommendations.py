"""A recommendation from its making to its closing, and again where it does not hold."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.dates import add_months
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_recommendation import Assurance, LinkKind, Response
from sab.models import (
    ActionEvidence,
    Board,
    Finding,
    OtherReview,
    Partner,
    Recommendation,
    RecommendationLink,
    RecommendationReopening,
    Review,
    Theme,
)
from sab.rules.closing import Closing, check_closing
from sab.services.boards import add, change, note, require_in_board, speaks_for
from sab.services.findings import refuse_names
from sab.services.reviews import not_later_than_today


def lock_recommendation(by: User, row: Recommendation) -> Recommendation:
    """Return the recommendation locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for its board.
    """
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("board")
    held = rows.get(pk=row.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    return held


@transaction.atomic
def add_recommendation(
    *,
    by: User,
    board: Board,
    text: str,
    review: Review | None = None,
    other_review: OtherReview | None = None,
    finding: Finding | None = None,
    themes: Iterable[Theme] = (),
) -> Recommendation:
    """Add what a review asks for, under the next reference of that review.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `names_somebody` or `other_finding`.
        ValidationError: it is empty, or comes from no review or from two.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    Board.objects.select_for_update().get(pk=board.pk)
    if finding is not None and finding.review != review:
        words = "The finding is of another review"
        raise RuleViolationError("other_finding", words, field="finding")
    if review is not None:
        refuse_names(review, {"text": text})
    source = review or other_review
    row = Recommendation(
        board=board,
        review=review,
        other_review=other_review,
        finding=finding,
        reference=_next_reference(board, source.reference if source else "R"),
        text=text.strip(),
    )
    add(by, row, "recommendation_added", board)
    row.themes.set(themes)
    return row


def _next_reference(board: Board, stem: str) -> str:
    held = Recommendation.objects.filter(board=board, reference__startswith=f"{stem}/")
    numbers = [
        int(tail)
        for reference in held.values_list("reference", flat=True)
        if (tail := reference.rpartition("/")[2]).isdecimal()
    ]
    return f"{stem}/{max(numbers, default=0) + 1}"


@transaction.atomic
def respond_to_recommendation(
    *,
    by: User,
    recommendation: Recommendation,
    response: str,
    response_reason: str,
    responded_on: date,
    partner: Partner | None = None,
    owner_name: str = "",
    owner: User | None = None,
    due_on: date | None = None,
    version: int | None = None,
) -> Recommendation:
    """Keep whether the board accepts a recommendation, and who owns it where it does.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`, `no_reason`, `no_agency`, `no_due_day`,
            `other_board` or `in_future`.
    """
    held = lock_recommendation(by, recommendation)
    refuse_changed(version, fingerprint(held))
    not_later_than_today("responded_on", "Day of the response", responded_on)
    if response in (Response.IN_PART, Response.NOT_ACCEPTED) and not response_reason.strip():
        words = "Give the reason: the annual report has to say why"
        raise RuleViolationError("no_reason", words, field="response_reason")
    if response != Response.NOT_ACCEPTED:
        if partner is None:
            raise RuleViolationError("no_agency", "Choose the agency that owns it", field="partner")
        if due_on is None:
            raise RuleViolationError("no_due_day", "Give the day it is due by", field="due_on")
    if partner is not None and partner.board_id != held.board_id:
        raise RuleViolationError("other_board", "Choose a partner of this board", field="partner")
    columns = {
        "response": response,
        "response_reason": response_reason.strip(),
        "responded_on": responded_on,
        "responded_by": by,
        "partner": partner,
        "owner": owner,
        "owner_name": owner_name.strip() or (owner.full_name if owner else ""),
        "due_on": due_on,
    }
    change(by, held, "recommendation_answered", held.board, columns)
    return held


@transaction.atomic
def set_intent(
    *,
    by: User,
    recommendation: Recommendation,
    text: str,
    measure: str,
    baseline: str,
    target: str,
    intended_difference: str,
    risk_if_not_done: str,
    themes: Iterable[Theme] = (),
    version: int | None = None,
) -> Recommendation:
    """Say what a recommendation is to change and how anybody will know.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile` or `names_somebody`.
        ValidationError: it is empty, or a text is too long.
    """
    held = lock_recommendation(by, recommendation)
    refuse_changed(version, intent_version(held))
    if held.review is not None:
        refuse_names(held.review, {"text": text, "intended_difference": intended_difference})
    columns = {
        "text": text.strip(),
        "measure": measure.strip(),
        "baseline": baseline.strip(),
        "target": target.strip(),
        "intended_difference": intended_difference.strip(),
        "risk_if_not_done": risk_if_not_done.strip(),
    }
    change(by, held, "recommendation_changed", held.board, columns)
    held.themes.set(themes)
    return held


def intent_version(recommendation: Recommendation) -> int:
    """Return the version that `set_intent` goes by; the themes are a part of what it sets."""
    themes = sorted(recommendation.themes.values_list("pk", flat=True))
    return fingerprint(recommendation, themes=themes)


@transaction.atomic
def set_links(
    *, by: User, recommendation: Recommendation, kind: str, keys: Iterable[str]
) -> list[RecommendationLink]:
    """Make the links of one kind exactly `keys`. Whether each exists, the caller looks up.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
    """
    held = lock_recommendation(by, recommendation)
    wanted = set(keys)
    links = {link.key: link for link in held.links.filter(kind=kind)}
    for key in sorted(wanted - set(links)):
        add(
            by,
            RecommendationLink(recommendation=held, kind=kind, key=key),
            "recommendation_linked",
            held.board,
        )
    for key in sorted(set(links) - wanted):
        note(by, "recommendation_unlinked", held, held.board, changes={"key": [key, None]})
        links[key].delete()
    return list(held.links.filter(kind=kind))


@transaction.atomic
def set_all_links(
    *, by: User, recommendation: Recommendation, chosen: Mapping[LinkKind, Iterable[str]]
) -> None:
    """Make the links of each kind exactly those chosen. Raises as `set_links`."""
    for kind, keys in chosen.items():
        set_links(by=by, recommendation=recommendation, kind=kind, keys=keys)


@transaction.atomic
def judge_assurance(
    *,
    by: User,
    recommendation: Recommendation,
    assurance: int,
    assurance_reason: str,
    version: int | None = None,
) -> Recommendation:
    """Say how sure the board is that a recommendation took effect, and what that rests on.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `closed`, `owner`, `changed_meanwhile`, `no_reason` or
            `no_evidence`: from Shown upwards there is evidence.
    """
    held = lock_recommendation(by, recommendation)
    if held.closed_on:
        raise RuleViolationError("closed", "The recommendation is closed. Open it again first")
    if _is_owner(by, held):
        words = "Somebody other than the owner, and from another agency, judges the assurance"
        raise RuleViolationError("owner", words)
    refuse_changed(version, fingerprint(held))
    if not assurance_reason.strip():
        words = "Say what this rests on"
        raise RuleViolationError("no_reason", words, field="assurance_reason")
    if assurance >= Assurance.SHOWN and not _evidence_of(held):
        words = "There is no evidence yet, so nothing has been shown"
        raise RuleViolationError("no_evidence", words, field="assurance")
    columns = {
        "assurance": assurance,
        "assurance_reason": assurance_reason.strip(),
        "assured_on": timezone.localdate(),
        "assured_by": by,
    }
    change(by, held, "assurance_judged", held.board, columns)
    return held


@transaction.atomic
def close_recommendation(
    *,
    by: User,
    recommendation: Recommendation,
    closing_reason: str,
    level_reason: str = "",
    recheck_on: date | None = None,
) -> Recommendation:
    """Close a recommendation that is shown to have been done, with a day to look again.

    Args:
        level_reason: why Shown is enough, where it was not tested.
        recheck_on: the board's usual number of months from today, where it is not given.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `closed`, `no_reason`, or as `check_closing`.
        ValidationError: the day to look again is not later.
    """
    held = lock_recommendation(by, recommendation)
    if held.closed_on:
        raise RuleViolationError("closed", "The recommendation is closed already")
    check_closing(
        Closing(
            is_accepted=held.response in (Response.ACCEPTED, Response.IN_PART),
            assurance=held.assurance,
            evidence=_evidence_of(held),
            open_actions=held.actions.filter(completed_on__isnull=True).count(),
            is_by_owner=_is_owner(by, held),
            level_reason=level_reason,
        )
    )
    if not closing_reason.strip():
        words = "Say why the recommendation is closed"
        raise RuleViolationError("no_reason", words, field="closing_reason")
    today = timezone.localdate()
    reason = closing_reason.strip()
    if level_reason.strip():
        reason = f"{reason}\nNot tested, because: {level_reason.strip()}"
    columns = {
        "closed_on": today,
        "closed_by": by,
        "closing_reason": reason,
        "recheck_on": recheck_on or add_months(today, held.board.months_to_recheck),
    }
    change(by, held, "recommendation_closed", held.board, columns)
    return held


@transaction.atomic
def reopen_recommendation(
    *, by: User, recommendation: Recommendation, trigger: str, reason: str
) -> RecommendationReopening:
    """Open a closed recommendation again; what was said on closing it is kept.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `open`.
        ValidationError: the reason is missing.
    """
    held = lock_recommendation(by, recommendation)
    if held.closed_on is None:
        raise RuleViolationError("open", "The recommendation is not closed")
    row = RecommendationReopening(
        recommendation=held,
        trigger=trigger,
        reason=reason.strip(),
        reopened_on=timezone.localdate(),
        reopened_by=by,
        was_closed_on=held.closed_on,
        was_closing_reason=held.closing_reason,
        was_assurance=held.assurance,
    )
    add(by, row, "recommendation_reopened", held.board)
    columns = {
        "closed_on": None,
        "closed_by": None,
        "closing_reason": "",
        "recheck_on": None,
        "assurance": Assurance.NONE,
        "assurance_reason": "",
        "assured_on": None,
        "assured_by": None,
    }
    change(by, held, "recommendation_reopened", held.board, columns)
    return row


def _evidence_of(row: Recommendation) -> int:
    return ActionEvidence.objects.filter(action__recommendation=row).count()


def _is_owner(by: User, row: Recommendation) -> bool:
    owns_action = row.actions.filter(owner=by).exists()
    return row.owner_id == by.pk or owns_action or speaks_for(by, row.partner)
