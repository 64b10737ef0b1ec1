"""Charts as plain data: what is drawn, never how. A value of None is a gap, never a nought."""

from dataclasses import dataclass
from typing import Literal

FlagKind = Literal["improvement", "concern", "high", "low"]
Side = Literal["up", "down"]

# Not "concern", which is a word of the field.
FLAG_WORDS: dict[FlagKind, str] = {
    "improvement": "better than usual",
    "concern": "worse than usual",
    "high": "unusually high",
    "low": "unusually low",
}


def _same_length(title: str, wanted: int, **given: int) -> None:
    for name, length in given.items():
        if length != wanted:
            raise ValueError(f"{title}: {length} {name} for {wanted} labels")


def _unique(title: str, names: tuple[str, ...]) -> None:
    if len(set(names)) != len(names):
        raise ValueError(f"{title}: two series share a name")


@dataclass(frozen=True, slots=True)
class Series:
    """One run of values, in the order of the chart's labels.

    `texts`, when given, says how each value reads in the table beside the chart, for example
    "39% (41 of 105)" or "[c]" where the value itself is withheld (and is then None).
    """

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.texts and len(self.texts) != len(self.values):
            raise ValueError(f"{self.name}: {len(self.texts)} texts for {len(self.values)} values")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A dated remark, for example a policy change. `at` is one of the chart's labels."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class _Categories:
    """Series over shared labels. `unit` names the value axis; "%" is written after values.

    `axis` says what the labels are; it heads the first column of the table.
    """

    title: str
    unit: str
    summary: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str = "Group"

    def __post_init__(self) -> None:
        _unique(self.title, tuple(one.name for one in self.series))
        for one in self.series:
            _same_length(self.title, len(self.labels), values=len(one.values))


@dataclass(frozen=True, slots=True)
class BarChart(_Categories):
    """Upright bars; several series stand side by side in each group."""


@dataclass(frozen=True, slots=True)
class StackedBarChart(_Categories):
    """Upright bars whose parts add up to a whole, so no value may be below nought."""

    def __post_init__(self) -> None:
        _Categories.__post_init__(self)
        values = (value for one in self.series for value in one.values)
        if any(value is not None and value < 0 for value in values):
            raise ValueError(f"{self.title}: a part of a whole cannot be below nought")


@dataclass(frozen=True, slots=True)
class LineChart(_Categories):
    """Lines over evenly spaced labels, in the order given."""

    axis: str = "Period"
    annotations: tuple[Annotation, ...] = ()
    target: float | None = None

    def __post_init__(self) -> None:
        _Categories.__post_init__(self)
        check_annotations(self.title, self.labels, self.annotations)


@dataclass(frozen=True, slots=True)
class HorizontalBars:
    """One bar for each label, read from the top; best where labels are long.

    `intervals` are (low, high) ends of a confidence interval, drawn as whiskers.
    """

    title: str
    unit: str
    summary: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...] = ()
    intervals: tuple[tuple[float, float] | None, ...] = ()
    axis: str = "Group"

    def __post_init__(self) -> None:
        _same_length(self.title, len(self.labels), values=len(self.values))
        if self.texts:
            _same_length(self.title, len(self.labels), texts=len(self.texts))
        if self.intervals:
            _same_length(self.title, len(self.labels), intervals=len(self.intervals))


@dataclass(frozen=True, slots=True)
class Flag:
    """Why a point stands out. `side` says which way its marker points; `reason` is in words."""

    kind: FlagKind
    side: Side
    reason: str


@dataclass(frozen=True, slots=True)
class XmrPoint:
    """One period. `text` is the reading in the table where the bare number would not do."""

    label: str
    value: float | None
    flag: Flag | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class XmrLimits:
    """Mean and limits of the points `first` to `last` (positions from 0, both included).

    Limits are None while there are too few points for them.
    """

    first: int
    last: int
    mean: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class XmrChart:
    """A process-behaviour (XmR) chart. A chart rebased once has two `limits`.

    `target_from` is the position of the first point for which the target held.
    """

    title: str
    unit: str
    summary: str
    points: tuple[XmrPoint, ...]
    limits: tuple[XmrLimits, ...]
    target: float | None = None
    annotations: tuple[Annotation, ...] = ()
    target_from: int = 0

    def __post_init__(self) -> None:
        _unique(self.title, self.labels)
        check_annotations(self.title, self.labels, self.annotations)
        end = -1
        for part in self.limits:
            if not end < part.first <= part.last < len(self.points):
                raise ValueError(f"{self.title}: limits overlap or run past the points")
            end = part.last

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(point.label for point in self.points)


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One organisation. `flag` says in words why it stands out; "" when it does not.

    `near` is one that ours chose to be compared with.
    """

    label: str
    n: float
    rate: float | None
    flag: str = ""
    ours: bool = False
    text: str = ""
    near: bool = False


@dataclass(frozen=True, slots=True)
class FunnelCurve:
    """One limit line as (n, rate) pairs in order of n. The level, for example "99.8%", names it."""

    level: str
    lower: tuple[tuple[float, float], ...]
    upper: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """Rates against denominators, with limits around the average. Never an order of merit.

    `noun` says what one point is, and `others` what those are that are not ours.
    """

    title: str
    unit: str
    summary: str
    n_unit: str
    points: tuple[FunnelPoint, ...]
    curves: tuple[FunnelCurve, ...]
    average: float | None
    area: str = "Area"
    ours_label: str = "This council"


@dataclass(frozen=True, slots=True)
class SurvivalSteps:
    """One curve: (time, share not yet finished) at each step, starting at (0, 1).

    `censored` are the times at which cases left the view unfinished; `until` is the last
    time observed, to which the last step is drawn.
    """

    name: str
    steps: tuple[tuple[float, float], ...]
    until: float
    censored: tuple[float, ...] = ()
    median: float | None = None


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Kaplan-Meier curves. `unit` names the time axis; the upright axis is a percentage."""

    title: str
    unit: str
    summary: str
    curves: tuple[SurvivalSteps, ...]
    share_label: str = "Still open"

    def __post_init__(self) -> None:
        _unique(self.title, tuple(curve.name for curve in self.curves))


Chart = (
    BarChart | StackedBarChart | LineChart | HorizontalBars | XmrChart | FunnelChart | SurvivalCurve
)


def check_annotations(
    title: str, labels: tuple[str, ...], annotations: tuple[Annotation, ...]
) -> None:
    """Refuse an annotation that points at a label the chart does not have."""
    for note in annotations:
        if note.at not in labels:
            raise ValueError(f"{title}: annotation at {note.at!r}, which is not a label")


def step_points(curve: SurvivalSteps) -> tuple[list[float], list[float]]:
    """Return the corners of the curve, from (0, 1) to the last time observed."""
    steps = curve.steps if curve.steps and curve.steps[0][0] == 0 else ((0.0, 1.0), *curve.steps)
    x, y = [time for time, _ in steps], [share for _, share in steps]
    if curve.until > x[-1]:
        x.append(curve.until)
        y.append(y[-1])
    return x, y
