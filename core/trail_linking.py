"""Link what was recorded to the chain: after each commit, and all that is left by hand or at night.

Entries are linked after the transaction that made them, never inside it: the chain has one end, and
whoever held it would make everybody wait for the length of an import. So the order of the chain is
that in which entries were found, which is nearly that in which they were made.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import TrailHead, TrailLink
from core.trail_sources import START, TrailSource, link_digest, trail_sources

# Found numbers of entries by source, each in order.
Found = Mapping[TrailSource, Sequence[int]]
# The most of one source that are linked in one transaction: nobody waits longer for the chain.
BATCH = 2000
# A transaction may commit after others whose entries have higher numbers. Within this distance the
# next linking finds its entries; the nightly one looks everywhere.
LOOKED_BACK = 500
# In plain SQL, since it is asked after every write and saying it through models takes longer. The
# links are bounded as well, so that no plan reads them from the first one on.
NEWEST = """
SELECT * FROM (
  SELECT %s AS source, e.id FROM {table} e
  WHERE e.id > %s AND NOT EXISTS (
    SELECT 1 FROM {links} l WHERE l.source = %s AND l.entry_id > %s AND l.entry_id = e.id)
  ORDER BY e.id LIMIT {most}) {table}_newest
"""


def link_after_commit() -> None:
    """Have the entries of this transaction linked once it has committed; asked once in each."""
    if not any(waiting[1] is link_newest for waiting in connection.run_on_commit):
        transaction.on_commit(link_newest, robust=True)


def link_newest() -> None:
    """Link the newest entries that have no link.

    It waits for nobody: while somebody else makes links, or writes on SQLite, it leaves them to the
    next time. Where more than a batch were recorded before the chain has begun, it leaves the
    beginning to `link_all`.
    """
    try:
        with _without_waiting(), transaction.atomic():
            head = _locked_head(wait=False)
            if head is None:
                return
            found = _newest_without_link(head.newest)
            if head.position or sum(map(len, found.values())) <= BATCH:
                _link(head, found)
    except OperationalError as error:
        if connection.vendor != "sqlite" or "locked" not in str(error):
            raise


def link_all() -> int:
    """Link every entry that has no link, wherever it stands, and return how many there were.

    Each batch is a transaction of its own, so nobody waits for long.
    """
    linked = 0
    for source in trail_sources():
        after = 0
        while numbers := source.unlinked_numbers(after, BATCH):
            after = numbers[-1]
            linked += _link_these(source, numbers)
    return linked


@transaction.atomic
def _link_these(source: TrailSource, numbers: Sequence[int]) -> int:
    head = _locked_head(wait=True)
    # Somebody may have linked some of them before the lock was ours.
    there = TrailLink.objects.filter(source=source.label, entry_id__in=numbers)
    done = set(there.values_list("entry_id", flat=True))
    found = {source: [number for number in numbers if number not in done]}
    return _link(head, found) if head else 0


def _newest_without_link(newest: Mapping[str, int]) -> Found:
    """Look past the newest link of each source, and a little before it, in one statement."""
    sources = {source.label: source for source in trail_sources()}
    found: dict[TrailSource, list[int]] = {source: [] for source in sources.values()}
    links, most = TrailLink._meta.db_table, BATCH + 1
    parts = [
        NEWEST.format(table=source.model._meta.db_table, links=links, most=most)
        for source in sources.values()
    ]
    params: list[str | int] = []
    for label in sources:
        after = newest.get(label, 0) - LOOKED_BACK
        params += [label, after, label, after]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for label, number in cursor.fetchall():
            found[sources[label]].append(number)
    return found


def _link(head: TrailHead, found: Found) -> int:
    links = list(_links(head, found))
    if links:
        TrailLink.objects.bulk_create(links)
        head.save(update_fields=["position", "digest", "newest"])
    return len(links)


def _links(head: TrailHead, found: Found) -> Iterator[TrailLink]:
    """Make the links that follow `head`, and move it with them."""
    now = timezone.now()
    for source, numbers in found.items():
        entries = source.entries(numbers)
        for number in sorted(entries):
            link = TrailLink(
                position=head.position + 1,
                source=source.label,
                entry_id=number,
                content=source.digest(entries[number]),
                linked_at=now,
            )
            link.digest = link_digest(head.digest, link)
            head.position, head.digest = link.position, link.digest
            head.newest[source.label] = max(number, head.newest.get(source.label, 0))
            yield link


def _locked_head(*, wait: bool) -> TrailHead | None:
    """Lock the end of the chain; None while somebody else holds it and `wait` is not said."""
    last = TrailLink.objects.order_by("-position").values("position")[:1]
    heads = TrailHead.objects.filter(pk=TrailHead.ONLY).annotate(last=Coalesce(Subquery(last), 0))
    heads = heads.select_for_update(skip_locked=not wait)
    head = heads.first()
    if head is None and not TrailHead.objects.exists():
        _make_head()
        head = heads.first()
    if head is not None:
        # A place that is taken is left as it is: what is wrong there is for `verify_trail` to say.
        head.position = max(head.position, head.last)
    return head


def _make_head() -> None:
    """Make the row that is locked: before the first link, and where somebody took it away."""
    last = TrailLink.objects.order_by("-position").first()
    head = TrailHead(pk=TrailHead.ONLY, digest=START)
    if last is not None:
        head.position, head.digest = last.position, last.digest
    TrailHead.objects.bulk_create([head], ignore_conflicts=True)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """On SQLite, where one lock is on the whole file, fail at once while somebody else writes."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
