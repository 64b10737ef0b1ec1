"""Choose evidence for a visiting assessor, and let them read it; every reading is recorded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assurance.models import (
    EvidenceItem,
    EvidenceRevision,
    SharedItem,
    SharedSet,
    SharedSetReader,
)
from assurance.services.rows import add, change, lock
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission


@transaction.atomic
def begin_sharing(
    *, by: User, council: Organisation, title: str, until: date, purpose: str = ""
) -> SharedSet:
    """Begin a choice of evidence; it holds nothing, and nobody reads it yet.

    Args:
        until: the last day, included.

    Raises:
        PermissionDenied: `by` does not hold SHARE_EVIDENCE in `council`.
        RuleViolationError: `taken`; `over`: the last day is past.
        ValidationError: the title is missing or taken.
    """
    access.require(by, Permission.SHARE_EVIDENCE, council=council)
    _check_until(until)
    begun = SharedSet(council=council, title=title.strip(), purpose=purpose.strip(), until=until)
    taken = "Somebody began sharing under this title just now"
    add(by, begun, "sharing_begun", council, taken=taken)
    return begun


@transaction.atomic
def choose_items(
    *, by: User, shared_set: SharedSet, evidence: Collection[EvidenceItem]
) -> list[SharedItem]:
    """Put evidence in the set; what is in it already stays.

    Raises:
        PermissionDenied: as `begin_sharing`.
        RuleViolationError: `closed`; `elsewhere`; `does_not_count`: it is not approved, or its
            source or link is gone, or a story may not be heard by everybody; named.
    """
    held = _lock(by, shared_set)
    there = set(held.items.values_list("evidence_id", flat=True))
    today, added = timezone.localdate(), []
    for item in evidence:
        if item.council_id != held.council_id:
            raise RuleViolationError("elsewhere", "This evidence belongs to another council")
        if not item.may_leave(today):
            raise RuleViolationError(
                "does_not_count",
                f"“{item.title}” cannot be shown to others: it does not count now, or it is a "
                "story that not everybody may hear",
                field="evidence",
            )
        if item.pk in there:
            continue
        row = SharedItem(shared_set=held, evidence=item, added_by=by)
        taken = "Somebody put this evidence in the set just now"
        add(by, row, "sharing_item_added", held.council, taken=taken)
        added.append(row)
    return added


@transaction.atomic
def take_item_out(*, by: User, item: SharedItem) -> None:
    """Take evidence out of the set; its readers see it no more.

    Raises:
        PermissionDenied, RuleViolationError: as `choose_items`.
    """
    held = _lock(by, item.shared_set)
    activity.record(
        by=by,
        verb="sharing_item_removed",
        target=item,
        council=held.council,
        changes={"evidence": [str(item.evidence_id), None]},
    )
    item.delete()


@transaction.atomic
def let_read(*, by: User, shared_set: SharedSet, person: User) -> SharedSetReader:
    """Let a visiting assessor of the council read the set.

    Raises:
        PermissionDenied: as `begin_sharing`.
        RuleViolationError: `closed`; `not_an_assessor`; `taken`.
        ValidationError: they read it already.
    """
    held = _lock(by, shared_set)
    assessors = access.people_with(Permission.SHARED_EVIDENCE_VIEW, held.council)
    if not assessors.filter(pk=person.pk).exists():
        raise RuleViolationError(
            "not_an_assessor",
            "Give this person the role of visiting assessor first",
            field="person",
        )
    reader = SharedSetReader(shared_set=held, person=person, added_by=by)
    taken = "Somebody let this person read it just now"
    add(by, reader, "sharing_reader_added", held.council, taken=taken)
    return reader


@transaction.atomic
def let_read_no_more(*, by: User, reader: SharedSetReader) -> None:
    """Take away what `let_read` gave.

    Raises:
        PermissionDenied, RuleViolationError: as `let_read`.
    """
    held = _lock(by, reader.shared_set)
    activity.record(
        by=by,
        verb="sharing_reader_removed",
        target=reader,
        council=held.council,
        changes={"person": [str(reader.person_id), None]},
    )
    reader.delete()


@transaction.atomic
def change_sharing(
    *, by: User, shared_set: SharedSet, title: str, until: date, purpose: str
) -> SharedSet:
    """Change the title, the purpose or the last day.

    Raises:
        PermissionDenied, RuleViolationError, ValidationError: as `begin_sharing`; `closed`.
    """
    held = _lock(by, shared_set)
    if until != held.until:
        _check_until(until)
    columns = {"title": title.strip(), "until": until, "purpose": purpose.strip()}
    change(by, held, "sharing_changed", held.council, columns)
    return held


@transaction.atomic
def stop_sharing(*, by: User, shared_set: SharedSet) -> SharedSet:
    """Close the set at once: nobody reads it any more, and it does not open again.

    Raises:
        PermissionDenied, RuleViolationError: as `choose_items`.
    """
    held = _lock(by, shared_set)
    change(by, held, "sharing_stopped", held.council, {"closed_at": timezone.now()})
    return held


@transaction.atomic
def open_shared_set(*, by: User, public_id: UUID) -> SharedSet:
    """Return a set that was chosen for `by`; the reading is recorded.

    Raises:
        SharedSet.DoesNotExist: it is not theirs, it is closed, or its last day is over.
    """
    rows = SharedSet.objects.readable_by(by).select_related("council")
    found = rows.get(public_id=public_id)
    activity.record(by=by, verb="shared_set_read", target=found, council=found.council, changes={})
    return found


@transaction.atomic
def open_shared_item(*, by: User, public_id: UUID, item: int) -> SharedItem:
    """Return one piece of a set that was chosen for `by`; the reading is recorded.

    Raises:
        SharedSet.DoesNotExist, SharedItem.DoesNotExist: it is not theirs to read, or it does not
            count as evidence any more.
    """
    found = _shared_item(by, public_id, item)
    activity.record(
        by=by,
        verb="shared_evidence_read",
        target=found,
        council=found.shared_set.council,
        changes={"evidence": [None, found.evidence.title]},
    )
    return found


@transaction.atomic
def open_shared_file(*, by: User, public_id: UUID, item: int) -> EvidenceRevision:
    """Return the revision whose file `by` may read in a set; the reading is recorded.

    Raises:
        SharedSet.DoesNotExist, SharedItem.DoesNotExist, EvidenceRevision.DoesNotExist: as
            `open_shared_item`, or it holds no file.
        FileNotFoundError: its file is gone from the disk.
    """
    found = _shared_item(by, public_id, item)
    revision = current_revision(found.evidence)
    if not revision.file:
        raise EvidenceRevision.DoesNotExist("it holds no file")
    if not revision.file.storage.exists(str(revision.file.name)):
        raise FileNotFoundError(revision.file.name)
    activity.record(
        by=by,
        verb="shared_file_read",
        target=found,
        council=found.shared_set.council,
        changes={
            "evidence": [None, found.evidence.title],
            "sha256": [None, revision.sha256],
        },
    )
    return revision


def current_revision(evidence: EvidenceItem) -> EvidenceRevision:
    """Return what an item holds now."""
    return evidence.revisions.get(number=evidence.revision_number)


def _shared_item(by: User, public_id: UUID, item: int) -> SharedItem:
    found = SharedSet.objects.readable_by(by).get(public_id=public_id)
    rows = found.items.select_related(
        "shared_set__council", "evidence__story", "evidence__audit_round"
    )
    row = rows.get(pk=item)
    if not row.evidence.may_leave(timezone.localdate()):
        raise SharedItem.DoesNotExist("it may not be shown any more")
    return row


def _lock(by: User, shared_set: SharedSet) -> SharedSet:
    held = lock(by, shared_set, Permission.SHARE_EVIDENCE)
    if held.closed_at is not None:
        raise RuleViolationError("closed", "This set is closed. Begin another")
    return held


def _check_until(until: date) -> None:
    if until < timezone.localdate():
        raise RuleViolationError("over", "The last day is in the past", field="until")
