"""Why steps were late and when enquiries were on hold, for the clocks of many cases at once."""

from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

from django.db.models import DateField, DateTimeField, IntegerField, Value

from safeguard.choices_work import HoldReason
from safeguard.models import Hold, LateReason
from safeguard.rules.clocks import RunningHold

Holds = dict[int, list[RunningHold]]
Reasons = dict[tuple[int, int | None], dict[str, str]]


def reasons_and_holds(concerns: Iterable[int], enquiries: Iterable[int]) -> tuple[Reasons, Holds]:
    """Return, in one query, why steps were late and when enquiries were on hold.

    Reasons are the newest of each step, by concern and enquiry (None: of the concern).
    """
    nothing = Value(None, output_field=DateField())
    late = LateReason.objects.order_by().filter(concern__in=list(concerns))
    hold = Hold.objects.order_by().filter(enquiry__in=list(enquiries))
    rows = late.values_list(
        "concern", "enquiry", "end_event", "reason", nothing, nothing, "given_at", "pk"
    ).union(
        hold.values_list(
            Value(None, output_field=IntegerField()),
            "enquiry",
            "reason",
            "note",
            "since",
            "until",
            Value(None, output_field=DateTimeField()),
            "pk",
        ),
        all=True,
    )
    reasons: Reasons = defaultdict(dict)
    holds: Holds = defaultdict(list)
    found = list(rows)
    given = sorted((row for row in found if row[4] is None), key=itemgetter(6, 7))
    for concern, enquiry, step, text, *_ in given:
        reasons[concern, enquiry][step] = text
    held = sorted((row for row in found if row[4] is not None), key=itemgetter(4, 7))
    for _, enquiry, code, note, since, until, *_ in held:
        words = note if code == HoldReason.OTHER else HoldReason(code).label
        holds[enquiry].append(RunningHold(since, until, words))
    return reasons, holds
