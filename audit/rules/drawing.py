"""Which cases of a fixed population are audited. Pure, and repeatable by its seed alone.

Every case stands in one group: a stratum, a team, a quota, or the one group of a plain draw. Within
a group cases are ordered by `core.statistics.sampling.draw_order`, which no database, order of rows
or version of Python changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from core.errors import RuleViolationError
from core.statistics.sampling import ALGORITHM, allocate, draw_order, frame_digest

__all__ = ["ALGORITHM", "Candidate", "Drawn", "Shortfall", "draw", "group_sizes", "next_in_order"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One case that may be drawn. `nominated` ones come before any that chance chooses."""

    reference: str
    group: str = ""
    nominated: bool = False


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A group that holds fewer cases than were wanted of it."""

    group: str
    wanted: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The references drawn, in the order of their places, and the groups that fell short."""

    references: tuple[str, ...]
    short: tuple[Shortfall, ...] = ()


def group_sizes(candidates: Sequence[Candidate]) -> dict[str, int]:
    """Return how many candidates each group holds, by the name of the group."""
    sizes: dict[str, int] = {}
    for candidate in candidates:
        sizes[candidate.group] = sizes.get(candidate.group, 0) + 1
    return dict(sorted(sizes.items()))


def in_proportion(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Share `total` among groups by largest remainder, at least one of each.

    Raises:
        RuleViolationError: `too_few`: it cannot reach every group.
    """
    if not sizes:
        return {}
    try:
        return allocate(sizes, total)
    except ValueError as error:
        groups = sum(1 for size in sizes.values() if size)
        raise RuleViolationError(
            "too_few",
            f"{total} cases cannot reach {groups} groups. Ask for at least {groups}, or divide the "
            "population into fewer groups",
            field="wanted_total",
        ) from error


def of_quotas(shares: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """Turn shares of a round into numbers that add up, by largest remainder.

    Where the shares do not add up to one, neither do the numbers to `total`: the rest is drawn
    from cases that no quota takes.
    """
    exact = {label: share * total for label, share in shares.items()}
    numbers = {label: floor(value) for label, value in exact.items()}
    left = floor(sum(exact.values()) + Fraction(1, 2)) - sum(numbers.values())
    rest = sorted(exact, key=lambda label: numbers[label] - exact[label])
    for label in rest[:left]:
        numbers[label] += 1
    return numbers


def draw(candidates: Sequence[Candidate], *, wanted: Mapping[str, int], seed: str) -> Drawn:
    """Draw so many of each group, nominated cases first.

    Args:
        wanted: number by group; a group that is not named gives nothing.

    Raises:
        ValueError: a reference is repeated within its group.
    """
    places: list[str] = []
    short: list[Shortfall] = []
    for group in sorted(wanted):
        order = in_order(candidates, group=group, seed=seed)
        taken = order[: wanted[group]]
        places += taken
        if len(taken) < wanted[group]:
            short.append(Shortfall(group, wanted[group], len(taken)))
    return Drawn(tuple(places), tuple(short))


def in_order(candidates: Sequence[Candidate], *, group: str, seed: str) -> tuple[str, ...]:
    """Return the references of one group as they would be drawn, nominated ones first."""
    here = [each for each in candidates if each.group == group]
    first = [each.reference for each in here if each.nominated]
    rest = [each.reference for each in here if not each.nominated]
    return (
        *draw_order(first, stratum=group, seed=seed),
        *draw_order(rest, stratum=group, seed=seed),
    )


def next_in_order(
    candidates: Sequence[Candidate], *, group: str, seed: str, used: Collection[str]
) -> str | None:
    """Return the case that stands in for one of `group`; None when the group is used up."""
    order = in_order(candidates, group=group, seed=seed)
    return next((reference for reference in order if reference not in used), None)


def digest(candidates: Sequence[Candidate], left_out: Mapping[str, str]) -> str:
    """Return a SHA-256 hex of a population: what could be drawn, and what could not and why."""
    frame: dict[str, list[str]] = {}
    for each in candidates:
        frame.setdefault(each.group, []).append(each.reference)
    for reference, reason in left_out.items():
        frame.setdefault(f"left out: {reason}", []).append(reference)
    return frame_digest(frame)


def second_reads(references: Sequence[str], *, share: Fraction, seed: str) -> frozenset[str]:
    """Choose the share of a sample that is read twice, by the seed of the round.

    Any share above nothing gives at least one.
    """
    if not references or share <= 0:
        return frozenset()
    exact = share * len(references)
    number = max(1, floor(exact + Fraction(1, 2)))
    return frozenset(draw_order(references, stratum="second read", seed=seed)[:number])


def wanted_by_group(
    method: str,
    sizes: Mapping[str, int],
    *,
    total: int | None,
    per_team: int | None,
    quotas: Mapping[str, int],
    nominated: int,
) -> dict[str, int]:
    """Return how many cases of each group a method of drawing asks for.

    Args:
        sizes: candidates by group, as `group_sizes` gives them.
        quotas: numbers by label, each label a group.
        nominated: candidates that somebody named.

    Raises:
        RuleViolationError: `no_number`, `too_few` or `nobody_named`.
    """
    if method == "census":
        return dict(sizes)
    if method == "targeted":
        if not nominated:
            raise RuleViolationError("nobody_named", "Name the cases that are to be audited")
        return {"": nominated}
    if per_team:
        return dict.fromkeys(sizes, per_team)
    if not total:
        raise RuleViolationError(
            "no_number", "Say how many cases are to be drawn", field="wanted_total"
        )
    if method == "stratified_random":
        return in_proportion(sizes, total)
    if method == "quota":
        rest = total - sum(quotas.values())
        return {**quotas, **({"": rest} if rest > 0 else {})}
    return {"": total}
