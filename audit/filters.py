"""What the tracker of actions can be narrowed by."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from audit.choices import ActionLevel, ActionPriority, ActionStatus
from audit.models import AuditAction
from safeguard.filters import one_of

LATE = "late"


class ActionFilter(django_filters.FilterSet):
    """Open actions unless something else is asked for."""

    status = one_of("State", [(LATE, "Overdue"), *ActionStatus.choices], method="in_state")
    level = one_of("Level", ActionLevel.choices)
    priority = one_of("Priority", ActionPriority.choices)
    mine = django_filters.BooleanFilter(
        label="Only mine", method="of_reader", widget=forms.CheckboxInput
    )

    class Meta:
        model = AuditAction
        fields: list[str] = []

    def in_state(self, rows: QuerySet[AuditAction], name: str, value: str) -> QuerySet[AuditAction]:
        if value == LATE:
            return rows.filter(status=ActionStatus.OPEN, due_on__lt=timezone.localdate())
        return rows.filter(status=value)

    def of_reader(
        self, rows: QuerySet[AuditAction], name: str, value: bool
    ) -> QuerySet[AuditAction]:
        return rows.filter(owner=self.request.user) if value else rows
