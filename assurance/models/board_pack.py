"""Board packs: what goes into them, who is told, and each quarter's figures as they were pinned."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class BoardPackQuerySet(ScopedQuerySet["BoardPack"]):
    permission = Permission.MEASURE_VIEW


class PackPlanQuerySet(ScopedQuerySet["PackPlan"]):
    permission = Permission.MEASURE_VIEW


class PackPlan(Record):
    """Which measures a council's packs hold, and the roles that are offered them by mail."""

    council = models.OneToOneField("core.Organisation", models.CASCADE, related_name="pack_plan")
    measures = models.JSONField()
    roles = models.JSONField(default=list, blank=True)

    objects = PackPlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.council}: {len(self.measures)} measures"


class PackSubscription(Record):
    """One person's wish to be told when a council's pack is ready."""

    council = models.ForeignKey(
        "core.Organisation", models.CASCADE, related_name="pack_subscriptions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="pack_subscriptions"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "person"], name="one_pack_subscription_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.council}"


class BoardPack(Record):
    """The figures of one quarter, pinned. Never changed: what counts differently later is listed
    in a later pack.

    `filters` say which cases were counted; `restated` are figures of earlier packs that counted
    differently when this one was made; `remarks` are what its reader should know, such as a quarter
    without a pack or a measure that is no longer kept.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="board_packs")
    start = models.DateField()
    end = models.DateField()
    figures = models.JSONField()
    filters = models.JSONField()
    restated = models.JSONField(default=list, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    data_cut_on = models.DateField()
    code_version = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="board_packs"
    )

    objects = BoardPackQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["council", "start"], name="one_board_pack_per_quarter"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="board_pack_ends_after_it_starts",
                violation_error_message="The quarter ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(data_cut_on__gte=F("end")),
                name="board_pack_holds_a_whole_quarter",
                violation_error_message="The data do not reach to the end of the quarter.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council}, {self.start} to {self.end}"
