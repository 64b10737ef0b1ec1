"""What was said to those whose work was audited, and what they said back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.choices import DisputeOutcome, ReplyKind
from core.access import councils_where
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission
from safeguard.models._coded import coded, known


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Row selection."""

    def readable_by(self, user: User | AnonymousUser) -> FeedbackQuerySet:
        """Their own, while they work in the council; and all for whoever gives feedback there.

        That of an audit of a worker needs the right to personnel matters as well.
        """
        if not isinstance(user, User):
            return self.none()
        gives = councils_where(user, Permission.AUDIT_FEEDBACK_GIVE)
        entitled = councils_where(user, Permission.AUDIT_PERSONNEL_VIEW)
        works = councils_where(user, Permission.AUDIT_DO)
        casework = Q(audit__is_personnel=False) | Q(audit__council__in=entitled)
        return self.filter(
            (Q(audit__council__in=gives) & casework) | Q(to_person=user, audit__council__in=works)
        )


class Feedback(Stamped):
    """The result of one audit, shared with one person or role."""

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="feedback")
    to_role = models.CharField("shared with", max_length=60, help_text="As the version names it.")
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_feedback",
    )
    to_name = models.CharField(max_length=150, blank=True)
    words = models.TextField("what is said")
    conversation_on = models.DateField("spoken about on", null=True, blank=True)
    shared_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["shared_at", "id"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="feedback_says_something",
                violation_error_message="Write what is said.",
            ),
            models.CheckConstraint(
                condition=Q(to_person__isnull=False) | ~Q(to_name=""),
                name="feedback_is_for_somebody",
                violation_error_message="Say who it is shared with.",
            ),
        ]

    def __str__(self) -> str:
        return f"Feedback on {self.audit}"


class FeedbackReply(Record):
    """A reply, or a dispute that somebody else settles."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="replies")
    kind = coded(ReplyKind, default=ReplyKind.REPLY)
    words = models.TextField()
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(default=timezone.now)
    outcome = coded(DisputeOutcome, null=True, blank=True)
    outcome_reason = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["replied_at", "id"]
        verbose_name_plural = "feedback replies"
        constraints = [
            known("feedbackreply", "kind", ReplyKind),
            known("feedbackreply", "outcome", DisputeOutcome),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="feedback_reply_says_something",
                violation_error_message="Write your reply.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, settled_by__isnull=True, settled_at__isnull=True)
                | (
                    Q(kind=ReplyKind.DISPUTE)
                    & Q(outcome__isnull=False, settled_by__isnull=False, settled_at__isnull=False)
                    & ~Q(outcome_reason="")
                ),
                name="dispute_is_settled_by_somebody_with_a_reason",
                violation_error_message="Say how the dispute is settled, and why.",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("replied_by")),
                name="nobody_settles_their_own_dispute",
                violation_error_message="Nobody settles their own dispute.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.replied_by}"
