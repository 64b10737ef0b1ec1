"""The challenge event of a cycle: what was asked, what was answered, what was agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from sab.choices_board import QuestionReason
from sab.models._scoped import AgencyRows, BoardRows
from sab.models.assurance_return import AssuranceReturn, ReturnCycle
from sab.models.return_template import ReturnStandard

USER = settings.AUTH_USER_MODEL


class ChallengeEventQuerySet(BoardRows["ChallengeEvent"]):
    """Row selection."""


class ChallengeEvent(Stamped):
    """A meeting at which a panel asks agencies about their returns."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    cycle = models.ForeignKey(ReturnCycle, models.CASCADE, related_name="events")
    held_on = models.DateField()
    panel = models.TextField("who sits on the panel")
    strengths_to_share = models.TextField(blank=True, default="")
    common_gaps = models.TextField(blank=True, default="")
    single_agency_gaps = models.TextField(blank=True, default="")
    partnership_gaps = models.TextField(blank=True, default="")

    objects = ChallengeEventQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [filled("challengeevent", "panel", "Say who sits on the panel.")]

    def __str__(self) -> str:
        return f"Challenge event of {self.cycle}"


class ChallengeQuestion(Record):
    """One question to one agency, with its answer and what was agreed."""

    event = models.ForeignKey(ChallengeEvent, models.CASCADE, related_name="questions")
    assurance_return = models.ForeignKey(
        AssuranceReturn, models.PROTECT, related_name="challenge_questions"
    )
    standard = models.ForeignKey(
        ReturnStandard, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = coded(QuestionReason, default=QuestionReason.CHOSEN)
    question = models.TextField()
    answer = models.TextField(blank=True, default="")
    agreed_action = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            known("challengequestion", "reason", QuestionReason),
            filled("challengequestion", "question", "Write the question."),
            models.CheckConstraint(
                condition=Q(agreed_action="") | ~Q(answer=""),
                name="an_action_is_agreed_on_an_answer",
                violation_error_message="Write the answer before the action agreed on it.",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class ImprovementActionQuerySet(AgencyRows["ImprovementAction"]):
    """Row selection."""

    def known_to_board(self) -> ImprovementActionQuerySet:
        """Those of returns that are with the board, and those agreed at its challenge event.

        What an agency is still writing in its return stays with the agency.
        """
        writing = ("not_started", "in_progress", "changes_requested")
        return self.exclude(assurance_return__status__in=writing, question__isnull=True)


class ImprovementAction(Stamped):
    """What an agency agreed to do about a standard, after its return or the challenge event."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    partner = models.ForeignKey("sab.Partner", models.PROTECT, related_name="improvement_actions")
    assurance_return = models.ForeignKey(
        AssuranceReturn, models.CASCADE, related_name="improvement_actions"
    )
    standard = models.ForeignKey(
        ReturnStandard, models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.ForeignKey(
        ChallengeQuestion, models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    text = models.TextField("what will be done")
    owner = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=150)
    due_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    completed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    completion_note = models.TextField(blank=True, default="")
    sent_back_because = models.TextField(blank=True, default="")
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ImprovementActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            filled("improvementaction", "text", "Say what will be done."),
            filled("improvementaction", "owner_name", "Say who owns the action."),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by__isnull=True)
                | Q(
                    verified_on__isnull=False,
                    verified_by__isnull=False,
                    completed_on__isnull=False,
                ),
                name="a_verified_improvement_is_complete_and_says_by_whom",
                violation_error_message="Only a complete action is verified, by somebody.",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(owner__isnull=True)
                | ~Q(verified_by=F("owner")),
                name="the_owner_does_not_verify_an_improvement",
                violation_error_message="Somebody other than the owner verifies an action.",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(completed_by__isnull=True)
                | ~Q(verified_by=F("completed_by")),
                name="who_completes_an_improvement_does_not_verify_it",
                violation_error_message="Somebody other than who completed it verifies an action.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
