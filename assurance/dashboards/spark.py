"""A trend as a small line in a table cell: drawn on the server, and said in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assurance.charts import XmrChart, XmrPoint, number

WIDTH, HEIGHT, EDGE = 160, 44, 5
MARK = 2.2


@dataclass(frozen=True)
class Mark:
    """A point that stands out: a triangle that points to the side it is on."""

    points: str


@dataclass(frozen=True)
class Spark:
    """The line in runs without a gap, as SVG points; heights of mean and limits; what it shows."""

    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    last: tuple[str, str] | None
    mean: str | None
    limits: tuple[str, ...]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def spark(chart: XmrChart) -> Spark | None:
    """Return the small line of a chart; None where no month has a value."""
    known = [point.value for point in chart.points if point.value is not None]
    if not known:
        return None
    part = chart.limits[-1] if chart.limits else None
    limits = [] if part is None else [part.lower, part.upper]
    ends = [end for end in limits if end is not None]
    # Limits past 0 or 100% are cut for drawing only.
    shown = [max(0.0, min(end, 100.0 if chart.unit == "%" else end)) for end in ends]
    scale = _Scale([*known, *shown], len(chart.points))
    runs = list(_runs(chart.points))
    return Spark(
        lines=tuple(
            " ".join(scale.at(place, value) for place, value in run) for run in runs if len(run) > 1
        ),
        dots=tuple(scale.xy(*run[0]) for run in runs if len(run) == 1),
        marks=tuple(
            scale.mark(place, point)
            for place, point in enumerate(chart.points)
            if point.flag and point.value is not None
        ),
        last=scale.xy(*runs[-1][-1]),
        mean=scale.y(part.mean) if part and part.mean is not None else None,
        limits=tuple(scale.y(end) for end in shown),
        words=_words(chart, known, ends),
    )


def _runs(points: Sequence[XmrPoint]) -> Iterator[list[tuple[int, float]]]:
    run: list[tuple[int, float]] = []
    for place, point in enumerate(points):
        if point.value is not None:
            run.append((place, point.value))
        elif run:
            yield run
            run = []
    if run:
        yield run


class _Scale:
    """From places and values to positions in the picture, the highest value at the top."""

    def __init__(self, values: Sequence[float], n: int) -> None:
        self.low, self.high, self.n = min(values), max(values), n

    def x(self, place: int) -> str:
        span = WIDTH - 2 * EDGE
        return f"{EDGE + (span * place / (self.n - 1) if self.n > 1 else span / 2):.1f}"

    def y(self, value: float) -> str:
        span = HEIGHT - 2 * EDGE
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return f"{EDGE + span * (1 - share):.1f}"

    def xy(self, place: int, value: float) -> tuple[str, str]:
        return self.x(place), self.y(value)

    def at(self, place: int, value: float) -> str:
        return ",".join(self.xy(place, value))

    def mark(self, place: int, point: XmrPoint) -> Mark:
        x, y = float(self.x(place)), float(self.y(point.value or 0))
        tip = -MARK if point.flag and point.flag.side == "up" else MARK
        corners = ((x, y + tip), (x - MARK, y - tip), (x + MARK, y - tip))
        return Mark(" ".join(f"{across:.1f},{down:.1f}" for across, down in corners))


def _words(chart: XmrChart, known: Sequence[float], ends: Sequence[float]) -> str:
    first, last = chart.points[0].label, chart.points[-1].label
    low, high = number(min(known), chart.unit), number(max(known), chart.unit)
    found = [f"{first} to {last}: from {low} to {high}, latest {number(known[-1], chart.unit)}"]
    if len(ends) == 2:
        lower, upper = (number(end, chart.unit) for end in ends)
        found.append(f"usual range {lower} to {upper}")
    missing = len(chart.points) - len(known)
    if missing:
        found.append(f"{missing} month{'' if missing == 1 else 's'} without a value")
    return "; ".join(found)
