"""What the improvement plan can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone

from assurance.choices_improvement import Effect, ItemSource
from assurance.models import ImprovementItem
from assurance.models.improvement import ImprovementItemQuerySet
from core.filtering import offer

OUTSIDE = "outside"
STATES = (
    ("open", "Open"),
    ("late", "Overdue"),
    ("verify", "Effect to be verified"),
    ("close", "Verified, to be closed"),
    ("closed", "Closed"),
)


class ImprovementFilter(django_filters.FilterSet):
    """Owners and statements are given by the page, which has read them already."""

    state = django_filters.ChoiceFilter(
        label="State", choices=STATES, method="in_state", empty_label="All"
    )
    owner = django_filters.ChoiceFilter(label="Owner", method="of_owner", empty_label="All")
    source = django_filters.ChoiceFilter(
        label="Where it comes from", choices=ItemSource.choices, empty_label="All"
    )
    statement = django_filters.ChoiceFilter(
        label="Quality statement", field_name="statement__code", empty_label="All"
    )
    effect = django_filters.ChoiceFilter(label="Effect", choices=Effect.choices, empty_label="All")
    mine = django_filters.BooleanFilter(
        label="Only mine", method="of_reader", widget=forms.CheckboxInput
    )

    class Meta:
        model = ImprovementItem
        fields: list[str] = []

    def __init__(
        self,
        *args: Any,
        owners: list[tuple[str, str]],
        statements: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners)
        offer(self, "statement", statements)

    def in_state(
        self, rows: ImprovementItemQuerySet, name: str, value: str
    ) -> ImprovementItemQuerySet:
        chosen = {
            "open": rows.open(),
            "late": rows.overdue_on(timezone.localdate()),
            "verify": rows.open().filter(effect=Effect.SHOWN, verified_on__isnull=True),
            "close": rows.open().filter(verified_on__isnull=False),
            "closed": rows.filter(closed_on__isnull=False),
        }
        return chosen[value]

    def of_owner(
        self, rows: ImprovementItemQuerySet, name: str, value: str
    ) -> ImprovementItemQuerySet:
        return (
            rows.filter(owner__isnull=True) if value == OUTSIDE else rows.filter(owner=int(value))
        )

    def of_reader(
        self, rows: ImprovementItemQuerySet, name: str, value: bool
    ) -> ImprovementItemQuerySet:
        return rows.owned_by(self.request.user) if value else rows
