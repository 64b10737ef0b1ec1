"""How far the activity log of a council has come: whether anything may have changed since."""

from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

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
    """Return how far the log has come; `near` counts those up to `around`, else to the newest."""
    return LogState(*log_state_rows(council, around).get())


def log_state_rows(council: Organisation, around: int | None = None) -> QuerySet[Any, Any]:
    """Return the one row that `log_state` reads."""
    upto: Combinable = OuterRef("newest") if around is None else Value(around)
    found = Organisation.objects.filter(pk=council.pk).annotate(newest=newest_of(council))
    return found.annotate(near=near_of(council, upto)).order_by().values_list("newest", "near")


def newest_of(council: Organisation) -> Combinable:
    """Return the newest entry that may change a figure of `council`, 0 for none, as an expression.

    A bank holiday holds for every council, whoever entered it.
    """
    holidays = _events().filter(target_model="core.BankHoliday")
    parts = (_events().filter(council_id=council.pk), holidays)
    newest = (Subquery(rows.order_by("-pk").values("pk")[:1]) for rows in parts)
    return Greatest(*(Coalesce(each, Value(0)) for each in newest))


def near_of(council: Organisation, around: Combinable) -> Combinable:
    """Return how many of the 1,000 entries up to `around` are the council's, as an expression."""
    own = _events().filter(council_id=council.pk, pk__gt=around - NEAR, pk__lte=around)
    return Coalesce(Subquery(_counted(own)), Value(0))


def _events() -> QuerySet[ActivityEvent]:
    return ActivityEvent.objects.order_by().exclude(target_model__in=UNCOUNTED)


def _counted(rows: QuerySet[ActivityEvent]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = rows.values(whole=Value(1)).annotate(n=Count("pk")).values("n")
    return counted
