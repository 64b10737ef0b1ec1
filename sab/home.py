"""The board's part of a home page: a summary for its manager and chair, actions for an agency."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.home import Desk, Panel
from core.roles import Role
from sab.choices_board import ReturnStatus
from sab.metrics import board as metrics
from sab.models import AssuranceReturn, Board, RecommendationAction
from sab.returns_shown import sections_of, standards_held, status_tag
from sab.tracker import action_tag

SHOWN = 10
# An agency of one board has one at a time; each costs a few statements.
RETURNS = 1
WITH_THE_AGENCY = (
    ReturnStatus.NOT_STARTED,
    ReturnStatus.IN_PROGRESS,
    ReturnStatus.SIGNED_OFF,
    ReturnStatus.CHANGES_REQUESTED,
)


def board_panel(desk: Desk) -> Panel | None:
    """The manager's and chair's page: reviews by stage, what is overdue, returns."""
    if not desk.roles & {Role.SAB_MANAGER, Role.SAB_CHAIR}:
        return None
    board = Board.objects.covering(desk.council).first()
    content: dict[str, Any] = {"board": board, "url": reverse("sab:home")}
    if board is not None:
        agencies = metrics.by_agency(metrics.open_work(board), desk.today)
        content |= {
            "stages": [row for row in metrics.reviews_by_stage(board, desk.today) if row.cases],
            "agencies": [row for row in agencies if row.late_recommendations or row.late_actions],
            "returns": metrics.returns_received(board),
        }
    return Panel("sab/home_board.html", content)


def agency_panel(desk: Desk) -> Panel | None:
    """The partner lead's page: the return of their own agency, section by section, and actions."""
    if Role.PARTNER_LEAD not in desk.roles:
        return None
    rows = RecommendationAction.objects.filter(partner__organisation=desk.council).open()
    live = rows.filter(recommendation__closed_on__isnull=True).select_related("recommendation")
    content = {
        "due": [_to_send(row, desk) for row in _unsent(desk)[:RETURNS]],
        "actions": [(row, action_tag(row, desk.today)) for row in live.order_by("due_on")[:SHOWN]],
        "url": reverse("sab:agency-actions"),
        "refer_url": reverse("sab:review-refer"),
    }
    return Panel("sab/home_agency.html", content)


def _unsent(desk: Desk) -> QuerySet[AssuranceReturn]:
    """Return the returns that are with the agency, the one that closes first first."""
    rows = AssuranceReturn.objects.of_own_agency(desk.person).filter(
        partner__organisation=desk.council,
        status__in=WITH_THE_AGENCY,
        cycle__opens_on__lte=desk.today,
    )
    return rows.select_related("partner", "cycle__template").order_by("cycle__closes_on", "pk")


def _to_send(row: AssuranceReturn, desk: Desk) -> dict[str, Any]:
    """Return one return as the panel shows it, with how far each section has come."""
    held = standards_held(row)
    sections = sections_of(held)
    return {
        "return": row,
        "status": status_tag(row),
        "is_late": row.cycle.closes_on < desk.today,
        "asks_again": row.status == ReturnStatus.CHANGES_REQUESTED,
        "sections": sections,
        "ready": sum(section.ready for section in sections),
        "total": len(held),
    }
