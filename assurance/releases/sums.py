"""Every sum that a reader could do with what is shared: between measures, over parts and time.

A count that no figure has but that the others leave is made here as well, since whoever subtracts
finds it: the concerns of no team, the months of a year that were not shared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from assurance.releases import names
from assurance.releases.shared import ALL, COUNCIL, PEOPLE, Quantity, SharedFigure
from core.recovery import Sum

Truth = dict[Quantity, int]
Span = tuple[date, date]
REST = "the rest of"


def sums_of(truth: Truth, figures: Iterable[SharedFigure]) -> list[Sum]:
    """Return the sums, and add to `truth` the counts that they leave over."""
    found = [*_between_measures(truth), *_shares(truth, figures)]
    found += [*_parts(truth), *_people(truth), *_over_time(truth)]
    return found


def _between_measures(truth: Truth) -> Iterator[Sum]:
    slots = dict.fromkeys((start, end, part) for _, start, end, part in truth)
    for slot in slots:
        for total, parts in names.SUMS:
            yield from _whole(truth, (total, *slot), [(part, *slot) for part in parts])
        for whole, parts in names.WITHIN:
            yield from _within(truth, (whole, *slot), [(part, *slot) for part in parts])
        for key, (whole, part) in names.UNKNOWN.items():
            unknown = (f"{key}.unknown", *slot)
            if unknown in truth:
                yield from _whole(truth, (whole, *slot), [(part, *slot), unknown])


def _shares(truth: Truth, figures: Iterable[SharedFigure]) -> Iterator[Sum]:
    pairs = dict.fromkeys(
        figure.quantities[:2]
        for figure in figures
        if len(figure.counts) > 1
        and figure.names[0].endswith(".met")
        and figure.names[1] != names.STILL_OPEN
    )
    for part, whole in pairs:
        yield from _within(truth, whole, [part])


def _parts(truth: Truth) -> Iterator[Sum]:
    """The whole council is its teams and what has no team."""
    of: dict[Quantity, list[Quantity]] = defaultdict(list)
    for quantity in truth:
        name, start, end, part = quantity
        if part and not name.startswith((PEOPLE, REST)):
            of[name, start, end, COUNCIL].append(quantity)
    for whole, parts in of.items():
        yield from _within(truth, whole, parts)


def _people(truth: Truth) -> Iterator[Sum]:
    """Each person has one value on each axis: "age_band: 18-64" is of the axis "age_band"."""
    of: dict[tuple[Quantity, str], list[Quantity]] = defaultdict(list)
    for quantity in truth:
        name, start, end, part = quantity
        if name.startswith(PEOPLE) and not name.endswith(ALL):
            of[(f"{name}{ALL}", start, end, COUNCIL), part.partition(":")[0]].append(quantity)
    for (whole, _), parts in of.items():
        if whole in truth:
            yield Sum(whole, tuple(parts))


def _over_time(truth: Truth) -> Iterator[Sum]:
    series: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for name, start, end, part in truth:
        if name not in names.NOT_ADDITIVE and not name.startswith((PEOPLE, REST)):
            series[name, part].append((start, end))
    for (name, part), spans in series.items():
        for span, within in _nested(spans):
            parts = [(name, *each, part) for each in within]
            has_gap = not _tiles(span, within)
            if has_gap:
                yield from _within(truth, (name, *span, part), parts)
            else:
                yield Sum((name, *span, part), tuple(parts))


def _nested(spans: Sequence[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Yield each span with the largest others that lie within it side by side."""
    ordered = sorted(spans, key=lambda span: (span[0], -span[1].toordinal()))
    for outer in ordered:
        found: list[Span] = []
        for inner in ordered:
            inside = outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer
            if inside and (not found or found[-1][1] < inner[0]):
                found.append(inner)
        if found:
            yield outer, found


def _tiles(span: Span, within: Sequence[Span]) -> bool:
    day = span[0]
    for start, end in within:
        if start != day:
            return False
        day = end + timedelta(days=1)
    return day == span[1] + timedelta(days=1)


def _whole(truth: Truth, total: Quantity, parts: Sequence[Quantity]) -> Iterator[Sum]:
    """Yield the sum where at most one of its counts is missing, which the others then give."""
    missing = [each for each in (total, *parts) if each not in truth]
    if len(missing) > 1:
        return
    if missing == [total]:
        truth[total] = sum(truth[part] for part in parts)
    elif missing:
        left = truth[total] - sum(truth[part] for part in parts if part in truth)
        if left < 0:
            return
        truth[missing[0]] = left
    yield Sum(total, tuple(parts))


def _within(truth: Truth, whole: Quantity, parts: Sequence[Quantity]) -> Iterator[Sum]:
    """Yield the whole as its parts and a rest, where all of them are known."""
    held = [part for part in parts if part in truth]
    if whole not in truth or not held:
        return
    left = truth[whole] - sum(truth[part] for part in held)
    if left < 0:
        return
    shortened = sorted(f"{name} {part}".strip() for name, _, _, part in held)
    name, start, end, part = whole
    label = f"{REST} {name} without {', '.join(shortened)}"
    if len(held) == len(parts) == 1 or held[0][1:3] == (start, end):
        rest: Quantity = (label, start, end, part)
    else:
        spans = ", ".join(f"{s} {e}" for _, s, e, _ in held)
        rest = (f"{label} {spans}", start, end, part)
    truth[rest] = left
    yield Sum(whole, (*held, rest))
