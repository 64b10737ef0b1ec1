"""The board's annual report under Schedule 2 paragraph 4: what a person writes of it.

The rest, (d) to (g), is counted and listed from reviews and recommendations.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from sab.choices_board import Recipient
from sab.models._scoped import BoardRows


class AnnualReportQuerySet(BoardRows["AnnualReport"]):
    """Row selection."""


class AnnualReport(Stamped):
    """The written part of one year's report."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="annual_reports")
    year = models.CharField("financial year", max_length=7)
    objective = models.TextField("what the board did to achieve its objective", blank=True)
    strategy = models.TextField("what the board did to carry out its strategy", blank=True)
    published_on = models.DateField(null=True, blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year"],
                name="one_annual_report_a_year",
                violation_error_message="The board has a report of this year already.",
            ),
            filled("annualreport", "year", "Give the year."),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | ~Q(objective="") & ~Q(strategy=""),
                name="a_published_annual_report_says_what_the_board_did",
                violation_error_message="Write what the board did before the report is published.",
            ),
        ]

    def __str__(self) -> str:
        return f"Annual report {self.year}"


class ReportSending(Record):
    """That a published report was sent to one of those it must be sent to."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="sendings")
    recipient = coded(Recipient)
    name = models.CharField(max_length=150)
    sent_on = models.DateField()

    class Meta:
        ordering = ["sent_on", "id"]
        constraints = [
            known("reportsending", "recipient", Recipient),
            filled("reportsending", "name", "Say to whom it was sent."),
        ]

    def __str__(self) -> str:
        return f"{self.get_recipient_display()}, {self.sent_on}"
