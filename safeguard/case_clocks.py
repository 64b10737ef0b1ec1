"""The clocks of one case for its page, which reads their dates along with its own rows.

`safeguard.clocks` loads the dates of many cases by themselves; here they come with the rows.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import DateField, F, IntegerField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core.calendars import calendar_of
from core.models import Organisation
from safeguard.choices_work import HoldReason
from safeguard.clocks import (
    CaseDates,
    Clock,
    clocks_of_concern,
    clocks_of_enquiry,
    concern_columns,
    concern_dates,
    enquiry_columns,
    enquiry_dates,
    moment_until,
    rules_of,
)
from safeguard.models import Concern, ConcernQuerySet, Enquiry, EnquiryQuerySet, Hold, LateReason
from safeguard.rules.clocks import RunningHold

HELD, LATE = 1, 2


def concerns_with_dates(rows: ConcernQuerySet) -> ConcernQuerySet:
    """Add what the clocks of a concern need to each row."""
    return rows.annotate(**concern_columns())


def enquiries_with_dates(rows: EnquiryQuerySet) -> EnquiryQuerySet:
    """Add what the clocks of an enquiry need to each row, holds and reasons apart."""
    return rows.annotate(**enquiry_columns())


def clocks_on_page(concern: Concern, enquiries: Sequence[Enquiry]) -> list[Clock]:
    """Return every clock of a case whose rows came with their dates: of the concern, then of each.

    Three statements; one where the council has no rule.
    """
    rules = rules_of(concern.council)
    if not rules:
        return []
    calendar, now = calendar_of(concern.council), moment_until(reach_of(concern.council))
    holds, reasons = _holds_and_reasons(concern.pk)
    dates = CaseDates(
        {concern.pk: concern_dates(vars(concern), reasons.get(None, {}))},
        {
            row.pk: enquiry_dates(vars(row), holds.get(row.pk, ()), reasons.get(row.pk, {}))
            for row in enquiries
        },
    )
    clocks = clocks_of_concern(concern, rules, calendar, now=now, dates=dates)
    for enquiry in enquiries:
        enquiry.concern = concern
        clocks += clocks_of_enquiry(enquiry, rules, calendar, now=now, dates=dates)
    return clocks


def reach_of(council: Organisation) -> date:
    """Return the last day that data cover, from settings read along with the council."""
    settings = getattr(council, "register_settings", None)
    return (settings and settings.data_cut_on) or timezone.localdate()


Holds = dict[int, list[RunningHold]]
Reasons = dict[int | None, dict[str, str]]


def _holds_and_reasons(concern_id: int) -> tuple[Holds, Reasons]:
    """Return the holds of each enquiry, and the newest reason of each step, in one statement."""
    no_day = Cast(Value(None), DateField())
    held = Hold.objects.filter(enquiry__concern=concern_id).order_by()
    late = LateReason.objects.filter(concern=concern_id).order_by()
    rows = held.values_list(
        Value(HELD, IntegerField()), "pk", "enquiry", "since", "until", "reason", "note"
    ).union(
        late.values_list(
            Value(LATE, IntegerField()), "pk", "enquiry", no_day, no_day, "end_event", F("reason")
        ),
        all=True,
    )
    holds: Holds = defaultdict(list)
    reasons: Reasons = defaultdict(dict)
    for kind, _, enquiry, since, until, code, words in sorted(rows, key=lambda row: row[:2]):
        if kind == HELD:
            holds[enquiry].append(_hold(since, until, code, words))
        else:
            reasons[enquiry][code] = words
    return holds, reasons


def _hold(since: Any, until: date | None, code: str, note: str) -> RunningHold:
    return RunningHold(since, until, note if code == HoldReason.OTHER else HoldReason(code).label)
