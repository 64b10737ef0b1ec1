"""How much is due today, or late, in a whole council: counted by the database, judged by rule."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from core.clock_arithmetic import Moment
from core.models import Organisation
from core.workdays import WorkingCalendar
from safeguard.choices_work import ClockEvent
from safeguard.metrics.waiting import AWAITED
from safeguard.models import Action, CausedRequest, Concern, PlanReview, Reopening
from safeguard.rules.clocks import Rules, clocks_between


class DecisionsDue(NamedTuple):
    """Undecided concerns by the council's own timescale. Both 0 where it has none."""

    today: int
    overdue: int


def decisions_due(
    council: Organisation, rules: Rules, calendar: WorkingCalendar, *, now: datetime
) -> DecisionsDue:
    """Count the decisions that are due by the end of the day of `now`, and those overdue.

    Concerns received on one day with one priority are judged as one, so the cost grows with the
    days, not with the concerns. A clock in hours is judged from the end of the day.
    """
    if not any(end == ClockEvent.DECIDED for _, end in rules.steps):
        return DecisionsDue(0, 0)
    reopened = Reopening.objects.filter(concern=OuterRef("pk"), enquiry=None)
    newest = Subquery(reopened.order_by("-reopened_at").values("reopened_at")[:1])
    rows = Concern.objects.filter(council=council, decision__isnull=True).order_by()
    groups = rows.values_list(Coalesce(TruncDate(newest), F("received_on")), "priority").annotate(
        n=Count("pk")
    )
    today = overdue = 0
    for start, priority, n in groups:
        found = clocks_between(
            rules,
            {ClockEvent.RECEIVED: Moment(start)},
            ends=(ClockEvent.DECIDED,),
            calendar=calendar,
            now=now,
            priority=priority,
        )
        if not found:
            continue
        overdue += n if found[0].is_over else 0
        today += n if found[0].due_on == found[0].today and not found[0].is_over else 0
    return DecisionsDue(today, overdue)


def counts_due(council: Organisation, today: date) -> dict[str, int]:
    """Return, in one statement, how much of each kind is due today or late in `council`."""
    actions = Action.objects.filter(enquiry__council=council, done_on=None)
    reviews = PlanReview.objects.filter(enquiry__council=council, held_on=None)
    reports = CausedRequest.objects.filter(
        AWAITED, enquiry__council=council, enquiry__concluded_on=None
    )
    parts: dict[str, QuerySet[Any]] = {
        "actions": actions.filter(due_on=today),
        "actions_late": actions.filter(due_on__lt=today),
        "reviews": reviews.filter(due_on=today),
        "reviews_late": reviews.filter(due_on__lt=today),
        "reports": reports.filter(due_on=today),
        "reports_late": reports.filter(Q(due_on__lt=today)),
    }
    first, *others = [
        rows.order_by().values(part=Value(name, CharField())).annotate(n=Count("pk"))
        for name, rows in parts.items()
    ]
    found = dict(
        row
        for row in first.values_list("part", "n").union(
            *(other.values_list("part", "n") for other in others), all=True
        )
    )
    return {name: found.get(name, 0) for name in parts}
