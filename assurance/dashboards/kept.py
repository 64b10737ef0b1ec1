"""Figures as plain values that can be kept as JSON, and back again without a digit lost."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from assurance.catalogue import BY_KEY
from assurance.chart_settings import ChartSettings
from assurance.reading import Reader
from assurance.trends import Trend, series_of, trend_from
from core.periods import Period
from core.statistics.intervals import Interval
from safeguard.metrics.figures import Figure
from safeguard.models import PolicyChange

Content = Mapping[str, Any]


def figures(keys: Iterable[str], reader: Reader) -> Content:
    """Return the figures of the measures `keys` over the period that is read."""
    source = reader.source(reader.period)
    return {key: pack(BY_KEY[key].figure(source)) for key in keys}


def series(keys: Iterable[str], reader: Reader) -> Content:
    """Return the figures of the measures `keys` month by month, where a month has one."""
    return {
        key: [
            [month.start.isoformat(), pack(figure)]
            for month, figure in series_of(BY_KEY[key], reader.months)
        ]
        for key in keys
    }


def trend(
    key: str,
    kept: Sequence[Any],
    changes: Sequence[PolicyChange] = (),
    settings: ChartSettings | None = None,
) -> Trend | None:
    """Return the trend of a measure from its kept months; None where it has none."""
    months = tuple((month_of(start), unpack(values)) for start, values in kept)
    return trend_from(BY_KEY[key], months, changes, settings) if months else None


def month_of(start: str) -> Period:
    """Return the month that begins on a day written as "2025-04-01"."""
    return Period.month(date.fromisoformat(start))


def pack(figure: Figure) -> list[Any]:
    """Return a figure as a list: what is at its end and says nothing is left out."""
    interval = figure.interval
    found = [
        figure.value,
        figure.numerator,
        figure.denominator,
        figure.not_known,
        figure.still_open,
        [interval.lower, interval.upper] if interval else None,
        figure.note,
    ]
    while found and not found[-1] and found[-1] != 0:
        found.pop()
    return found


def unpack(values: Sequence[Any]) -> Figure:
    """Return the figure that was packed."""
    missing: list[Any] = [None, None, None, 0, None, None, ""]
    found: list[Any] = [*values, *missing[len(values) :]]
    return Figure(
        value=found[0],
        numerator=found[1],
        denominator=found[2],
        not_known=found[3],
        still_open=found[4],
        interval=Interval(*found[5]) if found[5] else None,
        note=found[6],
    )
