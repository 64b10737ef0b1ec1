"""Peer challenges and other assessments from outside, and what each of them found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assurance.choices_improvement import AssessmentKind, FindingAnswer, FindingKind
from core.coded import coded, filled, known, known_or_empty
from core.models.base import Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet

USER = settings.AUTH_USER_MODEL
NEEDS_REASON = (FindingAnswer.IN_PART, FindingAnswer.NOT_ACCEPTED)


class OutsideAssessmentQuerySet(ScopedQuerySet["OutsideAssessment"]):
    permission = Permission.IMPROVEMENT_VIEW


class OutsideAssessment(Stamped):
    """A look at the council by others: who they were, when they came, what they looked at."""

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="outside_assessments"
    )
    kind = coded(AssessmentKind)
    title = models.CharField(max_length=160)
    by_whom = models.CharField("who assessed", max_length=200)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day", null=True, blank=True)
    reported_on = models.DateField("day of the report", null=True, blank=True)
    looked_at = models.TextField("what they looked at", blank=True, default="")
    report = models.ForeignKey(
        "assurance.EvidenceItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outside_assessments",
        verbose_name="report in the evidence library",
    )
    report_title = models.CharField("title of the report", max_length=200, blank=True, default="")
    report_url = models.URLField("where the report is", max_length=300, blank=True, default="")

    objects = OutsideAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            known("outsideassessment", "kind", AssessmentKind),
            filled("outsideassessment", "title", "Give the assessment a title."),
            filled("outsideassessment", "by_whom", "Say who assessed."),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="outside_assessment_ends_on_or_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=F("starts_on")),
                name="outside_assessment_reports_after_it_starts",
                violation_error_message="The report cannot come before the first day.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentFinding(Stamped):
    """One thing an assessment found, and what the council answers to it."""

    assessment = models.ForeignKey(OutsideAssessment, models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    kind = coded(FindingKind)
    text = models.TextField("what they found")
    statement = models.ForeignKey(
        "assurance.QualityStatement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outside_findings",
        verbose_name="quality statement",
    )
    answer = coded(FindingAnswer, blank=True, default="")
    answer_text = models.TextField("what the council answers", blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["assessment_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="one_finding_of_a_number_in_an_assessment"
            ),
            known("assessmentfinding", "kind", FindingKind),
            known_or_empty("assessmentfinding", "answer", FindingAnswer),
            filled("assessmentfinding", "text", "Write what they found."),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True)
                | ~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False),
                name="finding_answer_has_a_day_and_a_person",
                violation_error_message="An answer has a day and a person.",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=NEEDS_REASON) | ~Q(answer_text=""),
                name="finding_not_wholly_accepted_has_a_reason",
                violation_error_message="Say why it is not wholly accepted.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, finding {self.number}"
