"""A report that was made: what was asked for, the figures in it, and the file's hash."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class ReportRunQuerySet(ScopedQuerySet["ReportRun"]):
    permission = Permission.REPORT_MAKE


class ReportRun(Record):
    """One making of a report over a period, both ends included.

    `only` is which cases it is about, as filters; `cases` says so in words. Both are empty for all
    of them, as in every version for sharing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="report_runs")
    kind = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField()
    mode = models.CharField(max_length=12)
    only = models.JSONField(default=dict, blank=True)
    cases = models.CharField("which cases", max_length=500, blank=True, default="")
    prepared_for = models.CharField(max_length=160)
    figures = models.JSONField()
    data_cut_on = models.DateField()
    code_version = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="report_runs"
    )

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="report_ends_on_or_after_it_starts",
                violation_error_message="The period ends before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(mode="publication") | Q(cases=""),
                name="report_for_sharing_covers_every_case",
                violation_error_message="A report for sharing covers every case.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start} to {self.end}"
