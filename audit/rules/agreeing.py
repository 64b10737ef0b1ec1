"""How far independent pairs of ratings agree, and when that cannot be said. Pure.

Scales are the declared ones, not the answers seen. What does not apply for either reader leaves the
judgement and is counted beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from core.statistics import kappa
from core.statistics.agreement import Metric, count_ratings, gwet_ac, krippendorff_alpha

FEWEST, ADVISED = 10, 30
NOT_CALCULABLE = "not calculable"


class Pair(NamedTuple):
    """Two independent ratings of the same thing, and who gave them."""

    first: str
    second: str
    first_reader: int | None = None
    second_reader: int | None = None


class Scale(NamedTuple):
    """A declared scale: the answers that judge, in order, and those that say "does not apply"."""

    categories: tuple[str, ...]
    not_applicable: frozenset[str] = frozenset()
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one question or scale. Coefficients are None where they cannot be calculated.

    `pairs` judge; `applicable` of `seen` pairs agree on whether the question applies at all.
    `kappa` is given for exactly two fixed readers only, linear weighted where the scale is ordered.
    """

    pairs: int
    seen: int
    applicable: int
    is_enough: bool
    is_ordered: bool
    has_fixed_readers: bool
    percent: float | None = None
    ac: float | None = None
    alpha: float | None = None
    kappa: float | None = None

    @property
    def ac_name(self) -> str:
        return "AC2" if self.is_ordered else "AC1"

    @property
    def note(self) -> str:
        if not self.is_enough:
            return f"too few pairs: {self.pairs}"
        return f"fewer than {ADVISED} pairs: read with care" if self.pairs < ADVISED else ""


def scale_of(options: Sequence[Mapping[str, Any]]) -> Scale:
    """Return the declared scale of a tool's options.

    It is ordered when its scores only rise or only fall. "Cannot tell from the record" has no place
    in such an order, so a scale that offers it is compared as names.
    """
    judging = [option for option in options if option.get("score") is not None]
    codes = tuple(str(option["code"]) for option in judging)
    scores = [float(option["score"]) for option in judging]
    steps = [b - a for a, b in pairwise(scores)]
    has_gap = any(option.get("recording_gap") for option in judging)
    is_ordered = bool(steps) and not has_gap
    is_ordered = is_ordered and (all(s > 0 for s in steps) or all(s < 0 for s in steps))
    skipped = frozenset(str(o["code"]) for o in options if o.get("score") is None)
    return Scale(codes, skipped, is_ordered)


def agreement(pairs: Iterable[Pair], scale: Scale) -> Agreement:
    """Work out how far pairs agree.

    Raises:
        ValueError: a rating is not on the declared scale.
    """
    seen = list(pairs)
    skipped = scale.not_applicable
    judged = [p for p in seen if p.first not in skipped and p.second not in skipped]
    applicable = sum((p.first in skipped) == (p.second in skipped) for p in seen)
    readers = {(p.first_reader, p.second_reader) for p in judged}
    fixed = len(readers) == 1 and None not in next(iter(readers))
    counts = count_ratings([[p.first, p.second] for p in judged], scale.categories)
    found = Agreement(
        pairs=len(judged),
        seen=len(seen),
        applicable=applicable,
        is_enough=len(judged) >= FEWEST,
        is_ordered=scale.is_ordered,
        has_fixed_readers=fixed,
    )
    if not found.is_enough:
        return found
    size = len(scale.categories)
    weights = kappa.linear_weights(size) if scale.is_ordered else None
    table = kappa.cross_tabulate([(p.first, p.second) for p in judged], scale.categories)
    ac = gwet_ac(counts, weights)
    cohen = kappa.cohen_kappa(table, weights) if fixed else None
    metric = Metric.ORDINAL if scale.is_ordered else Metric.NOMINAL
    return replace(
        found,
        percent=kappa.percent_agreement(table),
        ac=ac.value if ac else None,
        alpha=krippendorff_alpha(counts, metric),
        kappa=cohen.value if cohen else None,
    )
