"""What the concerns of a period are made of, and how many were decided as an enquiry.

Context for conversion: counts in the order of the return's own lists, never sorted by a rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, TextChoices, Value

from safeguard.choices import DECIDED_AS_ENQUIRY, Referrer, TypeOfRisk
from safeguard.metrics.scope import PeriodRows
from safeguard.models import ConcernQuerySet

SOURCE, TYPE = "source", "type"


@dataclass(frozen=True, slots=True)
class MixRow:
    """The concerns of one kind: how many there are, are decided, and became an enquiry."""

    code: str
    label: str
    concerns: int
    decided: int
    enquiries: int


def conversion_mix(rows: PeriodRows) -> tuple[list[MixRow], list[MixRow]]:
    """Return the concerns raised by who told the council, and by type of risk: one statement.

    A concern counts once by who told the council; one with two types of risk counts in each.
    """
    told = _counted(rows.concerns, "referrer", SOURCE)
    typed = _counted(rows.concerns, "risk_types__risk_type", TYPE)
    found = {(kind, code): counts for kind, code, *counts in told.union(typed, all=True)}
    return _listed(found, SOURCE, Referrer), _listed(found, TYPE, TypeOfRisk)


def _counted(concerns: ConcernQuerySet, column: str, kind: str) -> "QuerySet[Any, Any]":
    return (
        concerns.order_by()
        .annotate(kind=Value(kind, output_field=CharField()), code=F(column))
        .values("kind", "code")
        .annotate(
            n=Count("pk"),
            decided=Count("pk", filter=Q(decided_on__isnull=False)),
            became=Count("pk", filter=Q(decision__in=DECIDED_AS_ENQUIRY)),
        )
        .values_list("kind", "code", "n", "decided", "became")
    )


def _listed(
    found: Mapping[tuple[str, str], list[int]], kind: str, choices: type[TextChoices]
) -> list[MixRow]:
    return [
        MixRow(str(code), str(label), *found.get((kind, code), (0, 0, 0)))
        for code, label in choices.choices
    ]
