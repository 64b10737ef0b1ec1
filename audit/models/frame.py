"""The frozen population of a round: what could have been drawn, and why some of it could not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from audit.models.round import AuditRound
from core.models.base import Record


class FrameEntryQuerySet(models.QuerySet["FrameEntry"]):
    """Row selection."""

    def eligible(self) -> FrameEntryQuerySet:
        return self.filter(excluded_by="")

    def drawn(self) -> FrameEntryQuerySet:
        return self.filter(drawn_position__isnull=False)

    def standing(self) -> FrameEntryQuerySet:
        """Those drawn and not replaced since."""
        return self.drawn().filter(replaced_reason="")


class FrameEntry(Record):
    """One case of the population. A replacement points at what it stands in for."""

    round = models.ForeignKey(AuditRound, models.CASCADE, related_name="frame")
    reference = models.CharField(max_length=80, help_text="What the draw orders by.")
    enquiry = models.ForeignKey(
        "safeguard.Enquiry", models.PROTECT, null=True, blank=True, related_name="frame_entries"
    )
    concern = models.ForeignKey(
        "safeguard.Concern", models.PROTECT, null=True, blank=True, related_name="frame_entries"
    )
    worker = models.ForeignKey(
        "core.User", models.PROTECT, null=True, blank=True, related_name="frame_entries"
    )
    organisation = models.ForeignKey(
        "core.Organisation", models.PROTECT, null=True, blank=True, related_name="frame_entries"
    )
    team = models.ForeignKey("core.Team", models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict, blank=True, help_text="As they stood on that day.")
    stratum = models.CharField(max_length=200, blank=True)
    excluded_by = models.CharField("left out by", max_length=60, blank=True)
    excluded_note = models.CharField(max_length=300, blank=True)
    is_nominated = models.BooleanField(default=False)
    drawn_position = models.PositiveIntegerField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    replaced_reason = models.TextField("why it was replaced", blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = FrameEntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "frame entries"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "reference"], name="one_frame_entry_of_a_reference_in_a_round"
            ),
            models.UniqueConstraint(
                fields=["round", "drawn_position"], name="one_frame_entry_at_a_place_in_the_draw"
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="frame_entry_has_a_reference"),
            models.CheckConstraint(
                condition=Q(drawn_position__isnull=True) | Q(excluded_by=""),
                name="excluded_frame_entry_is_not_drawn",
                violation_error_message="A case that is left out cannot be drawn.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_reason="", replaced_at__isnull=True)
                | (
                    ~Q(replaced_reason="")
                    & Q(replaced_at__isnull=False, drawn_position__isnull=False)
                ),
                name="drawn_frame_entry_is_replaced_with_a_reason",
                violation_error_message="Say why the case is replaced.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
