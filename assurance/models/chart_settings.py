"""What a council sets for its charts, each from a day: local targets, and fresh starts of limits.

A target or a rebase is a row that is added, never a field that is changed, so that a chart of last
year can be read with what was in force then.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet

KEY_LENGTH = 80


class LocalTargetQuerySet(ScopedQuerySet["LocalTarget"]):
    permission = Permission.MEASURE_VIEW

    def newest_first(self) -> LocalTargetQuerySet:
        return self.order_by("-effective_from", "-pk")


class ChartRebaseQuerySet(ScopedQuerySet["ChartRebase"]):
    permission = Permission.MEASURE_VIEW

    def standing(self) -> ChartRebaseQuerySet:
        """Those that nobody has removed."""
        return self.filter(removed_at__isnull=True)

    def of(self, measure: str) -> ChartRebaseQuerySet:
        return self.filter(measure=measure)


class LocalTarget(Record):
    """The target a council set itself for one measure from a day; no value: none from that day."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="local_targets")
    measure = models.CharField(max_length=KEY_LENGTH)
    value = models.DecimalField("target", max_digits=9, decimal_places=2, null=True, blank=True)
    effective_from = models.DateField("from")
    reason = models.CharField("why", max_length=300)
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LocalTargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "measure", "effective_from"],
                name="one_local_target_from_a_day",
                violation_error_message=(
                    "There is a target from this day already. Remove it first."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="local_target_says_why",
                violation_error_message="Say why this is the target.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0),
                name="local_target_is_not_below_nought",
                violation_error_message="A target cannot be below 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} from {self.effective_from}: {self.value}"


class ChartRebase(Record):
    """A month from which the limits of one measure's chart start afresh, and why.

    Removing one is recorded on it, so that it can be seen that the limits once started here.
    """

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="chart_rebases")
    measure = models.CharField(max_length=KEY_LENGTH)
    on = models.DateField("first month of the new limits")
    reason = models.CharField("why", max_length=300)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    removal_reason = models.CharField("why it was removed", max_length=300, blank=True)

    objects = ChartRebaseQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "measure", "on"],
                condition=Q(removed_at__isnull=True),
                name="one_standing_rebase_a_month",
                violation_error_message="The limits start afresh in this month already.",
            ),
            models.CheckConstraint(
                condition=Q(on__day=1),
                name="rebase_is_the_first_of_a_month",
                violation_error_message="Give the first day of a month.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="rebase_says_why",
                violation_error_message="Say why the limits start afresh.",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removal_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason="")),
                name="rebase_removal_is_whole",
                violation_error_message="Say why it is removed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} rebased {self.on}"
