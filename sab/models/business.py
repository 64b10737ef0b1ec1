"""The board's own business: priorities, what each member did for them, and its risk register."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.coded import filled
from core.models.base import Stamped
from sab.models._scoped import AgencyRows, BoardRows

HIGHEST = 5


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


class BoardRiskQuerySet(BoardRows["BoardRisk"]):
    """Row selection."""


class BoardRisk(Stamped):
    """A risk that the board keeps watch on. A person puts it here; no rule does."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="risks")
    title = models.CharField(max_length=160)
    description = models.TextField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    mitigation = models.TextField("what is done about it")
    partner = models.ForeignKey(
        "sab.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    looked_at_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = BoardRiskQuerySet.as_manager()

    class Meta:
        ordering = ["-likelihood", "-impact", "id"]
        constraints = [
            filled("boardrisk", "title", "Give the risk a title."),
            filled("boardrisk", "description", "Say what could happen."),
            filled("boardrisk", "mitigation", "Say what is done about it."),
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=HIGHEST),
                name="risk_likelihood_is_one_to_five",
                violation_error_message="Likelihood is 1 to 5.",
            ),
            models.CheckConstraint(
                condition=Q(impact__gte=1, impact__lte=HIGHEST),
                name="risk_impact_is_one_to_five",
                violation_error_message="Impact is 1 to 5.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
