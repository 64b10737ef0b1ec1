"""What a person has typed and not yet sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.models.base import Record


class FormDraft(Record):
    """The answers of one person on one form, kept as they type until the form is saved."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="form_drafts")
    form_key = models.CharField("address of the form", max_length=200)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form_key"], name="one_draft_per_person_and_form"
            ),
        ]

    def __str__(self) -> str:
        return self.form_key
