"""What a trend says of a measure: an icon, words that stand alone, and since when."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from assurance.measures import Measure
from assurance.trend_words import VARIATION_WORDS
from assurance.trends import Trend
from core.periods import Period
from core.statistics.xmr import JudgedPoint, PointKind

Icon = Literal["stable", "better", "worse", "high", "low", "few"]
ICONS: dict[PointKind, Icon] = {
    PointKind.COMMON_CAUSE: "stable",
    PointKind.IMPROVEMENT: "better",
    PointKind.CONCERN: "worse",
    PointKind.NEUTRAL_HIGH: "high",
    PointKind.NEUTRAL_LOW: "low",
}
NO_LINE = "no monthly line"
QUARTER = 3


@dataclass(frozen=True)
class Variation:
    """The latest point's class as an icon and words; `before` is what it was a quarter ago."""

    icon: Icon
    words: str
    points_up: bool = False
    before: Icon = "few"

    @property
    def is_new(self) -> bool:
        """Whether it was otherwise three months before; no where too little was known then."""
        return "few" not in (self.icon, self.before) and self.icon != self.before


def variation_of(measure: Measure, trend: Trend | None) -> Variation:
    """Return what the trend says; of a measure that is context only, nothing is judged."""
    if measure.context_only:
        return Variation("few", "context: not judged")
    if trend is None:
        return Variation("few", NO_LINE)
    judged = [] if trend.judged is None else [p for p in trend.judged.points if p.kind]
    if not judged:
        return Variation("few", trend.variation)
    last = judged[-1]
    kind = last.kind or PointKind.COMMON_CAUSE
    return Variation(
        ICONS[kind],
        _words(kind, judged),
        bool(last.rules) and last.rules[0].is_high,
        ICONS[judged[-1 - QUARTER].kind or PointKind.COMMON_CAUSE]
        if len(judged) > QUARTER
        else "few",
    )


def _words(kind: PointKind, judged: list[JudgedPoint]) -> str:
    if kind is PointKind.COMMON_CAUSE:
        return VARIATION_WORDS[kind]
    same = list(takewhile(lambda point: point.kind is kind, reversed(judged)))
    return f"{VARIATION_WORDS[kind]} since {Period.month(same[-1].on).label}"
