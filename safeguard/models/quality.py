"""Who sees to a record that a data-quality rule found. What is found is computed, never stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.permissions import Permission
from core.scoping import ScopedQuerySet


class QualityTaskQuerySet(ScopedQuerySet["QualityTask"]):
    permission = Permission.CASE_VIEW


class QualityTask(models.Model):
    """Somebody was given a record to put right under one rule."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="quality_tasks"
    )
    note = models.TextField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = QualityTaskQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "rule", "record_id"], name="one_owner_per_rule_and_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.record_id}"
