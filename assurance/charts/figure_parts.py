"""What plotly figures have in common: axes, layout, marks and notes, all in our own colours."""

from collections.abc import Sequence
from typing import Any

from assurance.charts import palette
from assurance.charts.kinds import Annotation

Json = dict[str, Any]
HEIGHT = 420
FONT = {"family": "arial, sans-serif", "size": 14, "color": palette.INK}


def axis(title: str = "", **more: Any) -> Json:
    lines = {"gridcolor": palette.GRID, "linecolor": palette.MUTED, "zerolinecolor": palette.MUTED}
    return {"title": {"text": title}, "automargin": True, **lines, **more}


def values(title: str, unit: str) -> Json:
    suffix = {"ticksuffix": "%"} if unit == "%" else {}
    return axis(title, rangemode="tozero", **suffix)


def layout(xaxis: Json, yaxis: Json, **more: Any) -> Json:
    return {
        "xaxis": xaxis,
        "yaxis": yaxis,
        "font": FONT,
        "paper_bgcolor": palette.PAPER,
        "plot_bgcolor": palette.PAPER,
        "height": HEIGHT,
        "margin": {"t": 40, "r": 20, "b": 50, "l": 50},
        "legend": {"orientation": "h", "y": 1.1, "yanchor": "bottom"},
        "hovermode": "closest",
        **more,
    }


def bar(name: str, position: int, **values: Any) -> Json:
    inside, outline = palette.fill(position)
    marker = {"color": inside, "line": {"color": outline, "width": 1.5}}
    return {"type": "bar", "name": name, "marker": marker, **values}


def line(name: str, x: Sequence[Any], y: Sequence[Any], style: Json, **more: Any) -> Json:
    base = {"type": "scatter", "mode": "lines", "name": name, "x": list(x), "y": list(y)}
    return base | {"line": style, "connectgaps": False, **more}


def notes(annotations: tuple[Annotation, ...]) -> tuple[list[Json], list[Json]]:
    """Return plotly's shapes and annotations: an upright line at each label, with its letter.

    The words stand in the key under the drawing, since those of two near months would overlap.
    """
    style = {"color": palette.MUTED, "width": 1, "dash": "dot"}
    shapes, words = [], []
    for letter, at, _ in lettered(annotations):
        place = {"x0": plain(at), "x1": plain(at), "y0": 0, "y1": 1, "yref": "paper"}
        shapes.append({"type": "line", **place, "line": style})
        words.append(
            {
                "x": plain(at),
                "y": 1,
                "yref": "paper",
                "text": letter,
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "bottom",
                "font": {"size": 16},
            }
        )
    return shapes, words


def lettered(annotations: tuple[Annotation, ...]) -> list[tuple[str, str, str]]:
    """Return (letter, label, words) for each label that has remarks, those of one label joined."""
    remarks: dict[str, list[str]] = {}
    for note in annotations:
        remarks.setdefault(note.at, []).append(note.text)
    return [
        (_letter(place), at, "; ".join(texts)) for place, (at, texts) in enumerate(remarks.items())
    ]


def _letter(place: int) -> str:
    """Return A to Z, then A2, B2 and so on."""
    again, at = divmod(place, 26)
    return chr(ord("A") + at) + (str(again + 1) if again else "")


def plain(text: str) -> str:
    """Escape what plotly would read as markup in a label."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def labels(labels: Sequence[str]) -> list[str]:
    return [plain(label) for label in labels]


def series_line(name: str, position: int, x: Sequence[str], y: Sequence[float | None]) -> Json:
    colour, dash, symbol = palette.line(position)
    marker = {"symbol": symbol, "size": 8, "color": colour}
    style = {"color": colour, "width": 2, "dash": dash}
    return line(name, x, y, style, mode="lines+markers", marker=marker)


def level(name: str, x: Sequence[Any], value: float | None, dash: str, colour: str) -> Json:
    style = {"color": colour, "width": 1.5, "dash": dash}
    return line(name, x, [value] * len(x), style, hoverinfo="name+y")
