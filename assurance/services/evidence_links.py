"""Say what an item of evidence answers: cells of the matrix, lines of required evidence."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from assurance.models import (
    EvidenceCategory,
    EvidenceItem,
    EvidenceLink,
    FrameworkEntry,
    QualityStatement,
    SubHeading,
)
from assurance.models.framework import EntryKind
from assurance.services.evidence_rows import lock
from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.saving import insert

TAKEN = "It is linked there already"


@dataclass(frozen=True)
class Place:
    """Where an item belongs: a statement in a category, perhaps under a heading or a line."""

    statement: QualityStatement
    category: EvidenceCategory
    sub_heading: SubHeading | None = None
    required_evidence: FrameworkEntry | None = None

    def __str__(self) -> str:
        parts = [self.statement.code, self.category.label]
        if self.sub_heading is not None:
            parts.append(self.sub_heading.label)
        if self.required_evidence is not None:
            parts.append(self.required_evidence.code)
        return ", ".join(parts)


@transaction.atomic
def link_evidence(*, by: User, item: EvidenceItem, places: Collection[Place]) -> list[EvidenceLink]:
    """Link an item to each place; one it has already is left as it is.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in its council.
        RuleViolationError: `withdrawn`, `nowhere` (no place given), `other_framework`,
            `other_statement` (a heading or line of another statement), `other_category`, `taken`
            (all of them are there already).
    """
    held = lock(by, item, Permission.EVIDENCE_MANAGE)
    if not places:
        raise RuleViolationError("nowhere", "Choose what it is evidence for", field="statement")
    made = []
    for place in places:
        _check(place)
        columns = {
            "statement": place.statement,
            "category": place.category,
            "sub_heading": place.sub_heading,
            "required_evidence": place.required_evidence,
        }
        if _is_there(held, place):
            continue
        row = EvidenceLink(item=held, added_by=by, added_at=timezone.now(), **columns)
        insert(row, taken=TAKEN)
        made.append(row)
    if not made:
        raise RuleViolationError("taken", TAKEN, field="statement")
    activity.record(
        by=by,
        verb="evidence_linked",
        target=held,
        council=held.council,
        changes={"links": [None, "; ".join(str(place) for place in places)]},
    )
    return made


@transaction.atomic
def unlink_evidence(*, by: User, item: EvidenceItem, link: EvidenceLink) -> None:
    """Take an item from a place.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in its council.
        RuleViolationError: `withdrawn`.
        EvidenceLink.DoesNotExist: it is not linked there, or no more.
    """
    held = lock(by, item, Permission.EVIDENCE_MANAGE)
    rows = held.links.select_related("statement", "category", "sub_heading", "required_evidence")
    row = rows.get(pk=link.pk)
    place = Place(row.statement, row.category, row.sub_heading, row.required_evidence)
    row.delete()
    activity.record(
        by=by,
        verb="evidence_unlinked",
        target=held,
        council=held.council,
        changes={"links": [str(place), None]},
    )


def _is_there(item: EvidenceItem, place: Place) -> bool:
    if place.required_evidence is not None:
        return item.links.filter(required_evidence=place.required_evidence).exists()
    return item.links.filter(
        statement=place.statement,
        category=place.category,
        sub_heading=place.sub_heading,
        required_evidence=None,
    ).exists()


def _check(place: Place) -> None:
    """Refuse a place whose parts do not belong together."""
    statement, entry, heading = place.statement, place.required_evidence, place.sub_heading
    if place.category.framework_id != statement.framework_id:
        raise RuleViolationError(
            "other_framework", "Choose a category of the same framework", field="category"
        )
    if heading is not None and heading.statement_id != statement.pk:
        raise RuleViolationError(
            "other_statement", "Choose a heading of this statement", field="sub_heading"
        )
    if entry is None:
        return
    if entry.kind != EntryKind.REQUIRED_EVIDENCE or entry.statement_id != statement.pk:
        raise RuleViolationError(
            "other_statement", "Choose a line of this statement", field="required_evidence"
        )
    if entry.category_id != place.category.pk:
        raise RuleViolationError(
            "other_category", "Choose a line of this category", field="required_evidence"
        )
