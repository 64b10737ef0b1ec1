"""Who had a hand in a case, and so does not audit it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from safeguard.models import (
    Allocation,
    ConcernReport,
    Conclusion,
    DecisionRecord,
    Enquiry,
    Information,
    LookAgain,
    PrioritySetting,
)

# For each case, by key: who is tied to it, and how.
Ties = dict[int, dict[int, str]]
Rows = QuerySet[Any, tuple[int, int, str]]
HERSELF = "It is about their own practice"

_OF_CONCERN = (
    (ConcernReport, "raised_by", "Recorded the concern"),
    (DecisionRecord, "signed_off_by", "Decided on the concern"),
    (DecisionRecord, "proposed_by", "Proposed the decision on the concern"),
    (Information, "recorded_by", "Gathered information on the concern"),
    (PrioritySetting, "set_by", "Set the priority of the concern"),
    (LookAgain, "looked_by", "Looked again at the concern while it waited"),
)


def of_concerns(keys: Iterable[int]) -> Ties:
    """Return who recorded, looked at or decided on these concerns, in one query."""
    listed = list(keys)
    rows = [
        _rows(model, "concern", field, how, {"concern__in": listed})
        for model, field, how in _OF_CONCERN
    ]
    return _gathered(rows)


def of_enquiries(keys: Iterable[int]) -> Ties:
    """Return who led, was allocated or closed these enquiries, or had a hand in their concerns."""
    listed = list(keys)
    own = _gathered(
        [
            _rows(Enquiry, "pk", "lead", "Leads the enquiry", {"pk__in": listed}),
            _rows(
                Allocation, "enquiry", "lead", "Was allocated the enquiry", {"enquiry__in": listed}
            ),
            _rows(
                Conclusion, "enquiry", "closed_by", "Closed the enquiry", {"enquiry__in": listed}
            ),
        ]
    )
    concern_of = dict(Enquiry.objects.filter(pk__in=listed).values_list("pk", "concern"))
    earlier = of_concerns(concern_of.values())
    return {
        key: {**earlier.get(concern, {}), **own.get(key, {})} for key, concern in concern_of.items()
    }


def _rows(model: Any, case: str, field: str, how: str, chosen: dict[str, list[int]]) -> Rows:
    rows = model._default_manager.order_by().filter(**chosen, **{f"{field}__isnull": False})
    named = rows.annotate(
        case_key=F(case), person_key=F(field), how=Value(how, output_field=CharField())
    )
    found: Rows = named.values_list("case_key", "person_key", "how")
    return found


def _gathered(rows: Sequence[Rows]) -> Ties:
    """Return the first tie of each person to each case, in the order of the rows given."""
    order = {how: place for place, how in enumerate(_ORDER)}
    found: Ties = {}
    every = rows[0].union(*rows[1:], all=True)
    for case, person, how in sorted(every, key=lambda row: order.get(row[2], len(order))):
        found.setdefault(case, {}).setdefault(person, how)
    return found


_ORDER = (
    "Leads the enquiry",
    "Was allocated the enquiry",
    "Closed the enquiry",
    *(how for _, _, how in _OF_CONCERN),
)
