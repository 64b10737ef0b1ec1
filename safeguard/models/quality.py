"""Who sees to a record that a data-quality rule found, and how many each rule found when counted.

Which records fail is always looked for anew; only their number is stored, with the moment of it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class QualityTaskQuerySet(ScopedQuerySet["QualityTask"]):
    permission = Permission.CASE_VIEW


class QualityTask(Record):
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


class QualityCountQuerySet(ScopedQuerySet["QualityCount"]):
    permission = Permission.CASE_VIEW


class QualityCount(Record):
    """When the rules were last counted for one reporting year of one council, and asked to be.

    `until` is the last day the data covered then; `newest_event` the newest entry of the activity
    log that the count has certainly seen.
    """

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="+")
    year = models.CharField("reporting year", max_length=7)
    asked_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    newest_event = models.BigIntegerField(default=0)

    objects = QualityCountQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year"], name="one_count_per_year"),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=True, until__isnull=True)
                | Q(counted_at__isnull=False, until__isnull=False),
                name="quality_count_says_to_which_day",
                violation_error_message="A count needs the last day that the data covered.",
            ),
        ]

    def __str__(self) -> str:
        return f"Data quality in {self.year}"


class QualityFinding(Record):
    """How many records failed one rule when it was counted, and since when the oldest did.

    `effects` holds what putting them right could do to each measure the rule bears on: the figure
    as it stood, at best and at worst, each as [percentage or None, numerator, denominator].
    """

    count = models.ForeignKey(QualityCount, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    records = models.PositiveIntegerField()
    oldest = models.DateField(null=True, blank=True)
    effects = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["count", "rule"], name="one_finding_per_rule"),
            models.CheckConstraint(
                condition=Q(records=0, oldest__isnull=True)
                | Q(records__gt=0, oldest__isnull=False),
                name="quality_finding_is_as_old_as_its_records",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.records}"
