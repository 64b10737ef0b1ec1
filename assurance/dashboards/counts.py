"""What each dashboard is counted from. The answer is plain values, which can be kept as JSON."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from assurance.catalogue import BY_KEY
from assurance.dashboards import kept
from assurance.dashboards.chosen import BOARD, CONTEXT, FLOW, GAP_KEYS, RETURNED, STOCK, TEN
from assurance.reading import Reader
from core.periods import Period
from safeguard.metrics.due_today import counts_due
from safeguard.metrics.flow import open_at_month_ends
from safeguard.metrics.scope import CaseScope
from safeguard.metrics.waiting import rows_of, totals

Count = Callable[[CaseScope, Period], dict[str, Any]]


def director(scope: CaseScope, period: Period) -> dict[str, Any]:
    """Count the ten measures, conversion as context, and the open gaps."""
    reader = Reader(scope, period)
    keys = [choice.key for choice in TEN]
    return {
        "figures": kept.figures([*keys, *CONTEXT, *GAP_KEYS], reader),
        "series": kept.series(keys, reader),
        "held": _held(reader),
        "waits": _waits(scope),
        "due": _due(scope),
    }


def board(scope: CaseScope, period: Period) -> dict[str, Any]:
    """Count the measures of the six principles."""
    reader = Reader(scope, period)
    keys = [key for principle in BOARD for key in principle.keys]
    return {
        "figures": kept.figures(keys, reader),
        "series": kept.series(keys, reader),
        "held": _held(reader),
    }


def flow(scope: CaseScope, period: Period) -> dict[str, Any]:
    """Count what came in, was decided, began, ended and was open, month by month."""
    reader = Reader(scope, period)
    whole = reader.months[0].whole
    months = [month.period for month in reader.months]
    opening = months[0].previous()
    return {
        "figures": kept.figures((*FLOW, STOCK, RETURNED), reader),
        "months": [month.start.isoformat() for month in months],
        "series": {key: _counts(key, reader) for key in FLOW},
        "open": open_at_month_ends(whole.rows, [opening, *months]),
        "held": _held(reader),
        "waits": _waits(scope),
        "due": _due(scope),
    }


def _counts(key: str, reader: Reader) -> list[int]:
    return [BY_KEY[key].figure(month).numerator or 0 for month in reader.months]


COUNTS: Mapping[str, Count] = {"director": director, "board": board, "flow": flow}


def _held(reader: Reader) -> bool:
    """Say whether the period has any case of those asked for."""
    facts = reader.source(reader.period)
    names = ("concerns", "commenced", "concluded", "open_at_end")
    return any(fact.n for name in names for fact in facts.of(name))


def _waits(scope: CaseScope) -> dict[str, Any]:
    """Return what waits now, in each stage: how many, and since when; in the team asked for."""
    rows = rows_of(scope.council, today=timezone.localdate(), team=scope.only.team)
    found = totals(rows)
    return {
        str(stage): [total.number, total.oldest.isoformat() if total.oldest else None]
        for stage, total in found.items()
    }


def _due(scope: CaseScope) -> dict[str, int]:
    """Return what is due or late in the whole council."""
    return counts_due(scope.council, timezone.localdate())
