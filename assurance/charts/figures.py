"""Charts as plotly figures in plain JSON values, for the pages. Only bar and scatter traces.

The values are written by hand, so that no template of plotly's own comes along and every
colour is one of the palette's.
"""

from collections.abc import Sequence
from functools import singledispatch

from assurance.charts import figure_parts as parts
from assurance.charts import palette
from assurance.charts.figure_parts import Json
from assurance.charts.kinds import (
    FLAG_WORDS,
    BarChart,
    Chart,
    FlagKind,
    FunnelChart,
    HorizontalBars,
    LineChart,
    StackedBarChart,
    SurvivalCurve,
    SurvivalSteps,
    XmrChart,
    XmrLimits,
    step_points,
)


@singledispatch
def figure(chart: Chart) -> Json:
    """Return {"data": [...], "layout": {...}}, ready for `json_script` or a data attribute.

    The chart's title is left to the page, which prints it as a heading that can be read aloud.
    """
    raise TypeError(f"no figure for {type(chart).__name__}")


@figure.register(BarChart)
@figure.register(StackedBarChart)
def _(chart: BarChart | StackedBarChart) -> Json:
    data = [
        parts.bar(parts.plain(series.name), at, x=parts.labels(chart.labels), y=list(series.values))
        for at, series in enumerate(chart.series)
    ]
    mode = "stack" if isinstance(chart, StackedBarChart) else "group"
    layout = parts.layout(
        parts.axis(type="category"),
        parts.values(chart.unit, chart.unit),
        barmode=mode,
        showlegend=len(data) > 1,
    )
    return {"data": data, "layout": layout}


@figure.register
def _(chart: LineChart) -> Json:
    data = [
        parts.series_line(parts.plain(series.name), at, parts.labels(chart.labels), series.values)
        for at, series in enumerate(chart.series)
    ]
    if chart.target is not None:
        data.append(
            parts.level("Target", parts.labels(chart.labels), chart.target, "dash", palette.INK)
        )
    shapes, words = parts.notes(chart.annotations)
    layout = parts.layout(
        parts.axis(type="category"),
        parts.values(chart.unit, chart.unit),
        shapes=shapes,
        annotations=words,
        showlegend=len(data) > 1,
    )
    return {"data": data, "layout": layout}


@figure.register
def _(chart: HorizontalBars) -> Json:
    bar = parts.bar(parts.plain(chart.title), 0, x=list(chart.values), y=parts.labels(chart.labels))
    bar["orientation"] = "h"
    if chart.intervals:
        bar["error_x"] = _whiskers(chart)
    height = max(220, 34 * len(chart.labels) + 90)
    layout = parts.layout(
        parts.values(chart.unit, chart.unit),
        parts.axis(type="category", autorange="reversed"),
        showlegend=False,
        height=height,
    )
    return {"data": [bar], "layout": layout}


def _whiskers(chart: HorizontalBars) -> Json:
    above, below = [], []
    for value, pair in zip(chart.values, chart.intervals, strict=True):
        drawn = value is not None and pair is not None
        above.append(pair[1] - value if drawn and pair and value is not None else 0)
        below.append(value - pair[0] if drawn and pair and value is not None else 0)
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "color": palette.INK,
    }


@figure.register
def _(chart: XmrChart) -> Json:
    x = parts.labels(chart.labels)
    style = {"color": palette.GREY, "width": 1.5}
    marker = {"symbol": "circle", "size": 7, "color": palette.GREY}
    values = [point.value for point in chart.points]
    data = [parts.line("Value", x, values, style, mode="lines+markers", marker=marker)]
    for at, limits in enumerate(chart.limits):
        data += _limit_lines(x[limits.first : limits.last + 1], limits, first=at == 0)
    if chart.target is not None:
        data.append(parts.level("Target", x, chart.target, "dot", palette.INK))
    data += [trace for kind in FLAG_WORDS if (trace := _flag_trace(chart, kind))]
    shapes, words = parts.notes(chart.annotations)
    layout = parts.layout(
        parts.axis(type="category", categoryorder="array", categoryarray=x),
        parts.axis(chart.unit, **({"ticksuffix": "%"} if chart.unit == "%" else {})),
        shapes=shapes,
        annotations=words,
        showlegend=True,
    )
    return {"data": data, "layout": layout}


def _limit_lines(x: Sequence[str], limits: XmrLimits, *, first: bool) -> list[Json]:
    lines = (
        ("Mean", limits.mean, "solid"),
        ("Upper limit", limits.upper, "dash"),
        ("Lower limit", limits.lower, "dash"),
    )
    return [
        parts.level(name, x, value, dash, palette.INK) | {"showlegend": first, "legendgroup": name}
        for name, value, dash in lines
        if value is not None
    ]


def _flag_trace(chart: XmrChart, kind: FlagKind) -> Json | None:
    flagged = [(point, point.flag) for point in chart.points if point.flag]
    chosen = [(point, flag) for point, flag in flagged if flag.kind == kind]
    if not chosen:
        return None
    symbols = [palette.flag_symbol(kind, flag.side) for _, flag in chosen]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": FLAG_WORDS[kind].capitalize(),
        "x": parts.labels([point.label for point, _ in chosen]),
        "y": [point.value for point, _ in chosen],
        "text": parts.labels([flag.reason for _, flag in chosen]),
        "marker": {
            "symbol": symbols,
            "size": 13,
            "color": palette.FLAG_COLOURS[kind],
            "line": {"width": 2},
        },
    }


@figure.register
def _(chart: FunnelChart) -> Json:
    data = []
    for at, curve in enumerate(chart.curves):
        style = {"color": palette.MUTED, "width": 1.5, "dash": ("solid", "dash", "dot")[at % 3]}
        for side, show in ((curve.upper, True), (curve.lower, False)):
            x, y = [n for n, _ in side], [rate for _, rate in side]
            data.append(
                parts.line(f"{parts.plain(curve.level)} limits", x, y, style, showlegend=show)
            )
    if chart.average is not None and chart.points:
        ends = [0, max(point.n for point in chart.points)]
        data.append(parts.level("Average", ends, chart.average, "solid", palette.INK))
    data += _funnel_points(chart)
    layout = parts.layout(
        parts.axis(chart.n_unit, rangemode="tozero"),
        parts.values(chart.unit, chart.unit),
        showlegend=True,
    )
    return {"data": data, "layout": layout}


def _funnel_points(chart: FunnelChart) -> list[Json]:
    groups = (
        (chart.others, "circle-open", palette.GREY, lambda p: not p.ours and not p.flag),
        (
            "Further out than chance explains",
            "square-open",
            palette.PURPLE,
            lambda p: not p.ours and bool(p.flag),
        ),
        ("This council", "diamond", palette.ORANGE, lambda p: p.ours),
    )
    traces = []
    for name, symbol, colour, belongs in groups:
        chosen = [point for point in chart.points if belongs(point)]
        if chosen:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "name": name,
                    "x": [point.n for point in chosen],
                    "y": [point.rate for point in chosen],
                    "text": parts.labels([point.label for point in chosen]),
                    "marker": {"symbol": symbol, "size": 9, "color": colour},
                }
            )
    return traces


@figure.register
def _(chart: SurvivalCurve) -> Json:
    data = [_steps(curve, at) for at, curve in enumerate(chart.curves)]
    layout = parts.layout(
        parts.axis(chart.unit[:1].upper() + chart.unit[1:], rangemode="tozero"),
        parts.axis(chart.share_label, range=[0, 101], ticksuffix="%"),
        showlegend=len(data) > 1,
    )
    return {"data": data, "layout": layout}


def _steps(curve: SurvivalSteps, position: int) -> Json:
    colour, dash, _ = palette.line(position)
    style = {"color": colour, "width": 2, "dash": dash, "shape": "hv"}
    x, y = step_points(curve)
    return parts.line(parts.plain(curve.name), x, [share * 100 for share in y], style)
