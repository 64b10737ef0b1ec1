"""The open work of each team, and what of it is due: one statement, however much there is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from core.models import Organisation
from safeguard.metrics.due_today import of_council
from safeguard.metrics.waiting import AWAITED
from safeguard.models import Action, CausedRequest, Concern, Enquiry, PlanReview

# What is counted, in the order of a table.
UNDECIDED, OPEN, UNALLOCATED = "undecided", "open", "unallocated"
ACTIONS, REVIEWS, REPORTS = "actions", "reviews", "reports"
TODAY, LATE = "today", "late"
Work = Mapping[str, int]


def work_by_team(council: Organisation, today: date) -> dict[int | None, dict[str, int]]:
    """Return what is open, due today and late, by the key of the team; None is work of no team.

    "actions today" are due on the day, "actions late" were due before it; so for the others.
    """
    open_enquiries = Enquiry.objects.filter(council=council, concluded_on=None)
    whole = {
        UNDECIDED: Concern.objects.filter(council=council, decision__isnull=True),
        OPEN: open_enquiries,
        UNALLOCATED: open_enquiries.filter(lead=None),
    }
    dated = {
        ACTIONS: of_council(Action.objects.filter(done_on=None), council),
        REVIEWS: of_council(PlanReview.objects.filter(held_on=None), council),
        REPORTS: CausedRequest.objects.filter(
            AWAITED, enquiry__council=council, enquiry__concluded_on=None
        ),
    }
    parts = [_counted(name, rows, "team", Count("pk"), Value(0)) for name, rows in whole.items()]
    for name, rows in dated.items():
        due, late = Q(due_on=today), Q(due_on__lt=today)
        counts = Count("pk", filter=due), Count("pk", filter=late)
        parts.append(_counted(name, rows.filter(due | late), "enquiry__team", *counts))
    first, *others = parts
    found: dict[int | None, dict[str, int]] = {}
    for name, team, n, n_late in first.union(*others, all=True):
        work = found.setdefault(team, {})
        if name in whole:
            work[name] = n
        else:
            work |= {f"{name} {TODAY}": n, f"{name} {LATE}": n_late}
    return found


def _counted(
    name: str, rows: QuerySet[Any], team: str, n: Combinable, n_late: Combinable
) -> QuerySet[Any, Any]:
    grouped = rows.order_by().values(part=Value(name, CharField())).annotate(n=n, n_late=n_late)
    counted: QuerySet[Any, Any] = grouped.values_list("part", team, "n", "n_late")
    return counted
