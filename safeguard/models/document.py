"""Files kept with a case. They are never shown in the page, only downloaded."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record


def stored_under(document: CaseDocument, filename: str) -> str:
    """Return where a file is kept: a name that says nothing of its content or its adult."""
    return f"documents/{document.public_id}"


class CaseDocument(Record):
    """One file of a case, known by what it holds (SHA-256), not by what its name claims."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    concern = models.ForeignKey("safeguard.Concern", models.PROTECT, related_name="documents")
    enquiry = models.ForeignKey(
        "safeguard.Enquiry", models.PROTECT, null=True, blank=True, related_name="documents"
    )
    title = models.CharField(max_length=160)
    filename = models.CharField(max_length=200)
    file = models.FileField(upload_to=stored_under)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.UniqueConstraint(
                fields=["concern", "sha256"],
                name="one_copy_of_a_file_in_a_case",
                violation_error_message="This file is with the case already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
