"""What each dashboard is counted from. The answer is plain values, which can be kept as JSON.

Each is counted in one statement, however many measures it has, so that a page which counts while
its reader waits keeps within its price.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from assurance.asking import latest_whole_months, latest_whole_year
from assurance.catalogue import BY_KEY, MEASURES
from assurance.dashboards import kept
from assurance.dashboards.chosen import BOARD, CONTEXT, FLOW, GAP_KEYS, RETURNED, STOCK, TEN
from assurance.reading import Reader
from core.periods import Period
from core.together import Row
from safeguard.metrics.due_today import KINDS, due_from, due_rows
from safeguard.metrics.flow import open_from, open_rows
from safeguard.metrics.scope import CaseScope
from safeguard.metrics.waiting import rows_of, total_rows, totals_from

Count = Callable[[CaseScope, Period], dict[str, Any]]
# A dashboard is empty where the period has nothing of these.
HELD = ("concerns", "commenced", "concluded", "open_at_end")


def director(scope: CaseScope, period: Period) -> dict[str, Any]:
    """Count the ten measures, conversion as context, and the open gaps."""
    reader = Reader(scope, period)
    keys = [choice.key for choice in TEN]
    every = [*keys, *CONTEXT, *GAP_KEYS]
    work = reader.read(figures=every, series=keys, others=HELD, beside=_work_rows(scope))
    return {
        "figures": kept.figures(every, reader),
        "series": kept.series(keys, reader),
        "held": _held(reader),
        **_work(work),
    }


def board(scope: CaseScope, period: Period) -> dict[str, Any]:
    """Count the measures of the six principles."""
    reader = Reader(scope, period)
    keys = [key for principle in BOARD for key in principle.keys]
    reader.read(figures=keys, series=keys, others=HELD)
    return {
        "figures": kept.figures(keys, reader),
        "series": kept.series(keys, reader),
        "held": _held(reader),
    }


def flow(scope: CaseScope, period: Period) -> dict[str, Any]:
    """Count what came in, was decided, began, ended and was open, month by month."""
    reader = Reader(scope, period)
    months = [month.period for month in reader.months]
    all_months = [months[0].previous(), *months]
    stocks = open_rows(reader.months[0].whole.rows, all_months)
    keys = (*FLOW, STOCK, RETURNED)
    aged, plain, *work = reader.read(
        figures=keys, series=FLOW, others=HELD, beside=[*stocks, *_work_rows(scope)]
    )
    return {
        "figures": kept.figures(keys, reader),
        "months": [month.start.isoformat() for month in months],
        "series": {key: _counts(key, reader) for key in FLOW},
        "open": open_from(aged, plain, all_months, band=scope.only.age_band),
        "held": _held(reader),
        **_work(work),
    }


def _counts(key: str, reader: Reader) -> list[int]:
    return [BY_KEY[key].figure(month).numerator or 0 for month in reader.months]


def measures(scope: CaseScope, period: Period) -> dict[str, Any]:
    """Count every measure over the period, without its months."""
    reader = Reader(scope, period, months=())
    keys = [measure.key for measure in MEASURES]
    reader.read(figures=keys)
    return {"figures": kept.figures(keys, reader)}


@dataclass(frozen=True)
class Counting:
    """How a page is counted, and the period that it shows to who asks for none."""

    count: Count
    usual: Callable[[date], Period]


COUNTS: Mapping[str, Counting] = {
    "director": Counting(director, latest_whole_months),
    "flow": Counting(flow, latest_whole_months),
    "board": Counting(board, latest_whole_year),
    "measures": Counting(measures, latest_whole_year),
}


def _held(reader: Reader) -> bool:
    """Say whether the period has any case of those asked for."""
    facts = reader.source(reader.period)
    return any(fact.n for name in HELD for fact in facts.of(name))


def _work_rows(scope: CaseScope) -> list[QuerySet[Any, Any]]:
    """Return what waits now in each stage, in the team asked for, and what is due anywhere."""
    today = timezone.localdate()
    waiting = rows_of(scope.council, today=today, team=scope.only.team)
    return [*total_rows(waiting), *due_rows(scope.council, today)]


def _work(found: Iterable[Iterable[Row]]) -> dict[str, Any]:
    """Return what waits, in each stage: how many, and since when; and what is due or late."""
    rows = list(chain.from_iterable(found))
    stages = totals_from(row for row in rows if row[0] not in KINDS)
    return {
        "waits": {
            str(stage): [total.number, total.oldest.isoformat() if total.oldest else None]
            for stage, total in stages.items()
        },
        "due": due_from(row for row in rows if row[0] in KINDS),
    }
