"""Read steps that a timescale may be for, and what was asked of others, as facts.

Like the sources in `safeguard.metrics.facts`, each is one SQL statement.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from core.clock_arithmetic import INSTANT, Due, Moment, Unit, due, end_of
from core.dates import MonthOf
from safeguard.choices_work import CausedQuality, ClockEvent
from safeguard.metrics.scope import PeriodRows
from safeguard.models import Advocacy, CausedRequest, Hold, LateReason, Reopening
from safeguard.rules.clocks import Clock, Rules, Timescale, run
from safeguard.rules.on_time import STARTS, AdvocateFact, CausedFact, FeedbackFact, StepFact

Columns = dict[str, Any]
HELD_AT = {
    ClockEvent.DECIDED: {ClockEvent.RECEIVED: "received_on"},
    ClockEvent.CONCLUDED: {
        ClockEvent.COMMENCED: "commenced_on",
        ClockEvent.DECIDED: "concern__decided_on",
        ClockEvent.RECEIVED: "concern__received_on",
    },
}


class Timescales:
    """The council's rules applied to facts: the same clock that the page of a case shows."""

    def __init__(self, rows: PeriodRows) -> None:
        self.rows = rows
        self.calendar = rows.scope.calendar
        self.now = end_of(rows.scope.cut) - INSTANT
        self._due: dict[tuple[int, Moment], Due] = {}

    @cached_property
    def rules(self) -> Rules:
        return self.rows.scope.rules

    def has_rule_for(self, end_event: str) -> bool:
        """Say whether a clock that ended in the period may have run under a rule."""
        last = self.rows.period.end
        found = (self.rules.of_step(start, end_event) for start in STARTS[end_event])
        return any(rule.effective_from <= last for rules in found for rule in rules)

    def clock_of(self, fact: StepFact, *, takes_off_holds: bool = True) -> Clock | None:
        """Return the clock of a step; None where no rule was in force when it started."""
        for event in STARTS[fact.end_event]:
            start = fact.start_at(event)
            if start is None:
                continue
            kind, priority = fact.kind, fact.priority
            rule = self.rules.pick(
                event, fact.end_event, on=start.day, kind=kind, priority=priority
            )
            if rule is not None:
                return self._clock(rule, start, fact, takes_off_holds)
        return None

    def _clock(
        self, rule: Timescale, start: Moment, fact: StepFact, takes_off_holds: bool
    ) -> Clock:
        ended = Moment(fact.ended_on) if fact.ended_on else None
        reason = "recorded" if fact.has_reason else ""
        if fact.held is not None and takes_off_holds:
            holds = self.rows.scope.holds.get(fact.held, ())
            return run(
                rule,
                start,
                ended,
                calendar=self.calendar,
                now=self.now,
                holds=holds,
                late_reason=reason,
            )
        key = rule.key, start
        if key not in self._due:
            self._due[key] = due(start, rule.amount, rule.unit, calendar=self.calendar)
        return Clock(rule, self._due[key], ended, self.now, late_reason=reason)


def decision_steps(rows: PeriodRows) -> tuple[Any, Columns, type[StepFact]]:
    """Concerns received in the period, each with the step to its decision."""
    reopened = Reopening.objects.filter(concern=OuterRef("pk"), enquiry=None)
    reasons = LateReason.objects.filter(concern=OuterRef("pk"), enquiry=None)
    columns = {
        "month": MonthOf(F("received_on")),
        "end_event": Value(ClockEvent.DECIDED.value),
        "kind": Value(None, CharField()),
        "priority": F("priority"),
        "ended_on": F("decided_on"),
        **_about(reopened, reasons, ClockEvent.DECIDED),
        "held": Value(None, IntegerField()),
        **_starts(rows.scope.rules, ClockEvent.DECIDED, "received_at"),
    }
    return rows.concerns, columns, StepFact


def conclusion_steps(rows: PeriodRows) -> tuple[Any, Columns, type[StepFact]]:
    """Enquiries concluded in the period, each with the step to its conclusion."""
    reopened = Reopening.objects.filter(enquiry=OuterRef("pk"))
    reasons = LateReason.objects.filter(enquiry=OuterRef("pk"))
    held = Exists(Hold.objects.filter(enquiry=OuterRef("pk")))
    columns = {
        "month": MonthOf(F("concluded_on")),
        "end_event": Value(ClockEvent.CONCLUDED.value),
        "kind": F("kind"),
        "priority": F("concern__priority"),
        "ended_on": F("concluded_on"),
        **_about(reopened, reasons, ClockEvent.CONCLUDED),
        "held": Case(When(held, then=F("pk")), output_field=IntegerField()),
        **_starts(rows.scope.rules, ClockEvent.CONCLUDED, "concern__received_at"),
    }
    return rows.concluded, columns, StepFact


def feedback(rows: PeriodRows) -> tuple[Any, Columns, type[FeedbackFact]]:
    """Concerns received in the period, with what their report says of feedback."""
    columns = {
        "month": MonthOf(F("received_on")),
        "was_decided": _flag(Q(decided_on__isnull=False)),
        "was_recorded_here": _flag(Q(report__isnull=False)),
        "was_wanted": _flag(Q(report__wants_feedback=True)),
        "is_possible": _flag(Q(report__feedback_not_possible=False)),
        "was_given": _flag(Q(report__feedback_on__isnull=False)),
    }
    return rows.concerns, columns, FeedbackFact


def caused_reports(rows: PeriodRows) -> tuple[Any, Columns, type[CausedFact]]:
    """Enquiries commenced in the period that another body was asked to make.

    A report is judged by the first day it was due: one returned for more work has a later day too.
    """
    # One that was withdrawn is asked of nobody, so there is nothing to be in time with.
    requests = CausedRequest.objects.filter(enquiry=OuterRef("pk"), withdrawn_on=None)
    first_due = Coalesce("first_due_on", "due_on")
    asked = requests.filter(declined_on__isnull=True).alias(first_due=first_due)
    taken_over = Q(quality=CausedQuality.TAKEN_OVER, quality_on__lte=F("first_due"))
    never_came = Q(received_on__isnull=True, first_due__lt=rows.scope.cut) & ~(
        Q(quality__isnull=False) & taken_over
    )
    columns = {
        "month": MonthOf(F("commenced_on")),
        "kind": F("kind"),
        "has_request": Exists(requests),
        "was_late": Exists(asked.filter(Q(received_on__gt=F("first_due")) | never_came)),
        "was_in_time": Exists(asked.filter(received_on__lte=F("first_due"))),
    }
    found = rows.commenced.filter(~Q(caused_to="") | Exists(requests))
    return found, columns, CausedFact


def advocates(rows: PeriodRows) -> tuple[Any, Columns, type[AdvocateFact]]:
    """Enquiries commenced in the period for which an advocate was requested."""
    requests = Advocacy.objects.filter(enquiry=OuterRef("pk"), requested_on__isnull=False)
    first = requests.order_by("requested_on", "pk")
    columns = {
        "month": MonthOf(F("commenced_on")),
        "kind": F("kind"),
        **{
            name: Subquery(first.values(name)[:1])
            for name in ("requested_on", "appointed_on", "not_appointed")
        },
    }
    return rows.commenced.filter(Exists(requests)), columns, AdvocateFact


def _about(reopened: Any, reasons: Any, end_event: str) -> Columns:
    newest = reopened.order_by("-reopened_at").values("reopened_at")
    return {
        "reopened_at": Subquery(newest[:1], output_field=DateTimeField()),
        "has_reason": Exists(reasons.filter(end_event=end_event)),
    }


def _starts(rules: Rules, end_event: str, received_at: str) -> Columns:
    """Return when the step may start, only where a rule counts from it, so that facts group."""
    paths = HELD_AT[ClockEvent(end_event)]
    held: dict[str, Iterable[Timescale]] = {
        start: rules.of_step(start, end_event) for start in paths
    }

    def column(event: str) -> Combinable:
        return F(paths[ClockEvent(event)]) if held.get(event) else Value(None, DateField())

    in_hours = any(rule.unit == Unit.HOURS for rule in held.get(ClockEvent.RECEIVED, ()))
    return {
        "received_on": column(ClockEvent.RECEIVED),
        "received_at": F(received_at) if in_hours else Value(None, DateTimeField()),
        "decided_on": column(ClockEvent.DECIDED),
        "commenced_on": column(ClockEvent.COMMENCED),
    }


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())
