"""What would show that a recommendation made a difference. `assurance` registers who can say.

A recommendation holds keys of measures and audit questions. This app cannot look them up, and knows
nobody who can: whoever may do so registers here, as the makers of home panels do in `core.home`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.models import Organisation, User
from sab.models import Recommendation, RecommendationLink


@dataclass(frozen=True)
class Signal:
    """What one linked series says since the recommendation was due, perhaps with its chart."""

    link: RecommendationLink
    title: str
    words: str
    colour: str
    chart: Any = None


@dataclass(frozen=True)
class Linkable:
    """Something that can be linked: its kind, key and title, and what it is a part of."""

    kind: str
    key: str
    title: str
    group: str = ""


Reader = Callable[[User, Organisation, Iterable[Recommendation]], Mapping[int, list[Signal]]]
_readers: list[Reader] = []
Offers = Callable[[Organisation | None], Iterable[Linkable]]
_lists: list[Offers] = []


def register(reader: Reader, offers: Offers) -> None:
    """Add who reads links, and what they offer to be linked."""
    _readers.append(reader)
    _lists.append(offers)


def signals_of(
    person: User, council: Organisation, rows: Iterable[Recommendation]
) -> dict[int, list[Signal]]:
    """Return what the links of each recommendation say, by its key."""
    found: dict[int, list[Signal]] = {}
    chosen = list(rows)
    for reader in _readers:
        for key, signals in reader(person, council, chosen).items():
            found.setdefault(key, []).extend(signals)
    return found


def linkables(kind: str, council: Organisation | None = None) -> list[Linkable]:
    """Return what of one kind can be linked; of a council, where what there is depends on it."""
    return [item for offers in _lists for item in offers(council) if item.kind == kind]
