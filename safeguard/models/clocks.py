"""The timescales a council sets for itself, and reasons given for lateness.

No timescale is national: a council without rules has no clocks.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet
from safeguard.choices_work import ClockEvent, ClockKind, ClockPriority, ClockUnit
from safeguard.models._coded import coded, known


class ClockRuleQuerySet(ScopedQuerySet["ClockRule"]):
    permission = Permission.CASE_VIEW


class ClockRule(Record):
    """How long one step may take, for which cases, from which day on.

    A case is judged by the rule in force on the day its clock started; `last_day` is the last day
    on which clocks may start under the rule. `warn_before` is in calendar days.
    """

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="clock_rules")
    name = models.CharField(max_length=80)
    start_event = coded(ClockEvent, verbose_name="runs from")
    end_event = coded(ClockEvent, verbose_name="runs to")
    amount = models.PositiveSmallIntegerField()
    unit = coded(ClockUnit)
    enquiry_kind = coded(ClockKind, default=ClockKind.ANY)
    priority = coded(ClockPriority, default=ClockPriority.ANY)
    effective_from = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    warn_before = models.PositiveSmallIntegerField("warn this many days before", default=1)
    takes_off_holds = models.BooleanField("time on hold does not count", default=True)
    reason_counts_as_met = models.BooleanField(
        "late with a recorded reason counts as in time", default=False
    )

    objects = ClockRuleQuerySet.as_manager()

    class Meta:
        ordering = ["start_event", "end_event", "enquiry_kind", "priority", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "council",
                    "start_event",
                    "end_event",
                    "enquiry_kind",
                    "priority",
                    "effective_from",
                ],
                name="one_rule_per_step_kind_priority_and_day",
                violation_error_message="There is a rule for this step from that day already.",
            ),
            known("clockrule", "start_event", ClockEvent),
            known("clockrule", "end_event", ClockEvent),
            known("clockrule", "unit", ClockUnit),
            known("clockrule", "enquiry_kind", ClockKind),
            known("clockrule", "priority", ClockPriority),
            models.CheckConstraint(condition=~Q(name=""), name="clock_rule_has_a_name"),
            models.CheckConstraint(
                condition=~Q(start_event=F("end_event")),
                name="clock_runs_between_two_events",
                violation_error_message="A clock runs from one event to another.",
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("effective_from")),
                name="clock_rule_ends_on_or_after_it_begins",
                violation_error_message="A rule cannot end before it begins.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LateReason(Record):
    """Why a step of a case was, or will be, late. The newest of a step counts."""

    concern = models.ForeignKey("safeguard.Concern", models.CASCADE, related_name="late_reasons")
    enquiry = models.ForeignKey(
        "safeguard.Enquiry", models.CASCADE, null=True, blank=True, related_name="late_reasons"
    )
    end_event = coded(ClockEvent, verbose_name="step that is late")
    reason = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="late_reason_says_why",
                violation_error_message="Say why it is late.",
            ),
            known("latereason", "end_event", ClockEvent),
        ]

    def __str__(self) -> str:
        return self.reason
