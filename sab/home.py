"""The board's part of a home page: a summary for its manager and chair, actions for an agency."""

from typing import Any

from django.urls import reverse

from core.home import Desk, Panel
from core.roles import Role
from sab.metrics import board as metrics
from sab.models import Board, RecommendationAction
from sab.tracker import action_tag

SHOWN = 10


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
    """The partner lead's page: the actions of their own agency."""
    if Role.PARTNER_LEAD not in desk.roles:
        return None
    rows = RecommendationAction.objects.filter(partner__organisation=desk.council).open()
    live = rows.filter(recommendation__closed_on__isnull=True).select_related("recommendation")
    content = {
        "actions": [(row, action_tag(row, desk.today)) for row in live.order_by("due_on")[:SHOWN]],
        "url": reverse("sab:agency-actions"),
        "refer_url": reverse("sab:review-refer"),
    }
    return Panel("sab/home_agency.html", content)
