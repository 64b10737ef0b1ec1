"""The table behind each chart, so that every chart can be read without seeing it."""

from dataclasses import dataclass
from functools import singledispatch

from assurance.charts.kinds import (
    FLAG_WORDS,
    BarChart,
    Chart,
    FunnelChart,
    HorizontalBars,
    LineChart,
    Series,
    StackedBarChart,
    SurvivalCurve,
    XmrChart,
    XmrLimits,
    XmrPoint,
)

NO_DATA = "no data"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Columns and rows of text; `numeric` lists the columns that hold numbers."""

    columns: Row
    rows: tuple[Row, ...]
    numeric: tuple[int, ...]


def number(value: float | None, unit: str = "") -> str:
    """Write a value as people read it: 1,234 or 12.3, with a percent sign where that is the unit.

    At most one decimal, which is left out when it is nought. None is "no data".
    """
    if value is None:
        return NO_DATA
    text = f"{value:,.1f}".removesuffix(".0")
    return ("0" if text == "-0" else text) + ("%" if unit == "%" else "")


def heading(name: str, unit: str) -> str:
    """Name a column of numbers, with its unit unless the numbers carry it or the name says it."""
    if unit in ("", "%") or unit.lower() in name.lower():
        return name
    return f"{name} ({unit})"


@singledispatch
def to_table(chart: Chart) -> ChartTable:
    """Return the chart's numbers as a table of text."""
    raise TypeError(f"no table for {type(chart).__name__}")


def _values(series: Series, unit: str) -> tuple[str, ...]:
    return series.texts or tuple(number(value, unit) for value in series.values)


def _category_table(chart: BarChart | StackedBarChart | LineChart) -> ChartTable:
    names = tuple(heading(series.name, chart.unit) for series in chart.series)
    columns = [_values(series, chart.unit) for series in chart.series]
    rows = tuple(zip(chart.labels, *columns, strict=True))
    return ChartTable((chart.axis, *names), rows, tuple(range(1, len(names) + 1)))


@to_table.register(BarChart)
@to_table.register(StackedBarChart)
def _(chart: BarChart | StackedBarChart) -> ChartTable:
    return _category_table(chart)


@to_table.register
def _(chart: LineChart) -> ChartTable:
    table = _category_table(chart)
    if not chart.annotations:
        return table
    remarks = {note.at: note.text for note in chart.annotations}
    rows = tuple((*row, remarks.get(row[0], "")) for row in table.rows)
    return ChartTable((*table.columns, "Remark"), rows, table.numeric)


@to_table.register
def _(chart: HorizontalBars) -> ChartTable:
    values = chart.texts or tuple(number(value, chart.unit) for value in chart.values)
    columns: Row = (chart.axis, heading("Value", chart.unit))
    rows: tuple[Row, ...] = tuple(zip(chart.labels, values, strict=True))
    if not chart.intervals:
        return ChartTable(columns, rows, (1,))
    spans = tuple(_interval(pair, chart.unit) for pair in chart.intervals)
    rows = tuple((*row, span) for row, span in zip(rows, spans, strict=True))
    return ChartTable((*columns, "Confidence interval"), rows, (1, 2))


def _interval(pair: tuple[float, float] | None, unit: str) -> str:
    if pair is None:
        return NO_DATA
    return f"{number(pair[0], unit)} to {number(pair[1], unit)}"


@to_table.register
def _(chart: XmrChart) -> ChartTable:
    columns = ("Period", heading("Value", chart.unit), "Mean", "Expected range", "What stands out")
    rows = tuple(_xmr_row(chart, at, point) for at, point in enumerate(chart.points))
    return ChartTable(columns, rows, (1, 2, 3))


def _xmr_row(chart: XmrChart, at: int, point: XmrPoint) -> Row:
    limits = limits_at(chart, at)
    mean = number(limits.mean, chart.unit) if limits and limits.mean is not None else ""
    value = point.text or number(point.value, chart.unit)
    return point.label, value, mean, _range(limits, chart.unit), _remarks(chart, point)


def limits_at(chart: XmrChart, at: int) -> XmrLimits | None:
    """Return the limits that hold for the point at a position, if any do."""
    return next((part for part in chart.limits if part.first <= at <= part.last), None)


def _range(limits: XmrLimits | None, unit: str) -> str:
    if limits is None or limits.lower is None or limits.upper is None:
        return ""
    return f"{number(limits.lower, unit)} to {number(limits.upper, unit)}"


def _remarks(chart: XmrChart, point: XmrPoint) -> str:
    parts = [f"{FLAG_WORDS[point.flag.kind]}: {point.flag.reason}"] if point.flag else []
    parts += [note.text for note in chart.annotations if note.at == point.label]
    return "; ".join(parts)


@to_table.register
def _(chart: FunnelChart) -> ChartTable:
    columns = (chart.noun, chart.n_unit[:1].upper() + chart.n_unit[1:], "Rate", "What stands out")
    rows = tuple(
        (point.label, number(point.n), point.text or number(point.rate, chart.unit), point.flag)
        for point in chart.points
    )
    return ChartTable(columns, rows, (1, 2))


@to_table.register
def _(chart: SurvivalCurve) -> ChartTable:
    times = sorted({time for curve in chart.curves for time in _table_times(curve.until)})
    names = tuple(f"{curve.name}: {chart.share_label.lower()}" for curve in chart.curves)
    rows: list[Row] = [
        (
            f"After {number(time)} {chart.unit}",
            *(_share(curve.steps, curve.until, time) for curve in chart.curves),
        )
        for time in times
    ]
    medians = (
        number(curve.median) if curve.median is not None else "not reached"
        for curve in chart.curves
    )
    rows.append((f"Median ({chart.unit})", *medians))
    return ChartTable(("Time", *names), tuple(rows), tuple(range(1, len(names) + 1)))


def _table_times(until: float) -> list[float]:
    """Return up to six round times that cover the curve."""
    if until <= 0:
        return [0]
    step = next((size for size in (1, 7, 14, 28, 56, 84, 168, 336) if until / size <= 6), until / 6)
    return [step * at for at in range(int(until / step) + 1)]


def _share(steps: tuple[tuple[float, float], ...], until: float, time: float) -> str:
    if time > until:
        return NO_DATA
    reached = [share for at, share in steps if at <= time]
    return number((reached[-1] if reached else 1.0) * 100, "%")
