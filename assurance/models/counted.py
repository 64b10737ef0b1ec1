"""Figures of a dashboard as they were counted, so that a large register need not be read each time.

Nothing here is a source of figures: each row can be thrown away and counted again.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class CountedFiguresQuerySet(ScopedQuerySet["CountedFigures"]):
    permission = Permission.MEASURE_VIEW


class CountedFigures(Record):
    """What one dashboard of one council showed for one question, and what it was counted from.

    `asked` is the period and the filters. `newest_event` is the newest entry of the activity log
    when counting began, `near_events` how many there were around it: if either has changed since,
    so may the figures have. `release` is empty while a question waits to be counted for the first
    time: there are no figures yet, and `counted_at` is when it was asked.
    """

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="counted_figures")
    page = models.CharField(max_length=20)
    asked = models.CharField(max_length=400)
    content = models.JSONField()
    data_cut_on = models.DateField()
    newest_event = models.BigIntegerField()
    near_events = models.PositiveIntegerField()
    release = models.CharField(max_length=40)
    counted_at = models.DateTimeField(default=timezone.now)
    took_ms = models.PositiveIntegerField()
    queued_at = models.DateTimeField(null=True)

    objects = CountedFiguresQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "counted figures"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "page", "asked"], name="counted_once_for_each_question"
            ),
            models.CheckConstraint(
                condition=Q(queued_at__isnull=True) | Q(queued_at__gte=F("counted_at")),
                name="counted_again_after_it_was_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} of {self.council}, {self.asked}"

    @property
    def is_counted(self) -> bool:
        return bool(self.release)
