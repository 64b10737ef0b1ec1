"""What an audit came to: sections, results, the caps that fired. Written when it is submitted.

Scores are fractions from 0 to 1. `strand` is empty for a result of the whole audit.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.models.strand import AuditStrand
from core.models.base import Record


class SectionScore(Record):
    """One scored section; `score` is empty where too little of it could be scored."""

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="section_scores")
    strand = models.ForeignKey(
        AuditStrand, models.CASCADE, null=True, blank=True, related_name="section_scores"
    )
    section = models.CharField("section code", max_length=30)
    score = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)
    weight = models.DecimalField(max_digits=8, decimal_places=3)
    asked = models.PositiveSmallIntegerField("scored questions asked")
    applied = models.PositiveSmallIntegerField("of which applied")
    gaps = models.PositiveSmallIntegerField("of which the record does not tell", default=0)

    class Meta:
        ordering = ["audit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["strand", "section"], name="one_score_of_a_section_in_a_strand"
            ),
            models.UniqueConstraint(
                fields=["audit", "section"],
                condition=Q(strand__isnull=True),
                name="one_score_of_a_section_in_an_audit",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="section_score_is_a_fraction",
            ),
            models.CheckConstraint(
                condition=Q(applied__lte=F("asked"), gaps__lte=F("applied")),
                name="section_score_counts_fit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.score}"


class AuditResult(Record):
    """One result: suggested by the arithmetic, capped by rule, judged by a person.

    The judged grade is the auditor's own for good; a moderator's stands on the moderation.
    """

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="results")
    strand = models.ForeignKey(
        AuditStrand, models.CASCADE, null=True, blank=True, related_name="results"
    )
    key = models.CharField(max_length=60)
    label = models.CharField(max_length=160)
    score = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)
    suggested = models.CharField("suggested grade", max_length=40, blank=True)
    capped = models.CharField("grade after caps", max_length=40, blank=True)
    judged = models.CharField("judged grade", max_length=40, blank=True)
    judged_reason = models.TextField("why it differs", blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["audit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["strand", "key"], name="one_result_of_a_key_in_a_strand"
            ),
            models.UniqueConstraint(
                fields=["audit", "key"],
                condition=Q(strand__isnull=True),
                name="one_result_of_a_key_in_an_audit",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="audit_result_has_a_key"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="audit_result_is_a_fraction",
            ),
            models.CheckConstraint(
                condition=Q(judged="") | Q(judged_at__isnull=False),
                name="judged_grade_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(judged="")
                | Q(capped="")
                | Q(judged=F("capped"))
                | ~Q(judged_reason=""),
                name="judged_grade_differs_with_a_reason",
                violation_error_message="Say why the grade differs from the one suggested.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.judged or self.capped or self.suggested}"


class FiredCap(Record):
    """A question whose answer held a result down."""

    audit = models.ForeignKey("audit.CaseAudit", models.CASCADE, related_name="fired_caps")
    strand = models.ForeignKey(
        AuditStrand, models.CASCADE, null=True, blank=True, related_name="fired_caps"
    )
    question = models.ForeignKey("audit.Question", models.PROTECT, related_name="fired_caps")
    option = models.CharField(max_length=160)
    target = models.CharField(
        "what it holds down", max_length=70, help_text="overall, section:CODE or result:KEY"
    )
    grade = models.CharField(max_length=40)

    class Meta:
        ordering = ["audit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["strand", "question", "target"], name="one_cap_of_a_question_in_a_strand"
            ),
            models.UniqueConstraint(
                fields=["audit", "question", "target"],
                condition=Q(strand__isnull=True),
                name="one_cap_of_a_question_in_an_audit",
            ),
            models.CheckConstraint(
                condition=~Q(target="") & ~Q(grade=""), name="fired_cap_says_what_it_holds_down"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code} holds {self.target} to {self.grade}"
