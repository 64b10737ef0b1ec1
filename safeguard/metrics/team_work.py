"""The open work of each team, and what of it is due: one statement, however much there is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value

from core.models import Organisation
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
    parts: list[tuple[str, QuerySet[Any], str]] = [
        (UNDECIDED, Concern.objects.filter(council=council, decision__isnull=True), "team"),
        (OPEN, open_enquiries, "team"),
        (UNALLOCATED, open_enquiries.filter(lead=None), "team"),
    ]
    dated = {
        ACTIONS: Action.objects.filter(enquiry__council=council, done_on=None),
        REVIEWS: PlanReview.objects.filter(enquiry__council=council, held_on=None),
        REPORTS: CausedRequest.objects.filter(
            AWAITED, enquiry__council=council, enquiry__concluded_on=None
        ),
    }
    for name, rows in dated.items():
        for when, due in ((TODAY, Q(due_on=today)), (LATE, Q(due_on__lt=today))):
            parts.append((f"{name} {when}", rows.filter(due), "enquiry__team"))
    first, *others = [_counted(*part) for part in parts]
    found: dict[int | None, dict[str, int]] = {}
    for name, team, n in first.union(*others, all=True):
        found.setdefault(team, {})[name] = n
    return found


def _counted(name: str, rows: QuerySet[Any], team: str) -> QuerySet[Any, Any]:
    grouped = rows.order_by().values(part=Value(name, CharField())).annotate(n=Count("pk"))
    counted: QuerySet[Any, Any] = grouped.values_list("part", team, "n")
    return counted
