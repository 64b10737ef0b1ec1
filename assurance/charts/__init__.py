"""Charts as data. Pages draw them with plotly.js, files draw them natively; all show the table."""

from assurance.charts.figures import figure
from assurance.charts.kinds import (
    Annotation,
    BarChart,
    Chart,
    Flag,
    FunnelChart,
    FunnelCurve,
    FunnelPoint,
    HorizontalBars,
    LineChart,
    Series,
    StackedBarChart,
    SurvivalCurve,
    SurvivalSteps,
    XmrChart,
    XmrLimits,
    XmrPoint,
)
from assurance.charts.panels import ChartPanel, Numbers
from assurance.charts.tables import ChartTable, number, to_table

__all__ = [
    "Annotation",
    "BarChart",
    "Chart",
    "ChartPanel",
    "ChartTable",
    "Flag",
    "FunnelChart",
    "FunnelCurve",
    "FunnelPoint",
    "HorizontalBars",
    "LineChart",
    "Numbers",
    "Series",
    "StackedBarChart",
    "SurvivalCurve",
    "SurvivalSteps",
    "XmrChart",
    "XmrLimits",
    "XmrPoint",
    "figure",
    "number",
    "to_table",
]
