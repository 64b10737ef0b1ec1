"""Plan a case-tracking sample, fix whom it is drawn from, and draw the list."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assurance.choices_visit import CaseStage, LeftOutReason, SampleStatus
from assurance.models import TrackingCase, TrackingQuota, TrackingSample
from assurance.rules.case_tracking import ALGORITHM, Listed, Quota, draw_list
from assurance.services.rows import add, change, lock
from assurance.visit.tracking_design import tracking_design
from assurance.visit.tracking_file import read_added
from assurance.visit.tracking_frame import frame_of, sha_of
from core import access
from core.errors import InputError, RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

BATCH = 500
S = SampleStatus


@transaction.atomic
def plan_sample(
    *,
    by: User,
    council: Organisation,
    title: str,
    starts_on: date,
    ends_on: date,
    is_rehearsal: bool = False,
    criteria: str = "",
    seed: str = "",
) -> TrackingSample:
    """Begin a sample with the usual sizes and quotas. The seed is set before anybody sees a case.

    Args:
        starts_on, ends_on: the period whose casework is looked at, both days included.

    Raises:
        PermissionDenied: `by` does not hold VISIT_MANAGE in `council`.
        RuleViolationError: `taken`.
        ValidationError: the title is missing or taken, or the period ends before it begins.
    """
    access.require(by, Permission.VISIT_MANAGE, council=council)
    design = tracking_design()
    sample = TrackingSample(
        council=council,
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        is_rehearsal=is_rehearsal,
        criteria=criteria.strip(),
        seed=seed.strip() or secrets.token_hex(8),
        list_size=design.sizes.listed,
        pick_size=design.sizes.picked,
        track_size=design.sizes.tracked,
        reserve_size=design.sizes.reserve,
    )
    taken = "Somebody planned a sample of this title just now"
    add(by, sample, "tracking_sample_planned", council, taken=taken)
    quotas = [Quota(each.fact, each.value, each.wanted) for each in design.quotas]
    _store_quotas(sample, quotas)
    return sample


@transaction.atomic
def set_sizes_and_quotas(
    *,
    by: User,
    sample: TrackingSample,
    list_size: int,
    pick_size: int,
    track_size: int,
    reserve_size: int,
    quotas: Sequence[Quota],
) -> TrackingSample:
    """Say how many cases are listed, picked, tracked and kept in reserve, and of what kinds.

    Raises:
        PermissionDenied: as `plan_sample`.
        RuleViolationError: `not_now`; `twice`: a quota is given twice; `too_much`: one asks for
            more cases than are listed; `unknown`: no fact has such a value.
        ValidationError: the sizes do not agree with each other.
    """
    held = lock_sample(by, sample, S.PLANNED, but="Quotas are settled")
    _check_quotas(quotas, list_size)
    old = [f"{q.fact}={q.value}: {q.wanted}" for q in held.quotas.all()]
    held.quotas.all().delete()
    _store_quotas(held, quotas)
    new = [f"{q.fact}={q.value}: {q.wanted}" for q in quotas]
    beside = {"quotas": ["; ".join(old), "; ".join(new)]} if old != new else {}
    columns = {
        "list_size": list_size,
        "pick_size": pick_size,
        "track_size": track_size,
        "reserve_size": reserve_size,
    }
    change(by, held, "tracking_quotas_set", held.council, columns, beside=beside)
    return held


@transaction.atomic
def add_from_file(
    *, by: User, sample: TrackingSample, filename: str, content: bytes
) -> TrackingSample:
    """Add people, and facts that the register does not hold, from a file. A later file replaces it.

    Raises:
        PermissionDenied: as `plan_sample`.
        RuleViolationError: `not_now`; `file`: what is wrong with the file, line and column named.
    """
    held = lock_sample(by, sample, S.PLANNED, but="The cases are fixed")
    try:
        rows = read_added(filename, content)
    except InputError as error:
        raise RuleViolationError("file", str(error), field="file") from error
    columns = {"added": rows, "added_filename": filename[:200]}
    change(by, held, "tracking_cases_added", held.council, columns)
    return held


@transaction.atomic
def freeze_frame(*, by: User, sample: TrackingSample) -> TrackingSample:
    """Fix whom the list is drawn from, with the facts as they stand and a hash of all of it.

    Raises:
        PermissionDenied: as `plan_sample`.
        RuleViolationError: `not_now`; `nobody`: nobody could be drawn.
    """
    held = lock_sample(by, sample, S.PLANNED, but="The cases are fixed already")
    found = frame_of(held)
    if not found.eligible:
        raise RuleViolationError("nobody", "There is no case in the period that could be drawn")
    TrackingCase.objects.bulk_create(found.cases, batch_size=BATCH)
    columns = {
        "status": S.FROZEN,
        "frozen_at": timezone.now(),
        "frame_size": len(found.cases),
        "frame_sha256": found.sha256,
    }
    change(by, held, "tracking_frame_fixed", held.council, columns)
    return held


@transaction.atomic
def leave_out(
    *, by: User, sample: TrackingSample, reference: str, because: str, note: str = ""
) -> TrackingCase:
    """Leave one case out before the list is drawn. The hash of the frame follows.

    Raises:
        PermissionDenied: as `plan_sample`.
        RuleViolationError: `not_now`; `unknown`: no case of the frame has this reference;
            `no_note`: another reason is not written down.
    """
    held = lock_sample(by, sample, S.FROZEN, but="Cases are left out before the list is drawn")
    case = held.cases.select_for_update().filter(reference=reference.strip()).first()
    if case is None:
        raise RuleViolationError(
            "unknown", "No case with this reference could be drawn", field="reference"
        )
    check_reason(because, note)
    columns = {"left_out_because": because, "left_out_note": note.strip()}
    change(by, case, "tracking_case_left_out", held.council, columns)
    held.frame_sha256 = sha_of(held.cases.all())
    held.save(update_fields=["frame_sha256"])
    return case


@transaction.atomic
def draw_sample(*, by: User, sample: TrackingSample) -> Listed:
    """Draw the list from the fixed frame by the seed, and give each case its code.

    Raises:
        PermissionDenied: as `plan_sample`.
        RuleViolationError: `not_now`; `nobody`: every case is left out.
    """
    held = lock_sample(by, sample, S.FROZEN, but="The list cannot be drawn")
    cases = {case.reference: case for case in held.cases.eligible()}
    if not cases:
        raise RuleViolationError("nobody", "Every case is left out: there is nothing to draw")
    rows = list(held.quotas.all())
    drawn = draw_list(
        {reference: case.facts for reference, case in cases.items()},
        quotas=[Quota(row.fact, row.value, row.wanted) for row in rows],
        size=held.list_size,
        seed=held.seed,
    )
    chosen = [cases[reference] for reference in drawn.references]
    for place, case in enumerate(chosen, start=1):
        for name, value in listed_at(place).items():
            setattr(case, name, value)
    TrackingCase.objects.bulk_update(chosen, ["stage", "place", "code"], batch_size=BATCH)
    for row, met in zip(rows, drawn.quotas, strict=True):
        row.available, row.listed = met.available, met.listed
    TrackingQuota.objects.bulk_update(rows, ["available", "listed"])
    columns = {"status": S.LISTED, "listed_at": timezone.now(), "algorithm": ALGORITHM}
    change(by, held, "tracking_list_drawn", held.council, columns)
    return drawn


@transaction.atomic
def close_sample(*, by: User, sample: TrackingSample, note: str = "") -> TrackingSample:
    """Close a sample once the visit is over, or give it up. Nothing in it changes afterwards.

    Raises:
        PermissionDenied: as `plan_sample`.
        RuleViolationError: `not_now`: it is closed.
    """
    held = lock_sample(by, sample, S.PLANNED, S.FROZEN, S.LISTED, S.PICKED, S.TRACKED)
    columns = {"status": S.CLOSED, "closing_note": note.strip()}
    change(by, held, "tracking_sample_closed", held.council, columns)
    return held


def lock_sample(
    by: User, sample: TrackingSample, *allowed: SampleStatus, but: str = "Not at this stage"
) -> TrackingSample:
    """Return a sample as it stands now, locked until the transaction ends.

    Raises:
        PermissionDenied: `by` does not hold VISIT_MANAGE in its council.
        RuleViolationError: `not_now`: it is in none of the `allowed` states.
    """
    held = lock(by, sample, Permission.VISIT_MANAGE)
    if allowed and held.status not in allowed:
        state = held.get_status_display().lower()
        raise RuleViolationError("not_now", f"{but}: the sample is at “{state}”")
    return held


def listed_at(place: int) -> dict[str, Any]:
    """Return the columns of a case on the list: its code is that of its place."""
    return {"stage": CaseStage.LISTED, "place": place, "code": f"CT-{place:02d}"}


def check_reason(because: str, note: str) -> None:
    """Refuse "another reason" that nobody wrote down.

    Raises:
        RuleViolationError: `no_note`.
    """
    if because == LeftOutReason.OTHER and not note.strip():
        raise RuleViolationError("no_note", "Write the reason down", field="note")


def _check_quotas(quotas: Sequence[Quota], list_size: int) -> None:
    design = tracking_design()
    seen = set()
    for quota in quotas:
        fact = design.fact(quota.fact)
        if fact is None or quota.value not in fact.values:
            raise RuleViolationError(
                "unknown", f"No case can have {quota.fact} = {quota.value}", field="quotas"
            )
        words = design.words(quota.fact, quota.value)
        if (quota.fact, quota.value) in seen:
            raise RuleViolationError("twice", f"“{words}” is given twice", field="quotas")
        seen.add((quota.fact, quota.value))
        if quota.wanted > list_size:
            raise RuleViolationError(
                "too_much",
                f"“{words}” asks for {quota.wanted} cases, but only {list_size} are listed",
                field="quotas",
            )


def _store_quotas(sample: TrackingSample, quotas: Sequence[Quota]) -> None:
    TrackingQuota.objects.bulk_create(
        TrackingQuota(sample=sample, fact=each.fact, value=each.value, wanted=each.wanted)
        for each in quotas
    )
