"""What is done with a concern before, and for, the decision on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from safeguard.choices import DecisionResult, Priority
from safeguard.choices_work import DecisionState, InformationKind, Route
from safeguard.models._coded import coded, known


class PrioritySetting(Record):
    """A named person gave a concern a priority, and why. The concern holds the newest."""

    concern = models.ForeignKey(
        "safeguard.Concern", models.CASCADE, related_name="priority_settings"
    )
    priority = coded(Priority)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-set_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="priority_has_a_reason",
                violation_error_message="Say why this is the priority.",
            ),
            known("prioritysetting", "priority", Priority),
        ]

    def __str__(self) -> str:
        return f"{self.get_priority_display()} since {timezone.localtime(self.set_at):%d/%m/%Y}"


class Information(Record):
    """One piece of information gathered for the decision: from whom, how, and what was learnt."""

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="information")
    gathered_on = models.DateField()
    kind = coded(InformationKind, verbose_name="how")
    from_whom = models.CharField(max_length=200)
    learnt = models.TextField("what was learnt")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-gathered_on", "-id"]
        verbose_name_plural = "information"
        constraints = [
            models.CheckConstraint(
                condition=~Q(learnt=""),
                name="information_says_what_was_learnt",
                violation_error_message="Say what was learnt.",
            ),
            known("information", "kind", InformationKind),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.from_whom}"


class DecisionRecord(Record):
    """A decision on a concern as it was proposed and signed off.

    The concern's own columns hold the decision in force; these rows keep how it came about, and
    what was set aside when a case was reopened.
    """

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="decisions")
    state = coded(DecisionState, default=DecisionState.PROPOSED)
    met_a = models.BooleanField("has needs for care and support")
    reason_a = models.TextField()
    met_b = models.BooleanField("is experiencing, or at risk of, abuse or neglect")
    reason_b = models.TextField()
    met_c = models.BooleanField("cannot protect themselves because of those needs")
    reason_c = models.TextField()
    result = coded(DecisionResult)
    reason = models.TextField("reason for the result")
    decided_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("what the manager said", blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            known("decisionrecord", "state", DecisionState),
            known("decisionrecord", "result", DecisionResult),
            models.CheckConstraint(
                condition=~Q(reason_a="") & ~Q(reason_b="") & ~Q(reason_c="") & ~Q(reason=""),
                name="decision_has_a_reason_for_each_part",
                violation_error_message="Give a reason for each part and for the result.",
            ),
            models.CheckConstraint(
                condition=~Q(result=DecisionResult.SECTION_42)
                | Q(met_a=True, met_b=True, met_c=True),
                name="decision_s42_meets_every_part",
                violation_error_message=(
                    "A section 42 enquiry needs all three parts of section 42(1)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=(DecisionState.SIGNED_OFF, DecisionState.SET_ASIDE),
                    signed_off_by__isnull=False,
                    signed_off_at__isnull=False,
                )
                | Q(
                    state__in=(DecisionState.PROPOSED, DecisionState.RETURNED),
                    signed_off_by__isnull=True,
                    signed_off_at__isnull=True,
                ),
                name="decision_signed_off_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.RETURNED) | ~Q(answer=""),
                name="decision_returned_with_a_reason",
                violation_error_message="Say why the decision is returned.",
            ),
            models.UniqueConstraint(
                fields=["concern"],
                condition=Q(state=DecisionState.PROPOSED),
                name="one_decision_waits_for_sign_off",
            ),
            models.UniqueConstraint(
                fields=["concern"],
                condition=Q(state=DecisionState.SIGNED_OFF),
                name="one_decision_is_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()}, {self.get_state_display().lower()}"


class DecisionRoute(Record):
    """One way on for a concern that is not an enquiry."""

    decision = models.ForeignKey(DecisionRecord, models.CASCADE, related_name="routes")
    route = coded(Route)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "route"], name="one_row_per_route_of_a_decision"
            ),
            known("decisionroute", "route", Route),
        ]

    def __str__(self) -> str:
        return self.get_route_display()


class LookAgain(Record):
    """Somebody looked again at a case that waits: is the adult safe meanwhile, and how so."""

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="looks")
    looked_on = models.DateField()
    safe_meanwhile = models.TextField("what keeps the adult safe while they wait")
    next_due_on = models.DateField("look again by")
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-looked_on", "-id"]
        verbose_name = "look-again"
        indexes = [models.Index(fields=["concern", "-looked_on", "-id"], name="look_again_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(safe_meanwhile=""),
                name="look_again_says_how_safe",
                violation_error_message="Say what keeps the adult safe while they wait.",
            ),
            models.CheckConstraint(
                condition=Q(next_due_on__gte=F("looked_on")),
                name="next_look_on_or_after_this_one",
                violation_error_message="The next look cannot be before this one.",
            ),
        ]

    def __str__(self) -> str:
        return f"Looked at on {self.looked_on:%d/%m/%Y}"
