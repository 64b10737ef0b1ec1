"""What one strand says to one question, and how it got there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.choices import ActionPriority, AnswerState
from audit.models.question import Question
from audit.models.strand import AuditStrand
from core.models.base import Record
from safeguard.models._coded import coded, known


class Answer(Record):
    """One answer: a listed option, or a value, in a row of its own for each part of a question.

    A matrix has an answer for each of its rows, named by `part`; a repeating group one for each
    repeat, numbered by `repeat` from 1, whose value holds its fields. Others have neither.
    A question that is hidden or left blank has no answer.
    """

    strand = models.ForeignKey(AuditStrand, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    part = models.CharField("row of a matrix", max_length=80, blank=True)
    repeat = models.PositiveSmallIntegerField(default=0)
    state = coded(AnswerState, default=AnswerState.ANSWERED)
    option = models.CharField(
        "code of the listed answer", max_length=160, blank=True, help_text="As the version lists."
    )
    value = models.JSONField(
        null=True, blank=True, help_text="Number, text, date, list, ratio or fields."
    )
    reason = models.TextField("why it does not apply", blank=True)
    comment = models.TextField(blank=True)
    evidence = models.TextField("where in the record", blank=True)
    priority = coded(ActionPriority, null=True, blank=True)
    is_corrected = models.BooleanField("differs from the record", default=False)
    fact_value = models.JSONField("what the record said", null=True, blank=True)
    corrected_reason = models.TextField(blank=True)
    may_share = models.BooleanField("may be shared, by their consent", null=True, blank=True)
    version = models.PositiveIntegerField(
        default=1, help_text="Counts the saves, so that two tabs notice each other."
    )
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["question__position", "repeat", "part", "id"]
        indexes = [
            models.Index(fields=["question", "option"], name="answer_by_question_and_option")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["strand", "question", "part", "repeat"],
                name="one_answer_to_a_part_of_a_question",
            ),
            known("answer", "state", AnswerState),
            known("answer", "priority", ActionPriority),
            models.CheckConstraint(
                condition=~Q(option="") | Q(value__isnull=False), name="answer_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state=AnswerState.ANSWERED) | ~Q(option=""),
                name="only_a_listed_answer_says_that_none_applies",
            ),
            models.CheckConstraint(
                condition=Q(is_corrected=False) | ~Q(corrected_reason=""),
                name="corrected_fact_has_a_reason",
                violation_error_message="Say why the record is not right.",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="answer_is_saved_at_least_once"
            ),
        ]

    def __str__(self) -> str:
        return self.option or str(self.value)
