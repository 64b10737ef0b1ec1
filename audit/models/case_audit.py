"""One audit: of a case, a worker or an organisation, with the version it began with."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from audit.choices import AuditStatus, Subject
from audit.models.alert import AuditAlert
from audit.models.moderation import Moderation
from audit.models.strand import AuditStrand
from core.access import councils_where
from core.models import User
from core.models.base import Stamped
from core.permissions import Permission
from safeguard.models._coded import coded, known

SUBJECTS = ("enquiry", "concern", "worker", "organisation")


def _exactly_one_subject() -> Q:
    """Return the condition that one of the links, or the reference of a case kept elsewhere, is."""
    nothing = {f"{name}__isnull": True for name in SUBJECTS}
    only = Q(**nothing) & ~Q(external_reference="")
    for name in SUBJECTS:
        only |= Q(**{**nothing, f"{name}__isnull": False}, external_reference="")
    return only


class CaseAuditQuerySet(models.QuerySet["CaseAudit"]):
    """Row selection."""

    def visible_to(self, user: User | AnonymousUser) -> CaseAuditQuerySet:
        """Every audit for those who run them; else one's own work, and what is shared.

        An auditor sees what is allocated to them, a practitioner the audits given to them and the
        shared feedback on their own work, a manager what is shared or raised an alert. Audits of
        a worker stay with those entitled to personnel matters, the auditor and the worker. Whoever
        is to rate an audit blind sees it once their own ratings are saved, whatever else they are.
        """
        if not isinstance(user, User):
            return self.none()
        entitled = councils_where(user, Permission.AUDIT_PERSONNEL_VIEW)
        personnel = Q(is_personnel=False) | Q(council__in=entitled)
        alerts = Exists(AuditAlert.objects.filter(audit=OuterRef("pk")))
        shared = Q(feedback_shared_at__isnull=False)
        managed = Q(council__in=councils_where(user, Permission.AUDIT_OUTCOME_VIEW))
        return self.filter(
            (Q(council__in=councils_where(user, Permission.AUDIT_VIEW)) & personnel)
            | self._allocated(user)
            | (managed & Q(is_personnel=False) & (shared | alerts))
            | (shared & (Q(practitioner=user) | Q(worker=user)))
        ).exclude(Exists(Moderation.objects.blind_to(user).filter(audit=OuterRef("pk"))))

    def allocated_to(self, user: User | AnonymousUser) -> CaseAuditQuerySet:
        """Those with work for `user`: the whole audit, a strand, or a second rating."""
        return self.filter(self._allocated(user)) if isinstance(user, User) else self.none()

    @staticmethod
    def _allocated(user: User) -> Q:
        does = councils_where(user, Permission.AUDIT_DO)
        moderates = councils_where(user, Permission.AUDIT_MODERATE)
        strand = AuditStrand.objects.filter(
            Q(person=user) | Q(second_person=user), audit=OuterRef("pk")
        )
        second = Moderation.objects.filter(audit=OuterRef("pk"), moderator=user)
        first = Q(council__in=does) & (Q(auditor=user) | Exists(strand))
        return first | (Q(council__in=moderates) & Exists(second))

    def under_way(self) -> CaseAuditQuerySet:
        return self.exclude(status__in=(AuditStatus.CLOSED, AuditStatus.VOID))

    def counted(self) -> CaseAuditQuerySet:
        """Those that figures may use: submitted, and not void."""
        early = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS)
        return self.exclude(status__in=(*early, AuditStatus.VOID))

    def overdue_at(self, moment: datetime) -> CaseAuditQuerySet:
        waiting = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS)
        return self.filter(status__in=waiting, due_on__lt=moment.date())


class CaseAudit(Stamped):
    """One audit with its strands. `version` never changes, whatever is published meanwhile."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="case_audits")
    reference = models.CharField(max_length=40)
    version = models.ForeignKey("audit.ToolVersion", models.PROTECT, related_name="audits")
    round = models.ForeignKey(
        "audit.AuditRound", models.PROTECT, null=True, blank=True, related_name="audits"
    )
    frame_entry = models.OneToOneField(
        "audit.FrameEntry", models.PROTECT, null=True, blank=True, related_name="audit"
    )
    subject = coded(Subject)
    enquiry = models.ForeignKey(
        "safeguard.Enquiry", models.PROTECT, null=True, blank=True, related_name="audits"
    )
    concern = models.ForeignKey(
        "safeguard.Concern", models.PROTECT, null=True, blank=True, related_name="audits"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "core.Organisation", models.PROTECT, null=True, blank=True, related_name="audits_of_it"
    )
    external_reference = models.CharField(
        "reference of a case kept elsewhere", max_length=80, blank=True
    )
    is_personnel = models.BooleanField(default=False)
    team = models.ForeignKey(
        "core.Team", models.PROTECT, null=True, blank=True, related_name="case_audits"
    )
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audits_of_their_work",
    )
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="audits"
    )
    status = coded(AuditStatus, default=AuditStatus.PLANNED)
    facts = models.JSONField(
        default=dict, blank=True, help_text="Record facts as they stood when the audit was opened."
    )
    facts_taken_at = models.DateTimeField(null=True, blank=True)
    skipped_sections = models.JSONField(default=list, blank=True)
    is_second_read = models.BooleanField("chosen for a second read", default=False)
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats"
    )
    allocated_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    feedback_shared_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.TextField(blank=True)
    minutes_spent = models.PositiveIntegerField("minutes spent", null=True, blank=True)

    objects = CaseAuditQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["council", "status"], name="audit_by_council_and_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"],
                name="one_case_audit_of_a_reference_in_a_council",
                violation_error_message="There is an audit with this reference already.",
            ),
            known("caseaudit", "subject", Subject),
            known("caseaudit", "status", AuditStatus),
            models.CheckConstraint(condition=~Q(reference=""), name="case_audit_has_a_reference"),
            models.CheckConstraint(
                condition=_exactly_one_subject(),
                name="case_audit_is_about_exactly_one_thing",
                violation_error_message=(
                    "An audit is about one enquiry, concern, worker, organisation or case kept "
                    "elsewhere."
                ),
            ),
            models.CheckConstraint(
                condition=Q(auditor__isnull=True)
                | Q(practitioner__isnull=True)
                | ~Q(auditor=F("practitioner")),
                name="nobody_audits_their_own_casework",
                violation_error_message="Nobody audits their own casework.",
            ),
            models.CheckConstraint(
                condition=Q(auditor__isnull=True)
                | Q(worker__isnull=True)
                | ~Q(auditor=F("worker")),
                name="nobody_audits_themselves",
                violation_error_message="Nobody audits themselves.",
            ),
            models.CheckConstraint(
                condition=Q(worker__isnull=True) | Q(is_personnel=True),
                name="audit_of_a_worker_is_personnel",
            ),
            models.CheckConstraint(
                condition=Q(status=AuditStatus.PLANNED)
                | Q(status=AuditStatus.VOID)
                | Q(allocated_at__isnull=False),
                name="audit_beyond_planning_is_allocated",
                violation_error_message="The audit is not allocated yet.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=(
                        AuditStatus.PLANNED,
                        AuditStatus.ALLOCATED,
                        AuditStatus.IN_PROGRESS,
                        AuditStatus.VOID,
                    )
                )
                | Q(submitted_at__isnull=False),
                name="audit_beyond_progress_is_submitted",
                violation_error_message="The audit is not submitted yet.",
            ),
            models.CheckConstraint(
                condition=Q(status=AuditStatus.CLOSED, closed_at__isnull=False)
                | (~Q(status=AuditStatus.CLOSED) & Q(closed_at__isnull=True)),
                name="audit_closed_exactly_when_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status=AuditStatus.VOID) | ~Q(void_reason=""),
                name="audit_is_void_with_a_reason",
                violation_error_message="Say why the audit is void.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_spent__isnull=True) | Q(minutes_spent__gt=0),
                name="audit_takes_at_least_a_minute",
                violation_error_message="Give the minutes as a whole number above zero.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
