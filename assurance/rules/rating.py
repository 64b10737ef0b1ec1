"""CQC ratings from scores, by a versioned method held as data. Pure.

Refuses to name a rating from fewer than all quality statements: the two of Theme 3 alone are a
position, not a rating.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class Rounding(StrEnum):
    """How a percentage becomes whole before it is put into a band."""

    UP = "up"
    HALF_UP = "half_up"
    DOWN = "down"

    def whole(self, percent: Fraction) -> int:
        if self is Rounding.UP:
            return ceil(percent)
        return floor(percent + Fraction(1, 2)) if self is Rounding.HALF_UP else floor(percent)


@dataclass(frozen=True, slots=True)
class Band:
    """Whole percentages from `lower`, included, up to the next band: a rating word or a score."""

    lower: int
    result: str


@dataclass(frozen=True, slots=True)
class CategoryScoring:
    """How evidence category scores become a quality statement's (method A). Bands go upwards."""

    rounding: Rounding
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class ScoringMethod:
    """One published method. `categories` is None where categories are not scored.

    `used` says in words when it was used. Scores run from `lowest` to `highest`; a statement scored
    `alert_score` raises an alert.
    """

    code: str
    name: str
    statements: int
    lowest: int
    highest: int
    alert_score: int
    overall_rounding: Rounding
    overall_bands: tuple[Band, ...]
    categories: CategoryScoring | None
    used: str


@dataclass(frozen=True, slots=True)
class Overall:
    """The whole council's rating.

    `percent` is as printed (whole), `exact_percent` before rounding. `points_to_next` is how many
    more points across the statements reach `next_rating`; both None in the top band. `alerts` are
    the places (1 for the first) of statements with the lowest score: a duty may follow, whatever
    the rating.
    """

    total: int
    maximum: int
    exact_percent: Fraction
    percent: int
    rating: str
    points_to_next: int | None
    next_rating: str | None
    alerts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatementScore:
    """A quality statement's score from its categories (method A).

    `is_on_band_edge`: rounding the other way could touch the next band, and CQC has not said how
    it rounds, so show the score as open to question.
    """

    total: int
    maximum: int
    exact_percent: Fraction
    percent: int
    score: int
    is_on_band_edge: bool


@dataclass(frozen=True, slots=True)
class Position:
    """Where some statements stand together. It has no rating word on purpose."""

    total: int
    maximum: int
    exact_percent: Fraction


def overall_rating(scores: Sequence[int], method: ScoringMethod) -> Overall:
    """Rate a council from the scores of all its quality statements, in order.

    Raises:
        ValueError: there are not as many as the method has statements, or one is off the scale.

    Source:
        cqc.md section 1c: the sum over the highest possible, printed rounded up; 73 of 73
        published ratings and 15 of 15 published percentages agree.
    """
    if len(scores) != method.statements:
        raise ValueError(
            f"an overall rating needs {method.statements} quality statement scores, not "
            f"{len(scores)}"
        )
    position = theme_position(scores, method)
    percent = method.overall_rounding.whole(position.exact_percent)
    band = _band_of(percent, method.overall_bands)
    points, following = _next_band(position.total, method, band)
    return Overall(
        total=position.total,
        maximum=position.maximum,
        exact_percent=position.exact_percent,
        percent=percent,
        rating=band.result,
        points_to_next=points,
        next_rating=following,
        alerts=low_scores(scores, method),
    )


def theme_position(scores: Sequence[int], method: ScoringMethod) -> Position:
    """Add up the scores of some quality statements, for example those of one theme.

    Raises:
        ValueError: there are none, or one is off the scale.
    """
    _check(scores, method)
    total, maximum = sum(scores), len(scores) * method.highest
    return Position(total, maximum, Fraction(100 * total, maximum))


def statement_score(categories: Sequence[int], method: ScoringMethod) -> StatementScore:
    """Turn the scores of one quality statement's evidence categories into its score.

    Raises:
        ValueError: the method does not score categories, there are none, or one is off the scale.

    Source:
        cqc.md sections 1a and 1d.
    """
    if method.categories is None:
        raise ValueError(f"{method.name!r} does not score evidence categories")
    position = theme_position(categories, method)
    percent = method.categories.rounding.whole(position.exact_percent)
    return StatementScore(
        total=position.total,
        maximum=position.maximum,
        exact_percent=position.exact_percent,
        percent=percent,
        score=int(_band_of(percent, method.categories.bands).result),
        is_on_band_edge=_is_on_edge(position.exact_percent, method.categories.bands),
    )


def low_scores(scores: Sequence[int], method: ScoringMethod) -> tuple[int, ...]:
    """Return the places, 1 for the first, of the scores that raise an alert."""
    return tuple(
        place for place, score in enumerate(scores, start=1) if score == method.alert_score
    )


def _check(scores: Sequence[int], method: ScoringMethod) -> None:
    if not scores:
        raise ValueError("there are no scores")
    for score in scores:
        if not method.lowest <= score <= method.highest:
            raise ValueError(f"the score {score} is not {method.lowest} to {method.highest}")


def _band_of(percent: int, bands: Sequence[Band]) -> Band:
    """Return the band a whole percentage lies in; the lowest holds whatever is under it."""
    reached = [band for band in bands if band.lower <= percent]
    return reached[-1] if reached else bands[0]


def _next_band(total: int, method: ScoringMethod, band: Band) -> tuple[int | None, str | None]:
    place = method.overall_bands.index(band) + 1
    if place == len(method.overall_bands):
        return None, None
    following = method.overall_bands[place]
    maximum = method.statements * method.highest
    more = next(
        more
        for more in range(1, maximum - total + 1)
        if method.overall_rounding.whole(Fraction(100 * (total + more), maximum)) >= following.lower
    )
    return more, following.result


def _is_on_edge(percent: Fraction, bands: Sequence[Band]) -> bool:
    """True for a fraction whose whole neighbours include the last or first of a band."""
    edges = {edge for band in bands[1:] for edge in (band.lower - 1, band.lower)}
    neighbours = {Rounding.DOWN.whole(percent), Rounding.UP.whole(percent)}
    return percent.denominator != 1 and bool(neighbours & edges)
