"""Share cases among auditors, none of whom audits their own casework. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

NOBODY = "Every auditor of the round is tied to this case or has no room left"


@dataclass(frozen=True, slots=True)
class Auditor:
    """Somebody who may be given audits. `share` is their part beside the others' parts."""

    key: int
    share: Fraction = Fraction(1)
    capacity: int | None = None
    load: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """Who audits what, and the cases that nobody could be given, with why."""

    given: Mapping[str, int]
    left: Mapping[str, str]


def share_out(
    references: Sequence[str],
    auditors: Sequence[Auditor],
    *,
    barred: Mapping[str, Mapping[int, str]],
    seed: str,
) -> Shared:
    """Give each case to the auditor with the most room who may audit it.

    Cases that few may audit are given first, so that the others do not take their auditors. The
    seed decides between equals, so the same round is always shared out alike.

    Args:
        barred: for each reference, who may not audit it and why.
    """
    loads = {auditor.key: auditor.load for auditor in auditors}
    given: dict[str, int] = {}
    left: dict[str, str] = {}

    def allowed(reference: str) -> list[Auditor]:
        no = barred.get(reference, {})
        return [each for each in auditors if each.share > 0 and each.key not in no]

    for reference in sorted(references, key=lambda ref: (len(allowed(ref)), _key(seed, ref))):
        room = [a for a in allowed(reference) if a.capacity is None or loads[a.key] < a.capacity]
        if not room:
            left[reference] = NOBODY
            continue
        chosen = min(
            room,
            key=lambda a: ((loads[a.key] + 1) / a.share, _key(seed, f"{reference}|{a.key}")),
        )
        loads[chosen.key] += 1
        given[reference] = chosen.key
    return Shared(given, left)


def _key(seed: str, text: str) -> str:
    return sha256(f"{seed}|share|{text}".encode()).hexdigest()
