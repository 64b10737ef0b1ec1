"""How many case files to audit, from which teams, and which ones. Pure and repeatable."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import ceil, floor, inf, sqrt

# Stored with every draw: whoever repeats one must know by which rule it was made.
ALGORITHM = "sha256-order-1"

# The value the published calculators and tables use, rather than 1.959964.
Z_95 = 1.96


def exact_sample_size(population: int, margin: float, p: float = 0.5, z: float = Z_95) -> float:
    """Return the unrounded number of files that gives `margin`, a proportion such as 0.05.

    Raises:
        ValueError: `population` is negative, `margin` is not above 0, or p is not within 0 to 1.

    Source:
        n = (a + 1)/(1 + a/N) with a = z^2 p(1-p)/d^2: the NHS social care survey calculator.
    """
    if population < 0:
        raise ValueError(f"population {population} is negative")
    if margin <= 0:
        raise ValueError(f"margin {margin} is not above 0")
    if not 0 <= p <= 1:
        raise ValueError(f"p {p} is not in 0 to 1")
    if population == 0:
        return 0.0
    infinite = z * z * p * (1 - p) / margin**2
    return (infinite + 1) / (1 + infinite / population)


def sample_size(population: int, margin: float, p: float = 0.5, z: float = Z_95) -> int:
    """Return the least whole number of files for `margin`, never more than there are."""
    return min(population, ceil(exact_sample_size(population, margin, p, z)))


def krejcie_morgan(population: int, margin: float = 0.05) -> float:
    """Return the unrounded size behind the well-known table, which rounds to the nearest.

    It corrects for a finite population a little differently, so it may be one file smaller.

    Source:
        Krejcie and Morgan 1970: chi-square 3.841, p 0.5.
    """
    infinite = 3.841 * 0.25 / margin**2
    return infinite * population / (population - 1 + infinite)


def margin_of_error(sample: int, population: int, p: float = 0.5, z: float = Z_95) -> float | None:
    """Return the half-width, as a proportion, that a sample gives.

    Returns:
        None for fewer than 2 files, where it is undefined; 0 when all were read.

    Raises:
        ValueError: `sample` is not within 0 to `population`.
    """
    if not 0 <= sample <= population:
        raise ValueError(f"sample {sample} is not in 0 to {population}")
    if sample < 2:
        return None
    return z * sqrt(p * (1 - p) * (1 - sample / population) / (sample - 1))


def allocate(sizes: Mapping[str, int], sample: int) -> dict[str, int]:
    """Share a sample among strata in proportion to their sizes, by largest remainder.

    Args:
        sizes: how many files each stratum has; a stratum of 0 is given 0.
        sample: how many to draw in all; more than there are means all of them.

    Returns:
        Every stratum of `sizes`, at least 1 for each non-empty one and never above its size.

    Raises:
        ValueError: a size is negative, or `sample` cannot give every non-empty stratum one.
    """
    if any(size < 0 for size in sizes.values()):
        raise ValueError("a stratum has a negative size")
    total = sum(sizes.values())
    strata = [name for name, size in sizes.items() if size]
    sample = min(sample, total)
    if sample < len(strata):
        raise ValueError(f"a sample of {sample} cannot reach {len(strata)} strata")
    quota = {name: sample * sizes[name] / total for name in strata}
    share = {name: max(1, floor(quota[name])) for name in strata}
    # Ties go to the stratum named first, so that the answer does not depend on luck.
    while sum(share.values()) < sample:
        short = max(strata, key=lambda name: quota[name] - share[name])
        share[short] += 1
    while sum(share.values()) > sample:
        rich = min(strata, key=lambda name: quota[name] - share[name] if share[name] > 1 else inf)
        share[rich] -= 1
    return {name: share.get(name, 0) for name in sizes}


def draw_order(case_ids: Sequence[str], *, stratum: str, seed: str) -> tuple[str, ...]:
    """Put the cases of one stratum in the order in which they would be drawn.

    Args:
        case_ids: distinct identifiers, in any order.
        stratum: the group they come from, for example a team.
        seed: kept on the audit round, so that anyone can repeat the draw; set before the list of
            cases is seen.

    Returns:
        All of them. A replacement is the next one not yet used; a case added later changes
        nothing about the order of the others.

    Raises:
        ValueError: an identifier is repeated.

    Source:
        Simple random sampling without replacement (Cochran 1977, ch. 2), ordered by a keyed hash
        because `random.sample` may change between Python versions.
    """
    if len(set(case_ids)) != len(case_ids):
        raise ValueError("case_ids has a repeated identifier")
    return tuple(sorted(case_ids, key=lambda case: draw_key(case, stratum=stratum, seed=seed)))


def draw_key(case_id: str, *, stratum: str, seed: str) -> str:
    """Return the SHA-256 hex of "seed|stratum|case_id" that a case is ordered by."""
    return sha256(f"{seed}|{stratum}|{case_id}".encode()).hexdigest()


def draw_sample(case_ids: Sequence[str], *, stratum: str, size: int, seed: str) -> tuple[str, ...]:
    """Choose cases of one stratum at random, but the same ones every time.

    Args:
        case_ids, stratum, seed: see `draw_order`.
        size: how many to choose, 0 to n.

    Returns:
        `size` identifiers in the order drawn. A larger draw begins with a smaller one.

    Raises:
        ValueError: an identifier is repeated, or `size` is not in 0 to n.
    """
    if not 0 <= size <= len(case_ids):
        raise ValueError(f"size {size} is not in 0 to {len(case_ids)}")
    return draw_order(case_ids, stratum=stratum, seed=seed)[:size]


def draw_stratified(
    frame: Mapping[str, Sequence[str]], *, sample: int, seed: str
) -> dict[str, tuple[str, ...]]:
    """Allocate a sample over the strata of `frame` (stratum to case ids) and draw it.

    Raises:
        ValueError: as `allocate` and `draw_order`.
    """
    shares = allocate({stratum: len(cases) for stratum, cases in frame.items()}, sample)
    return {
        stratum: draw_sample(cases, stratum=stratum, size=shares[stratum], seed=seed)
        for stratum, cases in frame.items()
    }


def frame_digest(frame: Mapping[str, Sequence[str]]) -> str:
    """Return a SHA-256 hex of what was drawn from; the order of strata and cases is no part."""
    lines = sorted(f"{stratum}|{case}" for stratum, cases in frame.items() for case in cases)
    return sha256("\n".join(lines).encode()).hexdigest()
