"""A safeguarding enquiry and its conclusion (Care Act 2014 section 42(2)).

The conclusion stands on the enquiry's own row, because only there can the database hold that it
comes with a result, and not before the enquiry commenced.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.access import councils_where
from core.models import User
from core.models.base import Record
from core.periods import Period
from core.permissions import Permission
from safeguard.choices import (
    RISK_IDENTIFIED,
    EnquiryKind,
    LackedCapacity,
    OutcomesAchieved,
    OutcomesAsked,
    RiskAssessmentResult,
    RiskOutcome,
)
from safeguard.models._coded import coded, known
from safeguard.models.case_access import CaseAccess


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Row selection. Every method returns a queryset, so they chain."""

    def visible_to(self, user: User | AnonymousUser) -> EnquiryQuerySet:
        """Those of councils whose cases `user` reads, and of concerns opened for cause."""
        opened = CaseAccess.objects.held_by(user).values("concern")
        councils = councils_where(user, Permission.CASE_VIEW)
        return self.filter(Q(council__in=councils) | Q(concern__in=opened))

    def of_kind(self, kind: str) -> EnquiryQuerySet:
        return self.filter(kind=kind)

    def open(self) -> EnquiryQuerySet:
        return self.filter(concluded_on__isnull=True)

    def commenced_in(self, period: Period) -> EnquiryQuerySet:
        return self.filter(commenced_on__range=(period.start, period.end))

    def concluded_in(self, period: Period) -> EnquiryQuerySet:
        return self.filter(concluded_on__range=(period.start, period.end))


class Enquiry(Record):
    """One enquiry, made or caused, that followed from a concern."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="enquiries")
    reference = models.CharField(max_length=40)
    concern = models.ForeignKey("safeguard.Concern", models.PROTECT, related_name="enquiries")
    team = models.ForeignKey(
        "core.Team", models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    kind = coded(EnquiryKind)
    commenced_on = models.DateField("commenced")
    caused_to = models.CharField(
        "caused to be made by",
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="Who was asked to make it, if not the council itself (section 42(2)).",
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    planned_on = models.DateField("planning held", null=True, blank=True)
    plan = models.TextField("how the enquiry will be made", blank=True, default="", db_default="")
    why_another = models.TextField(
        "why the concern has another enquiry", blank=True, default="", db_default=""
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    lacked_capacity = coded(LackedCapacity, null=True, blank=True)
    supported = models.BooleanField(
        "supported by an advocate, family or friend", null=True, blank=True
    )
    outcomes_asked = coded(OutcomesAsked, null=True, blank=True)
    outcomes_achieved = coded(OutcomesAchieved, null=True, blank=True)
    concluded_on = models.DateField("concluded", null=True, blank=True)
    risk_assessment_result = coded(RiskAssessmentResult, null=True, blank=True)
    risk_outcome = coded(RiskOutcome, null=True, blank=True)
    import_run = models.ForeignKey(
        "safeguard.ImportRun",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-commenced_on", "-id"]
        verbose_name_plural = "enquiries"
        indexes = [
            models.Index(
                fields=["council", "commenced_on", "kind", "concern"], name="enquiry_by_start"
            ),
            models.Index(fields=["council", "concluded_on", "kind"], name="enquiry_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"], name="one_enquiry_per_reference"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="enquiry_has_a_reference"),
            models.CheckConstraint(
                condition=Q(planned_on__isnull=True) | Q(planned_on__gte=F("commenced_on")),
                name="enquiry_planned_on_or_after_commencing",
                violation_error_message="An enquiry cannot be planned before it commences.",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True) | Q(concluded_on__gte=F("commenced_on")),
                name="enquiry_concludes_on_or_after_commencing",
                violation_error_message="An enquiry cannot conclude before it commences.",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True, risk_assessment_result__isnull=True)
                | Q(concluded_on__isnull=False, risk_assessment_result__isnull=False),
                name="enquiry_result_exactly_when_concluded",
                violation_error_message="Record the result when, and only when, it concludes.",
            ),
            models.CheckConstraint(
                condition=Q(risk_outcome__isnull=True)
                | Q(risk_assessment_result__in=RISK_IDENTIFIED),
                name="enquiry_outcome_only_where_risk_identified",
                violation_error_message="Record a risk outcome only where a risk was identified.",
            ),
            models.CheckConstraint(
                condition=Q(supported__isnull=True) | Q(lacked_capacity=LackedCapacity.YES),
                name="enquiry_support_only_where_capacity_lacked",
                violation_error_message="Record support only for an adult who lacked capacity.",
            ),
            models.CheckConstraint(
                condition=Q(outcomes_achieved__isnull=True)
                | Q(outcomes_asked=OutcomesAsked.EXPRESSED),
                name="enquiry_achieved_only_where_expressed",
                violation_error_message="Record achievement only where outcomes were expressed.",
            ),
            known("enquiry", "kind", EnquiryKind),
            known("enquiry", "lacked_capacity", LackedCapacity),
            known("enquiry", "outcomes_asked", OutcomesAsked),
            known("enquiry", "outcomes_achieved", OutcomesAchieved),
            known("enquiry", "risk_assessment_result", RiskAssessmentResult),
            known("enquiry", "risk_outcome", RiskOutcome),
        ]

    def __str__(self) -> str:
        return self.reference
