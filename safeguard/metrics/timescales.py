"""The timescales of one council, read once and reduced to plain values."""

from core.models import Organisation
from safeguard.models import ClockRule
from safeguard.rules.clocks import Rules, Timescale

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
