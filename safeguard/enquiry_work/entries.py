"""The dated entries of an enquiry that are short enough to be read together, in one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from safeguard.choices_work import HoldReason, PlanReviewResult, ProcessKind
from safeguard.models import Enquiry
from safeguard.rules.days import in_words

NOTHING = Cast(Value(None), DateField())
LABELS: dict[str, dict[str, str]] = {
    "hold": dict(HoldReason.choices),
    "process": dict(ProcessKind.choices),
    "review": dict(PlanReviewResult.choices),
}


class Entry(NamedTuple):
    """An allocation, a hold, another process or a review of the plan.

    `code` is the lead's name or the coded value, `extra` who allocated it or a reference.
    """

    source: str
    pk: int
    code: str
    first: date | None
    last: date | None
    note: str
    extra: str

    @property
    def label(self) -> str:
        return LABELS[self.source].get(self.code, "")


@dataclass(frozen=True)
class Entries:
    """All entries of one enquiry."""

    all: tuple[Entry, ...]

    def of(self, source: str) -> list[Entry]:
        """Return those of one kind, newest first; what has no first day comes last."""
        found = [entry for entry in self.all if entry.source == source]
        return sorted(found, key=lambda entry: (entry.first or date.min, entry.pk), reverse=True)


def entries_of(enquiry: Enquiry) -> Entries:
    """Return the entries of `enquiry` in one statement."""
    parts = [
        _rows(
            "allocation",
            enquiry.allocations.all(),
            ("lead__full_name", "allocated_on", None, "allocated_by__full_name"),
        ),
        _rows("hold", enquiry.holds.all(), ("reason", "since", "until", None)),
        _rows(
            "process",
            enquiry.other_processes.all(),
            ("kind", "began_on", "ended_on", "reference"),
        ),
        _rows("review", enquiry.plan_reviews.all(), ("result", "due_on", "held_on", None)),
    ]
    first, *others = parts
    rows: Iterable[Any] = first.union(*others, all=True)
    return Entries(tuple(Entry(*row) for row in rows))


def day(value: date | None) -> str:
    """22 November 2026; nothing where there is no day."""
    return in_words(value) if value else ""


def span(entry: Entry) -> str:
    """From when to when, as far as it is known."""
    if entry.first and entry.last:
        return f"{day(entry.first)} to {day(entry.last)}"
    if entry.last:
        return f"Until {day(entry.last)}"
    return f"Since {day(entry.first)}" if entry.first else ""


def _rows(
    source: str, rows: QuerySet[Any, Any], columns: tuple[str, str, str | None, str | None]
) -> QuerySet[Any, Any]:
    code, first, last, extra = columns
    return rows.order_by().values_list(
        Cast(Value(source), CharField()),
        Cast("pk", IntegerField()),
        Coalesce(Cast(F(code), TextField()), Value(""), output_field=TextField()),
        Cast(first, DateField()),
        Cast(last, DateField()) if last else NOTHING,
        Cast("note", TextField()),
        Cast(extra, TextField()) if extra else Cast(Value(""), TextField()),
    )
