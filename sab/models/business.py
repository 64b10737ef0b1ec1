"""The strategic plan: priorities, the actions of each year, what each member did for them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Stamped
from sab.choices_recommendation import NEEDS_NOTE, Progress
from sab.models._scoped import AgencyRows, BoardRows


class StrategicPriorityQuerySet(BoardRows["StrategicPriority"]):
    """Row selection."""


class StrategicPriority(Stamped):
    """Something the strategic plan sets out to change. Both days belong to it."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="priorities")
    title = models.CharField(max_length=160)
    intended_difference = models.TextField()
    lead = models.ForeignKey("sab.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    done = models.TextField("what was done", blank=True, default="")
    recommendations = models.ManyToManyField(
        "sab.Recommendation", blank=True, related_name="priorities"
    )
    risks = models.ManyToManyField("sab.BoardRisk", blank=True, related_name="priorities")
    # Keys of measures, looked up in `assurance`.
    measure_keys = models.JSONField(blank=True, default=list)

    objects = StrategicPriorityQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            filled("strategicpriority", "title", "Give the priority a title."),
            filled("strategicpriority", "intended_difference", "Say what should be different."),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="a_priority_ends_on_or_after_it_starts",
                violation_error_message="A priority cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PriorityActionQuerySet(BoardRows["PriorityAction"]):
    """Row selection."""


class PriorityAction(Stamped):
    """What is to be done for a priority in one year, how it stands, and what shows it."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    priority = models.ForeignKey(StrategicPriority, models.PROTECT, related_name="actions")
    year = models.CharField("financial year", max_length=7)
    text = models.TextField("what will be done")
    partner = models.ForeignKey(
        "sab.Partner", models.PROTECT, null=True, blank=True, related_name="priority_actions"
    )
    owner_name = models.CharField("who owns it", max_length=150)
    due_on = models.DateField()
    progress = coded(Progress, default=Progress.NOT_STARTED)
    told = models.TextField("what was done, and what is next", blank=True, default="")
    evidence = models.TextField("what shows it", blank=True, default="")
    completed_on = models.DateField(null=True, blank=True)

    objects = PriorityActionQuerySet.as_manager()

    class Meta:
        ordering = ["year", "due_on", "id"]
        constraints = [
            known("priorityaction", "progress", Progress),
            filled("priorityaction", "year", "Give the year."),
            filled("priorityaction", "text", "Say what will be done."),
            filled("priorityaction", "owner_name", "Say who owns the action."),
            models.CheckConstraint(
                condition=~Q(progress__in=NEEDS_NOTE) | ~Q(told=""),
                name="a_priority_action_at_risk_says_what_is_done",
                violation_error_message="Say what holds it up and what is done about it.",
            ),
            models.CheckConstraint(
                condition=Q(progress=Progress.COMPLETE, completed_on__isnull=False)
                & ~Q(evidence="")
                | ~Q(progress=Progress.COMPLETE) & Q(completed_on__isnull=True),
                name="a_complete_priority_action_has_a_day_and_evidence",
                violation_error_message="A complete action has a day, and evidence.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class MemberContributionQuerySet(AgencyRows["MemberContribution"]):
    """Row selection."""


class MemberContribution(Stamped):
    """What one member did in a year to carry out the strategy: Schedule 2 paragraph 4(1)(c)."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    partner = models.ForeignKey("sab.Partner", models.PROTECT, related_name="contributions")
    year = models.CharField("financial year", max_length=7)
    text = models.TextField("what the member did")

    objects = MemberContributionQuerySet.as_manager()

    class Meta:
        ordering = ["partner__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "year"],
                name="one_contribution_a_member_and_year",
                violation_error_message="This member's part in the year is written already.",
            ),
            filled("membercontribution", "year", "Give the year."),
            filled("membercontribution", "text", "Say what the member did."),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.year}"
