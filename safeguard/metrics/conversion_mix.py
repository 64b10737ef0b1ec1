"""What the concerns of a period are made of, and how many were decided as an enquiry.

Context for conversion: counts in the order of the return's own lists, never sorted by a rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from safeguard.choices import DECIDED_AS_ENQUIRY, Referrer, TypeOfRisk
from safeguard.metrics.scope import PeriodRows
from safeguard.models import ConcernQuerySet


@dataclass(frozen=True, slots=True)
class MixRow:
    """The concerns of one kind: how many there are, are decided, and became an enquiry."""

    code: str
    label: str
    concerns: int
    decided: int
    enquiries: int


def by_source(rows: PeriodRows) -> list[MixRow]:
    """Return the concerns raised by who told the council; each counts once."""
    return _listed(rows.concerns, "referrer", dict(Referrer.choices))


def by_type(rows: PeriodRows) -> list[MixRow]:
    """Return the concerns raised by type of risk; one with two types counts in each."""
    return _listed(rows.concerns, "risk_types__risk_type", dict(TypeOfRisk.choices))


def _listed(concerns: ConcernQuerySet, column: str, labels: Mapping[str, str]) -> list[MixRow]:
    decided = Q(decided_on__isnull=False)
    became = Q(decision__in=DECIDED_AS_ENQUIRY)
    counted = (
        concerns.order_by()
        .values_list(column)
        .annotate(
            n=Count("pk"),
            decided=Count("pk", filter=decided),
            became=Count("pk", filter=became),
        )
    )
    found = {code: counts for code, *counts in counted}
    return [MixRow(code, str(label), *found.get(code, (0, 0, 0))) for code, label in labels.items()]
