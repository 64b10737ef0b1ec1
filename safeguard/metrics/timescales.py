"""The timescales of one council and its times on hold, reduced to plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from core.models import Organisation
from safeguard.models import ClockRule, Hold
from safeguard.rules.clocks import Rules, RunningHold, Timescale

Holds = Mapping[int, Sequence[RunningHold]]

COLUMNS = (
    "pk",
    "name",
    "start_event",
    "end_event",
    "amount",
    "unit",
    "enquiry_kind",
    "priority",
    "effective_from",
    "last_day",
    "warn_before",
    "takes_off_holds",
    "reason_counts_as_met",
)


def rules_of(council: Organisation) -> Rules:
    """Return the rules of `council`, past and to come, in one query. There may be none."""
    return rules_from(rule_rows(council))


def rule_rows(council: Organisation) -> QuerySet[Any, Any]:
    return ClockRule.objects.filter(council=council).order_by().values_list(*COLUMNS)


def rules_from(rows: Iterable[Sequence[Any]]) -> Rules:
    return Rules(Timescale(*row) for row in rows)


def holds_of(council: Organisation) -> Holds:
    """Return the times on hold of every enquiry of `council` that has concluded, in one query."""
    return holds_from(hold_rows(council))


def hold_rows(council: Organisation) -> QuerySet[Any, Any]:
    rows = Hold.objects.filter(enquiry__council=council, enquiry__concluded_on__isnull=False)
    return rows.order_by().values_list("enquiry", "since", "until")


def holds_from(rows: Iterable[Sequence[Any]]) -> Holds:
    found: dict[int, list[RunningHold]] = defaultdict(list)
    for key, since, until in rows:
        found[key].append(RunningHold(since, until))
    return found
