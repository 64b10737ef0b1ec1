"""Prove that the trail is whole: nothing in it was changed, removed, moved or put in between."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db.models import Count, Max, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst

from core import append_only
from core.models import TrailHead, TrailLink
from core.trail_sources import (
    START,
    Entry,
    TrailSource,
    in_words,
    link_digest,
    trail_source,
    trail_sources,
)

# How long an entry may be without a link, or be linked after the time it gives.
SOON = timedelta(days=1)
BATCH = 500
MOST_FAULTS = 1000
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class TrailFault:
    """One thing that is wrong. The message names the entry or the link in plain English.

    Codes: `changed`, `removed` (an entry); `link_changed`, `links_missing`, `unknown_source` (the
    chain); `cut_off`, `head_changed`, `head_missing` (its end); `not_linked`, `linked_late`;
    `head_not_met`; `not_held` (the database lets rows be changed); `more` (naming stopped).
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class TrailReport:
    """What `verify_trail` found.

    Attributes:
        entries: how many entries the chain covers.
        unlinked: how many entries have no link yet; that is a fault only after a day.
        head: the digest of the last link, "" before the first.
    """

    entries: int
    unlinked: int
    head: str
    faults: tuple[TrailFault, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify_trail(head: str | None = None) -> TrailReport:
    """Read the chain from its first link to its last, each beside its entry; change nothing.

    Args:
        head: the digest that an earlier report gave and that was kept elsewhere. Only this finds
            somebody who wrote the whole chain anew. What was linked late before it was there to be
            seen when it was written down, and is not told again.

    Returns:
        At most 1,000 faults, and one that says so where there are more. Memory does not grow with
        the trail.
    """
    walk = _Walk(wanted=head)
    waiting = _Waiting()
    faults = _all_faults(walk, waiting)
    kept = list(islice(faults, MOST_FAULTS))
    if len(kept) == MOST_FAULTS:
        # The rest is still read, so that the counts are true.
        left = sum(1 for _ in faults)
        kept += [TrailFault("more", f"{left:,} more faults are not listed.")] if left else []
    return TrailReport(
        entries=walk.links,
        unlinked=waiting.count,
        head=walk.digest if walk.links else "",
        faults=tuple(kept),
    )


def _all_faults(walk: "_Walk", waiting: "_Waiting") -> Iterator[TrailFault]:
    for table in append_only.missing():
        yield _fault(
            "not_held",
            f"The database does not refuse changes of {table} any more: its trigger is gone or "
            "switched off. Find out who did it; docs/deployment.md says how to put it back.",
        )
    yield from walk.faults()
    yield from waiting.faults(begun=walk.links > 0)


class _Walk:
    """Goes along the chain; `digest` is that of the last link it has read."""

    def __init__(self, wanted: str | None) -> None:
        self.wanted = wanted
        self.is_met = wanted is None
        self.links = self.position = 0
        self.digest = START
        self.stands_on: tuple[TrailLink, Entry | None] | None = None
        self.begun_at = timezone.now()
        self.late: list[TrailFault] = []

    def faults(self) -> Iterator[TrailFault]:
        head, last = _end()
        while links := self._next(last):
            if not self.links:
                self.begun_at = links[0].linked_at
            entries = _entries_of(links)
            for link in links:
                yield from self._check(link, entries[link.source].get(link.entry_id))
        yield from self._at_the_end(head)
        if not self.is_met:
            yield _fault(
                "head_not_met",
                f"The chain does not run through the head {self.wanted}. Either it was written "
                "down wrongly or of another database, or links were removed or made anew since.",
            )
        yield from self.late

    def _next(self, last: int) -> list[TrailLink]:
        links = TrailLink.objects.filter(position__gt=self.position, position__lte=last)
        return list(links.order_by("position")[:BATCH])

    def _check(self, link: TrailLink, entry: Entry | None) -> Iterator[TrailFault]:
        source = trail_source(link.source)
        yield from self._check_place(link, entry)
        if source is None:
            yield _fault(
                "unknown_source",
                f"Link {link.position:,} is to {link.source} {link.entry_id}, which is no part of "
                "the trail.",
            )
        elif entry is None:
            yield _fault(
                "removed",
                f"{source.words(link.entry_id)} was removed. It was linked at place "
                f"{link.position:,} on {in_words(link.linked_at)}.",
            )
        else:
            yield from self._check_entry(source, link, entry)
        if link.digest == self.wanted:
            # Whoever wrote this head down was told what had been linked late before it.
            self.is_met = True
            self.late.clear()

    def _check_place(self, link: TrailLink, entry: Entry | None) -> Iterator[TrailFault]:
        """Compare a link with the one before it, and stand on it."""
        if link.position != self.position + 1:
            yield _fault(
                "links_missing",
                f"{_missing(self.position + 1, link.position - 1)}, between {self._before()} and "
                f"{_named(link, entry)}.",
            )
        elif link.digest != link_digest(self.digest, link):
            yield _fault(
                "link_changed",
                f"{_named(link, entry)} does not follow from {self._before()}: one of "
                "the two was changed, moved or put there, or one between them was taken out.",
            )
        self.links += 1
        self.position, self.digest = link.position, link.digest
        self.stands_on = (link, entry)

    def _before(self) -> str:
        return _named(*self.stands_on) if self.stands_on else "the beginning"

    def _check_entry(
        self, source: TrailSource, link: TrailLink, entry: Entry
    ) -> Iterator[TrailFault]:
        if source.digest(entry) != link.content:
            yield _fault(
                "changed",
                f"{source.words(link.entry_id, entry)} was changed: it is not what was linked at "
                f"place {link.position:,} on {in_words(link.linked_at)}.",
            )
        # What was there before the chain is linked on its first day.
        made_at = entry[source.made_at] or self.begun_at
        if link.linked_at > max(made_at, self.begun_at) + SOON:
            message = (
                f"{source.words(link.entry_id, entry)} was linked on "
                f"{in_words(link.linked_at)}, more than a day after the time it gives. Unless "
                "linking had stopped, it was put there later."
            )
            if len(self.late) < MOST_FAULTS:
                self.late.append(_fault("linked_late", message))

    def _at_the_end(self, head: TrailHead | None) -> Iterator[TrailFault]:
        if head is None:
            if self.links:
                yield _fault("head_missing", "The record of where the chain ends is gone.")
        elif head.position > self.position:
            yield _fault(
                "cut_off",
                f"The chain ends at link {self.position:,} and had reached {head.position:,}: its "
                "last links were removed.",
            )
        elif (head.position, head.digest) != (self.position, self.digest):
            yield _fault(
                "head_changed",
                f"The chain ends with {self._before()}, which is not the end that was recorded "
                f"(link {head.position:,}): links were added or changed, or that record was.",
            )


class _Waiting:
    """Counts the entries that have no link."""

    def __init__(self) -> None:
        self.count = 0

    def faults(self, *, begun: bool) -> Iterator[TrailFault]:
        long_ago = timezone.now() - SOON
        for source in trail_sources():
            too_long = Q(**{f"{source.made_at}__lt": long_ago})
            rows = source.unlinked()
            found = rows.aggregate(all=Count("pk"), too_long=Count("pk", filter=too_long))
            self.count += found["all"]
            if found["too_long"]:
                yield from _not_linked(source, found["too_long"], begun=begun)


def _not_linked(source: TrailSource, count: int, *, begun: bool) -> Iterator[TrailFault]:
    if not begun:
        yield _fault(
            "not_linked",
            f"The chain has not been begun, and {count:,} entries of the {source.name} are older "
            "than a day. Run `manage.py verify_trail --link`.",
        )
        return
    too_long = Q(**{f"{source.made_at}__lt": timezone.now() - SOON})
    oldest = source.unlinked().filter(too_long).order_by("pk").values_list("pk", flat=True)
    entries = source.entries(list(oldest[:MOST_NAMED]))
    for number, entry in sorted(entries.items()):
        yield _fault(
            "not_linked",
            f"{source.words(number, entry)} is older than a day and has no link. Either linking "
            "has stopped, or the entry was put there or its link removed.",
        )
    if count > len(entries):
        yield _fault(
            "not_linked", f"And {count - len(entries):,} more entries of the {source.name}."
        )


def _end() -> tuple[TrailHead | None, int]:
    """Return the record of the end of the chain, and where it ends, as they stand together.

    One statement reads both: links that somebody makes meanwhile are in both or in neither.
    """
    last = TrailLink.objects.order_by("-position").values("position")[:1]
    head = TrailHead.objects.annotate(last=Coalesce(Subquery(last), 0)).first()
    if head is not None:
        return head, head.last
    return None, TrailLink.objects.aggregate(last=Max("position"))["last"] or 0


def _entries_of(links: Sequence[TrailLink]) -> Mapping[str, Mapping[int, Entry]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for link in links:
        numbers[link.source].append(link.entry_id)
    return {
        label: source.entries(wanted) if (source := trail_source(label)) else {}
        for label, wanted in numbers.items()
    }


def _fault(code: str, message: str) -> TrailFault:
    return TrailFault(code, capfirst(message))


def _named(link: TrailLink, entry: Entry | None) -> str:
    source = trail_source(link.source)
    words = source.words(link.entry_id, entry) if source else f"{link.source} {link.entry_id}"
    return f"link {link.position:,} to {words}"


def _missing(first: int, last: int) -> str:
    return (
        f"Link {first:,} is missing"
        if first == last
        else f"Links {first:,} to {last:,} are missing"
    )
