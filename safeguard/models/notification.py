"""What reaches the council and is not a concern. Neither kind is ever counted as one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet
from safeguard.choices import Referrer
from safeguard.models._coded import coded, known


class NotificationQuerySet(ScopedQuerySet["Notification"]):
    permission = Permission.CASE_VIEW


class ProviderNotificationQuerySet(ScopedQuerySet["ProviderNotification"]):
    permission = Permission.CASE_VIEW


class Notification(Record):
    """A contact about an adult that is not a concern; it may be turned into one, and linked."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="notifications")
    reference = models.CharField(max_length=40)
    adult = models.ForeignKey(
        "safeguard.Adult", models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    received_at = models.DateTimeField()
    referrer = coded(Referrer)
    summary = models.TextField()
    became = models.OneToOneField(
        "safeguard.Concern", models.PROTECT, null=True, blank=True, related_name="notification"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["council", "received_at"], name="notification_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"], name="one_notification_per_reference"
            ),
            models.CheckConstraint(condition=~Q(summary=""), name="notification_says_something"),
            known("notification", "referrer", Referrer),
        ]

    def __str__(self) -> str:
        return self.reference


class ProviderNotification(Record):
    """A report about the quality of a provider; it may be turned into a concern, and linked."""

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="provider_notifications"
    )
    reference = models.CharField(max_length=40)
    provider = models.ForeignKey("safeguard.Provider", models.PROTECT, related_name="notifications")
    adult = models.ForeignKey(
        "safeguard.Adult",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="provider_notifications",
    )
    received_at = models.DateTimeField()
    referrer = coded(Referrer)
    summary = models.TextField()
    became = models.OneToOneField(
        "safeguard.Concern",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="provider_notification",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProviderNotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["council", "received_at"], name="provider_notification_by_time"),
            models.Index(fields=["provider", "received_at"], name="provider_notification_by_whom"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"], name="one_provider_notification_per_ref"
            ),
            known("providernotification", "referrer", Referrer),
        ]

    def __str__(self) -> str:
        return self.reference
