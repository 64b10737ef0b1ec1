"""What an enquiry holds as rows: risks, desired outcomes, capacity, advocacy."""

from django.db import models
from django.db.models import F, Q

from core.models.base import Record
from safeguard.choices import (
    AdvocateKind,
    LocationOfRisk,
    OutcomesAchieved,
    SourceOfRisk,
    TypeOfRisk,
)
from safeguard.choices_work import AdvocateOutcome, YesNoUnknown
from safeguard.models._coded import coded, known
from safeguard.models.enquiry import Enquiry


class Risk(Record):
    """One risk found in an enquiry. Two strangers may be two rows that read the same."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, db_index=False, related_name="risks")
    risk_type = coded(TypeOfRisk, verbose_name="type of risk")
    location = coded(LocationOfRisk, verbose_name="location of risk")
    source = coded(SourceOfRisk, verbose_name="source of risk")
    occurrence = models.PositiveSmallIntegerField(default=1, db_default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "risk_type", "location", "source", "occurrence"],
                name="one_row_per_occurrence_of_a_risk",
            ),
            models.CheckConstraint(condition=Q(occurrence__gte=1), name="risk_occurrence_from_one"),
            known("risk", "risk_type", TypeOfRisk),
            known("risk", "location", LocationOfRisk),
            known("risk", "source", SourceOfRisk),
        ]

    def __str__(self) -> str:
        return f"{self.get_risk_type_display()}, {self.get_location_display()}"


class DesiredOutcome(Record):
    """One thing the adult wanted, in their words, and how far it came about.

    It is said when the concern is raised or later; an enquiry that starts takes up those of its
    concern. What the adult wants instead is a new row that replaces the old one.
    """

    concern = models.ForeignKey(
        "safeguard.Concern", models.CASCADE, related_name="desired_outcomes"
    )
    enquiry = models.ForeignKey(
        Enquiry, models.CASCADE, null=True, blank=True, related_name="desired_outcomes"
    )
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    wanted = models.TextField("what the adult wanted")
    wanted_on = models.DateField("when they said so")
    achieved = coded(OutcomesAchieved, null=True, blank=True)
    judged_on = models.DateField("when it was judged", null=True, blank=True)
    not_judged_reason = models.TextField(
        "why nobody asked whether it was achieved", blank=True, default="", db_default=""
    )
    in_whose_view = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["wanted_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(wanted=""), name="outcome_says_what_was_wanted"),
            known("desiredoutcome", "achieved", OutcomesAchieved),
            models.CheckConstraint(
                condition=Q(achieved__isnull=True) | ~Q(in_whose_view=""),
                name="outcome_achieved_in_somebodys_view",
                violation_error_message="Say in whose view the outcome was achieved or not.",
            ),
        ]

    def __str__(self) -> str:
        return self.wanted


class CapacityAssessment(Record):
    """Whether the adult had the capacity to make one decision (Mental Capacity Act 2005)."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="capacity_assessments")
    decision = models.CharField("decision to be made", max_length=300)
    assessed_on = models.DateField()
    had_capacity = models.BooleanField()
    assessed_by = models.CharField(max_length=120)
    best_interests = models.TextField(
        "best interests decision", blank=True, default="", db_default=""
    )

    class Meta:
        ordering = ["assessed_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(decision=""), name="capacity_is_for_one_decision"),
        ]

    def __str__(self) -> str:
        return self.decision


class Advocacy(Record):
    """Independent support for the adult to take part (Care Act 2014 section 68)."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="advocacy")
    kind = coded(AdvocateKind)
    substantial_difficulty = models.BooleanField(null=True)
    difficulty_understanding = coded(
        YesNoUnknown, default=YesNoUnknown.NOT_KNOWN, db_default=YesNoUnknown.NOT_KNOWN
    )
    difficulty_retaining = coded(
        YesNoUnknown, default=YesNoUnknown.NOT_KNOWN, db_default=YesNoUnknown.NOT_KNOWN
    )
    difficulty_weighing = coded(
        YesNoUnknown, default=YesNoUnknown.NOT_KNOWN, db_default=YesNoUnknown.NOT_KNOWN
    )
    difficulty_communicating = coded(
        YesNoUnknown, default=YesNoUnknown.NOT_KNOWN, db_default=YesNoUnknown.NOT_KNOWN
    )
    suitable_person = models.CharField(
        "suitable person considered", max_length=300, blank=True, help_text="Who, and why or not."
    )
    requested_on = models.DateField(null=True, blank=True)
    appointed_on = models.DateField(null=True, blank=True)
    not_appointed = coded(
        AdvocateOutcome, verbose_name="why none was appointed", null=True, blank=True
    )

    class Meta:
        ordering = ["requested_on", "id"]
        verbose_name_plural = "advocacy"
        constraints = [
            models.CheckConstraint(
                condition=Q(appointed_on__isnull=True)
                | Q(requested_on__isnull=True)
                | Q(appointed_on__gte=F("requested_on")),
                name="advocate_appointed_on_or_after_request",
                violation_error_message="An advocate cannot be appointed before being requested.",
            ),
            known("advocacy", "kind", AdvocateKind),
            known("advocacy", "difficulty_understanding", YesNoUnknown),
            known("advocacy", "difficulty_retaining", YesNoUnknown),
            known("advocacy", "difficulty_weighing", YesNoUnknown),
            known("advocacy", "difficulty_communicating", YesNoUnknown),
            known("advocacy", "not_appointed", AdvocateOutcome),
            models.CheckConstraint(
                condition=Q(not_appointed__isnull=True) | Q(appointed_on__isnull=True),
                name="advocate_appointed_or_not",
                violation_error_message="An advocate was appointed, or there is a reason why not.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
