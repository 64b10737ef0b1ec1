"""Which cases are listed for tracking. Pure, and repeatable by its seed alone.

Quotas overlap: one person may be over 85, have an advocate and count towards both. They are filled
from the scarcest, each in the order of the draw, and cases listed already count; what room is left
is filled in the order of the draw. So nobody chooses the cases, and anybody can repeat the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.errors import RuleViolationError
from core.statistics.sampling import draw_order, frame_digest

ALGORITHM = "scarcest-quota-first-1"
STRATUM = "case tracking"
PICK = "case tracking, picked"

Facts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `wanted` cases whose `fact` has `value`."""

    fact: str
    value: str
    wanted: int

    def fits(self, facts: Facts) -> bool:
        return self.value in facts.get(self.fact, ())


@dataclass(frozen=True, slots=True)
class Met:
    """What became of a quota: how many cases there are of it, and how many are listed."""

    quota: Quota
    available: int
    listed: int

    @property
    def short(self) -> int:
        return max(0, self.quota.wanted - self.listed)

    @property
    def is_out_of_reach(self) -> bool:
        """Whether there are fewer such cases than were wanted, so that no draw could meet it."""
        return self.available < self.quota.wanted


@dataclass(frozen=True, slots=True)
class Listed:
    """References in the order in which they were listed, and what became of each quota."""

    references: tuple[str, ...]
    quotas: tuple[Met, ...]
    size: int

    @property
    def short(self) -> int:
        """How many fewer cases are listed than were asked for."""
        return self.size - len(self.references)


def draw_list(
    cases: Mapping[str, Facts], *, quotas: Sequence[Quota], size: int, seed: str
) -> Listed:
    """List `size` cases, or all there are, so that quotas are met as far as they can be.

    Args:
        cases: facts by reference; the order does not matter.
        quotas: each at least so many; of two as scarce as each other, the one named first is
            filled first.
        size: at least 1.

    Raises:
        RuleViolationError: `too_much`: one quota alone asks for more cases than are listed.
    """
    for quota in quotas:
        if quota.wanted > size:
            raise RuleViolationError(
                "too_much", f"A quota asks for {quota.wanted} cases of {size}", field="quotas"
            )
    order = draw_order(list(cases), stratum=STRATUM, seed=seed)
    fitting = [[ref for ref in order if quota.fits(cases[ref])] for quota in quotas]
    chosen: dict[str, None] = {}
    for place in _scarcest_first(quotas, fitting):
        room = size - len(chosen)
        have = sum(ref in chosen for ref in fitting[place])
        more = [ref for ref in fitting[place] if ref not in chosen]
        chosen.update(dict.fromkeys(more[: max(0, min(room, quotas[place].wanted - have))]))
    rest = [ref for ref in order if ref not in chosen]
    chosen.update(dict.fromkeys(rest[: size - len(chosen)]))
    met = tuple(
        Met(quota, len(found), sum(ref in chosen for ref in found))
        for quota, found in zip(quotas, fitting, strict=True)
    )
    return Listed(tuple(chosen), met, size)


def next_listed(
    cases: Mapping[str, Facts],
    *,
    quotas: Sequence[Quota],
    listed: Iterable[str],
    used: Iterable[str],
    seed: str,
) -> str | None:
    """Return the case that joins a list which lost one; None when there is none left.

    Of the cases not used yet, the first in the order of the draw that helps a quota now short;
    where none does, simply the first.

    Args:
        listed: the references still on the list.
        used: every reference ever listed.
    """
    standing, taken = set(listed), set(used)
    order = draw_order(list(cases), stratum=STRATUM, seed=seed)
    free = [ref for ref in order if ref not in taken]
    short = [
        quota for quota in quotas if sum(quota.fits(cases[ref]) for ref in standing) < quota.wanted
    ]
    helping = (ref for ref in free if any(quota.fits(cases[ref]) for quota in short))
    return next(helping, next(iter(free), None))


def pick(references: Sequence[str], *, size: int, seed: str) -> tuple[str, ...]:
    """Pick cases of a list as an assessor might, for a rehearsal: at random, by the seed."""
    return draw_order(references, stratum=PICK, seed=seed)[:size]


def digest(cases: Mapping[str, Facts], left_out: Mapping[str, str]) -> str:
    """Return a SHA-256 hex of a frame: each case with its facts, and what was left out and why."""
    lines = {
        STRATUM: [
            f"{reference}|{fact}={','.join(sorted(values))}"
            for reference, facts in cases.items()
            for fact, values in sorted(facts.items())
        ],
        "cases": list(cases),
        "left out": [f"{reference}|{why}" for reference, why in left_out.items()],
    }
    return frame_digest(lines)


def _scarcest_first(quotas: Sequence[Quota], fitting: Sequence[Sequence[str]]) -> list[int]:
    """Return the places of quotas, those with the fewest cases for each one wanted first."""
    spare = [len(found) / quota.wanted for quota, found in zip(quotas, fitting, strict=True)]
    return sorted(range(len(quotas)), key=lambda place: (spare[place], place))
