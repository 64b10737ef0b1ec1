"""The risk register. People put risks on it, look at them and close them; no rule does."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices_board import RiskAxis
from sab.frameworks_loader import risk_scale
from sab.models import Board, BoardRisk, Partner, RiskLevel, RiskReview
from sab.rules.risks import check_scores
from sab.services.boards import add, change, require_in_board
from sab.services.reviews import not_later_than_today

FIRST = "Put on the register"
TEXTS = ("title", "cause", "event", "effect", "controls", "owner_name")


def lock_risk(by: User, risk: BoardRisk, *, version: int | None = None) -> BoardRisk:
    """Return the open risk locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile` or `closed`.
    """
    held = BoardRisk.objects.select_for_update().select_related("board").get(pk=risk.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    if held.closed_on:
        raise RuleViolationError("closed", "This risk is closed. Put a new one on the register")
    return held


@transaction.atomic
def add_risk(
    *, by: User, board: Board, look_again_on: date, partner: Partner | None = None, **told: Any
) -> BoardRisk:
    """Put a risk on the register, with its first score as the first time it was looked at.

    Args:
        told: the texts of the risk and its three pairs of scores, by the names of the columns.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `worse_with_controls`, `target_above`, `other_board` or `past`.
        ValidationError: a text is missing, or a score is not 1 to 5.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    Board.objects.select_for_update().get(pk=board.pk)
    columns = _columns(board, partner, look_again_on, told)
    row = BoardRisk(board=board, reference=_next_reference(board), **columns)
    add(by, row, "risk_added", board)
    _keep_look(by, row, timezone.localdate(), FIRST)
    return row


@transaction.atomic
def change_risk(
    *,
    by: User,
    risk: BoardRisk,
    look_again_on: date,
    partner: Partner | None = None,
    version: int | None = None,
    **told: Any,
) -> BoardRisk:
    """Change what is written of a risk; how it stands now is changed by `look_at_risk` alone.

    Args:
        version: the `fingerprint` of the risk that its reader saw.

    Raises:
        as `lock_risk` and `add_risk`.
    """
    held = lock_risk(by, risk, version=version)
    now = {"likelihood": held.likelihood, "impact": held.impact}
    columns = _columns(held.board, partner, look_again_on, {**told, **now})
    change(by, held, "risk_changed", held.board, columns)
    return held


@transaction.atomic
def look_at_risk(
    *,
    by: User,
    risk: BoardRisk,
    on: date,
    likelihood: int,
    impact: int,
    text: str,
    look_again_on: date,
    version: int | None = None,
) -> RiskReview:
    """Score a risk as it stands now, and say what has changed. Every earlier score is kept.

    Raises:
        as `lock_risk`, and RuleViolationError, code `worse_with_controls`, `too_early`, `past` or
        `in_future`.
    """
    held = lock_risk(by, risk, version=version)
    not_later_than_today("on", "Day it was looked at", on)
    last = held.reviews.order_by("-on", "-pk").first()
    if last and on < last.on:
        words = "It was looked at on a later day already"
        raise RuleViolationError("too_early", words, field="on")
    _check_again(look_again_on, on)
    inherent = (held.inherent_likelihood, held.inherent_impact)
    check_scores(inherent=inherent, residual=(likelihood, impact), target=(1, 1))
    columns = {"likelihood": likelihood, "impact": impact, "look_again_on": look_again_on}
    change(by, held, "risk_looked_at", held.board, columns)
    return _keep_look(by, held, on, text)


@transaction.atomic
def escalate_risk(
    *, by: User, risk: BoardRisk, escalated_to: str, escalated_on: date, escalation_reason: str
) -> BoardRisk:
    """Keep that a risk was taken to somebody who can do more about it.

    Raises:
        as `lock_risk`, and RuleViolationError, code `in_future`.
        ValidationError: it does not say to whom, or why.
    """
    held = lock_risk(by, risk)
    not_later_than_today("escalated_on", "Day of the escalation", escalated_on)
    columns = {
        "escalated_to": escalated_to.strip(),
        "escalated_on": escalated_on,
        "escalation_reason": escalation_reason.strip(),
    }
    change(by, held, "risk_escalated", held.board, columns)
    return held


@transaction.atomic
def close_risk(*, by: User, risk: BoardRisk, closed_on: date, closing_reason: str) -> BoardRisk:
    """Take a risk off the register; it and its history are kept.

    Raises:
        as `lock_risk`, and RuleViolationError, code `in_future`.
        ValidationError: no reason.
    """
    held = lock_risk(by, risk)
    not_later_than_today("closed_on", "Day it is closed", closed_on)
    columns = {"closed_on": closed_on, "closing_reason": closing_reason.strip()}
    change(by, held, "risk_closed", held.board, columns)
    return held


@transaction.atomic
def set_risk_level(
    *,
    by: User,
    board: Board,
    axis: str,
    value: int,
    label: str,
    means: str,
    least: int | None = None,
) -> RiskLevel:
    """Say what one value of a scale means to this board, and from which score a band begins.

    The first change makes the whole scale the board's own.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `no_value`, `lowest` or `taken`.
        ValidationError: no name, or a band that no score is in.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    Board.objects.select_for_update().get(pk=board.pk)
    if not board.risk_levels.filter(axis=axis).exists():
        RiskLevel.objects.bulk_create(
            RiskLevel(board=board, axis=axis, **line.model_dump())
            for line in risk_scale()[RiskAxis(axis)]
        )
    rows = board.risk_levels.filter(axis=axis)
    held = rows.filter(value=value).first()
    if held is None:
        raise RuleViolationError("no_value", "The scale does not have this value any more")
    columns: dict[str, Any] = {"label": label.strip(), "means": means.strip()}
    if axis == RiskAxis.BAND and least is not None and least != value:
        _check_least(rows, value, least)
        columns["value"] = least
    change(by, held, "risk_level_set", board, columns)
    return held


def _check_least(rows: QuerySet[RiskLevel], value: int, least: int) -> None:
    """Refuse a band that begins where another does, or that leaves low scores in none."""
    if value == 1:
        words = "The lowest band begins at 1, so that every score is in a band"
        raise RuleViolationError("lowest", words, field="least")
    if rows.filter(value=least).exists():
        raise RuleViolationError("taken", f"Another band begins at {least}", field="least")


def _columns(
    board: Board, partner: Partner | None, look_again_on: date, told: dict[str, Any]
) -> dict[str, Any]:
    """Return the columns to store, checked against one another."""
    if partner is not None and partner.board_id != board.pk:
        words = "The agency is not on this board"
        raise RuleViolationError("other_board", words, field="partner")
    check_scores(
        inherent=(told["inherent_likelihood"], told["inherent_impact"]),
        residual=(told["likelihood"], told["impact"]),
        target=(told["target_likelihood"], told["target_impact"]),
    )
    _check_again(look_again_on, timezone.localdate())
    texts = {name: told[name].strip() for name in TEXTS}
    return {**told, **texts, "partner": partner, "look_again_on": look_again_on}


def _check_again(look_again_on: date, day: date) -> None:
    if look_again_on <= day:
        words = "The day to look again must be a later one"
        raise RuleViolationError("past", words, field="look_again_on")


def _keep_look(by: User, risk: BoardRisk, on: date, text: str) -> RiskReview:
    row = RiskReview(
        risk=risk, on=on, likelihood=risk.likelihood, impact=risk.impact, text=text.strip(), by=by
    )
    row.full_clean()
    row.save(force_insert=True)
    return row


def _next_reference(board: Board) -> str:
    held = board.risks.values_list("reference", flat=True)
    numbers = [int(one[2:]) for one in held if one[:2] == "R-" and one[2:].isdecimal()]
    return f"R-{max(numbers, default=0) + 1}"
