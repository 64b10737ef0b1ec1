"""Each kind of chart as a vector drawing, for PDFs and for pages without a script."""

from functools import singledispatch

from reportlab.graphics.shapes import Drawing

from assurance.charts import (
    BarChart,
    Chart,
    FunnelChart,
    HorizontalBars,
    LineChart,
    StackedBarChart,
    SurvivalCurve,
    XmrChart,
)
from assurance.reports.draw_bars import draw_bars, draw_lying_bars
from assurance.reports.draw_lines import draw_line_chart, draw_xmr
from assurance.reports.draw_spread import draw_funnel, draw_survival


@singledispatch
def draw_chart(chart: Chart) -> Drawing:
    """Return a drawing as wide as the page's text. Its title and reading are set around it."""
    raise TypeError(f"no drawing for {type(chart).__name__}")


draw_chart.register(BarChart, draw_bars)
draw_chart.register(StackedBarChart, draw_bars)
draw_chart.register(HorizontalBars, draw_lying_bars)
draw_chart.register(LineChart, draw_line_chart)
draw_chart.register(XmrChart, draw_xmr)
draw_chart.register(FunnelChart, draw_funnel)
draw_chart.register(SurvivalCurve, draw_survival)
