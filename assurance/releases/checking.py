"""What must be hidden before figures are shared, given all that was shared before."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assurance.releases.shared import PEOPLE, Key, Quantity, SharedFigure
from assurance.releases.sums import sums_of
from core.periods import Period
from core.recovery import SMALL, Puzzle, Span, View


@dataclass(frozen=True)
class Earlier:
    """The figures of something that was shared, and what it was."""

    title: str
    figures: tuple[SharedFigure, ...]


@dataclass(frozen=True)
class Withheld:
    """A figure hidden although it is large enough, and the earlier releases that are why."""

    key: Key
    because_of: tuple[str, ...] = ()


def to_withhold(new: Sequence[SharedFigure], earlier: Sequence[Earlier] = ()) -> list[Withheld]:
    """Return the figures of `new` to hide so that no small count can be worked out.

    First those that give one away within the document, then those that would do so together with
    something shared before. A figure that was hidden before stays hidden, and what was shared by
    month is not shared by quarter as well, nor the other way round.
    """
    found: dict[Key, Withheld] = {}
    for key, title in (*_hidden_before(new, earlier), *_cut_otherwise(new, earlier)):
        found.setdefault(key, Withheld(key, (title,) if title else ()))
    for key in _exposing(new, (), frozenset(found)):
        found.setdefault(key, Withheld(key))
    if earlier:
        for key in _exposing(new, earlier, frozenset(found)):
            found.setdefault(key, Withheld(key, _titles(key, new, earlier)))
    return list(found.values())


def _hidden_before(
    new: Sequence[SharedFigure], earlier: Sequence[Earlier]
) -> Iterator[tuple[Key, str]]:
    was_hidden = {
        figure.key: release.title
        for release in earlier
        for figure in release.figures
        if figure.is_hidden
    }
    for figure in new:
        if figure.key in was_hidden and not figure.is_hidden:
            yield figure.key, was_hidden[figure.key]


def _cut_otherwise(
    new: Sequence[SharedFigure], earlier: Sequence[Earlier]
) -> Iterator[tuple[Key, str]]:
    """Yield the months of what is or was shared by quarter, and quarters of what was by month."""
    # Within one document the quarter stays and the months go.
    by_quarter = _shown_in((Earlier("", tuple(new)), *earlier), _is_quarter)
    by_month = _shown_in(earlier, _is_month)
    for figure in new:
        title = None
        if _is_month(figure):
            title = by_quarter.get((figure.measure, figure.part))
        elif _is_quarter(figure):
            title = by_month.get((figure.measure, figure.part))
        if title is not None:
            yield figure.key, title


def _shown_in(
    releases: Iterable[Earlier], cut: Callable[[SharedFigure], bool]
) -> dict[tuple[str, str], str]:
    return {
        (figure.measure, figure.part): release.title
        for release in releases
        for figure in release.figures
        if cut(figure) and not figure.is_hidden
    }


def _is_month(figure: SharedFigure) -> bool:
    return bool(figure.group)


def _is_quarter(figure: SharedFigure) -> bool:
    return not figure.group and Period.between(figure.start, figure.end).is_quarter


def _exposing(
    new: Sequence[SharedFigure], earlier: Sequence[Earlier], hidden: frozenset[Key]
) -> list[Key]:
    """Return what else must be hidden, `hidden` being so already.

    Months are shown together or not at all; once they are not, nobody subtracts from them, and the
    rest is looked at afresh.
    """
    figures = [replace(each, withheld=True) if each.key in hidden else each for each in new]
    gone = {owner_of(each) for each in figures if each.group and each.withheld}
    figures = [each for each in figures if owner_of(each) not in gone]
    old = [figure for release in earlier for figure in release.figures]
    old = [each for each in old if not (each.group and each.withheld)]
    found: list[Key] = []
    while True:
        puzzle = _puzzle(figures, old)
        owner = _hide_until_safe(puzzle, figures, old, found)
        if owner is None:
            return found
        found += [each.key for each in figures if owner_of(each) == owner]
        figures = [
            replace(each, withheld=each.withheld or each.key in found)
            for each in figures
            if owner_of(each) != owner
        ]


def _puzzle(figures: Sequence[SharedFigure], old: Sequence[SharedFigure]) -> Puzzle:
    truth = _truth([*old, *figures])
    sums = sums_of(truth, [*old, *figures])
    views = [*_views(figures, truth, is_out=False), *_views(old, truth, is_out=True)]
    return Puzzle(truth, sums, views)


def _hide_until_safe(
    puzzle: Puzzle,
    figures: Sequence[SharedFigure],
    old: Sequence[SharedFigure],
    found: list[Key],
) -> Hashable | None:
    """Hide figures one by one, adding them to `found`; return early with months to be left out."""
    groups = {owner_of(figure) for figure in figures if figure.group}
    hidden = _hidden_counts(puzzle, [*old, *figures])
    # The largest first, from the end: the smallest take the most with them.
    todo = sorted(
        (each for each, count in puzzle.truth.items() if count in SMALL),
        key=lambda each: (-puzzle.truth[each], repr(each)),
    )
    while todo:
        is_safe = puzzle.hides if todo[-1] in hidden else puzzle.leaves_open
        if is_safe(todo[-1]):
            todo.pop()
            continue
        near = puzzle.owners_near(todo[-1])
        if not near:
            # Nothing of this release bears on it: what gives it away is out already.
            todo.pop()
            continue
        if near[0] in groups:
            return near[0]
        found.append(near[0])  # type: ignore[arg-type]
        puzzle.hide(near[0])
    return None


def _hidden_counts(puzzle: Puzzle, figures: Sequence[SharedFigure]) -> set[Hashable]:
    """Return the counts of hidden figures, and what those leave over of their wholes."""
    hidden = {frozenset(figure.quantities) for figure in figures if figure.is_hidden}
    found: set[Hashable] = {quantity for quantities in hidden for quantity in quantities}
    for each in puzzle.sums:
        *rest, last = each.parts
        if {each.total, *rest} in hidden:
            found.add(last)
    return found


def _truth(figures: Iterable[SharedFigure]) -> dict[Quantity, int]:
    """Return each count as the newest figure has it."""
    return {
        quantity: count
        for figure in figures
        for quantity, count in zip(figure.quantities, figure.counts, strict=True)
    }


def _views(
    figures: Iterable[SharedFigure], truth: dict[Quantity, int], *, is_out: bool
) -> Iterable[View]:
    for figure in figures:
        # [c] stands for large figures too, so it says nothing of its counts.
        if figure.is_hidden:
            continue
        now = tuple(truth[quantity] for quantity in figure.quantities)
        if now == figure.counts:
            yield _view(figure, None if is_out or _always_shown(figure) else owner_of(figure))
        elif figure.text_for(now) == figure.shown:
            yield _view(replace(figure, counts=now), None)
        elif len(now) == 1:
            # It reads otherwise now. A reader may guess that one case came or went.
            yield _restated(figure)


def _always_shown(figure: SharedFigure) -> bool:
    """The number of all people is told in a sentence of its own."""
    return figure.measure.startswith(PEOPLE) and not figure.part


def owner_of(figure: SharedFigure) -> Hashable:
    """Return what is hidden with a figure: the figure, or the measure's months together."""
    return (figure.measure, figure.part, figure.group) if figure.group else figure.key


def _view(figure: SharedFigure, owner: Hashable | None) -> View:
    shown = figure.shown
    spans = figure.spans

    def reads(counts: tuple[int, ...]) -> bool:
        return figure.text_for(counts) == shown

    return View(figure.quantities, spans, reads, owner, _rank(figure))


def _rank(figure: SharedFigure) -> tuple[int, ...]:
    """Order what to hide: short periods before long, teams before all, shares before counts.

    A share tells more of its counts than the rounded counts do, so hiding it helps most.
    """
    days = (figure.end - figure.start).days
    return (days, 0 if figure.part else 1, 0 if len(figure.counts) > 1 else 1)


def _restated(figure: SharedFigure) -> View:
    ((low, high),) = figure.spans
    span: Span = (low - 1, high + 1)
    return View(figure.quantities, (span,), lambda counts: span[0] <= counts[0] <= span[1])


def _titles(key: Key, new: Sequence[SharedFigure], earlier: Sequence[Earlier]) -> tuple[str, ...]:
    """Return the earlier releases that count the same things over some of the same days."""
    counted = {name for figure in new if figure.key == key for name in figure.names}
    _, start, end, _ = key
    return tuple(
        dict.fromkeys(
            release.title
            for release in earlier
            if any(
                counted & set(figure.names) and figure.start <= end and start <= figure.end
                for figure in release.figures
            )
        )
    )
