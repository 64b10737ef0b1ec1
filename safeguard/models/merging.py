"""Two records of one adult joined into one, with both kept so that it can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class AdultMergeQuerySet(ScopedQuerySet["AdultMerge"]):
    permission = Permission.CASE_VIEW


class AdultMerge(Record):
    """Somebody said that two records are one person. `moved` is what went to the one kept."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="+")
    kept = models.ForeignKey("safeguard.Adult", models.PROTECT, related_name="merges")
    merged = models.ForeignKey("safeguard.Adult", models.PROTECT, related_name="merged_by")
    reason = models.TextField()
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    objects = AdultMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("merged")),
                name="merge_is_of_two_adults",
                violation_error_message="A record cannot be merged into itself.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="merge_has_a_reason",
                violation_error_message="Say how you know that they are one person.",
            ),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | (Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(undone_reason="")),
                name="merge_undone_by_somebody_for_a_reason",
                violation_error_message="Say why the merge is undone.",
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="one_standing_merge_of_an_adult",
                violation_error_message="This record is merged already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"
