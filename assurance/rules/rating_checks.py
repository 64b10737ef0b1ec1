"""What there is to say of scores and ratings: room in a band, rounding, figures that do not fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assurance.rules.rating import (
    Overall,
    Rounding,
    ScoringMethod,
    StatementScore,
    overall_rating,
    statement_score,
)

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w%])")


@dataclass(frozen=True, slots=True)
class BandRoom:
    """How firmly a rating stands.

    `points_to_spare` is how many points may be lost before the rating falls; None in the lowest
    band. `is_first_of_band`: one point fewer would be a lower rating. `is_last_of_band`: one more
    would be a higher one. `other_by_rounding` is the rating that another way of rounding gives.
    """

    points_to_spare: int | None
    is_first_of_band: bool
    is_last_of_band: bool
    other_by_rounding: str | None


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """What one total of a statement's category scores makes (method A)."""

    total: int
    score: StatementScore


def band_room(overall: Overall, method: ScoringMethod) -> BandRoom:
    """Say how near the edges of its band a rating lies."""
    lowest = method.statements * method.lowest
    spare = next(
        (
            lost - 1
            for lost in range(1, overall.total - lowest + 1)
            if rating_of_total(overall.total - lost, method).rating != overall.rating
        ),
        None,
    )
    others = {_rating_by(overall.exact_percent, way, method) for way in Rounding}
    return BandRoom(
        points_to_spare=spare,
        is_first_of_band=spare == 0,
        is_last_of_band=overall.points_to_next == 1,
        other_by_rounding=next(iter(others - {overall.rating}), None),
    )


def rating_of_total(total: int, method: ScoringMethod) -> Overall:
    """Rate a sum of scores, however it is made up.

    Raises:
        ValueError: no set of scores adds up to it.
    """
    each, left = divmod(total, method.statements)
    scores = [each + 1] * left + [each] * (method.statements - left)
    return overall_rating(scores, method)


def with_score(scores: Sequence[int], place: int, score: int, method: ScoringMethod) -> Overall:
    """Rate a council as if the statement at `place` (1 for the first) had another score.

    Raises:
        ValueError: see `overall_rating`; or there is no such place.
    """
    if not 1 <= place <= len(scores):
        raise ValueError(f"there is no statement {place}")
    changed = [score if at == place else kept for at, kept in enumerate(scores, start=1)]
    return overall_rating(changed, method)


def misfits(
    scores: Sequence[int], method: ScoringMethod, *, percent: int | None, rating: str
) -> list[str]:
    """Return, in words, what of a published percentage and rating does not follow from scores.

    A blank rating or no percentage is not judged. Recomputing in this way has shown up slips in
    lists of ratings and in press releases; the report itself is the authority.
    """
    overall = overall_rating(scores, method)
    found = []
    if percent is not None and percent != overall.percent:
        found.append(
            f"{overall.total} of {overall.maximum} points print as {overall.percent}%, "
            f"not {percent}%"
        )
    if rating and rating.strip().casefold() != overall.rating.casefold():
        found.append(
            f"{overall.total} of {overall.maximum} points are {overall.rating.lower()}, "
            f"not {rating.strip().lower()}"
        )
    return found


def category_lines(categories: int, method: ScoringMethod) -> list[CategoryLine]:
    """Return what every total of so many category scores makes, lowest first.

    Raises:
        ValueError: the method does not score categories.
    """
    lines = []
    for total in range(categories * method.lowest, categories * method.highest + 1):
        each, left = divmod(total, categories)
        scores = [each + 1] * left + [each] * (categories - left)
        lines.append(CategoryLine(total, statement_score(scores, method)))
    return lines


def read_scores(text: str, names: Mapping[str, int], method: ScoringMethod) -> dict[int, int]:
    """Read scores by place from what somebody pasted.

    Either numbers alone, in the order of the statements, or lines that each name a statement and
    give its score, there or on the next line. Lines about a theme are passed over, as are those
    without a number. `names` are the names of statements, in small letters, with their places.

    Raises:
        ValueError: a line cannot be read, a statement is there twice, a score is off the scale, or
            numbers alone are not as many as the statements.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not any(_named(line, names) for line in lines):
        return _numbers_alone(text, method)
    found: dict[int, int] = {}
    waiting: str | None = None
    for line in lines:
        named = _named(line, names)
        if named is None and line.casefold().startswith("theme"):
            continue
        name = named or waiting
        numbers = NUMBER.findall(line.casefold().replace(named or "", "", 1))
        waiting = None if numbers else name
        if numbers:
            place = _place(line, name, numbers, names)
            if place in found:
                raise ValueError(f"“{line[:60]}” gives a statement a second score")
            found[place] = _on_scale(numbers[0], method)
    return found


def _place(line: str, name: str | None, numbers: list[str], names: Mapping[str, int]) -> int:
    if name is None:
        raise ValueError(f"“{line[:60]}” has a number but names no statement")
    if len(numbers) > 1:
        raise ValueError(f"“{line[:60]}” has {len(numbers)} numbers; give one score")
    return names[name]


def _numbers_alone(text: str, method: ScoringMethod) -> dict[int, int]:
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    if len(parts) != method.statements:
        raise ValueError(
            f"there are {len(parts)} scores; numbers alone need all {method.statements}, in order"
        )
    return {place: _on_scale(part, method) for place, part in enumerate(parts, start=1)}


def _named(line: str, names: Mapping[str, int]) -> str | None:
    """Return the longest name that a line holds."""
    said = line.casefold()
    return max((name for name in names if name in said), key=len, default=None)


def _on_scale(text: str, method: ScoringMethod) -> int:
    allowed = {str(score): score for score in range(method.lowest, method.highest + 1)}
    if text not in allowed:
        raise ValueError(f"“{text[:20]}” is not a score from {method.lowest} to {method.highest}")
    return allowed[text]


def _rating_by(percent: Fraction, way: Rounding, method: ScoringMethod) -> str:
    whole = way.whole(percent)
    reached = [band for band in method.overall_bands if band.lower <= whole]
    return (reached[-1] if reached else method.overall_bands[0]).result
