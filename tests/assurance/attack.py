"""Somebody who reads everything that was shared and tries to work out what is hidden.

Written apart from what it attacks: it reads the shown texts alone, with arithmetic of its own. It
narrows each count by turns until nothing moves (interval propagation), tries each value of a hidden
one, and follows a try by splitting what is left. A value is excluded only when no set of counts
agrees with everything shown, so whatever this attacker finds is truly given away.

It is told one thing a reader could not know: which hidden counts are small and so worth finding.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from math import sqrt

from tests.assurance.attack_words import CHAINS, COUNTS, PAIRS, SUMS, WHOLES

BIG = 10**6
SHARE = re.compile(r"(\d+)% \(([\d,]+) of ([\d,]+)\)(?:; (\d+)% to (\d+)%)?(.*)")
GROUP = re.compile(r"([\d,]+)(?: \((\d+)%\))?")
GAP = re.compile(r"; (\d+)% \(([\d,]+) of ([\d,]+)\) (\d+)% (\d+)%")
Z = 1.959963984540054

Name = tuple


@dataclass(frozen=True)
class Seen:
    """One figure as the attacker reads it. `small` is told, not read."""

    measure: str
    start: object
    end: object
    part: str
    shown: str
    small: bool = False


@dataclass
class Attacker:
    """All that is known: a range for each count, pairs that fit, and sums."""

    low: dict[Name, int] = field(default_factory=dict)
    high: dict[Name, int] = field(default_factory=dict)
    pairs: list[tuple[Name, Name, frozenset]] = field(default_factory=list)
    sums: list[tuple[Name, tuple[Name, ...]]] = field(default_factory=list)
    hidden: list[Name] = field(default_factory=list)

    def read(self, seen: Iterable[Seen], *, sums: bool = True) -> "Attacker":
        figures = list(seen)
        for figure in figures:
            self._read(figure)
        if sums:
            self._sums_between()
            self._sums_over_time()
            self._sums_of_parts()
        return self

    def add_sum(self, total: Name, *parts: Name) -> None:
        for each in (total, *parts):
            self._about(each)
        self.sums.append((total, parts))

    def about(self, name: Name, low: int, high: int) -> None:
        self._about(name)
        self.low[name] = max(self.low[name], low)
        self.high[name] = min(self.high[name], high)

    def possible(self, name: Name, values: Iterable[int] = range(1, 5)) -> set[int]:
        """Return which of `values` the attacker cannot exclude."""
        return {value for value in values if self._fits(name, value, *self.known)}

    @cached_property
    def known(self) -> tuple[dict, dict]:
        """What follows at once from everything shown."""
        known = self._narrow(dict(self.low), dict(self.high), [*self.sums, *self.pairs])
        assert known is not None, "what was shared contradicts itself"
        return known

    @cached_property
    def touching(self) -> dict[Name, list]:
        found = defaultdict(list)
        for total, parts in self.sums:
            for name in (total, *parts):
                found[name].append((total, parts))
        for pair in self.pairs:
            for name in pair[:2]:
                found[name].append(pair)
        return found

    def found(self) -> dict[Name, set[int]]:
        """Return each hidden count that was narrowed to less than all of 1 to 4."""
        told = {name: self.possible(name) for name in dict.fromkeys(self.hidden)}
        return {name: values for name, values in told.items() if values != {1, 2, 3, 4}}

    # --- reading ------------------------------------------------------------------------------

    def _about(self, name: Name) -> None:
        self.low.setdefault(name, 0)
        self.high.setdefault(name, BIG)

    def _count(self, name: Name, shown: str) -> None:
        n = int(shown.replace(",", ""))
        self.about(name, max(5, n - 2), n + 2)

    def _read(self, figure: Seen) -> None:
        slot = (figure.start, figure.end, figure.part)
        if figure.measure.startswith("people_"):
            self._read_group(figure, slot)
        elif figure.measure in PAIRS:
            top, bottom = ((name, *slot) for name in PAIRS[figure.measure])
            self._about(top)
            self._about(bottom)
            self._share(top, bottom, figure)
        elif figure.measure in COUNTS or "_open_" in figure.measure:
            self._read_count((COUNTS.get(figure.measure, figure.measure), *slot), figure)

    def _read_count(self, name: Name, figure: Seen) -> None:
        self._about(name)
        if not figure.shown.startswith("[c]"):
            self._count(name, figure.shown)
        elif figure.small:
            # [c] stands for large figures too, so it says nothing but that this is worth finding.
            self.hidden.append(name)

    def _read_group(self, figure: Seen, slot: Name) -> None:
        everybody = (f"{figure.measure}:all", figure.start, figure.end, "")
        if not figure.part:
            self._read_count(everybody, figure)
            return
        name = (figure.measure, *slot)
        self._about(everybody)
        self._read_count(name, Seen(*slot, "", figure.shown.split(" ")[0], figure.small))
        percent = GROUP.fullmatch(figure.shown)
        if percent and percent[2]:
            self._pair(name, everybody, int(percent[2]))

    def _share(self, top: Name, bottom: Name, figure: Seen) -> None:
        found = SHARE.fullmatch(figure.shown)
        if not found:
            return
        self._count(top, found[2])
        self._count(bottom, found[3])
        margin = (int(found[4]), int(found[5])) if found[4] else None
        self._pair(top, bottom, int(found[1]), margin)
        gap = GAP.fullmatch(found[6])
        if gap:
            unknown = (f"{figure.measure}:unknown", *top[1:])
            self._count(unknown, gap[2])
            if figure.measure in ("asked_pct", "risk_reduced_or_removed_pct", "supported_pct"):
                self._pair(unknown, bottom, int(gap[1]))

    def _pair(self, top: Name, bottom: Name, percent: int, margin: tuple | None = None) -> None:
        span = range(self.low[bottom], min(self.high[bottom], self.low[bottom] + 4) + 1)
        if self.high[bottom] == BIG:
            return
        fits = frozenset(
            (n, d)
            for d in span
            for n in range(self.low[top], self.high[top] + 1)
            if half_up(100 * n, d) == percent and (margin is None or interval(n, d) == margin)
        )
        self.pairs.append((top, bottom, fits))

    # --- sums ---------------------------------------------------------------------------------

    def _sums_between(self) -> None:
        for slot in {name[1:] for name in list(self.low)}:
            for total, *parts in SUMS:
                names = [(each, *slot) for each in (total, *parts)]
                if sum(name in self.low for name in names) >= 2:
                    self.add_sum(*names)
            for whole, part in (*CHAINS, *WHOLES):
                names = [(whole, *slot), (part, *slot)]
                if all(name in self.low for name in names) and whole != part:
                    self.add_sum(*names, (f"{whole} less {part}", *slot))
            for key, whole, part in (
                ("asked_pct", "ended", "asked_or_not"),
                ("risk_reduced_or_removed_pct", "risk", "risk_known"),
                ("lacked_capacity_pct", "ended", "capacity"),
                ("outcomes_fully_or_partially_achieved_pct", "expressed", "answered"),
            ):
                unknown = (f"{key}:unknown", *slot)
                if unknown in self.low:
                    self.add_sum((whole, *slot), (part, *slot), unknown)

    def _sums_over_time(self) -> None:
        spans = defaultdict(set)
        for what, start, end, part in self.low:
            if "_open_" not in what and "people" not in what:
                spans[what, part].add((start, end))
        for (what, part), found in spans.items():
            for outer in found:
                inner = sorted(span for span in found if span != outer and inside(span, outer))
                for tiling in tilings(outer, inner):
                    self.add_sum((what, *outer, part), *((what, *each, part) for each in tiling))

    def _sums_of_parts(self) -> None:
        of = defaultdict(list)
        for name in list(self.low):
            what, start, end, part = name
            if part and what.startswith("people_"):
                of[(f"{what}:all", start, end, ""), part.split(":")[0]].append(name)
            elif part:
                of[(what, start, end, ""), ""].append(name)
        for (whole, axis), parts in of.items():
            rest = [] if axis else [("of no team", *whole)]
            if whole in self.low:
                self.add_sum(whole, *parts, *((f"{r[0]} {r[1]}", *r[2:]) for r in rest))

    # --- working out --------------------------------------------------------------------------

    def _fits(self, name: Name, value: int, low: dict, high: dict) -> bool:
        if not low[name] <= value <= high[name]:
            return False
        return self._solvable({**low, name: value}, {**high, name: value}, name, [30])

    def _solvable(self, low: dict, high: dict, changed: Name, left: list[int]) -> bool:
        """Say whether the counts can be so; True where that is not settled in the time given."""
        known = self._narrow(low, high, self.touching[changed])
        if known is None:
            return False
        low, high = known
        left[0] -= 1
        near = {
            each
            for constraint in self.touching[changed]
            for each in (
                (constraint[0], *constraint[1]) if len(constraint) == 2 else constraint[:2]
            )
        }
        wide = [name for name in near if low[name] < high[name] < BIG]
        if left[0] <= 0 or not wide:
            return True
        name = min(wide, key=lambda each: (high[each] - low[each], repr(each)))
        return any(
            self._solvable({**low, name: value}, {**high, name: value}, name, left)
            for value in range(low[name], high[name] + 1)
        )

    def _narrow(self, low: dict, high: dict, todo: list) -> tuple[dict, dict] | None:
        queue = deque(todo)
        for _ in range(20_000):
            if not queue:
                break
            constraint = queue.popleft()
            names = (constraint[0], *constraint[1]) if len(constraint) == 2 else constraint[:2]
            before = [(low[name], high[name]) for name in names]
            if len(constraint) == 2:
                self._narrow_sum(low, high, *constraint)
            elif not self._narrow_pair(low, high, *constraint):
                return None
            for name, was in zip(names, before, strict=True):
                if low[name] > high[name]:
                    return None
                if (low[name], high[name]) != was:
                    queue.extend(self.touching[name])
        return low, high

    @staticmethod
    def _narrow_pair(low: dict, high: dict, top: Name, bottom: Name, fits: frozenset) -> bool:
        left = [
            (n, d)
            for n, d in fits
            if low[top] <= n <= high[top] and low[bottom] <= d <= high[bottom]
        ]
        if not left:
            return False
        low[top], high[top] = min(n for n, _ in left), max(n for n, _ in left)
        low[bottom], high[bottom] = min(d for _, d in left), max(d for _, d in left)
        return True

    @staticmethod
    def _narrow_sum(low: dict, high: dict, total: Name, parts: tuple[Name, ...]) -> None:
        least, most = sum(low[p] for p in parts), sum(high[p] for p in parts)
        low[total], high[total] = max(low[total], least), min(high[total], most)
        for part in parts:
            low[part] = max(low[part], low[total] - (most - high[part]))
            high[part] = min(high[part], high[total] - (least - low[part]))


def half_up(top: int, bottom: int) -> int | None:
    return (2 * top + bottom) // (2 * bottom) if bottom else None


def interval(n: int, d: int) -> tuple[int, int] | None:
    if not d or n > d:
        return None
    p, zz = n / d, Z * Z
    middle = (p + zz / (2 * d)) / (1 + zz / d)
    half = Z * sqrt(p * (1 - p) / d + zz / (4 * d * d)) / (1 + zz / d)
    ends = (0 if n == 0 else middle - half, 1 if n == d else middle + half)
    return tuple(int(100 * end + 0.5) for end in ends)  # type: ignore[return-value]


def inside(span: tuple, outer: tuple) -> bool:
    return bool(outer[0] <= span[0] and span[1] <= outer[1])


def tilings(outer: tuple, inner: list[tuple]) -> Iterator[list[tuple]]:
    """Yield the largest, and the smallest, spans that cover `outer` without a gap."""
    for order in (-1, 1):
        found, day = [], outer[0]
        while day <= outer[1]:
            next_ones = [span for span in inner if span[0] == day]
            if not next_ones:
                break
            chosen = sorted(next_ones, key=lambda span: order * (span[1] - span[0]).days)[0]
            found.append(chosen)
            day = chosen[1] + timedelta(days=1)
        else:
            yield found


def seen(figures: Iterable) -> list[Seen]:
    """Return shared figures as a reader sees them, told which are small in themselves."""
    return [
        Seen(
            figure.measure,
            figure.start,
            figure.end,
            figure.part,
            figure.shown,
            small=figure.counts[0] < 5,
        )
        for figure in figures
    ]
