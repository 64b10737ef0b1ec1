"""A safeguarding concern and the council's decision on it (Care Act 2014 section 42(1)).

The decision stands on the concern's own row, because only there can the database hold that it is
dated, and not dated before the concern was received.
"""

from __future__ import annotations

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
    DecisionResult,
    HealthCondition,
    LocationOfRisk,
    PrimarySupportReason,
    Priority,
    Referrer,
    TypeOfRisk,
)
from safeguard.models._coded import coded, known
from safeguard.models.case_access import CaseAccess


class ConcernQuerySet(models.QuerySet["Concern"]):
    """Row selection. Every method returns a queryset, so they chain."""

    def visible_to(self, user: User | AnonymousUser) -> ConcernQuerySet:
        """Those of councils whose cases `user` reads, and those they opened for cause."""
        opened = CaseAccess.objects.held_by(user).values("concern")
        councils = councils_where(user, Permission.CASE_VIEW)
        return self.filter(Q(council__in=councils) | Q(pk__in=opened))

    def received_in(self, period: Period) -> ConcernQuerySet:
        return self.filter(received_on__range=(period.start, period.end))

    def decided(self) -> ConcernQuerySet:
        return self.filter(decided_on__isnull=False)

    def decided_in(self, period: Period) -> ConcernQuerySet:
        return self.filter(decided_on__range=(period.start, period.end))

    def undecided(self) -> ConcernQuerySet:
        return self.filter(decided_on__isnull=True)


class Concern(Record):
    """A sign of suspected abuse or neglect reported to, or identified by, the council."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="concerns")
    reference = models.CharField(max_length=40)
    adult = models.ForeignKey("safeguard.Adult", models.PROTECT, related_name="concerns")
    team = models.ForeignKey(
        "core.Team", models.PROTECT, null=True, blank=True, related_name="concerns"
    )
    received_at = models.DateTimeField("received")
    received_on = models.DateField(
        "day received", help_text="The day in London on which it was received."
    )
    referrer = coded(Referrer)
    primary_support_reason = coded(PrimarySupportReason)
    location = coded(LocationOfRisk, verbose_name="location of risk")
    account = models.TextField("what happened", blank=True, default="", db_default="")
    adult_view = models.TextField("the adult's view", blank=True, default="", db_default="")
    provider = models.ForeignKey(
        "safeguard.Provider", models.PROTECT, null=True, blank=True, related_name="concerns"
    )
    priority = coded(Priority, null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision = coded(DecisionResult, null=True, blank=True)
    met_a = models.BooleanField(
        "has needs for care and support", null=True, blank=True, help_text="Section 42(1)(a)"
    )
    met_b = models.BooleanField(
        "is experiencing, or at risk of, abuse or neglect",
        null=True,
        blank=True,
        help_text="Section 42(1)(b)",
    )
    met_c = models.BooleanField(
        "cannot protect themselves because of those needs",
        null=True,
        blank=True,
        help_text="Section 42(1)(c)",
    )
    decision_reason = models.TextField(blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    import_run = models.ForeignKey(
        "safeguard.ImportRun",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [
            models.Index(
                fields=[
                    "council",
                    "received_on",
                    "decided_on",
                    "decision",
                    "adult",
                    "primary_support_reason",
                ],
                name="concern_by_day",
            ),
            # With the priority, so that who waits is counted from the index alone.
            models.Index(
                fields=["council", "decision", "received_on", "priority"],
                name="concern_by_decision",
            ),
            models.Index(fields=["council", "decided_on"], name="concern_by_decided_day"),
            models.Index(fields=["council", "priority", "received_on"], name="concern_by_priority"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "reference"], name="one_concern_per_reference"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="concern_has_a_reference"),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decision__isnull=True)
                | Q(decided_on__isnull=False, decision__isnull=False),
                name="concern_decision_is_dated",
                violation_error_message="Give a decision and its date together.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("received_on")),
                name="concern_decided_on_or_after_receipt",
                violation_error_message="A concern cannot be decided before it was received.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=DecisionResult.SECTION_42)
                | (
                    (Q(met_a__isnull=True) | Q(met_a=True))
                    & (Q(met_b__isnull=True) | Q(met_b=True))
                    & (Q(met_c__isnull=True) | Q(met_c=True))
                )
                | Q(decision__isnull=True),
                name="concern_s42_fails_no_part_of_the_test",
                violation_error_message=(
                    "A section 42 enquiry needs all three parts of section 42(1)."
                ),
            ),
            known("concern", "referrer", Referrer),
            known("concern", "primary_support_reason", PrimarySupportReason),
            known("concern", "location", LocationOfRisk),
            known("concern", "priority", Priority),
            known("concern", "decision", DecisionResult),
        ]

    def __str__(self) -> str:
        return self.reference


class ConcernRiskType(Record):
    """One type of risk reported in a concern."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="risk_types")
    risk_type = coded(TypeOfRisk)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "risk_type"], name="one_row_per_type_in_a_concern"
            ),
            known("concernrisktype", "risk_type", TypeOfRisk),
        ]

    def __str__(self) -> str:
        return self.get_risk_type_display()


class ConcernCondition(Record):
    """One reported health condition of the adult, as it was when the concern was raised."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="conditions")
    condition = coded(HealthCondition)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "condition"], name="one_row_per_condition_in_a_concern"
            ),
            known("concerncondition", "condition", HealthCondition),
        ]

    def __str__(self) -> str:
        return self.get_condition_display()
