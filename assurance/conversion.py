"""Conversion as context: two definitions with both their counts, and what concerns are made of.

No target, no judgement, no order by rate: it moves with what a council calls a concern.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from assurance.catalogue import CONVERSION
from assurance.charts import ChartPanel, HorizontalBars
from assurance.measures import Measure
from assurance.models import ChartRebase
from assurance.words import NOTHING, ON_PAGES
from core.models import Organisation
from core.rates import Rate
from safeguard.metrics.conversion_mix import MixRow
from safeguard.metrics.figures import FactSource, Figure
from safeguard.models import PolicyChange

CHANGE, REBASE = "change", "rebase"


@dataclass(frozen=True)
class Marks:
    """What stands on both charts: changes of policy, and where the limits start afresh."""

    changes: list[PolicyChange]
    rebases: list[ChartRebase]


def marks_of(council: Organisation) -> Marks:
    """Return the marks of `council`, in order of their day: one query for both kinds."""
    columns = ("kind", "on", "words", "more")
    changes = PolicyChange.objects.filter(council=council).order_by()
    rebases = ChartRebase.objects.filter(council=council).standing().order_by()
    rebases = rebases.filter(measure__in=[measure.key for measure in CONVERSION])
    told = _kind(changes, CHANGE, words="title", more="explanation")
    found = told.union(_kind(rebases, REBASE, words="measure", more="reason"), all=True)
    rows = sorted(found.values_list(*columns), key=lambda row: row[1])
    return Marks(
        [PolicyChange(on=on, title=t, explanation=e) for kind, on, t, e in rows if kind == CHANGE],
        [ChartRebase(on=on, measure=m, reason=r) for kind, on, m, r in rows if kind == REBASE],
    )


def _kind(rows: "QuerySet[Any]", kind: str, *, words: str, more: str) -> "QuerySet[Any, Any]":
    text = TextField()
    told: QuerySet[Any, Any] = rows.annotate(
        kind=Value(kind, output_field=text), words=Cast(words, text), more=Cast(more, text)
    ).values("kind", "on", "words", "more")
    return told


@dataclass(frozen=True)
class Definition:
    """One of the two definitions, with its figure in words and the counts on either side."""

    measure: Measure
    figure: Figure

    @property
    def value(self) -> str:
        return ON_PAGES.value(self.measure, self.figure)

    @property
    def over(self) -> str:
        return ON_PAGES.count(self.figure.numerator)

    @property
    def under(self) -> str:
        return ON_PAGES.count(self.figure.denominator)


def definitions(facts: FactSource) -> list[Definition]:
    """Return both definitions over one period."""
    return [Definition(measure, measure.figure(facts)) for measure in CONVERSION]


def mix_panel(
    rows: Sequence[MixRow], *, key: str, title: str, axis: str, note: str = "", csv_url: str = ""
) -> ChartPanel:
    """Return how many concerns of each kind there were, in the order of the list."""
    total = sum(row.concerns for row in rows)
    most = max(rows, key=lambda row: row.concerns, default=None)
    reading = "No concern was raised in this period."
    if most is not None and most.concerns:
        share = Rate(most.concerns, total)
        reading = f"{most.label} is the most frequent, with {most.concerns:,} of {total:,}"
        reading += f" ({share.percent}%)."
    chart = HorizontalBars(
        title,
        "concerns",
        "",
        tuple(row.label for row in rows),
        tuple(float(row.concerns) for row in rows),
        axis=axis,
    )
    return ChartPanel(key, title, reading, chart, csv_url, notes=(note,) if note else ())


def mix_rows(rows: Sequence[MixRow]) -> list[tuple[Any, ...]]:
    """Return each kind with its counts; the share is of concerns decided."""
    return [
        (
            row.label,
            row.concerns,
            row.decided,
            row.enquiries,
            f"{Rate(row.enquiries, row.decided).percent}%" if row.decided else NOTHING,
        )
        for row in rows
    ]
