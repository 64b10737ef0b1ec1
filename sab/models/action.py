"""What an agency does about a recommendation: its actions, what it says of them, its evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from sab.choices_recommendation import NEEDS_NOTE, EvidenceKind, Progress
from sab.models._scoped import AgencyRows
from sab.models.recommendation import Recommendation

USER = settings.AUTH_USER_MODEL


class RecommendationActionQuerySet(AgencyRows["RecommendationAction"]):
    """Row selection."""

    def open(self) -> RecommendationActionQuerySet:
        return self.filter(completed_on__isnull=True)


class RecommendationAction(Stamped):
    """One thing to be done by one agency by one day. `progress` is what its owner says of it."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="actions")
    partner = models.ForeignKey(
        "sab.Partner", models.PROTECT, related_name="actions", verbose_name="agency"
    )
    text = models.TextField("what will be done")
    owner = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=150)
    due_on = models.DateField()
    progress = coded(Progress, default=Progress.NOT_STARTED)
    progress_note = models.TextField(blank=True, default="")
    completed_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecommendationActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            filled("recommendationaction", "text", "Say what will be done."),
            filled("recommendationaction", "owner_name", "Say who owns the action."),
            known("recommendationaction", "progress", Progress),
            models.CheckConstraint(
                condition=~Q(progress__in=NEEDS_NOTE) | ~Q(progress_note=""),
                name="an_action_at_risk_or_blocked_says_what_is_done",
                violation_error_message="Say what is being done about it.",
            ),
            models.CheckConstraint(
                condition=Q(progress=Progress.COMPLETE, completed_on__isnull=False)
                | ~Q(progress=Progress.COMPLETE) & Q(completed_on__isnull=True),
                name="a_complete_action_has_a_day",
                violation_error_message="Give the day on which the action was completed.",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by__isnull=True)
                | Q(
                    verified_on__isnull=False,
                    verified_by__isnull=False,
                    completed_on__isnull=False,
                ),
                name="a_verified_action_is_complete_and_says_by_whom",
                violation_error_message="Only a complete action is verified, by somebody.",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(owner__isnull=True)
                | ~Q(verified_by=F("owner")),
                name="the_owner_does_not_verify_an_action",
                violation_error_message="Somebody other than the owner verifies an action.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ActionUpdate(Record):
    """What an agency told the board about an action, as it was told."""

    action = models.ForeignKey(RecommendationAction, models.CASCADE, related_name="updates")
    progress = coded(Progress)
    text = models.TextField()
    given_on = models.DateField()
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_on", "-id"]
        constraints = [
            filled("actionupdate", "text", "Say how the action stands."),
            known("actionupdate", "progress", Progress),
        ]

    def __str__(self) -> str:
        return f"{self.get_progress_display()}, {self.given_on}"


class ActionEvidence(Record):
    """Something that shows what an action did: described or linked, without personal data."""

    action = models.ForeignKey(RecommendationAction, models.CASCADE, related_name="evidence")
    kind = coded(EvidenceKind)
    title = models.CharField(max_length=200)
    description = models.TextField("what it shows")
    link = models.URLField("where it is kept", blank=True, default="")
    dated_on = models.DateField("date of the evidence")
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    given_on = models.DateField()

    class Meta:
        ordering = ["-dated_on", "-id"]
        constraints = [
            known("actionevidence", "kind", EvidenceKind),
            filled("actionevidence", "title", "Give the evidence a title."),
            filled("actionevidence", "description", "Say what it shows."),
            models.CheckConstraint(
                condition=Q(dated_on__lte=F("given_on")),
                name="evidence_is_dated_by_the_day_it_is_given",
                violation_error_message="Evidence cannot be dated after the day it is given.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
