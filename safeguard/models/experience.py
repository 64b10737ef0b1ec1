"""What the adult, or somebody for them, says the enquiry was like. Questions are data.

No question set here is presented as the national one: a council enters the wording it uses.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet
from safeguard.choices_work import AskedHow, ExperienceResult, QuestionKind, Respondent
from safeguard.models._coded import coded, known


class QuestionSetQuerySet(ScopedQuerySet["QuestionSet"]):
    permission = Permission.CASE_VIEW


class QuestionSet(Record):
    """A council's questions about experience. Once asked, a set is not changed but replaced."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="question_sets")
    name = models.CharField(max_length=120)
    source = models.CharField("where the wording comes from", max_length=300, blank=True)
    in_use_from = models.DateField()
    retired_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["-in_use_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "name"], name="one_question_set_of_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="question_set_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ExperienceQuestion(Record):
    """One question, in two wordings: to the adult, and to a representative about the adult."""

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    code = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    kind = coded(QuestionKind, default=QuestionKind.CHOICE)
    to_adult = models.TextField("wording for the adult")
    to_representative = models.TextField("wording for a representative")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "code"], name="one_question_of_a_code_in_a_set"
            ),
            known("experiencequestion", "kind", QuestionKind),
            models.CheckConstraint(
                condition=~Q(to_adult="") & ~Q(to_representative=""),
                name="experience_question_has_both_wordings",
                violation_error_message="Give both wordings.",
            ),
        ]

    def __str__(self) -> str:
        return self.to_adult


class ExperienceOption(Record):
    """One answer that may be chosen."""

    question = models.ForeignKey(ExperienceQuestion, models.CASCADE, related_name="options")
    code = models.CharField(max_length=30)
    label = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="one_answer_of_a_code_in_a_question"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ExperienceResponse(Record):
    """One time that somebody was asked, whether or not they answered."""

    enquiry = models.ForeignKey(
        "safeguard.Enquiry", models.CASCADE, related_name="experience_responses"
    )
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="responses")
    closure = models.PositiveSmallIntegerField(
        default=1,
        db_default=1,
        editable=False,
        help_text="After which conclusion it was: 2 where the enquiry was reopened once before.",
    )
    respondent = coded(Respondent, verbose_name="who answered")
    relationship = models.CharField("relationship to the adult", max_length=120, blank=True)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=120)
    is_independent = models.BooleanField(
        "asked by somebody who took no part in the enquiry", default=False
    )
    how = coded(AskedHow)
    result = coded(ExperienceResult)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            known("experienceresponse", "respondent", Respondent),
            known("experienceresponse", "how", AskedHow),
            known("experienceresponse", "result", ExperienceResult),
            models.CheckConstraint(
                condition=~Q(respondent=Respondent.REPRESENTATIVE) | ~Q(relationship=""),
                name="representative_says_how_related",
                violation_error_message="Say how the representative is related to the adult.",
            ),
            models.UniqueConstraint(
                fields=["enquiry", "respondent", "closure"],
                condition=Q(result=ExperienceResult.ANSWERED),
                name="one_answered_response_per_respondent",
                violation_error_message="Answers of this kind are recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_respondent_display()}, {self.asked_on:%d/%m/%Y}"


class ExperienceAnswer(Record):
    """The answer to one question: a listed one, or words, or neither where none was given."""

    response = models.ForeignKey(ExperienceResponse, models.CASCADE, related_name="answers")
    question = models.ForeignKey(ExperienceQuestion, models.PROTECT, related_name="answers")
    option = models.ForeignKey(
        ExperienceOption, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["question__position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"], name="one_answer_per_question_and_response"
            ),
        ]

    def __str__(self) -> str:
        return str(self.option or self.words)
