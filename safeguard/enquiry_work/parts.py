"""What a page about the work of an enquiry is made of: sections, their rows and their links."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from safeguard.enquiry_work.entries import Entries
from safeguard.models import Enquiry


@dataclass(frozen=True)
class Link:
    """A link of a section or of a row; `hidden` says to a screen reader which row."""

    label: str
    url: str
    hidden: str = ""


@dataclass(frozen=True)
class Cell:
    """What one cell says; a `colour` makes it a tag."""

    text: str
    colour: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Section:
    """One section: a table, or what to say where it is empty; facts in pairs; a note; links."""

    key: str
    title: str
    empty: str = ""
    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    facts: Sequence[dict[str, Any]] = ()
    notes: Sequence[str] = ()
    links: tuple[Link, ...] = ()

    @property
    def has_links(self) -> bool:
        return any(row.links for row in self.rows)


@dataclass(frozen=True)
class Work:
    """One enquiry and what its reader may do with it."""

    enquiry: Enquiry
    can_record: bool
    can_decide: bool
    can_follow_up: bool
    entries: Entries

    def adding(self, *links: tuple[str, str], query: str = "") -> tuple[Link, ...]:
        """Return links to forms about the enquiry, each given as (label, name of the address)."""
        if not self.can_record:
            return ()
        key = self.enquiry.pk
        return tuple(Link(label, url(name, key) + query) for label, name in links)

    def changing(self, key: int, about: str, *links: tuple[str, str]) -> tuple[Link, ...]:
        """Return links to forms about one row, each given as (label, name of the address)."""
        if not self.can_record:
            return ()
        return tuple(Link(label, url(name, key), about) for label, name in links)

    def following(self, key: int, about: str, *links: tuple[str, str]) -> tuple[Link, ...]:
        """Return links to forms about what goes on after an enquiry concluded."""
        if not self.can_follow_up:
            return ()
        return tuple(Link(label, url(name, key), about) for label, name in links)


def url(name: str, key: int) -> str:
    return reverse(f"safeguard:{name}", args=[key])


def cells(*values: Any) -> tuple[Cell, ...]:
    return tuple(value if isinstance(value, Cell) else Cell(str(value or "")) for value in values)
