"""The ledger of releases: every figure that was shared outside, as it was shown."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class SharedReleaseQuerySet(ScopedQuerySet["SharedRelease"]):
    permission = Permission.EXPORT_VIEW


class SharedRelease(Record):
    """One document or file in a version for sharing. Never changed, never removed.

    `figures` hold what was shown beside what was counted, so that a later release can be checked
    against it; the count never leaves the ledger. `withheld` says what was hidden beyond the small
    figures, and which earlier releases were why.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    start = models.DateField()
    end = models.DateField()
    figures = models.JSONField()
    withheld = models.JSONField(default=list, blank=True)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    shared_at = models.DateTimeField(default=timezone.now)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="releases"
    )

    objects = SharedReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="release_ends_on_or_after_it_starts",
                violation_error_message="The period ends before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(filename="") & ~Q(sha256=""),
                name="release_names_its_document",
                violation_error_message="A release names its document and its hash.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, shared on {timezone.localtime(self.shared_at):%Y-%m-%d}"
