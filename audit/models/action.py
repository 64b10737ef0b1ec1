"""What is to change because of an audit, until somebody other than its owner has verified it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.choices import ActionLevel, ActionPriority, ActionStatus, NoteKind
from core.access import councils_where
from core.models import User
from core.models.base import Record, Stamped
from core.permissions import Permission
from safeguard.models._coded import coded, known


class AuditActionQuerySet(models.QuerySet["AuditAction"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> AuditActionQuerySet:
        """Those of councils where `user` keeps actions, and those that are theirs to do.

        What is to change in a worker's practice, and what comes from the audit of a worker, is seen
        by those entitled to personnel matters only, and by its owner.
        """
        if not isinstance(user, User):
            return self.none()
        keeps = councils_where(user, Permission.AUDIT_ACTION_MANAGE)
        entitled = councils_where(user, Permission.AUDIT_PERSONNEL_VIEW)
        casework = Q(audit__isnull=True) | Q(audit__is_personnel=False)
        casework &= ~Q(level=ActionLevel.WORKER)
        return self.filter(
            (Q(council__in=keeps) & (casework | Q(council__in=entitled)))
            | Q(owner=user, council__in=councils_where(user, Permission.AUDIT_DO))
        )

    def open(self) -> AuditActionQuerySet:
        return self.filter(status=ActionStatus.OPEN)

    def overdue_on(self, day: date) -> AuditActionQuerySet:
        return self.open().filter(due_on__lt=day)

    def to_verify(self) -> AuditActionQuerySet:
        return self.filter(status=ActionStatus.DONE)


class AuditAction(Stamped):
    """One thing to do, from one audit or from a whole round."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="audit_actions")
    reference = models.CharField(max_length=40)
    audit = models.ForeignKey(
        "audit.CaseAudit", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    round = models.ForeignKey(
        "audit.AuditRound", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    question = models.ForeignKey(
        "audit.Question", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    theme = models.ForeignKey(
        "audit.Theme", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    level = coded(ActionLevel)
    description = models.TextField("what is to be done")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_actions",
    )
    owner_name = models.CharField("owner outside this product", max_length=150, blank=True)
    owner_organisation = models.ForeignKey(
        "core.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("core.Team", models.PROTECT, null=True, blank=True, related_name="+")
    priority = coded(ActionPriority, default=ActionPriority.MEDIUM)
    first_due_on = models.DateField("first due", editable=False)
    due_on = models.DateField("due")
    status = coded(ActionStatus, default=ActionStatus.OPEN)
    evidence = models.TextField("what shows that it is done", blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    needs_verifier = models.BooleanField(default=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_on = models.DateField(null=True, blank=True)
    verified_note = models.TextField("how it was verified", blank=True)
    withdrawn_reason = models.TextField(blank=True)
    last_chased_on = models.DateField(null=True, blank=True)

    objects = AuditActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"],
                name="one_audit_action_of_a_reference_in_a_council",
            ),
            known("auditaction", "level", ActionLevel),
            known("auditaction", "priority", ActionPriority),
            known("auditaction", "status", ActionStatus),
            models.CheckConstraint(
                condition=~Q(description="") & ~Q(reference=""),
                name="audit_action_says_what_is_to_be_done",
                violation_error_message="Say what is to be done.",
            ),
            models.CheckConstraint(
                condition=Q(audit__isnull=False) | Q(round__isnull=False),
                name="audit_action_comes_from_an_audit_or_a_round",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_name=""),
                name="audit_action_has_an_owner",
                violation_error_message="Say who is to do it.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(ActionStatus.DONE, ActionStatus.VERIFIED))
                | (Q(done_on__isnull=False) & ~Q(evidence="")),
                name="audit_action_is_done_with_evidence",
                violation_error_message="Say what shows that it is done, and when it was.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=ActionStatus.VERIFIED)
                    & Q(verified_by__isnull=False, verified_on__isnull=False)
                )
                | (
                    ~Q(status=ActionStatus.VERIFIED)
                    & Q(verified_by__isnull=True, verified_on__isnull=True)
                ),
                name="audit_action_is_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | (
                    (Q(owner__isnull=True) | ~Q(verified_by=F("owner")))
                    & (Q(done_by__isnull=True) | ~Q(verified_by=F("done_by")))
                ),
                name="audit_action_is_verified_by_another",
                violation_error_message="Somebody other than its owner verifies an action.",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True) | Q(verified_on__gte=F("done_on")),
                name="audit_action_is_verified_after_it_is_done",
                violation_error_message="It cannot be verified before it is done.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ActionStatus.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="audit_action_is_withdrawn_with_a_reason",
                violation_error_message="Say why the action is withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ActionNote(Record):
    """What happened to an action on the way."""

    action = models.ForeignKey(AuditAction, models.CASCADE, related_name="notes")
    kind = coded(NoteKind, default=NoteKind.PROGRESS)
    words = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            known("actionnote", "kind", NoteKind),
            models.CheckConstraint(
                condition=~Q(words=""),
                name="action_note_says_something",
                violation_error_message="Write the note.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.action}"
