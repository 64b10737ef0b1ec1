"""Other reviews whose learning reaches the board, each led by somebody else."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Stamped
from sab.choices_recommendation import OtherReviewKind
from sab.models._scoped import BoardRows

# Regulation 28 of the Coroners (Investigations) Regulations 2013 gives an addressee 56 days.
PFD_DAYS = 56


class OtherReviewQuerySet(BoardRows["OtherReview"]):
    """Row selection."""


class OtherReview(Stamped):
    """A review that another body leads and that the board answers to or learns from."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="other_reviews")
    kind = coded(OtherReviewKind)
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    lead_body = models.CharField("who leads it", max_length=160)
    received_on = models.DateField()
    due_on = models.DateField("answer due on", null=True, blank=True)
    # Where who asked has agreed to a later day; the first one is kept.
    extended_to = models.DateField(null=True, blank=True)
    extension_reason = models.TextField(blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField("what was answered", blank=True, default="")
    learning = models.TextField(blank=True, default="")
    themes = models.ManyToManyField("sab.Theme", blank=True, related_name="other_reviews")
    concluded_on = models.DateField(null=True, blank=True)
    reviews = models.ManyToManyField("sab.Review", blank=True, related_name="other_reviews")

    objects = OtherReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "reference"],
                name="one_other_review_of_a_reference_on_a_board",
                violation_error_message="The board has a review with this reference already.",
            ),
            known("otherreview", "kind", OtherReviewKind),
            filled("otherreview", "reference", "Give the review a reference."),
            filled("otherreview", "title", "Give the review a title, without a name."),
            filled("otherreview", "lead_body", "Say who leads it."),
            models.CheckConstraint(
                condition=~Q(kind=OtherReviewKind.PFD) | Q(due_on__isnull=False),
                name="a_regulation_28_report_has_a_day_for_its_answer",
                violation_error_message="An answer to a coroner's report is due within 56 days.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("received_on")),
                name="an_answer_is_due_on_or_after_receipt",
                violation_error_message="An answer cannot be due before the report is received.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
                name="an_answer_is_given_on_or_after_receipt",
                violation_error_message="An answer cannot be given before the report is received.",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True, extension_reason="")
                | Q(due_on__isnull=False, extended_to__isnull=False, extended_to__gt=F("due_on"))
                & ~Q(extension_reason=""),
                name="an_extension_is_to_a_later_day_with_a_reason",
                violation_error_message="An extension is to a later day, and says who agreed.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def answer_by(self) -> date | None:
        """The day by which an answer is due now."""
        return self.extended_to or self.due_on
