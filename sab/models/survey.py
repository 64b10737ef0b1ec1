"""The board's surveys: of its own members, and of practitioners. Nobody can say who answered what.

A link belongs to a group and not to a person, so there is nothing that a person could be known by:
no name, no address, no invitation. A response has a random key and no time; its answers have random
keys of their own. Neither the order nor the hour of answers is kept.
"""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known, known_or_empty
from core.models.base import Record, Stamped
from sab.choices_board import Agreement, CommentState, RespondentBand, SurveyKind
from sab.models._scoped import BoardRows


class SurveyQuerySet(BoardRows["Survey"]):
    """Row selection."""

    def over_on(self, day: date) -> SurveyQuerySet:
        """Those that take no more answers: only of these is any answer shown."""
        return self.filter(Q(closes_on__lt=day) | Q(closed_on__isnull=False))


class Survey(Stamped):
    """One asking of the survey. Both days belong to it."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="surveys")
    kind = coded(SurveyKind)
    title = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_on = models.DateField("closed early on", null=True, blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "title"],
                name="one_survey_of_a_title_on_a_board",
                violation_error_message="The board has a survey of this title already.",
            ),
            filled("survey", "title", "Give the survey a title."),
            known("survey", "kind", SurveyKind),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opens_on")),
                name="a_survey_is_closed_after_it_opens",
                violation_error_message="A survey is closed once it has opened.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="a_survey_closes_on_or_after_it_opens",
                violation_error_message="The survey cannot close before it opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_over_on(self, day: date) -> bool:
        """Say the same as `over_on` of one survey."""
        return self.closes_on < day or self.closed_on is not None

    def is_open_on(self, day: date) -> bool:
        return self.opens_on <= day and not self.is_over_on(day)


class SurveyQuestion(Record):
    """One statement that people agree or disagree with; or, `is_written`, one answered in words.

    `standards` are the codes of the standards of partners' returns that it asks the same about.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    code = models.CharField(max_length=12)
    domain = models.CharField(max_length=120)
    text = models.TextField()
    is_written = models.BooleanField(default=False)
    standards = models.JSONField(default=list, blank=True)

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


class SurveyGroup(Record):
    """People who answer by one link: a band of the board, or the practitioners of one agency."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="groups")
    band = coded(RespondentBand, blank=True, default="")
    partner = models.ForeignKey(
        "sab.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    token = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "band"],
                condition=~Q(band=""),
                name="one_group_of_a_band_in_a_survey",
                violation_error_message="The survey has a link for this group already.",
            ),
            models.UniqueConstraint(
                fields=["survey", "partner"],
                name="one_group_of_a_partner_in_a_survey",
                violation_error_message="The survey has a link for this agency already.",
            ),
            known_or_empty("surveygroup", "band", RespondentBand),
            models.CheckConstraint(
                condition=Q(band="", partner__isnull=False) | ~Q(band="") & Q(partner__isnull=True),
                name="a_survey_group_is_a_band_or_an_agency",
                violation_error_message="Choose a group or an agency, not both.",
            ),
            filled("surveygroup", "token", "A link has a token."),
        ]

    def __str__(self) -> str:
        return str(self.partner) if self.partner else self.get_band_display()


class SurveyResponse(Record):
    """One set of answers, of somebody in a group. There is nothing here that says whose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    group = models.ForeignKey(SurveyGroup, models.PROTECT, related_name="responses")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"A response, {self.group}"


class SurveyAnswer(Record):
    """An answer to one question; without `agreement` it is "do not know".

    A comment is shown to nobody but its reader until it is released, in the words of
    `comment_shown`: the reader takes out what could say who wrote it, or whom it is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(SurveyResponse, models.CASCADE, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, models.CASCADE, related_name="answers")
    agreement = models.PositiveSmallIntegerField(choices=Agreement, null=True, blank=True)
    comment = models.TextField(blank=True, default="")
    comment_state = coded(CommentState, default=CommentState.WAITING)
    comment_shown = models.TextField(blank=True, default="")

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
            known("surveyanswer", "comment_state", CommentState),
            models.CheckConstraint(
                condition=Q(comment_state=CommentState.RELEASED)
                & ~Q(comment="")
                & ~Q(comment_shown="")
                | ~Q(comment_state=CommentState.RELEASED) & Q(comment_shown=""),
                name="only_a_released_comment_is_shown",
                violation_error_message="A comment is shown once it is read and released.",
            ),
        ]

    def __str__(self) -> str:
        return "An answer"
