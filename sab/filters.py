"""How the tracker is narrowed."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from sab.choices import Method
from sab.choices_recommendation import Assurance
from sab.models import Partner, Publication, Recommendation, Theme
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


class LibraryFilter(django_filters.FilterSet):
    """Narrows published reports by a word of theirs, a theme of a finding, or the method."""

    search = django_filters.CharFilter(label="Words", method="by_words", max_length=100)
    theme = django_filters.ModelChoiceFilter(
        label="Theme",
        field_name="review__findings__themes",
        queryset=Theme.objects.filter(is_retired=False),
        empty_label="All",
        distinct=True,
    )
    method = django_filters.ChoiceFilter(
        label="Method", field_name="review__method", choices=Method.choices, empty_label="All"
    )

    class Meta:
        model = Publication
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Publication], name: str, value: str) -> QuerySet[Publication]:
        for word in value.split():
            holds = Q(title__icontains=word) | Q(summary__icontains=word) | Q(text__icontains=word)
            rows = rows.filter(holds | Q(review__reference__icontains=word))
        return rows


def partners_of(request: Any) -> QuerySet[Partner]:
    """Return the partners of the board that the page works in."""
    board = getattr(request, "board", None)
    return Partner.objects.filter(board=board) if board else Partner.objects.none()
