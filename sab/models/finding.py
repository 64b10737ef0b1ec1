"""What a review found, what the board decided on it, and the report as it is published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.coded import coded, filled, known_or_empty
from core.models.base import Stamped
from sab.choices import FindingResponse, PublicationDecision
from sab.models.review import Review

NEEDS_REASON = (FindingResponse.NOT_IMPLEMENT, FindingResponse.REFERRED_UP)


class Finding(Stamped):
    """One finding of a review. Schedule 2 paragraph 4(1)(g) has the board publish the reason
    wherever it decides not to implement one."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    themes = models.ManyToManyField("sab.Theme", blank=True, related_name="findings")
    response = coded(FindingResponse, blank=True, default="")
    response_reason = models.TextField(blank=True, default="")
    responded_on = models.DateField(null=True, blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["review", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="one_finding_of_a_number_in_a_review",
                violation_error_message="The review has a finding of this number already.",
            ),
            filled("finding", "text", "Write the finding."),
            known_or_empty("finding", "response", FindingResponse),
            models.CheckConstraint(
                condition=~Q(response__in=NEEDS_REASON) | ~Q(response_reason=""),
                name="a_finding_not_implemented_has_a_reason",
                violation_error_message=(
                    "Give the reason: the annual report has to say why it is not implemented."
                ),
            ),
            models.CheckConstraint(
                condition=Q(response="", responded_on__isnull=True, responded_by__isnull=True)
                | ~Q(response="") & Q(responded_on__isnull=False, responded_by__isnull=False),
                name="a_response_to_a_finding_has_a_day_and_a_person",
                violation_error_message="A decision on a finding has a day and a person.",
            ),
        ]

    def __str__(self) -> str:
        return f"Finding {self.number} of {self.review}"


class Publication(Stamped):
    """The report of one review: its text, whether it is published, and that it names nobody."""

    review = models.OneToOneField(Review, models.CASCADE, related_name="publication")
    title = models.CharField(max_length=200)
    summary = models.TextField()
    text = models.TextField("report")
    decision = coded(PublicationDecision, blank=True, default="")
    decision_reason = models.TextField(blank=True, default="")
    checked_on = models.DateField("read for names on", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_on = models.DateField(null=True, blank=True)
    library_sent_on = models.DateField("sent to the national library on", null=True, blank=True)
    link = models.URLField("address of the published report", blank=True, default="")

    class Meta:
        constraints = [
            filled("publication", "title", "Give the report a title."),
            filled("publication", "summary", "Write a summary."),
            filled("publication", "text", "Paste the text of the report."),
            known_or_empty("publication", "decision", PublicationDecision),
            models.CheckConstraint(
                condition=~Q(decision__in=[PublicationDecision.HOLD, PublicationDecision.WITHHOLD])
                | ~Q(decision_reason=""),
                name="a_report_not_published_has_a_reason",
                violation_error_message="Say why the report is not published.",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | Q(
                    decision=PublicationDecision.PUBLISH,
                    checked_on__isnull=False,
                    checked_by__isnull=False,
                ),
                name="a_published_report_was_read_for_names",
                violation_error_message="A report is read for names before it is published.",
            ),
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True, checked_by__isnull=True)
                | Q(checked_on__isnull=False, checked_by__isnull=False),
                name="a_reading_for_names_has_a_day_and_a_person",
                violation_error_message="A reading for names has a day and a person.",
            ),
            models.CheckConstraint(
                condition=Q(library_sent_on__isnull=True) | Q(published_on__isnull=False),
                name="only_a_published_report_goes_to_the_library",
                violation_error_message="Publish the report before it goes to the library.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
