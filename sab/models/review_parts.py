"""What belongs to one review: stages with their clocks, panel, parallel processes, markers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Record
from sab.choices import MarkerMet, PanelRole, ParallelKind, Stage
from sab.models.review import Review

MARKERS = 15


class ReviewStage(Record):
    """One stage a review went through. `due_on` is worked out from the board's own target."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="stages")
    stage = coded(Stage)
    started_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    delay_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["started_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "stage"],
                name="a_review_has_each_stage_once",
                violation_error_message="The review has this stage already.",
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(finished_on__isnull=True),
                name="a_review_is_in_one_stage_at_a_time",
                violation_error_message="The review is in another stage.",
            ),
            known("reviewstage", "stage", Stage),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=F("started_on")),
                name="review_stage_finishes_on_or_after_it_starts",
                violation_error_message="A stage cannot finish before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("started_on")),
                name="review_stage_is_due_on_or_after_it_starts",
                violation_error_message="A stage cannot be due before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()


class PanelMember(Record):
    """Somebody who steers or writes a review. A reviewer is independent of the agencies in it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="panel")
    name = models.CharField(max_length=150)
    role = coded(PanelRole)
    partner = models.ForeignKey(
        "sab.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            filled("panelmember", "name", "Enter the name."),
            known("panelmember", "role", PanelRole),
            models.CheckConstraint(
                condition=~Q(role=PanelRole.REVIEWER) | Q(partner__isnull=True),
                name="a_reviewer_speaks_for_no_partner",
                violation_error_message="A reviewer does not speak for a partner of the board.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ParallelProcess(Record):
    """Another process about the same events, which the review has to keep in step with."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="parallel_processes")
    kind = coded(ParallelKind)
    lead_body = models.CharField(max_length=150)
    agreed = models.TextField("what is agreed with them", blank=True, default="")
    since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            known("parallelprocess", "kind", ParallelKind),
            filled("parallelprocess", "lead_body", "Say who leads it."),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(since__isnull=True)
                | Q(ended_on__gte=F("since")),
                name="parallel_process_ends_on_or_after_it_begins",
                violation_error_message="A process cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.lead_body}"


class MarkerCheck(Record):
    """What one of the fifteen SAR Quality Markers showed of a review, with what it rests on."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="marker_checks")
    marker = models.PositiveSmallIntegerField()
    met = coded(MarkerMet)
    note = models.TextField()
    checked_on = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["marker"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "marker"],
                name="a_marker_is_checked_once_a_review",
                violation_error_message="This marker is checked already.",
            ),
            models.CheckConstraint(
                condition=Q(marker__gte=1, marker__lte=MARKERS),
                name="marker_is_one_of_fifteen",
                violation_error_message="There are fifteen quality markers.",
            ),
            known("markercheck", "met", MarkerMet),
            filled("markercheck", "note", "Say what this rests on."),
        ]

    def __str__(self) -> str:
        return f"Quality marker {self.marker}"
