"""The board's risk register: what could happen, how likely and how bad, and who looked when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from sab.choices_board import RiskAxis
from sab.models._scoped import BoardRows

HIGHEST = 5
SCORES = (
    *("inherent_likelihood", "inherent_impact", "likelihood", "impact"),
    *("target_likelihood", "target_impact"),
)


def in_scale(*fields: str) -> Q:
    """Return the condition that each of `fields` is 1 to 5."""
    found = Q()
    for field in fields:
        found &= Q(**{f"{field}__gte": 1, f"{field}__lte": HIGHEST})
    return found


class RiskLevelQuerySet(BoardRows["RiskLevel"]):
    """Row selection."""


class RiskLevel(Record):
    """What one value of a scale means to a board; of a band, the least score that is in it."""

    board = models.ForeignKey("sab.Board", models.CASCADE, related_name="risk_levels")
    axis = coded(RiskAxis)
    value = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    means = models.CharField(max_length=200, blank=True, default="")

    objects = RiskLevelQuerySet.as_manager()

    class Meta:
        ordering = ["axis", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "axis", "value"],
                name="one_meaning_of_a_value_of_a_scale",
                violation_error_message="The scale has this value already.",
            ),
            known("risklevel", "axis", RiskAxis),
            filled("risklevel", "label", "Give the value a name."),
            models.CheckConstraint(
                condition=Q(value__gte=1)
                & (Q(value__lte=HIGHEST) | Q(axis=RiskAxis.BAND, value__lte=HIGHEST * HIGHEST)),
                name="a_value_of_a_risk_scale_is_in_it",
                violation_error_message="A value is 1 to 5; a band begins at 1 to 25.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.label}"


class BoardRiskQuerySet(BoardRows["BoardRisk"]):
    """Row selection."""

    def open(self) -> BoardRiskQuerySet:
        return self.filter(closed_on__isnull=True)


class BoardRisk(Stamped):
    """A risk that the board keeps watch on. A person puts it here and takes it off; no rule does.

    Inherent: as it would be with nothing in place. `likelihood` and `impact`: as it is (residual).
    """

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="risks")
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=160)
    cause = models.TextField()
    event = models.TextField("what could happen")
    effect = models.TextField()
    controls = models.TextField("what is in place")
    inherent_likelihood = models.PositiveSmallIntegerField()
    inherent_impact = models.PositiveSmallIntegerField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    target_likelihood = models.PositiveSmallIntegerField()
    target_impact = models.PositiveSmallIntegerField()
    owner_name = models.CharField("who owns it", max_length=150)
    partner = models.ForeignKey(
        "sab.Partner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    look_again_on = models.DateField("to be looked at again by")
    escalated_to = models.CharField(max_length=160, blank=True, default="")
    escalated_on = models.DateField(null=True, blank=True)
    escalation_reason = models.TextField(blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.TextField(blank=True, default="")

    objects = BoardRiskQuerySet.as_manager()

    class Meta:
        ordering = ["-likelihood", "-impact", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "reference"],
                name="one_risk_of_a_reference_on_a_board",
                violation_error_message="The board has a risk with this reference already.",
            ),
            filled("boardrisk", "reference", "Give the risk a reference."),
            filled("boardrisk", "title", "Give the risk a title."),
            filled("boardrisk", "cause", "Say what the cause is."),
            filled("boardrisk", "event", "Say what could happen."),
            filled("boardrisk", "effect", "Say what would come of it."),
            filled("boardrisk", "controls", "Say what is in place."),
            filled("boardrisk", "owner_name", "Say who owns the risk."),
            models.CheckConstraint(
                condition=in_scale(*SCORES),
                name="risk_scores_are_one_to_five",
                violation_error_message="Likelihood and impact are 1 to 5.",
            ),
            models.CheckConstraint(
                condition=Q(escalated_on__isnull=True, escalated_to="", escalation_reason="")
                | Q(escalated_on__isnull=False) & ~Q(escalated_to="") & ~Q(escalation_reason=""),
                name="a_risk_is_escalated_to_somebody_for_a_reason",
                violation_error_message="Say to whom it is escalated, when and why.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closing_reason="")
                | Q(closed_on__isnull=False) & ~Q(closing_reason=""),
                name="a_closed_risk_says_why",
                violation_error_message="Say why the risk is closed.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RiskReview(Record):
    """That somebody looked at a risk: the score they gave, and what they say of it."""

    risk = models.ForeignKey(BoardRisk, models.CASCADE, related_name="reviews")
    on = models.DateField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    text = models.TextField("what has changed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            filled("riskreview", "text", "Say what has changed, or that nothing has."),
            models.CheckConstraint(
                condition=in_scale("likelihood", "impact"),
                name="risk_review_scores_are_one_to_five",
                violation_error_message="Likelihood and impact are 1 to 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.risk}, {self.on}"

    @property
    def score(self) -> int:
        return self.likelihood * self.impact
