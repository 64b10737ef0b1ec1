"""What the evidence of a council covers in one version of a framework, in a few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from assurance.choices_evidence import EvidenceStatus, EvidenceStrength
from assurance.models import (
    EvidenceCategory,
    EvidenceItem,
    EvidenceLink,
    Framework,
    FrameworkEntry,
    QualityStatement,
)
from assurance.models.framework import EntryKind
from assurance.rules.evidence import Dates, age_in_words, is_old, is_stale


def dates_of(item: EvidenceItem) -> Dates:
    return Dates(item.effective_from, item.effective_to, item.review_on)


@dataclass(frozen=True)
class Cell:
    """One statement in one category: the items that count, and those that wait for approval."""

    statement: QualityStatement
    category: EvidenceCategory
    counting: tuple[EvidenceItem, ...]
    waiting: tuple[EvidenceItem, ...]
    today: date

    @property
    def is_gap(self) -> bool:
        """Whether nothing counts here, in a category that is looked at."""
        return not self.counting and self.category.is_scored

    @property
    def newest(self) -> date | None:
        """The last day that any of the evidence is about."""
        return max((dates_of(item).newest for item in self.counting), default=None)

    @property
    def age(self) -> str:
        return age_in_words(self.newest, self.today) if self.newest else ""

    @property
    def is_old(self) -> bool:
        """Whether even the newest evidence is about over a year ago."""
        return bool(self.counting) and all(is_old(dates_of(i), self.today) for i in self.counting)

    @property
    def stale(self) -> int:
        return sum(is_stale(dates_of(item), self.today) for item in self.counting)

    @property
    def strengths(self) -> int:
        return sum(item.strength == EvidenceStrength.STRENGTH for item in self.counting)

    @property
    def improvements(self) -> int:
        return sum(item.strength == EvidenceStrength.IMPROVEMENT for item in self.counting)

    @property
    def owners(self) -> tuple[str, ...]:
        """Who looks after the evidence, each once, by name."""
        return tuple(sorted({i.owner.full_name for i in self.counting if i.owner is not None}))


@dataclass(frozen=True)
class RequiredLine:
    """One line of required evidence, with the items that answer it."""

    entry: FrameworkEntry
    counting: tuple[EvidenceItem, ...]
    waiting: tuple[EvidenceItem, ...]

    @property
    def is_answered(self) -> bool:
        return bool(self.counting)


@dataclass(frozen=True)
class StatementCover:
    """One statement: its cells in the order of the categories, and its required lines."""

    statement: QualityStatement
    cells: tuple[Cell, ...]
    lines: tuple[RequiredLine, ...]

    @property
    def gaps(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_gap)

    @property
    def open_lines(self) -> tuple[RequiredLine, ...]:
        """Lines that nothing answers, those asked for only if available among them."""
        return tuple(line for line in self.lines if not line.is_answered)

    @property
    def must_have(self) -> tuple[RequiredLine, ...]:
        """Open lines that are asked for whether or not a council has them."""
        return tuple(line for line in self.open_lines if not line.entry.if_available)


@dataclass(frozen=True)
class Coverage:
    """What evidence there is for each statement of a framework."""

    framework: Framework
    categories: tuple[EvidenceCategory, ...]
    statements: tuple[StatementCover, ...]

    @property
    def gaps_first(self) -> tuple[StatementCover, ...]:
        """The statements with most gaps first, then those with most lines open."""
        order = {cover.statement.pk: n for n, cover in enumerate(self.statements)}
        return tuple(
            sorted(
                self.statements,
                key=lambda c: (-len(c.gaps), -len(c.must_have), order[c.statement.pk]),
            )
        )

    @property
    def gaps(self) -> tuple[Cell, ...]:
        return tuple(cell for cover in self.statements for cell in cover.gaps)


Key = tuple[int, int]
Items = tuple[tuple[EvidenceItem, ...], tuple[EvidenceItem, ...]]


def coverage(
    items: QuerySet[EvidenceItem],
    framework: Framework,
    *,
    on: date,
    statement: QualityStatement | None = None,
) -> Coverage:
    """Return what `items` cover in a framework, or in one statement of it.

    `items` are those of one council that the reader may see; withdrawn ones are left out. A
    category that is not scored has a column only where something is linked to it or asked for.
    """
    statements = [statement] if statement else list(framework.statements.select_related("theme"))
    rows = _links(items, framework, on, statement)
    entries = list(_required(framework, statement))
    used = {row.category_id for row in rows} | {entry.category_id for entry in entries}
    categories = [c for c in framework.categories.all() if c.is_scored or c.pk in used]
    by_cell: dict[Key, list[EvidenceLink]] = defaultdict(list)
    by_entry: dict[int, list[EvidenceLink]] = defaultdict(list)
    for row in rows:
        by_cell[row.statement_id, row.category_id].append(row)
        if row.required_evidence_id is not None:
            by_entry[row.required_evidence_id].append(row)
    lines: dict[int | None, list[RequiredLine]] = defaultdict(list)
    for entry in entries:
        lines[entry.statement_id].append(RequiredLine(entry, *_items(by_entry[entry.pk])))
    return Coverage(
        framework,
        tuple(categories),
        tuple(
            StatementCover(
                each,
                tuple(_cells(each, categories, by_cell, on)),
                tuple(lines[each.pk]),
            )
            for each in statements
        ),
    )


def _cells(
    statement: QualityStatement,
    categories: Iterable[EvidenceCategory],
    rows: Mapping[Key, Sequence[EvidenceLink]],
    on: date,
) -> Iterator[Cell]:
    for category in categories:
        found = _items(rows.get((statement.pk, category.pk), ()))
        yield Cell(statement, category, *found, on)


def _links(
    items: QuerySet[EvidenceItem],
    framework: Framework,
    on: date,
    statement: QualityStatement | None,
) -> list[Any]:
    counting = EvidenceItem.objects.counting(on).filter(pk=OuterRef("item"))
    rows = EvidenceLink.objects.of(items.exclude(status=EvidenceStatus.WITHDRAWN))
    rows = rows.filter(statement__framework=framework)
    if statement is not None:
        rows = rows.filter(statement=statement)
    found = rows.annotate(counts=Exists(counting)).select_related("item__owner", "sub_heading")
    return list(found.order_by("item__title", "pk"))


def _required(framework: Framework, statement: QualityStatement | None) -> QuerySet[FrameworkEntry]:
    rows = framework.entries.filter(kind=EntryKind.REQUIRED_EVIDENCE).select_related("category")
    return rows.filter(statement=statement) if statement is not None else rows


def _items(rows: Iterable[Any]) -> Items:
    """Return the items that count and those that wait, each once however often it is linked."""
    counting: dict[int, EvidenceItem] = {}
    waiting: dict[int, EvidenceItem] = {}
    for row in rows:
        if row.counts:
            counting[row.item_id] = row.item
        elif row.item.status == EvidenceStatus.DRAFT:
            waiting[row.item_id] = row.item
    return tuple(counting.values()), tuple(waiting.values())
