"""An enquiry that the council causes another body to make (Care Act 2014 section 42(2)).

The council keeps the duty: it asks, chases, checks what comes back, and may take it over.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from safeguard.choices_work import CapacityView, CausedQuality
from safeguard.models._coded import coded, known
from safeguard.models.enquiry import Enquiry


class CausedRequest(Record):
    """What was asked of whom, by when, and what became of it."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="caused_requests")
    to_whom = models.CharField("who is asked", max_length=120)
    contact = models.CharField(max_length=200, blank=True)
    scope = models.TextField("what is to be found out", help_text="With the dates under review.")
    adult_views = models.TextField("the adult's views and what they want")
    capacity_view = coded(CapacityView, verbose_name="the adult's capacity")
    requested_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField("first due", null=True, blank=True, editable=False)
    accepted_on = models.DateField(null=True, blank=True)
    declined_on = models.DateField(null=True, blank=True)
    declined_reason = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="", db_default="")
    received_on = models.DateField("report first received", null=True, blank=True)
    quality = coded(CausedQuality, null=True, blank=True)
    quality_on = models.DateField(null=True, blank=True)
    quality_reason = models.TextField(blank=True)
    returned_count = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["requested_on", "id"]
        indexes = [models.Index(fields=["due_on"], name="caused_by_due_day")]
        constraints = [
            known("causedrequest", "capacity_view", CapacityView),
            known("causedrequest", "quality", CausedQuality),
            models.CheckConstraint(
                condition=~Q(scope="") & ~Q(adult_views="") & ~Q(to_whom=""),
                name="caused_request_says_who_what_and_the_adults_views",
                violation_error_message="Say who is asked, what for, and what the adult wants.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("requested_on")),
                name="caused_request_due_on_or_after_request",
                violation_error_message="It cannot be due before it is asked for.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("requested_on")),
                name="caused_request_accepted_on_or_after_request",
                violation_error_message="It cannot be accepted before it is asked for.",
            ),
            models.CheckConstraint(
                condition=Q(declined_on__isnull=True)
                | (Q(declined_on__gte=F("requested_on")) & ~Q(declined_reason="")),
                name="caused_request_declined_with_a_reason",
                violation_error_message="Say why it was declined, and not before it was asked.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | (Q(withdrawn_on__gte=F("requested_on")) & ~Q(withdrawn_reason="")),
                name="caused_request_withdrawn_with_a_reason",
                violation_error_message="Say why it is withdrawn, and not before it was asked.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(declined_on__isnull=True, received_on__isnull=True, quality__isnull=True),
                name="caused_request_withdrawn_brings_no_report",
                violation_error_message="A request that was withdrawn brings no answer or report.",
            ),
            models.CheckConstraint(
                condition=Q(declined_on__isnull=True) | Q(received_on__isnull=True),
                name="caused_request_declined_brings_no_report",
                violation_error_message="A declined request brings no report.",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("requested_on")),
                name="caused_report_received_on_or_after_request",
                violation_error_message="A report cannot come before it is asked for.",
            ),
            models.CheckConstraint(
                condition=Q(quality__isnull=True, quality_on__isnull=True)
                | Q(quality__isnull=False, quality_on__isnull=False),
                name="caused_quality_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(quality__isnull=True)
                | Q(quality=CausedQuality.TAKEN_OVER)
                | Q(received_on__isnull=False),
                name="caused_quality_of_a_report_that_came",
                violation_error_message="No report has come yet that could be checked.",
            ),
            models.CheckConstraint(
                condition=Q(quality__isnull=True)
                | Q(quality=CausedQuality.ACCEPTED)
                | ~Q(quality_reason=""),
                name="caused_quality_says_why",
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"Asked of {self.to_whom}"


class CausedChase(Record):
    """Somebody asked where the report is."""

    request = models.ForeignKey(CausedRequest, models.CASCADE, related_name="chases")
    chased_on = models.DateField()
    note = models.TextField("how, and what they said")
    chased_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-chased_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(note=""),
                name="chase_says_what_was_said",
                violation_error_message="Say how they were chased and what they said.",
            ),
        ]

    def __str__(self) -> str:
        return f"Chased on {self.chased_on:%d/%m/%Y}"
