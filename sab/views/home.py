"""The board at a glance: counts for those who may see them, with ways in for those who may read."""

from typing import Any

from django.utils import timezone

from core.permissions import Permission
from sab.choices_recommendation import Assurance
from sab.metrics import board as metrics
from sab.metrics.business import business_of
from sab.metrics.themes import marks_of, repeats_in, themes_of
from sab.models import Board
from sab.rules.dataset import quarters_to
from sab.tracker import delivery_tag
from sab.views.bases import BoardPage


class BoardHome(BoardPage):
    permission = Permission.BOARD_FIGURES_VIEW
    template_name = "sab/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_read = Permission.BOARD_VIEW in self.offers
        shown = dashboard(self.board, timezone.localdate())
        return {**super().get_context_data(**kwargs), **shown, "may_read": may_read}


def dashboard(board: Board, today: Any) -> dict[str, Any]:
    """Return what the dashboard shows of one board."""
    work = metrics.open_work(board)
    counted = metrics.delivery_by_assurance(work, today)
    order = sorted(counted, key=lambda found: (found is None, -(found or 0)))
    marks = marks_of(board)
    again = repeats_in(marks, months=board.months_to_look_back)
    return {
        "stages": metrics.reviews_by_stage(board, today),
        "levels": [level.label for level in Assurance],
        "deliveries": [
            (delivery_tag(found), [counted[found][level] for level in Assurance]) for found in order
        ],
        "agencies": metrics.by_agency(work, today),
        "returns": metrics.returns_received(board),
        "themes": themes_of(marks),
        "repeats": len({found.earlier.recommendation for found in again}),
        "business": business_of(board, today, quarters_to(today)[0]),
    }
