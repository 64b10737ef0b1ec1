"""The part of an audit that one person or body answers, with its own deadline and secrecy."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.choices import RespondentKind, StrandStatus
from core.models.base import Stamped
from safeguard.models._coded import coded, known


class AuditStrand(Stamped):
    """One contribution. Somebody outside answers by a link; only a hash of its token is kept.

    `number` tells apart several contributions to a strand that may repeat, such as two NHS bodies.
    """

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="strands")
    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=120)
    respondent = coded(RespondentKind)
    is_required = models.BooleanField(default=True)
    is_blind = models.BooleanField(
        "does not see other strands before it is submitted", default=False
    )
    status = coded(StrandStatus, default=StrandStatus.OPEN)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="strands"
    )
    organisation = models.ForeignKey(
        "core.Organisation", models.PROTECT, null=True, blank=True, related_name="strands"
    )
    second_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outside_name = models.CharField("who answers, outside", max_length=150, blank=True)
    outside_email = models.EmailField(blank=True)
    token_sha256 = models.CharField(max_length=64, null=True, blank=True, unique=True)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    token_revoked_at = models.DateTimeField("link taken back", null=True, blank=True)
    token_used_at = models.DateTimeField("link first opened", null=True, blank=True)
    consent_given = models.BooleanField("consent to take part", null=True, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    consent_note = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField("first answered", null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField("last reminded", null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    missing_reason = models.CharField("why there is no return", max_length=300, blank=True)
    measured_seconds = models.PositiveIntegerField(
        default=0, help_text="Time with the page open and in use, as its respondent is told."
    )
    minutes_spent = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["audit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "key", "number"],
                name="one_strand_of_a_key_and_number_in_an_audit",
            ),
            known("auditstrand", "respondent", RespondentKind),
            known("auditstrand", "status", StrandStatus),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(label=""), name="audit_strand_has_a_key_and_a_label"
            ),
            models.CheckConstraint(
                condition=Q(token_sha256__isnull=True, token_expires_at__isnull=True)
                | Q(token_sha256__isnull=False, token_expires_at__isnull=False),
                name="audit_strand_link_expires",
            ),
            models.CheckConstraint(
                condition=Q(token_sha256__isnull=True) | ~Q(outside_name=""),
                name="audit_strand_link_is_for_somebody",
                violation_error_message="Say who the link is for.",
            ),
            models.CheckConstraint(
                condition=Q(second_person__isnull=True)
                | Q(person__isnull=True)
                | ~Q(second_person=F("person")),
                name="audit_strand_second_person_is_another",
                violation_error_message="The second person must be somebody else.",
            ),
            models.CheckConstraint(
                condition=Q(status=StrandStatus.SUBMITTED, submitted_at__isnull=False)
                | ~Q(status=StrandStatus.SUBMITTED),
                name="submitted_audit_strand_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status=StrandStatus.MISSING) | ~Q(missing_reason=""),
                name="missing_audit_strand_says_why",
                violation_error_message="Say why there is no return.",
            ),
            models.CheckConstraint(
                condition=Q(consent_given__isnull=True) | Q(consent_on__isnull=False),
                name="audit_strand_consent_is_dated",
                violation_error_message="Give the day on which they were asked.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} of {self.audit}"
