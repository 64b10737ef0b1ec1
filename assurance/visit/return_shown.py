"""An information return as its page shows it: items by day, and how complete it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assurance.choices_visit import ReturnItemStatus
from assurance.models import InformationReturn, ReturnDocument, ReturnItem
from assurance.rules.information_return import Completeness, ItemState, completeness

COLOURS = {
    ReturnItemStatus.NOT_STARTED: "grey",
    ReturnItemStatus.GATHERING: "blue",
    ReturnItemStatus.READY: "green",
    ReturnItemStatus.NOT_HELD: "orange",
}
STATEMENTS = 9
SETTLED = (ReturnItemStatus.READY, ReturnItemStatus.NOT_HELD)


@dataclass(frozen=True)
class DocumentShown:
    """A document of an item, and whether it may be sent."""

    document: ReturnDocument
    counts: bool


@dataclass(frozen=True)
class ItemShown:
    item: ReturnItem
    colour: str
    is_overdue: bool
    statements: str
    documents: tuple[DocumentShown, ...]

    @property
    def is_provisional(self) -> bool:
        return self.item.entry is not None and self.item.entry.is_provisional


@dataclass(frozen=True)
class ReturnShown:
    """Items in the order of the return, and how complete it is."""

    items: tuple[ItemShown, ...]
    complete: Completeness


def return_shown(information_return: InformationReturn, *, today: date) -> ReturnShown:
    rows = information_return.items.select_related("owner", "entry").prefetch_related(
        "entry__statements",
        "documents__evidence__story",
        "documents__evidence__audit_round",
    )
    return shown(rows, today=today)


def shown(rows: Iterable[ReturnItem], *, today: date) -> ReturnShown:
    """Return what a page shows of these items; each has its documents read already."""
    items = tuple(_item(row, today) for row in rows)
    states = [
        ItemState(
            status=each.item.status,
            due_on=each.item.due_on,
            has_owner=each.item.owner_id is not None,
            has_answer=bool(each.item.answer),
            documents=len(each.documents),
            stopped_counting=sum(not one.counts for one in each.documents),
        )
        for each in items
    ]
    return ReturnShown(items, completeness(states, today=today))


def _item(row: ReturnItem, today: date) -> ItemShown:
    documents = tuple(
        DocumentShown(document, document.evidence.may_leave(today))
        for document in row.documents.all()
    )
    codes = [each.code for each in row.entry.statements.all()] if row.entry else []
    return ItemShown(
        row,
        COLOURS[ReturnItemStatus(row.status)],
        row.due_on < today and row.status not in SETTLED,
        "All" if len(codes) == STATEMENTS else ", ".join(codes),
        documents,
    )
