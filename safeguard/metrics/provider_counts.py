"""What reached the council about its providers: over 28 days, over 12 months, day by day."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.dates import years_before
from core.models import Organisation
from core.periods import Period
from safeguard.models import Concern, ConcernRiskType, Enquiry, Notification, ProviderNotification
from safeguard.rules.clusters import AT_LEAST, Cluster, cluster, history_start, window_start

Kind = Literal["notifications", "concerns", "enquiries"]
KINDS: tuple[Kind, ...] = ("notifications", "concerns", "enquiries")
SUGGESTED = 20


@dataclass(frozen=True)
class Windows:
    """The 28 days and the 12 months that end on `until`, all ends included.

    `at_least` is how many contacts in the 28 days the council takes to be worth a look.
    """

    until: date
    at_least: int = AT_LEAST

    @property
    def short(self) -> Period:
        return Period.between(window_start(self.until), self.until)

    @property
    def long(self) -> Period:
        return Period.between(years_before(self.until, 1) + timedelta(days=1), self.until)


@dataclass(frozen=True)
class Pair:
    """How many in the 28 days, and how many in the 12 months."""

    short: int = 0
    long: int = 0


@dataclass
class ProviderCounts:
    """The counts of one provider in both windows. Open enquiries are those that began in them."""

    notifications: Pair = field(default_factory=Pair)
    concerns: Pair = field(default_factory=Pair)
    enquiries: Pair = field(default_factory=Pair)
    still_open: Pair = field(default_factory=Pair)


@dataclass(frozen=True)
class Days:
    """How many came on each day. `contacts` counts a notification that became a concern once."""

    of: Mapping[Kind, Mapping[date, int]]
    contacts: Mapping[date, int]
    still_open: Mapping[date, int]


def windows_of(council: Organisation) -> Windows:
    """Return the windows that end with the register's data, in one query."""
    end = end_of_register(council)
    return Windows(end.until, AT_LEAST if end.at_least is None else end.at_least)


class RegisterEnd(NamedTuple):
    """The last day there is anything to say of; the council's settings, None where it has none."""

    until: date
    look_again_days: int | None
    at_least: int | None


def end_of_register(council: Organisation) -> RegisterEnd:
    """Return the last day there is anything to say of, and what the council has set.

    The day is today; where the council loads extracts, the last day they cover, or the day of the
    newest contact recorded since. One query.
    """
    newest = [
        _newest(Concern, "received_on", council),
        _newest(Notification, "received_at", council),
        _newest(ProviderNotification, "received_at", council),
    ]
    row = Organisation.objects.filter(pk=council.pk).values_list(
        "register_settings__data_cut_on",
        "register_settings__look_again_days",
        "register_settings__contacts_that_stand_out",
        *newest,
    )
    cut, look_again_days, at_least, concern, *moments = row[0]
    today = timezone.localdate()
    if cut is None:
        return RegisterEnd(today, look_again_days, at_least)
    days = [timezone.localdate(moment) for moment in moments if moment]
    days += [concern] if concern else []
    until = max([cut, *(day for day in days if day <= today)])
    return RegisterEnd(until, look_again_days, at_least)


def counts_of(keys: Iterable[int], windows: Windows) -> dict[int, ProviderCounts]:
    """Return the counts of these providers, in one query."""
    found: dict[int, ProviderCounts] = defaultdict(ProviderCounts)
    parts = [
        _both(rows.filter(**{f"{to}__in": list(keys)}), kind, to, on, windows)
        for kind, rows, to, on in _sources(windows.long)
    ]
    for key, kind, short, long, short_open, long_open in parts[0].union(*parts[1:], all=True):
        setattr(found[key], kind, Pair(short, long))
        if kind == "enquiries":
            found[key].still_open = Pair(short_open, long_open)
    return found


def days_of(keys: Iterable[int], windows: Windows) -> dict[int, Days]:
    """Return what came on each day about these providers, far enough back for both windows.

    One query.
    """
    found: dict[int, Days] = defaultdict(lambda: Days({kind: {} for kind in KINDS}, Counter(), {}))
    start = min(history_start(windows.until), windows.long.start)
    parts = [
        _daily(rows.filter(**{f"{to}__in": list(keys)}), kind, to, on)
        for kind, rows, to, on in _sources(Period.between(start, windows.until))
    ]
    for key, kind, day, n, flagged in parts[0].union(*parts[1:], all=True):
        days = found[key]
        days.of[kind][day] = n  # type: ignore[index]
        if kind == "enquiries":
            days.still_open[day] = flagged  # type: ignore[index]
        else:
            days.contacts[day] += flagged  # type: ignore[index]
    return found


def suggestions(council: Organisation, windows: Windows) -> dict[int, Cluster]:
    """Return the providers whose contacts stand out, busiest first, in two queries."""
    contacts: Counter[int] = Counter()
    parts = [
        rows.filter(council=council, **{f"{to}__isnull": False})
        .order_by()
        .values_list(to)
        .annotate(n=Count("pk", filter=_counts_as_contact(kind)))
        for kind, rows, to, _ in _sources(windows.short)
        if kind != "enquiries"
    ]
    for key, n in parts[0].union(*parts[1:], all=True):
        contacts[key] += n
    enough = [key for key, n in contacts.most_common() if n >= windows.at_least]
    if not enough:
        return {}
    days = days_of(enough[: SUGGESTED * 2], windows)
    found = {
        key: cluster(days[key].contacts, windows.until, windows.at_least)
        for key in enough
        if key in days
    }
    kept = [(key, made) for key, made in found.items() if made is not None]
    return dict(kept[:SUGGESTED])


def risk_types(provider_id: int, windows: Windows) -> dict[str, Pair]:
    """Return how many concerns about a provider reported each type of risk, most first."""
    rows = ConcernRiskType.objects.filter(
        concern__provider=provider_id,
        concern__received_on__range=(windows.long.start, windows.until),
    )
    recent = Q(concern__received_on__gte=windows.short.start)
    counted = (
        rows.order_by()
        .values_list("risk_type")
        .annotate(short=Count("pk", filter=recent), long=Count("pk"))
    )
    return {code: Pair(short, long) for code, short, long in counted.order_by("-long", "risk_type")}


def within(days: Mapping[date, int], period: Period) -> int:
    """Return how many of `days` lie in `period`."""
    return sum(n for day, n in days.items() if period.contains(day))


def received_in(period: Period) -> Q:
    """Return the condition that a notification was received in `period`, as London has days."""
    first, after = period.start, period.end + timedelta(days=1)
    return Q(received_at__gte=_midnight(first), received_at__lt=_midnight(after))


def _midnight(day: date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _newest(model: Any, column: str, council: Organisation) -> Subquery:
    """Return the latest value of a column, read from the end of an index, not by looking at all."""
    rows = model.objects.filter(council=council, **{f"{column}__isnull": False})
    return Subquery(rows.order_by(f"-{column}").values(column)[:1])


def _sources(period: Period) -> list[tuple[Kind, QuerySet[Any], str, Any]]:
    """Return, for each kind, its rows in `period`, what leads to the provider, and the day."""
    span = (period.start, period.end)
    return [
        (
            "notifications",
            ProviderNotification.objects.filter(received_in(period)),
            "provider",
            TruncDate("received_at"),
        ),
        ("concerns", Concern.objects.filter(received_on__range=span), "provider", F("received_on")),
        (
            "enquiries",
            Enquiry.objects.filter(commenced_on__range=span),
            "concern__provider",
            F("commenced_on"),
        ),
    ]


def _counts_as_contact(kind: Kind) -> Q:
    """A notification that became a concern is the same contact as the concern."""
    return Q(became__isnull=True) if kind == "notifications" else Q()


def _flag(kind: Kind) -> Q:
    return Q(concluded_on__isnull=True) if kind == "enquiries" else _counts_as_contact(kind)


def _both(rows: QuerySet[Any], kind: Kind, to: str, on: Any, windows: Windows) -> Any:
    recent = Q(day__gte=windows.short.start)
    return (
        rows.order_by()
        .annotate(day=on, what=Value(kind))
        .values_list(to, "what")
        .annotate(
            n_short=Count("pk", filter=recent),
            n_long=Count("pk"),
            flagged_short=Count("pk", filter=recent & _flag(kind)),
            flagged_long=Count("pk", filter=_flag(kind)),
        )
    )


def _daily(rows: QuerySet[Any], kind: Kind, to: str, on: Any) -> Any:
    named = rows.order_by().annotate(day=on, what=Value(kind)).values_list(to, "what", "day")
    return named.annotate(n=Count("pk"), flagged=Count("pk", filter=_flag(kind)))
