"""What the trail is made of: rows that say that somebody did, looked at or took something.

Each app adds what it keeps. Every column of a source is covered by the chain, so none of its rows
may ever change or go.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from core.models import ActivityEvent, ExportEvent, TrailLink

# What the first link follows.
START = "0" * 64
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TrailSource:
    """A model whose rows are entries of the trail.

    Attributes:
        name: in words, as in "entry 7 of the activity log".
        made_at: the column with the time of an entry.
        who, what: the columns that tell an entry to a reader.
    """

    model: type[models.Model]
    name: str
    made_at: str
    who: str
    what: str

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def columns(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields if not field.generated]

    def entries(self, numbers: Sequence[int]) -> dict[int, Entry]:
        """Return those of the entries that are there, by number."""
        columns = self.columns
        rows = self.model._default_manager.order_by().filter(pk__in=numbers)
        read = (dict(zip(columns, row, strict=True)) for row in rows.values_list(*columns))
        return {entry["id"]: entry for entry in read}

    def unlinked(self, after: int = 0) -> QuerySet[Any]:
        """Select the entries with a number above `after` that have no link."""
        linked = TrailLink.objects.filter(source=self.label, entry_id=OuterRef("pk"))
        return self.model._default_manager.order_by().filter(~Exists(linked), pk__gt=after)

    def unlinked_numbers(self, after: int, most: int) -> list[int]:
        """Return the lowest numbers of `unlinked`, in order, `most` of them at the most."""
        found = self.unlinked(after).annotate(number=F("pk")).order_by("pk")
        return list(found.values_list("number", flat=True)[:most])

    def digest(self, entry: Entry) -> str:
        """Return the SHA-256 of an entry, the same on every database.

        A column that is empty is left out, so that one that is added later changes no digest of
        before. A column cannot be renamed without that.
        """
        held = {name: value for name, value in entry.items() if value not in (None, "")}
        return _sha256(_canonical([self.label, held]))

    def words(self, number: int, entry: Entry | None = None) -> str:
        """Say which entry it is and, where it is there, what it says of itself."""
        if entry is None:
            return f"entry {number} of the {self.name}"
        what, who = entry[self.what], entry[self.who]
        if isinstance(what, int):
            what = f"{self.what.removesuffix('_id')} {what}"
        by = f"person {who}" if isinstance(who, int) else who or "the command line"
        return f"{self.words(number)} ({what}, {by}, {in_words(entry[self.made_at])})"


_sources: dict[str, TrailSource] = {}


def add_trail_source(source: TrailSource) -> None:
    """Have the chain cover the rows of a model, from the next linking on."""
    _sources[source.label] = source


def trail_sources() -> Iterator[TrailSource]:
    """Return what the trail is made of, in the order in which it was added."""
    yield from _sources.values()


def trail_source(label: str) -> TrailSource | None:
    """Return the source with this label, if an app has added it."""
    return _sources.get(label)


def in_words(moment: datetime | None) -> str:
    """Return a moment to the second, in the time of the installation."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else "no time"


def link_digest(before: str, link: TrailLink) -> str:
    """Return what a link's digest is when `before` is the digest of the link before it.

    The position is not in it: the chain itself gives the order, and when a link is taken out, the
    joint alone is wrong and not all that follows.
    """
    linked_at = _plain(link.linked_at)
    return _sha256(f"{before} {link.source} {link.entry_id} {link.content} {linked_at}")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"the chain does not know how to write {type(value).__name__}")


# One for all: making it takes as long as using it.
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain).encode


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


add_trail_source(
    TrailSource(ActivityEvent, "activity log", made_at="created_at", who="actor_name", what="verb")
)
add_trail_source(
    TrailSource(
        ExportEvent, "ledger of exports", made_at="exported_at", who="exported_by_id", what="kind"
    )
)
