"""Indicators as pages show them: the latest figures beside what they compare with; over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assurance.charts import ChartPanel, LineChart, Series
from assurance.choices_improvement import IndicatorUnit
from assurance.models import Indicator, IndicatorValue
from assurance.rules.indicators import in_order, period_label
from core.periods import Period

UNITS = {
    IndicatorUnit.PERCENT: "%",
    IndicatorUnit.COUNT: "number",
    IndicatorUnit.DAYS: "days",
    IndicatorUnit.PER_100K: "per 100,000 adults",
    IndicatorUnit.SCORE: "score",
}
NONE = "not given"
LEAST_POINTS = 2


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator with its latest figures; `latest` is None where nothing is entered yet."""

    row: Indicator
    latest: IndicatorValue | None
    value: str
    england: str
    comparator: str


def indicators_shown(rows: Iterable[Indicator]) -> list[ShownIndicator]:
    """Return indicators with the latest of their standing values, which are fetched with them."""
    return [_shown(row) for row in rows]


def _shown(row: Indicator) -> ShownIndicator:
    standing = [value for value in row.values.all() if value.replaced_at is None]
    latest = max(standing, key=lambda value: (value.end, value.start), default=None)
    if latest is None:
        return ShownIndicator(row, None, NONE, NONE, NONE)
    return ShownIndicator(
        row,
        latest,
        in_unit(latest.value, row.unit),
        in_unit(latest.england, row.unit),
        in_unit(latest.comparator, row.unit),
    )


def in_unit(number: Decimal | None, unit: str) -> str:
    """Return a number as it is read, without decimals of nought; a dash where there is none."""
    if number is None:
        return NONE
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return f"{text}%" if unit == IndicatorUnit.PERCENT else text


def chart_of(indicator: Indicator, values: Sequence[IndicatorValue]) -> ChartPanel | None:
    """Return the standing values over time; None where there are too few to join.

    A year for which nothing is entered is a gap, never a nought.
    """
    held = {(value.start, value.end): value for value in values if value.replaced_at is None}
    order = in_order(list(held))
    drawn = [held.get(period) for period in order]
    if sum(value is not None for value in drawn) < LEAST_POINTS:
        return None
    named = next((v.comparator_name for v in reversed(drawn) if v and v.comparator_name), "")
    series = [
        _series(name, [getattr(value, column) if value else None for value in drawn], indicator)
        for name, column in (
            ("This council", "value"),
            ("England", "england"),
            (named or "Comparator group", "comparator"),
        )
    ]
    chart = LineChart(
        title=indicator.title,
        unit=UNITS[IndicatorUnit(indicator.unit)],
        summary=_reading(indicator, order, held),
        labels=tuple(period_label(Period.between(*period)) for period in order),
        series=tuple(one for one in series if any(v is not None for v in one.values)),
    )
    return ChartPanel(f"indicator-{indicator.pk}", "Over time", chart.summary, chart)


def _series(name: str, numbers: Sequence[Decimal | None], indicator: Indicator) -> Series:
    return Series(
        name,
        tuple(None if number is None else float(number) for number in numbers),
        tuple(
            "no data" if number is None else in_unit(number, indicator.unit) for number in numbers
        ),
    )


def _reading(
    indicator: Indicator,
    order: Sequence[tuple[date, date]],
    held: dict[tuple[date, date], IndicatorValue],
) -> str:
    """Return one sentence: the first and the latest figure of this council, and England's."""
    own = [held[period] for period in order if period in held and held[period].value is not None]
    if not own:
        return "No figure of this council is entered."
    first, last = own[0], own[-1]
    said = f"This council: {in_unit(last.value, indicator.unit)} in {last.label}"
    if first is not last:
        said += f", {in_unit(first.value, indicator.unit)} in {first.label}"
    if last.england is not None:
        said += f"; England: {in_unit(last.england, indicator.unit)} in {last.label}"
    return said + "."
