"""An alert that an answer raised at once, and who answered for it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models.strand import AuditStrand
from core.models.base import Record


class AuditAlertQuerySet(models.QuerySet["AuditAlert"]):
    """Row selection."""

    def unanswered(self) -> AuditAlertQuerySet:
        return self.filter(acknowledgement__isnull=True, withdrawn_at__isnull=True)

    def overdue_at(self, moment: datetime) -> AuditAlertQuerySet:
        return self.unanswered().filter(due_at__lt=moment)


class AuditAlert(Record):
    """Something that cannot wait for the result. No audit closes while one is unanswered."""

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="alerts")
    strand = models.ForeignKey(AuditStrand, models.CASCADE, related_name="alerts")
    question = models.ForeignKey("audit.Question", models.PROTECT, related_name="alerts")
    option = models.CharField(max_length=160)
    text = models.TextField()
    to_roles = models.JSONField(default=list)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    raised_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField("the answer was changed", null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = AuditAlertQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="audit_alert_says_something"),
            models.UniqueConstraint(
                fields=["strand", "question"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_alert_of_a_question_in_a_strand",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="audit_alert_is_withdrawn_with_a_reason",
                violation_error_message="Say why the alert is withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AlertAcknowledgement(Record):
    """Somebody read an alert and said what they did about it."""

    alert = models.OneToOneField(AuditAlert, models.CASCADE, related_name="acknowledgement")
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(default=timezone.now)
    action_taken = models.TextField("what is done about it")
    told_to = models.CharField("who was told", max_length=200, blank=True)
    told_at = models.DateTimeField("when they were told", null=True, blank=True)

    class Meta:
        ordering = ["acknowledged_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action_taken=""),
                name="alert_is_acknowledged_with_what_was_done",
                violation_error_message="Say what is done about it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert}: {self.acknowledged_by}"
