"""A drawing as SVG, for pages. Presentation attributes only: no style, no script, no request."""

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.graphics.shapes import (
    Circle,
    Drawing,
    Group,
    Line,
    Polygon,
    PolyLine,
    Rect,
    String,
)

from assurance.reports.style import BOLD
from assurance.reports.text import clean

SHOWN_WIDTH = 760
FACE = "arial, sans-serif"


def svg(drawing: Drawing, label: str) -> str:
    """Return one <svg> element that is read aloud as `label` and nothing else."""
    wide, tall = drawing.width, drawing.height
    size = f'width="{SHOWN_WIDTH}" height="{SHOWN_WIDTH * tall / wide:.0f}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(clean(label))} '
        f'viewBox="0 0 {wide:.2f} {tall:.2f}" {size} font-family="{FACE}" focusable="false">'
    )
    return head + "".join(_shapes(drawing.contents, tall)) + "</svg>"


def _shapes(shapes: Iterable[Any], tall: float) -> Iterable[str]:
    for shape in shapes:
        match shape:
            case Group():
                x, y = shape.transform[4], tall - shape.transform[5]
                inside = "".join(_shapes(shape.contents, 0))
                yield f'<g transform="translate({x:.2f} {y:.2f}) rotate(-90)">{inside}</g>'
            case String():
                yield _words(shape, tall)
            case _:
                yield _outline(shape, tall)


def _words(shape: Any, tall: float) -> str:
    weight = ' font-weight="bold"' if shape.fontName == BOLD else ""
    return (
        f'<text x="{shape.x:.2f}" y="{tall - shape.y:.2f}" font-size="{shape.fontSize}"'
        f' text-anchor="{shape.textAnchor}" fill="{_colour(shape.fillColor)}"{weight}>'
        f"{escape(clean(shape.text))}</text>"
    )


def _outline(shape: Any, tall: float) -> str:
    match shape:
        case Line():
            place = (
                f'line x1="{shape.x1:.2f}" y1="{tall - shape.y1:.2f}"'
                f' x2="{shape.x2:.2f}" y2="{tall - shape.y2:.2f}"'
            )
        case Rect():
            place = (
                f'rect x="{shape.x:.2f}" y="{tall - shape.y - shape.height:.2f}"'
                f' width="{shape.width:.2f}" height="{shape.height:.2f}"'
            )
        case Circle():
            place = f'circle cx="{shape.cx:.2f}" cy="{tall - shape.cy:.2f}" r="{shape.r:.2f}"'
        case Polygon() | PolyLine():
            name = "polygon" if isinstance(shape, Polygon) else "polyline"
            place = f'{name} points="{_points(shape.points, tall)}"'
        case _:
            raise TypeError(f"no SVG for {type(shape).__name__}")
    return f"<{place}{_look(shape)}/>"


def _points(flat: list[float], tall: float) -> str:
    return " ".join(f"{x:.2f},{tall - y:.2f}" for x, y in zip(flat[::2], flat[1::2], strict=True))


def _look(shape: Any) -> str:
    fill = _colour(getattr(shape, "fillColor", None))
    dashes = shape.strokeDashArray
    dash = f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
    stroke = _colour(shape.strokeColor)
    return f' fill="{fill}" stroke="{stroke}" stroke-width="{shape.strokeWidth}"{dash}'


def _colour(value: Any) -> str:
    return "none" if value is None else f"#{value.hexval()[2:]}"
