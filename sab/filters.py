"""How the tracker is narrowed."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from sab.choices_recommendation import Assurance
from sab.models import Partner, Recommendation, Theme
from sab.models.recommendation import RecommendationQuerySet

STATES = (
    ("open", "Open"),
    ("late", "Overdue"),
    ("unanswered", "Not answered yet"),
    ("not_accepted", "Not accepted"),
    ("closed", "Closed"),
)


class RecommendationFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="State", choices=STATES, method="by_state", empty_label="All"
    )
    partner = django_filters.ModelChoiceFilter(
        label="Agency", queryset=lambda request: partners_of(request), empty_label="All"
    )
    assurance = django_filters.ChoiceFilter(
        label="Assurance", choices=Assurance.choices, empty_label="All"
    )
    theme = django_filters.ModelChoiceFilter(
        label="Theme",
        field_name="themes",
        queryset=Theme.objects.filter(is_retired=False),
        empty_label="All",
    )

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def by_state(
        self, rows: RecommendationQuerySet, name: str, value: str
    ) -> RecommendationQuerySet:
        chosen = {
            "open": rows.open(),
            "late": rows.overdue_on(self.request.today),
            "unanswered": rows.filter(response=""),
            "not_accepted": rows.filter(response="not_accepted"),
            "closed": rows.filter(closed_on__isnull=False),
        }
        return chosen[value]


def partners_of(request: Any) -> QuerySet[Partner]:
    """Return the partners of the board that the page works in."""
    board = getattr(request, "board", None)
    return Partner.objects.filter(board=board) if board else Partner.objects.none()
