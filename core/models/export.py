"""The ledger of what has left the building."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record


class ExportEvent(Record):
    """One file handed to one person: what it held, why, and the hash that identifies it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="exports")
    kind = models.CharField(max_length=60)
    filename = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    parameters = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="exports"
    )
    exported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-exported_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="export_has_a_reason",
                violation_error_message="Say what the export is for.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.exported_at:%Y-%m-%d %H:%M}"
