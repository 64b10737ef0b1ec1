"""The board's survey about itself. Nothing leads from an answer to the person who gave it.

An invitation says only that it was used. A response has a random key, no time and no link to its
invitation, so that neither the order nor the hour of answers can name anybody.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Stamped
from sab.choices_board import Agreement, RespondentBand
from sab.models._scoped import BoardRows


class SurveyQuerySet(BoardRows["Survey"]):
    """Row selection."""


class Survey(Stamped):
    """One asking of the survey. Both days belong to it."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="surveys")
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            filled("survey", "title", "Give the survey a title."),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="a_survey_closes_on_or_after_it_opens",
                violation_error_message="The survey cannot close before it opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(models.Model):
    """One statement that people agree or disagree with."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    code = models.CharField(max_length=12)
    domain = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"],
                name="one_question_of_a_code_in_a_survey",
                violation_error_message="The survey has a question of this code already.",
            ),
            filled("surveyquestion", "code", "Give the question a code."),
            filled("surveyquestion", "text", "Write the question."),
        ]

    def __str__(self) -> str:
        return self.text


class SurveyInvitation(models.Model):
    """A person asked to answer. Only the hash of their link is kept, and whether it was used."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=150)
    email = models.EmailField("email address")
    band = coded(RespondentBand)
    token_sha256 = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "email"],
                name="one_invitation_an_address_and_survey",
                violation_error_message="This address is invited already.",
            ),
            filled("surveyinvitation", "name", "Enter the name."),
            known("surveyinvitation", "band", RespondentBand),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyResponse(models.Model):
    """One set of answers, of somebody in `band`. There is nothing here that says whose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    band = coded(RespondentBand)

    class Meta:
        ordering = ["id"]
        constraints = [known("surveyresponse", "band", RespondentBand)]

    def __str__(self) -> str:
        return f"A response, {self.get_band_display()}"


class SurveyAnswer(models.Model):
    """An answer to one question; without `agreement` it is "do not know".

    A comment is shown to nobody but its reader until it is released.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="answers")
    agreement = models.PositiveSmallIntegerField(choices=Agreement, null=True, blank=True)
    comment = models.TextField(blank=True, default="")
    is_comment_released = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"],
                name="a_response_answers_a_question_once",
                violation_error_message="This question is answered already.",
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=True) | Q(agreement__in=Agreement.values),
                name="survey_agreement_is_of_the_scale",
                violation_error_message="Choose one of the listed answers.",
            ),
            models.CheckConstraint(
                condition=Q(is_comment_released=False) | ~Q(comment=""),
                name="only_a_written_comment_is_released",
                violation_error_message="There is no comment to release.",
            ),
        ]

    def __str__(self) -> str:
        return "An answer"
