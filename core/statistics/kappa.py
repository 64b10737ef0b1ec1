"""Agreement of two fixed raters beyond chance: Cohen's kappa, plain and weighted. Pure.

A table is square: rows are the first rater's categories and columns the second's, both in the
order of the declared scale, with counts inside. Pass the whole scale, used or not: with weights,
a category left out moves the others closer together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Matrix = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient and its large-sample standard error."""

    value: float
    standard_error: float


def identity_weights(categories: int) -> list[list[float]]:
    """Count only full agreement."""
    return [[float(i == j) for j in range(categories)] for i in range(categories)]


def linear_weights(categories: int) -> list[list[float]]:
    """Take off in proportion to how many steps apart two ratings are."""
    span = max(1, categories - 1)
    return [[1 - abs(i - j) / span for j in range(categories)] for i in range(categories)]


def quadratic_weights(categories: int) -> list[list[float]]:
    """Take off by the square of the steps apart."""
    span = max(1, categories - 1)
    return [[1 - ((i - j) / span) ** 2 for j in range(categories)] for i in range(categories)]


def weights_from_disagreement(costs: Matrix) -> list[list[float]]:
    """Turn costs of disagreeing (0 on the diagonal) into weights of agreeing, 0 to 1.

    Raises:
        ValueError: every cost is 0.
    """
    worst = max(max(row) for row in costs)
    if worst <= 0:
        raise ValueError("every disagreement costs nothing")
    return [[1 - cost / worst for cost in row] for row in costs]


def cross_tabulate(
    pairs: Sequence[tuple[object, object]], categories: Sequence[object]
) -> list[list[int]]:
    """Count pairs of ratings into a table over the declared `categories`.

    Raises:
        ValueError: a rating is not one of `categories`.
    """
    places = {category: place for place, category in enumerate(categories)}
    table = [[0] * len(categories) for _ in categories]
    for first, second in pairs:
        for rating in (first, second):
            if rating not in places:
                raise ValueError(f"{rating!r} is not on the declared scale")
        table[places[first]][places[second]] += 1
    return table


def percent_agreement(table: Matrix) -> float | None:
    """Return the share, 0 to 1, on which both agreed; None for an empty table."""
    total = sum(map(sum, table))
    return sum(row[i] for i, row in enumerate(table)) / total if total else None


def cohen_kappa(table: Matrix, weights: Matrix | None = None) -> Coefficient | None:
    """Give Cohen's kappa; with `weights` (1 for full agreement), weighted kappa.

    Returns:
        None when it cannot be calculated: no pairs, or chance alone would give full agreement
        (say "not calculable", never 0 or 1).

    Raises:
        ValueError: the table is not square.

    Source:
        Cohen 1960 and 1968; standard error of Fleiss, Cohen and Everitt 1969.
    """
    size = len(table)
    if any(len(row) != size for row in table):
        raise ValueError("the table is not square")
    total = sum(map(sum, table))
    if not total:
        return None
    weights = weights or identity_weights(size)
    share = [[cell / total for cell in row] for row in table]
    rows = [sum(row) for row in share]
    columns = [sum(column) for column in zip(*share, strict=True)]
    cells = [(i, j) for i in range(size) for j in range(size)]
    observed = sum(weights[i][j] * share[i][j] for i, j in cells)
    expected = sum(weights[i][j] * rows[i] * columns[j] for i, j in cells)
    # Rounding may leave 1 - 1e-16 where the expected agreement is exactly full.
    if 1 - expected < 1e-12:
        return None
    kappa = (observed - expected) / (1 - expected)
    by_row = [sum(columns[j] * weights[i][j] for j in range(size)) for i in range(size)]
    by_column = [sum(rows[i] * weights[i][j] for i in range(size)) for j in range(size)]
    spread = sum(
        share[i][j] * (weights[i][j] - (by_row[i] + by_column[j]) * (1 - kappa)) ** 2
        for i, j in cells
    )
    variance = spread - (kappa - expected * (1 - kappa)) ** 2
    return Coefficient(kappa, sqrt(max(0.0, variance) / total) / (1 - expected))
