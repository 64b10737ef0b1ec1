"""Agreement of several raters, not all of whom rated everything. Pure.

`counts` has one row for each subject (a file, or an item of it) and one column for each category
of the declared scale, in order: how many raters chose it. Rate independently and before
moderation. None means not calculable; say so, and never show it as 0 or 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from core.statistics.kappa import Coefficient, Matrix, identity_weights

Counts = Sequence[Sequence[int]]
# (row, column, ratings in each category, value of each category) to a squared distance.
Distance = Callable[[int, int, Sequence[float], Sequence[float]], float]


class Metric(StrEnum):
    """How far apart two categories are, for Krippendorff's alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class _Subject:
    """One subject's counts, how many rated it, and (from two raters) how far they agreed."""

    counts: Sequence[int]
    raters: int
    agreement: float | None


def count_ratings(
    ratings: Sequence[Sequence[object | None]], categories: Sequence[object]
) -> list[list[int]]:
    """Count the ratings of each subject by category; None is a rating not made.

    Raises:
        ValueError: a rating is not one of `categories`.
    """
    known = set(categories)
    for rating in (rating for row in ratings for rating in row if rating is not None):
        if rating not in known:
            raise ValueError(f"{rating!r} is not on the declared scale")
    return [[list(row).count(category) for category in categories] for row in ratings]


def percent_agreement(counts: Counts) -> Coefficient | None:
    """Give the mean share of agreeing pairs over subjects with two ratings or more."""
    subjects = _subjects(counts, None)
    observed = _observed(subjects)
    if observed is None:
        return None
    scale = _rated_scale(subjects)
    return Coefficient(observed, _error([scale * (s.agreement or 0) for s in subjects], observed))


def gwet_ac(counts: Counts, weights: Matrix | None = None) -> Coefficient | None:
    """Give Gwet's AC1; with `weights` (1 for full agreement), AC2.

    It does not collapse, as kappa does, when nearly every answer is the same.

    Returns:
        None when no subject has two ratings, or the scale has fewer than two categories.

    Source:
        Gwet 2008; chance agreement is averaged over subjects with any rating.
    """
    subjects = _subjects(counts, weights)
    observed, size = _observed(subjects), _scale(counts)
    if observed is None or size < 2:
        return None
    spread = sum(map(sum, weights or identity_weights(size))) / (size * (size - 1))
    shares = _mean_shares(subjects, size)
    expected = spread * sum(share * (1 - share) for share in shares)
    own = [
        spread * sum(n * (1 - share) for n, share in zip(s.counts, shares, strict=True)) / s.raters
        for s in subjects
    ]
    return _beyond_chance(subjects, observed, expected, own)


def fleiss_kappa(counts: Counts, weights: Matrix | None = None) -> Coefficient | None:
    """Give Fleiss's generalised kappa (Scott's pi for two raters).

    Returns:
        None when no subject has two ratings, or chance alone would give full agreement.
    """
    subjects = _subjects(counts, weights)
    observed, size = _observed(subjects), _scale(counts)
    if observed is None:
        return None
    weights = weights or identity_weights(size)
    shares = _mean_shares(subjects, size)
    likely = [sum(weights[k][j] * shares[j] for j in range(size)) for k in range(size)]
    expected = sum(share * chance for share, chance in zip(shares, likely, strict=True))
    own = [
        sum(n * chance for n, chance in zip(s.counts, likely, strict=True)) / s.raters
        for s in subjects
    ]
    return _beyond_chance(subjects, observed, expected, own)


def krippendorff_alpha(
    counts: Counts, metric: Metric, values: Sequence[float] | None = None
) -> float | None:
    """Give Krippendorff's alpha over subjects with two ratings or more.

    Args:
        values: what each category is worth, for interval and ratio; None: 0, 1, 2 and so on.

    Returns:
        None when there are no such subjects or every rating is the same.

    Source:
        Krippendorff 2011, "Computing Krippendorff's alpha-reliability".
    """
    pairable = [row for row in counts if sum(row) >= 2]
    size = _scale(counts)
    totals = [float(sum(row[c] for row in pairable)) for c in range(size)]
    worth = [float(c) for c in range(size)] if values is None else list(values)
    distance = [[_DISTANCES[metric](c, k, totals, worth) for k in range(size)] for c in range(size)]
    pairs = [(c, k) for c in range(size) for k in range(size)]
    expected = sum(totals[c] * totals[k] * distance[c][k] for c, k in pairs)
    if not expected:
        return None
    observed = sum(
        row[c] * (row[k] - (c == k)) * distance[c][k] / (sum(row) - 1)
        for row in pairable
        for c, k in pairs
    )
    return 1 - (sum(totals) - 1) * observed / expected


def nominal_alpha_error(counts: Counts) -> float | None:
    """Return the standard error of nominal alpha; None for fewer than two pairable subjects.

    Source:
        Gwet 2014, ch. 6: each subject's own contribution to observed and chance agreement.
    """
    subjects = [s for s in _subjects(counts, None) if s.agreement is not None]
    size = _scale(counts)
    if len(subjects) < 2:
        return None
    mean = sum(s.raters for s in subjects) / len(subjects)
    shares = [sum(s.counts[k] for s in subjects) / len(subjects) / mean for k in range(size)]
    expected = sum(share * share for share in shares)
    if 1 - expected < 1e-12:
        return None
    scaled = [(s.agreement or 0.0) * s.raters / mean for s in subjects]
    seen = sum(scaled) / len(subjects)
    alpha = (seen - expected) / (1 - expected)
    # Alpha counts a rating's agreement with itself, which matters only in a small sample.
    observed = seen + (1 - seen) / sum(s.raters for s in subjects)
    parts = []
    for subject, agreement in zip(subjects, scaled, strict=True):
        excess = (subject.raters - mean) / mean
        chance = sum(n * share for n, share in zip(subject.counts, shares, strict=True)) / mean
        gain = agreement - observed * excess - expected
        parts.append(
            (gain - 2 * (1 - alpha) * (chance - expected * excess - expected)) / (1 - expected)
        )
    return _error(parts, alpha)


def _scale(counts: Counts) -> int:
    return len(counts[0]) if counts else 0


def _subjects(counts: Counts, weights: Matrix | None) -> list[_Subject]:
    """Return the subjects that have any rating."""
    weights = weights or identity_weights(_scale(counts))
    return [_Subject(row, sum(row), _agreement(row, weights)) for row in counts if sum(row)]


def _agreement(row: Sequence[int], weights: Matrix) -> float | None:
    raters = sum(row)
    if raters < 2:
        return None
    near = [sum(w * n for w, n in zip(line, row, strict=True)) for line in weights]
    return sum(n * (close - 1) for n, close in zip(row, near, strict=True)) / raters / (raters - 1)


def _observed(subjects: Sequence[_Subject]) -> float | None:
    known = [s.agreement for s in subjects if s.agreement is not None]
    return sum(known) / len(known) if known else None


def _rated_scale(subjects: Sequence[_Subject]) -> float:
    """Return what makes up for subjects with one rating, which can say nothing of agreement."""
    return len(subjects) / sum(s.agreement is not None for s in subjects)


def _mean_shares(subjects: Sequence[_Subject], size: int) -> list[float]:
    return [sum(s.counts[k] / s.raters for s in subjects) / len(subjects) for k in range(size)]


def _beyond_chance(
    subjects: Sequence[_Subject], observed: float, expected: float, own: Sequence[float]
) -> Coefficient | None:
    """Combine agreement seen and by chance; `own` is each subject's part in the latter."""
    room = 1 - expected
    if room < 1e-12:
        return None
    value = (observed - expected) / room
    scale = _rated_scale(subjects)
    parts = []
    for subject, chance in zip(subjects, own, strict=True):
        gain = 0.0 if subject.agreement is None else scale * (subject.agreement - expected) / room
        parts.append(gain - 2 * (1 - value) * (chance - expected) / room)
    return Coefficient(value, _error(parts, value))


def _error(parts: Sequence[float], mean: float) -> float:
    """Return the standard error of a mean of subjects' parts; 0 for a single subject."""
    n = len(parts)
    return sqrt(sum((part - mean) ** 2 for part in parts) / (n * (n - 1))) if n > 1 else 0.0


def _nominal(c: int, k: int, _totals: Sequence[float], _worth: Sequence[float]) -> float:
    return float(c != k)


def _ordinal(c: int, k: int, totals: Sequence[float], _worth: Sequence[float]) -> float:
    low, high = min(c, k), max(c, k)
    return (sum(totals[low : high + 1]) - (totals[low] + totals[high]) / 2) ** 2


def _interval(c: int, k: int, _totals: Sequence[float], worth: Sequence[float]) -> float:
    return (worth[c] - worth[k]) ** 2


def _ratio(c: int, k: int, _totals: Sequence[float], worth: Sequence[float]) -> float:
    total = worth[c] + worth[k]
    return ((worth[c] - worth[k]) / total) ** 2 if total else 0.0


_DISTANCES: dict[Metric, Distance] = {
    Metric.NOMINAL: _nominal,
    Metric.ORDINAL: _ordinal,
    Metric.INTERVAL: _interval,
    Metric.RATIO: _ratio,
}
