"""A short look at one case by somebody who needs a reason (product rule: it is logged)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class CaseAccessQuerySet(models.QuerySet["CaseAccess"]):
    """Row selection."""

    def in_force_at(self, moment: datetime) -> CaseAccessQuerySet:
        return self.filter(granted_at__lte=moment, expires_at__gt=moment)


class CaseAccess(models.Model):
    """A person's stated reason for opening one concern, and until when it holds."""

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="accesses")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="case_accesses"
    )
    reason = models.TextField()
    granted_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = CaseAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="case_access_has_a_reason",
                violation_error_message="Say why you need to open this case.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at")), name="case_access_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} opened {self.concern}"
