"""How far the activity log of a council has come: whether anything may have changed since."""

from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Subquery, Value

from core.models import ActivityEvent, Organisation

# What no figure is counted from.
UNCOUNTED = (
    "assurance.EvidenceItem",
    "assurance.FrozenReturn",
    "assurance.ReportRun",
    "assurance.SignOffSheet",
    "core.ExportEvent",
    "core.Membership",
    "core.User",
    "safeguard.CaseAccess",
)
NEAR = 1000


class LogState(NamedTuple):
    """The newest entry that may change a figure, and how many of the last 1,000 there are.

    Two people may write at once, and the one who was given the higher number finish first. When the
    other then finishes, the newest entry is still the same, but there is one more before it.
    """

    newest: int
    near: int


def log_state(council: Organisation, around: int | None = None) -> LogState:
    """Return how far the log has come; `near` counts those up to `around`, if it is given."""
    if around is None:
        around = log_state(council, 0).newest
    events = ActivityEvent.objects.order_by().exclude(target_model__in=UNCOUNTED)
    own = events.filter(council_id=council.pk)
    # A bank holiday holds for every council, whoever entered it.
    holidays = events.filter(target_model="core.BankHoliday")
    near = own.filter(pk__gt=around - NEAR, pk__lte=around)
    found = Organisation.objects.filter(pk=council.pk).values_list(
        Subquery(own.order_by("-pk").values("pk")[:1]),
        Subquery(holidays.order_by("-pk").values("pk")[:1]),
        Subquery(_counted(near)),
    )
    newest, holiday, n = found.get()
    return LogState(max(newest or 0, holiday or 0), n or 0)


def _counted(rows: QuerySet[ActivityEvent]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.values(whole=Value(1)).annotate(n=Count("pk")).values("n")
    return counted
