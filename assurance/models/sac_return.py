"""A statutory return as it was frozen, and the sign-off sheet that goes with it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class SignOffSheetQuerySet(ScopedQuerySet["SignOffSheet"]):
    permission = Permission.RETURN_VIEW


class FrozenReturnQuerySet(ScopedQuerySet["FrozenReturn"]):
    permission = Permission.RETURN_VIEW


class SignOffSheet(Record):
    """Who signs the return of one year. The official sheet's own fields were not seen."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="sign_offs")
    year = models.CharField("reporting year", max_length=7)
    name = models.CharField("signed off by", max_length=120)
    job_title = models.CharField(max_length=120)
    email = models.EmailField("email address")
    signed_on = models.DateField("date signed off")
    comments = models.TextField("data quality comments", blank=True)

    objects = SignOffSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "year"], name="one_sign_off_per_return"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(job_title="") & ~Q(email=""),
                name="sign_off_is_complete",
                violation_error_message="Fill in the whole sign-off sheet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.year}"


class FrozenReturn(Record):
    """The cells of one return as they were, with the hash that proves it. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="frozen_returns")
    year = models.CharField("reporting year", max_length=7)
    specification = models.CharField(max_length=80)
    cells = models.JSONField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField("why it is frozen", max_length=200)
    frozen_at = models.DateTimeField(default=timezone.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="frozen_returns"
    )

    objects = FrozenReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-frozen_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="frozen_return_says_why",
                violation_error_message="Say why the return is frozen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.year}, frozen {self.frozen_at:%Y-%m-%d %H:%M}"
