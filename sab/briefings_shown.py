"""Briefings as they are read: the sheet of a draft or an edition, and who used it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from sab.models import Board, Briefing, BriefingEdition, BriefingReceipt
from sab.models.briefing import PARTS
from sab.one_page import Sheet
from sab.tracker import Tag


@dataclass(frozen=True)
class Use:
    """How one agency used a briefing: in so many sessions, with so many people."""

    agency: str
    sessions: int
    people: int
    last_on: object


def draft_sheet(row: Briefing, board: Board) -> Sheet:
    return Sheet(row.title, board.name, {name: getattr(row, name) for name in PARTS})


def edition_sheet(row: BriefingEdition, board: Board) -> Sheet:
    return Sheet(row.title, board.name, {name: row.parts.get(name, "") for name in PARTS})


def state_of(row: Briefing) -> Tag:
    if row.published_on:
        return Tag(f"Published, edition {row.edition}", "green")
    return Tag("Taken back", "red") if row.edition else Tag("Draft", "grey")


def has_changed(row: Briefing, last: BriefingEdition | None) -> bool:
    """Say whether the draft differs from the last edition."""
    if last is None:
        return True
    return (row.title, {name: getattr(row, name) for name in PARTS}) != (last.title, last.parts)


def used_by(rows: Iterable[BriefingReceipt]) -> dict[int, list[Use]]:
    """Return by briefing how each agency used it. People are counted as told, session by session.

    Args:
        rows: a query set of receipts that the reader may see.
    """
    counted = (
        rows.order_by()  # type: ignore[attr-defined]
        .values_list("briefing", "partner__name")
        .annotate(sessions=Count("pk"), people=Sum("people"), last=Max("used_on"))
    )
    found: dict[int, list[Use]] = {}
    for key, agency, sessions, people, last in sorted(counted, key=lambda one: one[1]):
        found.setdefault(key, []).append(Use(agency, sessions, people, last))
    return found
