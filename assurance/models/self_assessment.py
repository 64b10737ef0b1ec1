"""The council's own assessment, statement by statement, and CQC's published scores beside it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assurance.choices_self_assessment import (
    Engagement,
    Part,
    Score,
    SelfAssessmentStatus,
    SignedHow,
)
from assurance.models.framework import Framework, QualityStatement
from core.coded import coded, filled, known, known_or_empty
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet

USER = settings.AUTH_USER_MODEL
IS_SCORE = Q(score__in=Score.values)


class SelfAssessmentQuerySet(ScopedQuerySet["SelfAssessment"]):
    permission = Permission.SELF_ASSESSMENT_VIEW


class SelfAssessment(Stamped):
    """One version. Finished, it never changes: framework, method and figures are pinned.

    `previous` is the version it follows. `pinned` holds what its references showed on that day,
    by token; what somebody said is not among it, so that it can be withdrawn for good.
    """

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="self_assessments"
    )
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="self_assessments")
    title = models.CharField(max_length=120)
    period_from = models.DateField("from")
    period_to = models.DateField("to")
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="following"
    )
    status = coded(SelfAssessmentStatus, default=SelfAssessmentStatus.DRAFT)
    method = models.CharField("scoring method", max_length=8, default="b")
    pinned = models.JSONField(default=dict, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-period_to", "-id"]
        constraints = [
            known("selfassessment", "status", SelfAssessmentStatus),
            models.UniqueConstraint(
                fields=["council", "title"],
                name="one_self_assessment_of_a_title",
                violation_error_message="There is a self-assessment of this title already.",
            ),
            filled("selfassessment", "title", "Give the self-assessment a title."),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="self_assessment_ends_on_or_after_it_starts",
                violation_error_message="The period ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=SelfAssessmentStatus.DRAFT,
                    finished_at__isnull=True,
                    finished_by__isnull=True,
                    content_sha256="",
                )
                | Q(
                    status=SelfAssessmentStatus.FINISHED,
                    finished_at__isnull=False,
                    finished_by__isnull=False,
                )
                & ~Q(content_sha256=""),
                name="self_assessment_is_finished_by_somebody_and_hashed",
                violation_error_message="A finished self-assessment has a day, a person and a "
                "hash.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.status == SelfAssessmentStatus.FINISHED


class StatementAssessmentQuerySet(ScopedQuerySet["StatementAssessment"]):
    permission = Permission.SELF_ASSESSMENT_VIEW


class StatementAssessment(Stamped):
    """What the council says of itself under one quality statement, in the five boxes.

    Text `carried_from` an earlier version counts only once it `is_confirmed`.
    """

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="+")
    self_assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="statements")
    statement = models.ForeignKey(QualityStatement, models.PROTECT, related_name="assessments")
    ambition = models.TextField(blank=True, default="")
    knowing = models.TextField(blank=True, default="")
    plans = models.TextField(blank=True, default="")
    others_say = models.TextField(blank=True, default="")
    documents = models.TextField(blank=True, default="")
    score = models.PositiveSmallIntegerField("our score", choices=Score, null=True, blank=True)
    score_reason = models.TextField("why this score", blank=True, default="")
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    is_confirmed = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = StatementAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["self_assessment", "statement__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "statement"],
                name="a_self_assessment_has_a_statement_once",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | IS_SCORE,
                name="our_score_is_of_the_scale",
                violation_error_message="Choose one of the listed scores.",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | ~Q(score_reason=""),
                name="our_score_has_a_reason",
                violation_error_message="Say why this score.",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=True) | Q(carried_from__isnull=False),
                name="only_a_carried_statement_waits_to_be_confirmed",
                violation_error_message="Only text carried over waits to be confirmed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.self_assessment}: {self.statement}"


class DocumentPartQuerySet(ScopedQuerySet["DocumentPart"]):
    permission = Permission.SELF_ASSESSMENT_VIEW


class DocumentPart(Stamped):
    """What the document says beside its statements: about the council, how it was made."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="+")
    self_assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="parts")
    part = coded(Part)
    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = DocumentPartQuerySet.as_manager()

    class Meta:
        ordering = ["self_assessment", "id"]
        constraints = [
            known("documentpart", "part", Part),
            models.UniqueConstraint(
                fields=["self_assessment", "part"], name="a_self_assessment_has_a_part_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.self_assessment}: {self.get_part_display()}"


class SignOff(Record):
    """One post whose signature is asked for, and once it is given, what of and in which words.

    `content_sha256` is of the text that was signed, so that a later change shows.
    """

    self_assessment = models.ForeignKey(SelfAssessment, models.CASCADE, related_name="sign_offs")
    post = models.CharField(max_length=120)
    organisation = models.CharField(max_length=150, blank=True, default="")
    name = models.CharField(max_length=150, blank=True, default="")
    engagement = coded(Engagement, blank=True, default="")
    words = models.TextField("statement of engagement", blank=True, default="")
    comment = models.TextField(blank=True, default="")
    how = coded(SignedHow, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    content_sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["self_assessment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "post", "organisation"],
                name="one_signature_of_a_post",
                violation_error_message="This post is asked to sign already.",
            ),
            filled("signoff", "post", "Give the post."),
            known_or_empty("signoff", "engagement", Engagement),
            known_or_empty("signoff", "how", SignedHow),
            models.CheckConstraint(
                condition=Q(
                    signed_on__isnull=True,
                    entered_by__isnull=True,
                    name="",
                    words="",
                    engagement="",
                    how="",
                    content_sha256="",
                )
                | Q(signed_on__isnull=False, entered_by__isnull=False)
                & ~Q(name="")
                & ~Q(words="")
                & ~Q(engagement="")
                & ~Q(how="")
                & ~Q(content_sha256=""),
                name="a_sign_off_says_who_when_what_and_how",
                violation_error_message="A signature has a name, a day, a statement and the text "
                "it is of.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.organisation}" if self.organisation else self.post


class PublishedScoreQuerySet(ScopedQuerySet["PublishedScore"]):
    permission = Permission.SELF_ASSESSMENT_VIEW


class PublishedScore(Stamped):
    """CQC's score of one statement, as a report of a day gives it."""

    council = models.ForeignKey(
        "core.Organisation", models.PROTECT, related_name="published_scores"
    )
    statement = models.ForeignKey(QualityStatement, models.PROTECT, related_name="published_scores")
    score = models.PositiveSmallIntegerField(choices=Score)
    report_date = models.DateField("day of the report")
    source = models.CharField("where it is published", max_length=300)
    source_url = models.URLField("address of the report", max_length=300, blank=True, default="")

    objects = PublishedScoreQuerySet.as_manager()

    class Meta:
        ordering = ["-report_date", "statement__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "statement", "report_date"],
                name="one_published_score_of_a_statement_and_day",
                violation_error_message="This report's score for the statement is entered already.",
            ),
            models.CheckConstraint(
                condition=IS_SCORE,
                name="published_score_is_of_the_scale",
                violation_error_message="Choose one of the listed scores.",
            ),
            filled("publishedscore", "source", "Say where the score is published."),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.score}, {self.report_date}"
