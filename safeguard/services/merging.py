"""Say that two records are one adult, and take it back.

What belonged to the record that is merged goes to the one that is kept, and what went is
remembered, so that undoing brings exactly that back. A record that others were merged into may be
merged itself: those then point to the one kept last, so that one step always leads to it.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import Min
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.models import (
    Adult,
    AdultMerge,
    Concern,
    ConcernDraft,
    Notification,
    ProviderNotification,
)
from safeguard.rules.birth_years import split_year
from safeguard.rules.lives import check_first_concern
from safeguard.services import cases

AT_A_TIME = 500
# What goes to the record that is kept: its name in `AdultMerge.moved`, and the column.
MOVES: Mapping[str, tuple[type[models.Model], str]] = {
    "concerns": (Concern, "adult"),
    "notifications": (Notification, "adult"),
    "provider_notifications": (ProviderNotification, "adult"),
    "drafts": (ConcernDraft, "adult"),
    "records": (Adult, "merged_into"),
}
TAKEN = "Somebody merged this record at the same moment"


@transaction.atomic
def merge_adults(*, by: User, kept: Adult, merged: Adult, reason: str) -> AdultMerge:
    """Make `kept` the record of both: concerns, notifications and drafts of `merged` go to it.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of the adults.
        RuleViolationError: code `same_record`, `other_council`, `merged` (either was merged into
            another already), or `born_after_concern`.
        ValidationError: no reason is given.
    """
    if kept.pk == merged.pk:
        raise RuleViolationError("same_record", "Choose another record than this one")
    kept, merged = _locked(by, kept, merged)
    if kept.council_id != merged.council_id:
        raise RuleViolationError("other_council", "The two records belong to different councils")
    for adult in (kept, merged):
        if adult.merged_into_id is not None:
            raise RuleViolationError(
                "merged", f"{adult.reference} was merged into another record already"
            )
    _check_birth(kept, merged)
    merge = AdultMerge(
        council=kept.council,
        kept=kept,
        merged=merged,
        reason=reason.strip(),
        moved=_moved(merged),
        merged_by=by,
    )
    insert(merge, taken=TAKEN)
    for name, ids in merge.moved.items():
        _move(name, ids, here=merged, there=kept)
    _point(merged, kept)
    cases.save(kept)
    counts = {name: [0, len(ids)] for name, ids in merge.moved.items() if ids}
    pair = {"kept": [None, kept.reference], "merged": [None, merged.reference]}
    activity.record(
        by=by,
        verb="adults_merged",
        target=merge,
        council=kept.council,
        changes={**pair, "reason": ["", merge.reason], **counts},
    )
    _record(by, "adult_merged", merged, [merged.reference, kept.reference])
    return merge


@transaction.atomic
def undo_merge(*, by: User, merge: AdultMerge, reason: str) -> AdultMerge:
    """Make two records of one again: what the merge took over goes back.

    What was recorded since about the adult who was kept stays with that record, and so does what
    was taken away again meanwhile and came there through another merge that stands.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of the adults.
        RuleViolationError: code `undone` (it was undone already).
        ValidationError: no reason is given.
    """
    merge = AdultMerge.objects.select_for_update().get(pk=merge.pk)
    merged = cases.lock(by, merge.merged, Permission.CASE_DECIDE)
    if merge.undone_at is not None or merged.merged_into_id is None:
        raise RuleViolationError("undone", "This merge was undone already")
    # Merged on since: what it took over stands with the record that was kept last.
    holder = cases.lock(by, Adult.objects.get(pk=merged.merged_into_id), Permission.CASE_DECIDE)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.undone_reason = reason.strip()
    merge.full_clean()
    merge.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    claimed = _claimed(merge)
    back = {
        name: _move(name, [pk for pk in ids if pk not in claimed[name]], here=holder, there=merged)
        for name, ids in merge.moved.items()
    }
    _point(merged, None)
    cases.save(holder)
    counts = {name: [0, count] for name, count in back.items() if count}
    activity.record(
        by=by,
        verb="adult_merge_undone",
        target=merge,
        council=merge.council,
        changes={"reason": ["", merge.undone_reason], **counts},
    )
    _record(by, "adult_merge_undone", merged, [holder.reference, merged.reference])
    return merge


def _locked(by: User, kept: Adult, merged: Adult) -> tuple[Adult, Adult]:
    """Lock both, always in one order, so that two merges of a pair never wait for each other."""
    pair = sorted((kept, merged), key=lambda adult: adult.pk)
    held = {adult.pk: cases.lock(by, adult, Permission.CASE_DECIDE) for adult in pair}
    return held[kept.pk], held[merged.pk]


def _check_birth(kept: Adult, merged: Adult) -> None:
    first = Concern.objects.filter(adult=merged).aggregate(on=Min("received_on"))["on"]
    reference = Concern.objects.filter(adult=merged, received_on=first).values_list(
        "reference", flat=True
    )
    check_first_concern(
        born_on=kept.born_on,
        born_year=split_year(kept.communication_needs)[0],
        received_on=first,
        reference=reference.first() or "",
    )


def _moved(merged: Adult) -> dict[str, list[int]]:
    return {
        name: list(
            model._default_manager.filter(**{column: merged})
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        for name, (model, column) in MOVES.items()
    }


def _move(name: str, ids: list[int], *, here: Adult, there: Adult) -> int:
    """Move the rows that still stand `here`; return how many."""
    model, column = MOVES[name]
    moved = 0
    for start in range(0, len(ids), AT_A_TIME):
        some = model._default_manager.filter(
            pk__in=ids[start : start + AT_A_TIME], **{column: here}
        )
        moved += some.update(**{column: there})
    return moved


def _claimed(merge: AdultMerge) -> dict[str, set[int]]:
    """Return the rows that came where this merge's rows are through a later merge that stands.

    A merge that carried this one's own rows on, with the record that was kept, claims none.
    """
    later = AdultMerge.objects.filter(pk__gt=merge.pk, council=merge.council, undone_at=None)
    way = {merge.kept_id}
    for merged, kept in later.order_by("pk").values_list("merged", "kept"):
        if merged in way:
            way.add(kept)
    claimed: dict[str, set[int]] = {name: set() for name in MOVES}
    for other in later.filter(kept__in=way).exclude(merged__in=way):
        for name, ids in other.moved.items():
            claimed[name].update(ids)
        claimed["records"].add(other.merged_id)
    return claimed


def _point(merged: Adult, kept: Adult | None) -> None:
    merged.merged_into = kept
    cases.save(merged, "merged_into")


def _record(by: User, verb: str, adult: Adult, change: list[Any]) -> None:
    activity.record(
        by=by, verb=verb, target=adult, council=adult.council, changes={"record": change}
    )
