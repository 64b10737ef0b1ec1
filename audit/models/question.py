"""Questions of one version, and the identity that a question keeps across versions and tools."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from audit.choices import QuestionType, WordingChange
from audit.models.tool import ToolVersion
from core.models.base import Record
from safeguard.models._coded import coded, known


class QuestionIdentity(Record):
    """What makes a question the same one wherever it is asked.

    The key of a shared question is "bank:CODE"; of another, "TOOL:CODE" with the code under which
    its tool first asked it.
    """

    key = models.CharField(max_length=130, unique=True)

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "question identities"
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="question_identity_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.key


class Question(Record):
    """One question as one version asks it.

    `wording_sha256` covers what an answer means: the words, the type, and the answers with their
    scores. Where it differs from that of the version before, `change` says so, and a trend breaks
    there unless the change only clarified.
    """

    version = models.ForeignKey(ToolVersion, models.CASCADE, related_name="questions")
    identity = models.ForeignKey(QuestionIdentity, models.PROTECT, related_name="questions")
    code = models.CharField(max_length=60)
    section = models.CharField("section code", max_length=30)
    strand = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    kind = coded(QuestionType)
    text = models.TextField()
    scale = models.CharField(max_length=60, blank=True)
    is_scored = models.BooleanField(default=False)
    weight = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)
    is_required = models.BooleanField(default=False)
    wording_sha256 = models.CharField(max_length=64)
    change = coded(WordingChange, default=WordingChange.NEW)
    replaces = models.CharField(
        "code in the version before", max_length=60, blank=True, help_text="Where it differs."
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="one_question_of_a_code_in_a_version",
                violation_error_message="There is a question with this code already.",
            ),
            models.UniqueConstraint(
                fields=["version", "identity"], name="one_question_of_an_identity_in_a_version"
            ),
            known("question", "kind", QuestionType),
            known("question", "change", WordingChange),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(text=""),
                name="question_has_a_code_and_words",
                violation_error_message="Give the question a code and its words.",
            ),
            models.CheckConstraint(
                condition=Q(is_scored=False) | Q(weight__gt=0),
                name="scored_question_weighs_more_than_nothing",
                violation_error_message="The weight of a scored question must be above zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
