"""Whether a count that is hidden could be worked out from everything that is shown. Pure.

Counts are joined by sums (a year is its quarters, a total its parts), and each figure that is shown
says of its counts only that they are among those that would read the same. To try a value for a
hidden count, everything else is narrowed by what that value would mean for it, turn by turn, and
what is left open is split into cases and narrowed again. A value is excluded when that ends in a
contradiction. What is not settled in the time given counts as possible.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

Quantity = Hashable
Span = tuple[int, int]
Spans = dict[Quantity, Span]

SMALL = range(5)
MUST_BE_POSSIBLE = range(1, 5)
FREE: Span = (0, 10**9)
# How many cases to look at for one value of one count.
CASES = 40
# A count known less well than this is not split into cases.
WIDEST = 20
# More turns than any honest set of figures needs.
TURNS = 50_000


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

    @cached_property
    def alike(self) -> tuple[tuple[int, ...], ...]:
        """Every set of counts that would read the same."""
        each = (range(low, high + 1) for low, high in self.spans)
        return tuple(counts for counts in product(*each) if self.reads(counts))


Constraint = Sum | View


class Puzzle:
    """The true counts, and all that a reader knows of them."""

    def __init__(
        self, truth: Mapping[Any, int], sums: Iterable[Sum], views: Iterable[View]
    ) -> None:
        self.truth = truth
        self.sums = list(dict.fromkeys(sums))
        self.views = list(views)
        while isinstance(broken := self._narrow({}, [*self.sums, *self.views]), Sum | View):
            self._set_aside(broken)

    def hide(self, owner: Hashable) -> None:
        """Take a figure out of what is shown."""
        self.views = [view for view in self.views if view.owner != owner]
        self._forget()

    def can_be(self, quantity: Quantity, value: int) -> bool:
        """Say whether `quantity` could be `value` for all that is shown."""
        low, high = self._known.get(quantity, FREE)
        if not low <= value <= high:
            return False
        return self._is_open({quantity: (value, value)}, quantity, [CASES])

    def hides(self, quantity: Quantity) -> bool:
        """Say whether a small count that is shown as hidden could be each of 1 to 4."""
        return all(self.can_be(quantity, value) for value in MUST_BE_POSSIBLE)

    def leaves_open(self, quantity: Quantity) -> bool:
        """Say whether a count that no figure shows gives no number from 1 to 4 away.

        That there is none is no number of cases, and may be worked out.
        """
        return self.truth[quantity] not in MUST_BE_POSSIBLE or self.hides(quantity)

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
            near = dict.fromkeys(
                other
                for each in ring
                for constraint in self._touching[each]
                for other in constraint.quantities
                if other not in reached
            )
            reached.update(near)
            ring = list(near)
        return []

    def _set_aside(self, broken: Constraint) -> None:
        """Leave out what a restated figure contradicts: first what was shared earlier."""
        about = set(broken.quantities)
        out = [v for v in self.views if v.owner is None and about & set(v.quantities)]
        if out:
            self.views = [view for view in self.views if view not in out]
        elif isinstance(broken, Sum):
            self.sums.remove(broken)
        else:
            self.views.remove(broken)
        self._forget()

    def _forget(self) -> None:
        for name in ("_touching", "_known"):
            self.__dict__.pop(name, None)

    @cached_property
    def _touching(self) -> dict[Quantity, list[Constraint]]:
        found: dict[Quantity, list[Constraint]] = defaultdict(list)
        every: list[Constraint] = [*self.sums, *self.views]
        for constraint in every:
            for quantity in constraint.quantities:
                found[quantity].append(constraint)
        return found

    @cached_property
    def _known(self) -> Spans:
        """What follows at once from all that is shown."""
        found = self._narrow({}, [*self.sums, *self.views])
        return found if isinstance(found, dict) else {}

    def _is_open(self, tried: Spans, changed: Quantity, left: list[int]) -> bool:
        """Say whether what is tried has not been shown to be impossible."""
        spans = self._narrow({**self._known, **tried}, self._touching[changed])
        if not isinstance(spans, dict):
            return False
        left[0] -= 1
        near = {each for constraint in self._touching[changed] for each in constraint.quantities}
        unsettled = [each for each in near if 0 < _width(spans.get(each, FREE)) <= WIDEST]
        if left[0] <= 0 or not unsettled:
            return True
        split = min(unsettled, key=lambda each: (_width(spans[each]), repr(each)))
        low, high = spans[split]
        # What is true of the others is likeliest to be possible, and ends the search soonest.
        order = sorted(range(low, high + 1), key=lambda value: abs(value - self.truth[split]))
        return any(self._is_open({**spans, split: (n, n)}, split, left) for n in order)

    def _narrow(self, spans: Spans, todo: Iterable[Constraint]) -> Spans | Constraint:
        """Return the spans as narrow as the constraints make them, or the one that cannot hold."""
        found = dict(spans)
        queue = deque(todo)
        waiting = set(map(id, queue))
        for _ in range(TURNS):
            if not queue:
                break
            constraint = queue.popleft()
            waiting.discard(id(constraint))
            steps = _sum_steps if isinstance(constraint, Sum) else _view_steps
            for quantity, (low, high) in steps(constraint, found):  # type: ignore[arg-type]
                least, most = found.get(quantity, FREE)
                low, high = max(low, least), min(high, most)
                if low > high:
                    return constraint
                if (low, high) == (least, most):
                    continue
                found[quantity] = (low, high)
                for other in self._touching[quantity]:
                    if id(other) not in waiting:
                        waiting.add(id(other))
                        queue.append(other)
        return found


def _width(span: Span) -> int:
    return span[1] - span[0]


def _sum_steps(constraint: Sum, spans: Spans) -> Iterator[tuple[Quantity, Span]]:
    parts = [(part, *spans.get(part, FREE)) for part in constraint.parts]
    least, most = sum(low for _, low, _ in parts), sum(high for _, _, high in parts)
    low, high = spans.get(constraint.total, FREE)
    low, high = max(low, least), min(high, most)
    yield constraint.total, (low, high)
    for part, part_low, part_high in parts:
        yield part, (low - (most - part_high), high - (least - part_low))


def _view_steps(view: View, spans: Spans) -> Iterator[tuple[Quantity, Span]]:
    if len(view.quantities) == 1:
        yield view.quantities[0], view.spans[0]
        return
    held = [spans.get(each, FREE) for each in view.quantities]
    left = [
        counts
        for counts in view.alike
        if all(low <= n <= high for n, (low, high) in zip(counts, held, strict=True))
    ]
    for at, quantity in enumerate(view.quantities):
        values = [counts[at] for counts in left]
        yield quantity, (min(values, default=1), max(values, default=0))
