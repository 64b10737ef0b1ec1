"""A short look at one case by somebody who needs a reason (product rule: it is logged)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.access import councils_where
from core.models import User
from core.models.base import Record
from core.permissions import Permission


class CaseAccessQuerySet(models.QuerySet["CaseAccess"]):
    """Row selection."""

    def in_force_at(self, moment: datetime) -> CaseAccessQuerySet:
        return self.filter(granted_at__lte=moment, expires_at__gt=moment)

    def held_by(self, user: User | AnonymousUser) -> CaseAccessQuerySet:
        """Those in force now, in councils where `user` may still open a case for cause."""
        if not isinstance(user, User):
            return self.none()
        councils = councils_where(user, Permission.CASE_VIEW_FOR_CAUSE)
        rows = self.in_force_at(timezone.now()).order_by()
        return rows.filter(person=user, concern__council__in=councils)


class CaseAccess(Record):
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
