"""The work of an enquiry, as rows: who leads it, what is asked of others, actions, holds, plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from safeguard.choices_work import ActionKind, HoldReason, PlanReviewResult, ProcessKind
from safeguard.models._coded import coded, known
from safeguard.models.enquiry import Enquiry


class Allocation(Record):
    """Who leads an enquiry, since when. The enquiry holds the newest."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="allocations")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    allocated_on = models.DateField()
    note = models.TextField(blank=True)
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-allocated_on", "-id"]

    def __str__(self) -> str:
        return f"{self.lead} since {self.allocated_on:%d/%m/%Y}"


class Hold(Record):
    """A time in which an enquiry waits for somebody else, with the reason. Both ends included."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="holds")
    reason = coded(HoldReason)
    note = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            known("hold", "reason", HoldReason),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="hold_ends_on_or_after_it_begins",
                violation_error_message="A hold cannot end before it begins.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=HoldReason.OTHER) | ~Q(note=""),
                name="hold_of_another_reason_says_which",
                violation_error_message="Say what the reason is.",
            ),
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=Q(until__isnull=True),
                name="one_hold_runs_at_a_time",
                violation_error_message="This enquiry is on hold already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, since {self.since:%d/%m/%Y}"


class Action(Record):
    """Something to be done, by whom and when: for the enquiry, or in the safeguarding plan."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="actions")
    kind = coded(ActionKind)
    what = models.TextField("what is to be done")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField("who, if not a member of staff here", max_length=160, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["done_on", "due_on", "id"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], name="action_open_by_owner", condition=Q(done_on=None)
            ),
            models.Index(fields=["due_on"], name="action_open_by_day", condition=Q(done_on=None)),
        ]
        constraints = [
            known("action", "kind", ActionKind),
            models.CheckConstraint(
                condition=~Q(what=""),
                name="action_says_what",
                violation_error_message="Say what is to be done.",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_name=""),
                name="action_has_an_owner",
                violation_error_message="Say who is to do it.",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class PlanReview(Record):
    """A review of the safeguarding plan: due, held, and what follows."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="plan_reviews")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    result = coded(PlanReviewResult, null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], name="review_open_by_day", condition=Q(held_on=None)),
        ]
        constraints = [
            known("planreview", "result", PlanReviewResult),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, result__isnull=True)
                | Q(held_on__isnull=False, result__isnull=False),
                name="plan_review_held_with_a_result",
                violation_error_message="Say when the review was held and what follows, together.",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan review due {self.due_on:%d/%m/%Y}"


class OtherProcess(Record):
    """A process of another body that runs beside the enquiry."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="other_processes")
    kind = coded(ProcessKind)
    reference = models.CharField("their reference", max_length=80, blank=True)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "other processes"
        constraints = [
            known("otherprocess", "kind", ProcessKind),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(began_on__isnull=True)
                | Q(ended_on__gte=F("began_on")),
                name="process_ends_on_or_after_it_begins",
                violation_error_message="It cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
