"""Whether a count that is hidden could be worked out from everything that is shown. Pure.

Counts are joined by sums (a year is its quarters, a total its parts), and each figure that is shown
says of its counts only that they are among those that would read the same. A hidden small count is
safe when each of 1 to 4 can be true of it without one sum failing and without one figure reading
differently. Such a set of counts is looked for near the true one, and found by example: what is
called safe is safe whatever the reader's method, and what is not found in time is called unsafe.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Quantity = Hashable
Values = dict[Quantity, int]
Span = tuple[int, int]

SMALL = range(5)
MUST_BE_POSSIBLE = range(1, 5)
# More than any count that is shown could be moved by without reading differently.
FREE: Span = (0, 10**9)
# How many steps to try for one value of one count before calling it unsafe.
STEPS = 400


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts`; both are counts, so none is below 0."""

    total: Quantity
    parts: tuple[Quantity, ...]

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True)
class View:
    """One figure as it is shown: `reads` says whether other counts would read the same.

    `spans` are the least and the most each count can be whatever the others are. `owner` names the
    figure, so that it can be hidden, those of the lowest `rank` first; None where it is out.
    """

    quantities: tuple[Quantity, ...]
    spans: tuple[Span, ...]
    reads: Callable[[tuple[int, ...]], bool]
    owner: Hashable | None = None
    rank: tuple[int, ...] = ()


Constraint = Sum | View


class Puzzle:
    """The true counts, and all that a reader knows of them."""

    def __init__(
        self, truth: Mapping[Quantity, int], sums: Iterable[Sum], views: Iterable[View]
    ) -> None:
        self.truth: Values = dict(truth)
        self.views = [view for view in views if view.reads(self._of(view.quantities))]
        holds = {each: not self._gap(each, {}) for each in dict.fromkeys(sums)}
        self.sums = [each for each, holding in holds.items() if holding]
        for each, holding in holds.items():
            if not holding:
                self._reconcile(each)

    def _reconcile(self, broken: Sum) -> None:
        """Take in a sum that a restated figure breaks, if near counts agree with all of them."""
        self.sums.append(broken)
        self._forget()
        found = self._solve({}, (broken,), [STEPS])
        if found is None:
            self.sums.pop()
        else:
            self.truth |= found
        self._forget()

    def hide(self, owner: Hashable) -> None:
        """Take a figure out of what is shown."""
        self.views = [view for view in self.views if view.owner != owner]
        self._forget()

    def can_be(self, quantity: Quantity, value: int) -> bool:
        """Say whether `quantity` could be `value` for all that is shown."""
        if self.truth[quantity] == value:
            return True
        low, high = self._span(quantity)
        if not low <= value <= high:
            return False
        return self._solve({quantity: value}, self._touching[quantity], [STEPS]) is not None

    def is_safe(self, quantity: Quantity) -> bool:
        """Say whether each of 1 to 4 is possible, if it is a small count."""
        if self.truth[quantity] not in SMALL:
            return True
        return all(self.can_be(quantity, value) for value in MUST_BE_POSSIBLE)

    def owners_near(self, quantity: Quantity) -> list[Hashable]:
        """Return the figures that could be hidden for the sake of `quantity`.

        The nearest ones only: those fewest sums away; of them the lowest rank first, then the
        smallest.
        """
        reached, ring = {quantity}, [quantity]
        while ring:
            found = {
                view.owner: (view.rank, min(self.truth[each] for each in view.quantities))
                for each in ring
                for view in self._touching[each]
                if isinstance(view, View) and view.owner is not None
            }
            if found:
                return sorted(found, key=lambda owner: (found[owner], repr(owner)))
            ring = [
                other
                for each in ring
                for constraint in self._touching[each]
                for other in constraint.quantities
                if other not in reached and not reached.add(other)  # type: ignore[func-returns-value]
            ]
        return []

    def _of(self, quantities: Sequence[Quantity]) -> tuple[int, ...]:
        return tuple(self.truth[each] for each in quantities)

    def _forget(self) -> None:
        for name in ("_touching", "_spans"):
            self.__dict__.pop(name, None)

    @cached_property
    def _touching(self) -> dict[Quantity, tuple[Constraint, ...]]:
        found: dict[Quantity, list[Constraint]] = defaultdict(list)
        for constraint in (*self.sums, *self.views):
            for quantity in constraint.quantities:
                found[quantity].append(constraint)
        return defaultdict(tuple, {key: tuple(held) for key, held in found.items()})

    @cached_property
    def _spans(self) -> dict[Quantity, Span]:
        found: dict[Quantity, Span] = defaultdict(lambda: FREE)
        for view in self.views:
            for quantity, (low, high) in zip(view.quantities, view.spans, strict=True):
                least, most = found[quantity]
                found[quantity] = (max(low, least), min(high, most))
        return found

    def _span(self, quantity: Quantity) -> Span:
        return self._spans[quantity]

    def _solve(self, moved: Values, todo: tuple[Constraint, ...], left: list[int]) -> Values | None:
        """Return moves that mend what is broken, each count moved once; None if none is found."""
        left[0] -= 1
        if left[0] < 0:
            return None
        broken = next((each for each in todo if not self._holds(each, moved)), None)
        if broken is None:
            return moved
        moves = self._sum_moves if isinstance(broken, Sum) else self._view_moves
        for move in moves(broken, moved):  # type: ignore[arg-type]
            more = tuple(each for quantity in move for each in self._touching[quantity])
            found = self._solve(moved | move, (*todo, *more), left)
            if found is not None:
                return found
        return None

    def _value(self, quantity: Quantity, moved: Values) -> int:
        return moved[quantity] if quantity in moved else self.truth[quantity]

    def _holds(self, constraint: Constraint, moved: Values) -> bool:
        if isinstance(constraint, Sum):
            return not self._gap(constraint, moved)
        return constraint.reads(tuple(self._value(each, moved) for each in constraint.quantities))

    def _gap(self, constraint: Sum, moved: Values) -> int:
        """Return by how much the total is more than its parts."""
        parts = sum(self._value(each, moved) for each in constraint.parts)
        return self._value(constraint.total, moved) - parts

    def _sum_moves(self, constraint: Sum, moved: Values) -> Iterator[Values]:
        """Yield moves that close the gap at once, then those that close as much as they can."""
        gap = self._gap(constraint, moved)
        part_moves: list[tuple[int, Quantity, int]] = []
        for quantity in constraint.quantities:
            if quantity in moved:
                continue
            wanted = -gap if quantity == constraint.total else gap
            low, high = self._span(quantity)
            now = self.truth[quantity]
            step = max(low - now, min(high - now, wanted))
            if step * wanted > 0:
                part_moves.append((abs(step), quantity, now + step))
        # What closes the gap first; of those, what is bound to least else.
        part_moves.sort(key=lambda move: (-move[0], len(self._touching[move[1]])))
        for size, quantity, value in part_moves:
            yield {quantity: value}
            back = 1 if value < self.truth[quantity] else -1
            for smaller in range(1, min(size, len(SMALL))):
                yield {quantity: value + back * smaller}

    def _view_moves(self, view: View, moved: Values) -> Iterator[Values]:
        """Yield the counts nearest to the true ones that the figure would read the same for."""
        now = [self._value(each, moved) for each in view.quantities]
        free = [at for at, each in enumerate(view.quantities) if each not in moved]
        for steps in _nearby(len(free)):
            values = list(now)
            for at, step in zip(free, steps, strict=True):
                values[at] += step
            within = all(
                low <= value <= high for value, (low, high) in zip(values, view.spans, strict=True)
            )
            if within and view.reads(tuple(values)):
                yield {view.quantities[at]: values[at] for at in free if values[at] != now[at]}


def _nearby(size: int) -> Iterator[tuple[int, ...]]:
    """Yield steps of `size` counts, the smallest first, none above 4."""
    if size == 0:
        return
    order = sorted(range(-4, 5), key=abs)
    if size == 1:
        yield from ((step,) for step in order if step)
        return
    pairs = sorted(
        ((a, b) for a in order for b in order if a or b), key=lambda p: abs(p[0]) + abs(p[1])
    )
    for first, second in pairs:
        yield (first, second, *(0,) * (size - 2))
