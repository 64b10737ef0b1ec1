"""How an enquiry ended, beside what its own row holds; and how a case was opened again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.base import Record
from safeguard.choices_work import ClosingAnswer, ClosingItem, ReviewConsidered
from safeguard.models._coded import coded, known
from safeguard.models.enquiry import Enquiry


class Conclusion(Record):
    """Why an enquiry closed and who closed it. The enquiry's row holds the day and the result."""

    enquiry = models.OneToOneField(
        Enquiry, models.CASCADE, primary_key=True, related_name="conclusion"
    )
    reason = models.TextField("why the enquiry closes")
    adult_view = models.TextField("the adult's view of closing", blank=True)
    review_considered = coded(
        ReviewConsidered, verbose_name="Safeguarding Adults Review considered"
    )
    review_reason = models.TextField("why, or why not, a review")
    not_asked_reason = models.TextField("why nobody asked what they wanted", blank=True)
    lessons = models.TextField(blank=True)
    open_actions_reason = models.TextField(
        "why it closes with actions open, and who sees to them", blank=True
    )
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            known("conclusion", "review_considered", ReviewConsidered),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(review_reason=""),
                name="conclusion_has_its_reasons",
                violation_error_message="Say why it closes, and why a review was needed or not.",
            ),
        ]

    def __str__(self) -> str:
        return f"Conclusion of {self.enquiry}"


class ClosingCheck(Record):
    """One line of the closing checklist."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="closing_checks")
    item = coded(ClosingItem)
    answer = coded(ClosingAnswer)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "item"], name="one_answer_per_closing_item"),
            known("closingcheck", "item", ClosingItem),
            known("closingcheck", "answer", ClosingAnswer),
            models.CheckConstraint(
                condition=~Q(answer=ClosingAnswer.NOT_DONE) | ~Q(note=""),
                name="closing_item_not_done_says_why",
                violation_error_message="Say why this was not done.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}: {self.get_answer_display().lower()}"


class AgencyTold(Record):
    """A body that took part and was told how the enquiry ended."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="agencies_told")
    agency = models.CharField(max_length=160)
    told_on = models.DateField()
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["told_on", "id"]
        verbose_name_plural = "agencies told"
        constraints = [
            models.CheckConstraint(condition=~Q(agency=""), name="agency_told_is_named"),
        ]

    def __str__(self) -> str:
        return self.agency


class Reopening(Record):
    """A decided concern, or a concluded enquiry, was opened again; what stood before is kept."""

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="reopenings")
    enquiry = models.ForeignKey(
        Enquiry, models.CASCADE, null=True, blank=True, related_name="reopenings"
    )
    reason = models.TextField()
    before = models.JSONField("what stood before", default=dict)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-reopened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reopening_has_a_reason",
                violation_error_message="Say why it is opened again.",
            ),
        ]

    def __str__(self) -> str:
        return f"Reopened on {timezone.localtime(self.reopened_at):%d/%m/%Y}"
