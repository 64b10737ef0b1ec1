"""Checking an assessor's draft report for facts: each point, its evidence, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assurance.choices_visit import PointDecision, PointKind, PointOutcome
from core.coded import coded, filled, known, known_or_empty
from core.models.base import Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet


class AccuracyCheckQuerySet(ScopedQuerySet["AccuracyCheck"]):
    permission = Permission.VISIT_MANAGE


class AccuracyCheck(Stamped):
    """One draft report to check. The response is due a number of working days after it came.

    `due_on` was worked out from the council's calendar when the draft was entered; `due_reason`
    says why it is another day than that, such as an extension.
    """

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="accuracy_checks")
    title = models.CharField("report", max_length=160)
    received_on = models.DateField("day the draft came")
    due_on = models.DateField("response due")
    due_reason = models.CharField("why it is due then", max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_on = models.DateField("day the response was sent", null=True, blank=True)
    answered_on = models.DateField("day the assessor answered", null=True, blank=True)

    objects = AccuracyCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title", "received_on"],
                name="one_accuracy_check_of_a_draft",
                violation_error_message="This draft is entered already.",
            ),
            filled("accuracycheck", "title", "Say which report it is."),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")),
                name="accuracy_check_is_due_after_the_draft_came",
                violation_error_message="The response cannot be due before the draft came.",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(sent_on__gte=F("received_on")),
                name="accuracy_response_is_sent_after_the_draft_came",
                violation_error_message="The response cannot be sent before the draft came.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True)
                | Q(sent_on__isnull=False, answered_on__gte=F("sent_on")),
                name="accuracy_answer_follows_the_response",
                violation_error_message="The assessor cannot answer before the response is sent.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AccuracyPoint(Stamped):
    """One statement of the draft that may be wrong, what shows it, and what speaks against that."""

    check_of = models.ForeignKey(AccuracyCheck, models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField()
    place = models.CharField("where in the draft", max_length=120)
    draft_says = models.TextField("what the draft says")
    kind = coded(PointKind)
    proposed = models.TextField("what it should say")
    evidence_for = models.TextField("what shows it")
    evidence_against = models.TextField("what speaks against our view", blank=True)
    statement = models.ForeignKey(
        "assurance.QualityStatement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence = models.ManyToManyField("assurance.EvidenceItem", blank=True, related_name="+")
    decision = coded(PointDecision, default=PointDecision.OPEN)
    decision_reason = models.TextField(blank=True)
    outcome = coded(PointOutcome, blank=True)
    outcome_note = models.TextField("what the assessor answered", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "number"], name="one_accuracy_point_of_a_number"
            ),
            known("accuracypoint", "kind", PointKind),
            known("accuracypoint", "decision", PointDecision),
            known_or_empty("accuracypoint", "outcome", PointOutcome),
            models.CheckConstraint(
                condition=~Q(place="") & ~Q(draft_says="") & ~Q(proposed="") & ~Q(evidence_for=""),
                name="accuracy_point_is_whole",
                violation_error_message=(
                    "Say where it stands, what the draft says, what it should say, what shows it."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(decision=PointDecision.HOLD) | ~Q(decision_reason=""),
                name="accuracy_point_is_left_out_with_a_reason",
                violation_error_message="Say why the point is left out.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decision=PointDecision.SEND),
                name="accuracy_point_is_answered_when_sent",
                violation_error_message="Only a point that was sent has an answer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.place}"
