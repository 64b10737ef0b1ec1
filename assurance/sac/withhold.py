"""What must be hidden in a return that is shared, beyond 0 to 4, so that no such count comes out.

The national rule hides 0 to 4 and rounds the rest. Mostly the rounding leaves enough open; where
few are counted it may not: 15 adults told what they wanted, of whom about 5 achieved all of it and
the others are hidden in two cells, leave each of these at least 2. Pure.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from math import inf

from assurance.sac.figures import Key
from assurance.sac.relations import Relation, Values, relations, with_wholes
from core.disclosure import ROUND_TO, SAC

Span = tuple[float, float]
REACH = ROUND_TO // 2
# A hidden count must be able to be each of these, for all that is shown.
LEAST, MOST = 1, SAC.last
# A total tells most, so it is hidden last.
TOTALS = "SG1f"


class CannotHideError(ValueError):
    """What is out already gives a hidden cell away, whatever else is hidden."""


def cells_to_withhold(
    values: Values,
    *,
    not_supplied: Collection[Key] = (),
    hidden: Collection[Key] = (),
    out: Collection[Key] = (),
) -> frozenset[Key]:
    """Return which cells of 5 and more must be hidden, `hidden` among them.

    Whoever reads the return is taken to know that a cell of 0 to 4 is one, though [c] stands for
    others too.

    Args:
        values: the true count of each cell.
        not_supplied: cells shown as not supplied, which say nothing.
        hidden: cells that were hidden before, and stay so.
        out: cells that were shown before, which it helps nobody to hide now.

    Raises:
        CannotHideError: what is `out` gives a cell away.
    """
    found = {key for key in hidden if key in values and not SAC.hides(values[key])}
    silent = frozenset(not_supplied)
    every = with_wholes(values)
    told = [each for each in relations(every) if not silent & set(each.cells)]
    unknown = every.keys() - values.keys()
    known = _Known(every, unknown | found, told)
    small = [key for key, n in values.items() if SAC.hides(n) and key not in silent]
    while (exposed := next((key for key in small if known.exposes(key)), None)) is not None:
        shown = {k for k, n in values.items() if not (SAC.hides(n) or k in found or k in out)}
        near = known.near(exposed) & shown or known.further(exposed, shown)
        if not near:
            raise CannotHideError(", ".join(part for part in exposed if part))
        found.add(min(near, key=lambda key: (key[0] == TOTALS, values[key], key)))
        known = _Known(every, unknown | found, told)
    return frozenset(found)


class _Known:
    """The least and the most that each cell can be, for all that is shown."""

    def __init__(self, values: Values, hidden: Collection[Key], told: Collection[Relation]) -> None:
        self.spans = {key: _span(n, is_hidden=key in hidden) for key, n in values.items()}
        self.touching: Mapping[Key, list[Relation]] = defaultdict(list)
        for relation in told:
            for key in relation.cells:
                self.touching[key].append(relation)
        self._narrow(told)

    def exposes(self, key: Key) -> bool:
        low, high = self.spans[key]
        return low > LEAST or high < MOST

    def near(self, key: Key) -> set[Key]:
        """Return the cells of the relations that leave a cell less than all of 1 to 4."""
        return {
            cell
            for relation in self.touching[key]
            for each, (low, high) in _steps(relation, self.spans)
            if each == key and (low > LEAST or high < MOST)
            for cell in relation.cells
        }

    def further(self, key: Key, among: Collection[Key]) -> set[Key]:
        """Return those `among` which are the fewest relations away from a cell."""
        reached, ring = {key}, {key}
        while ring:
            ring = {
                cell for each in ring for relation in self.touching[each] for cell in relation.cells
            } - reached
            if found := ring.intersection(among):
                return found
            reached |= ring
        return set()

    def _narrow(self, every: Collection[Relation]) -> None:
        queue, waiting = deque(every), set(every)
        while queue:
            relation = queue.popleft()
            waiting.discard(relation)
            for key, (low, high) in list(_steps(relation, self.spans)):
                least, most = self.spans[key]
                if low <= least and high >= most:
                    continue
                self.spans[key] = (max(low, least), min(high, most))
                fresh = [each for each in self.touching[key] if each not in waiting]
                queue.extend(fresh)
                waiting.update(fresh)


def _span(n: int, *, is_hidden: bool) -> Span:
    if is_hidden:
        return (0, inf)
    if SAC.hides(n):
        return (SAC.first, SAC.last)
    shown = int(SAC.show(n))
    return (max(SAC.last + 1, shown - REACH), shown + REACH)


def _steps(relation: Relation, spans: Mapping[Key, Span]) -> Iterator[tuple[Key, Span]]:
    """Yield what a relation says of each of its cells, given what is known of the others."""
    least = sum(spans[key][0] for key in relation.less)
    highs = [spans[key][1] for key in relation.more]
    free = highs.count(inf)
    most = sum(high for high in highs if high < inf)
    for key, high in zip(relation.more, highs, strict=True):
        # Beside one that may be anything, nothing follows for the others.
        if free == 0 or (free == 1 and high == inf):
            yield key, (least - (most - high if high < inf else most), high)
    if free == 0:
        for key in relation.less:
            low = spans[key][0]
            yield key, (low, most - (least - low))
