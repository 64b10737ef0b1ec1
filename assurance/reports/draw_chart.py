"""stub"""

from typing import Any

from reportlab.graphics.shapes import Drawing


def draw_chart(chart: Any) -> Drawing:
    return Drawing(400, 180)
