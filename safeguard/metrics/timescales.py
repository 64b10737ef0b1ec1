"""The timescales of one council and its times on hold, reduced to plain values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

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
    rows = ClockRule.objects.filter(council=council).order_by().values_list(*COLUMNS)
    return Rules(Timescale(*row) for row in rows)


def holds_of(council: Organisation) -> Holds:
    """Return the times on hold of every enquiry of `council` that has concluded, in one query."""
    rows = Hold.objects.filter(enquiry__council=council, enquiry__concluded_on__isnull=False)
    found: dict[int, list[RunningHold]] = defaultdict(list)
    for key, since, until in rows.order_by().values_list("enquiry", "since", "until"):
        found[key].append(RunningHold(since, until))
    return found
