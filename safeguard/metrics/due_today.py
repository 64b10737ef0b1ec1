"""How much is due today, or late, in a whole council: counted by the database, judged by rule."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from core.clock_arithmetic import Moment
from core.models import Organisation
from core.together import read_together
from core.workdays import WorkingCalendar
from safeguard.choices_work import ClockEvent
from safeguard.metrics.waiting import AWAITED, Stage, Total, total_rows, totals_from
from safeguard.models import Action, CausedRequest, Concern, PlanReview, Reopening
from safeguard.rules.clocks import Rules, run

KINDS = ("actions", "reviews", "reports")


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
    if not rules.of_step(ClockEvent.RECEIVED, ClockEvent.DECIDED):
        return DecisionsDue(0, 0)
    today = overdue = 0
    over: set[int] = set()
    # Newest first: what was received before a concern that is overdue, under one rule, is so too.
    for start, priority, n in sorted(_undecided_by_day(council), key=itemgetter(0), reverse=True):
        rule = rules.pick(
            ClockEvent.RECEIVED, ClockEvent.DECIDED, on=start, priority=priority or None
        )
        if rule is None:
            continue
        if rule.key not in over:
            clock = run(rule, Moment(start), None, calendar=calendar, now=now)
            if not clock.is_over:
                today += n if clock.due_on == clock.today else 0
                continue
            over.add(rule.key)
        overdue += n
    return DecisionsDue(today, overdue)


def _undecided_by_day(council: Organisation) -> QuerySet[Any, Any]:
    """Return (day its clock starts, priority, how many) of undecided concerns, in one statement.

    A reopened concern starts on the day it was reopened.
    """
    rows = Concern.objects.filter(council=council, decision__isnull=True).order_by()
    reopenings = Reopening.objects.filter(enquiry=None, concern__council=council).order_by()
    again = rows.filter(pk__in=reopenings.values("concern"))
    newest = reopenings.filter(concern=OuterRef("pk")).order_by("-reopened_at")
    # As a word, because SQLite otherwise goes through every concern by its priority.
    graded = Coalesce("priority", Value(""), output_field=CharField())
    day = TruncDate(Subquery(newest.values("reopened_at")[:1]))
    first_time = rows.exclude(pk__in=reopenings.values("concern"))
    groups: QuerySet[Any, Any] = first_time.values_list("received_on", graded).annotate(
        n=Count("pk")
    )
    return groups.union(again.values_list(day, graded, Value(1)), all=True)


def waits_and_due(
    stages: Mapping[Stage, QuerySet[Any, Any]], council: Organisation, today: date
) -> tuple[dict[Stage, Total], dict[str, int]]:
    """Return what waits in each stage, and what is due today or late, in one statement."""
    waits, due = total_rows(stages), due_rows(council, today)
    found = read_together([*waits, *due])
    waiting = chain.from_iterable(found[: len(waits)])
    return totals_from(waiting, stages), due_from(chain.from_iterable(found[len(waits) :]))


def due_rows(council: Organisation, today: date) -> list[QuerySet[Any, Any]]:
    """Return what is due today or late in `council`, kind by kind: the kind, due today, late."""
    actions = of_council(Action.objects.filter(done_on=None), council)
    reviews = of_council(PlanReview.objects.filter(held_on=None), council)
    reports = CausedRequest.objects.filter(
        AWAITED, enquiry__council=council, enquiry__concluded_on=None
    )
    parts: dict[str, QuerySet[Any]] = {"actions": actions, "reviews": reviews, "reports": reports}
    return [
        rows.filter(due_on__lte=today)
        .order_by()
        .values(part=Value(name, CharField()))
        .annotate(n=Count("pk", filter=Q(due_on=today)), late=Count("pk", filter=~Q(due_on=today)))
        .values_list("part", "n", "late")
        for name, rows in parts.items()
    ]


def of_council(rows: QuerySet[Any], council: Organisation) -> QuerySet[Any]:
    """Return the rows of enquiries of `council`, found by the day they are due.

    As an expression, because SQLite otherwise goes through every enquiry of the council.
    """
    of = Coalesce("enquiry__council", Value(0), output_field=BigIntegerField())
    found: QuerySet[Any] = rows.alias(of_council=of).filter(of_council=council.pk)
    return found


def due_from(rows: Iterable[Any]) -> dict[str, int]:
    """Return how much of each kind is due today, and how much is late, from `due_rows`."""
    found = {name: (n, late) for name, n, late in rows}
    nothing = (0, 0)
    return {
        **{name: found.get(name, nothing)[0] for name in KINDS},
        **{f"{name}_late": found.get(name, nothing)[1] for name in KINDS},
    }
