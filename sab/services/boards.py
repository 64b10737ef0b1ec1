"""A board, its partners, who speaks for them and its subgroups."""

from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from core import access, activity
from core.access import councils_where
from core.errors import RuleViolationError
from core.models import Organisation, Stamped, User
from core.permissions import Permission
from core.services.saving import insert
from core.services.versions import fingerprint, refuse_changed
from sab.frameworks_loader import stages, themes
from sab.models import (
    Board,
    BoardArea,
    Partner,
    Representative,
    StageTarget,
    Subgroup,
    Theme,
)

TAKEN = "It is held already."


def require_in_board(by: User, permission: Permission, board: Board) -> None:
    """Raise PermissionDenied unless `by` holds `permission` in a council that `board` covers."""
    area = board.areas.filter(council__in=councils_where(by, permission)).first()
    if area is None:
        area = board.areas.select_related("council").earliest("id")
        access.require(by, permission, council=area.council)


def answers_for(by: User, partner: Partner) -> bool:
    """Say whether `by` answers to the board for `partner` today."""
    held = councils_where(by, Permission.AGENCY_ANSWER)
    return partner.organisation_id is not None and held.filter(pk=partner.organisation_id).exists()


def has_account(partner: Partner) -> bool:
    """Say whether anybody can sign in to answer to the board for `partner` today."""
    if partner.organisation is None:
        return False
    return access.people_with(Permission.AGENCY_ANSWER, partner.organisation).exists()


def speaks_for(by: User, partner: Partner | None) -> bool:
    """Say whether `by` answers for `partner` or represents it, and so does not judge its work."""
    if partner is None:
        return False
    now = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    return answers_for(by, partner) or partner.representatives.filter(now, person=by).exists()


def host_of(board: Board) -> Organisation | None:
    """Return the council that hosts the board's unit, under which its work is logged."""
    area = board.areas.select_related("council").order_by("-is_host", "id").first()
    return area.council if area else None


def note(
    by: User | None,
    verb: str,
    target: models.Model,
    board: Board,
    before: dict[str, Any] | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Write one line of the activity log about a board's matter."""
    activity.record(
        by=by, verb=verb, target=target, council=host_of(board), before=before, changes=changes
    )


def add(by: User, row: models.Model, verb: str, board: Board, *, taken: str = TAKEN) -> None:
    """Clean, store and log a new row."""
    if isinstance(row, Stamped):
        row.created_by = by
    insert(row, taken=taken)
    note(by, verb, row, board, before={})


def change(by: User, row: models.Model, verb: str, board: Board, columns: dict[str, Any]) -> None:
    """Set columns of a row, clean, store and log them."""
    before = activity.snapshot(row)
    for name, value in columns.items():
        setattr(row, name, value)
    if isinstance(row, Stamped):
        row.changed_by, row.changed_at = by, timezone.now()
    row.full_clean()
    row.save()
    note(by, verb, row, board, before=before)


@transaction.atomic
def set_up_board(*, by: User, council: Organisation, name: str) -> Board:
    """Set up the board of `council`, with the stages' first targets and the list of themes.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE in `council`.
        RuleViolationError: code `taken`: the council has a board.
        ValidationError: the name is empty or too long.
    """
    access.require(by, Permission.BOARD_MANAGE, council=council)
    if BoardArea.objects.filter(council=council).exists():
        raise RuleViolationError("taken", f"{council.name} has a board already", field="name")
    board = Board(name=name.strip(), created_by=by)
    insert(board, taken=TAKEN)
    insert(BoardArea(board=board, council=council, is_host=True), taken=TAKEN)
    for line in stages().values():
        if line.days:
            insert(StageTarget(board=board, stage=line.code, days=line.days), taken=TAKEN)
    load_themes()
    note(by, "board_set_up", board, board, before={})
    return board


def load_themes() -> None:
    """Make the themes held the ones of the file; a theme is retired there, never removed."""
    for line in themes():
        Theme.objects.update_or_create(
            code=line.code,
            defaults={"title": line.title, "domain": line.domain, "is_retired": line.retired},
        )


@transaction.atomic
def cover_council(*, by: User, board: Board, council: Organisation) -> BoardArea:
    """Have a board cover one more council.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE both for the board and in `council`.
        RuleViolationError: code `taken`: the council has a board.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    access.require(by, Permission.BOARD_MANAGE, council=council)
    area = BoardArea(board=board, council=council)
    insert(area, taken=f"{council.name} has a board already")
    note(by, "council_covered", area, board, before={})
    return area


@transaction.atomic
def add_partner(
    *,
    by: User,
    board: Board,
    name: str,
    kind: str,
    joined_on: date,
    organisation: Organisation | None = None,
) -> Partner:
    """Add a partner to a board; with `organisation`, its people can sign in and see its matters.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        ValidationError: the board has a partner of this name or organisation, or a value is bad.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    partner = Partner(
        board=board,
        name=name.strip(),
        kind=kind,
        joined_on=joined_on,
        organisation=organisation,
    )
    add(by, partner, "partner_added", board)
    return partner


@transaction.atomic
def change_partner(
    *,
    by: User,
    partner: Partner,
    name: str,
    kind: str,
    joined_on: date,
    left_on: date | None = None,
    organisation: Organisation | None = None,
    version: int | None = None,
) -> Partner:
    """Change what is held of a partner. One that has left keeps its actions and returns.

    Raises:
        PermissionDenied, ValidationError: as for `add_partner`.
        RuleViolationError: code `changed_meanwhile`.
    """
    held = Partner.objects.select_for_update().select_related("board").get(pk=partner.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    columns = {
        "name": name.strip(),
        "kind": kind,
        "joined_on": joined_on,
        "left_on": left_on,
        "organisation": organisation,
    }
    change(by, held, "partner_changed", held.board, columns)
    return held


@transaction.atomic
def add_representative(
    *,
    by: User,
    partner: Partner,
    name: str,
    role: str,
    job_title: str = "",
    email: str = "",
) -> Representative:
    """Add somebody who speaks for a partner; an account of the same address is theirs.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        ValidationError: a value is bad.
    """
    require_in_board(by, Permission.BOARD_MANAGE, partner.board)
    person = User.objects.filter(email__iexact=email.strip()).first() if email.strip() else None
    row = Representative(
        partner=partner,
        name=name.strip(),
        role=role,
        job_title=job_title.strip(),
        email=email.strip(),
        person=person,
    )
    add(by, row, "representative_added", partner.board)
    return row


@transaction.atomic
def add_subgroup(*, by: User, board: Board, name: str, remit: str = "") -> Subgroup:
    """Add a subgroup to a board.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        ValidationError: the board has a subgroup of this name.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    row = Subgroup(board=board, name=name.strip(), remit=remit.strip())
    add(by, row, "subgroup_added", board)
    return row


@transaction.atomic
def set_stage_target(
    *, by: User, board: Board, stage: str, days: int, version: int | None = None
) -> StageTarget:
    """Set the days a board gives itself for a stage. Stages that run already keep their day.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`.
        ValidationError: less than a day, or no such stage.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    held = board.stage_targets.select_for_update().filter(stage=stage).first()
    refuse_changed(version, fingerprint(held))
    if held is None:
        held = StageTarget(board=board, stage=stage, days=days)
        add(by, held, "stage_target_set", board)
    else:
        change(by, held, "stage_target_set", board, {"days": days})
    return held
