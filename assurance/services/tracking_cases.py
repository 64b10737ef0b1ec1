"""What happens to the cases of a list: picked, asked, tracked, replaced, read through, sent out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from assurance.choices_visit import AGREED, CaseStage, PreReadState, SampleStatus, TrackingConsent
from assurance.models import PreReadNote, TrackingCase, TrackingSample
from assurance.rules.case_tracking import Quota, next_listed, pick
from assurance.services.rows import change
from assurance.services.tracking_samples import check_reason, listed_at, lock_sample
from assurance.visit.tracking_design import tracking_design
from core import activity
from core.csv_out import write_csv
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import User

KIND = "case_tracking_list"
S, C = SampleStatus, CaseStage
OPEN = (S.LISTED, S.PICKED, S.TRACKED)
# Where a case may stand down from.
STANDING = (C.LISTED, C.PICKED, C.TRACKED, C.RESERVE)


@transaction.atomic
def pick_cases(*, by: User, sample: TrackingSample, codes: Collection[str]) -> list[TrackingCase]:
    """Record which cases of the list the assessor picked.

    Raises:
        PermissionDenied: `by` does not hold VISIT_MANAGE in the council of the sample.
        RuleViolationError: `not_now`; `unknown`: a code is not on the list; `number`: more or fewer
            than the sample picks, unless the list itself is shorter.
    """
    held = lock_sample(by, sample, S.LISTED, but="The cases are picked already")
    listed = {case.code: case for case in _locked(held, C.LISTED)}
    chosen = _by_codes(listed, codes)
    _check_number(len(chosen), min(held.pick_size, len(listed)), "picked")
    return _picked(by, held, chosen)


@transaction.atomic
def pick_by_seed(*, by: User, sample: TrackingSample) -> list[TrackingCase]:
    """Pick for a rehearsal, as an assessor might: at random, by the seed of the sample.

    Raises:
        PermissionDenied: as `pick_cases`.
        RuleViolationError: `not_now`; `not_a_rehearsal`: in a real one the assessor picks.
    """
    held = lock_sample(by, sample, S.LISTED, but="The cases are picked already")
    if not held.is_rehearsal:
        raise RuleViolationError(
            "not_a_rehearsal", "In a real sample the assessor picks: say which cases they chose"
        )
    listed = {case.reference: case for case in _locked(held, C.LISTED)}
    chosen = pick(list(listed), size=held.pick_size, seed=held.seed)
    return _picked(by, held, [listed[reference] for reference in chosen])


@transaction.atomic
def record_consent(
    *, by: User, case: TrackingCase, consent: str, on: date | None, note: str = ""
) -> TrackingCase:
    """Record what the person said to their case being tracked.

    A tracked case whose person changes their mind stays tracked until it stands down, which is
    asked for at once; see `stand_down`.

    Args:
        on: the day asked or answered; not after today; None only for "not asked".

    Raises:
        PermissionDenied: as `pick_cases`.
        RuleViolationError: `not_now`; `in_the_future`; `stand_down_first`: it is tracked, and this
            is not a yes.
        ValidationError: the day or the note is missing.
    """
    held = lock_sample(by, case.sample, *OPEN)
    row = _lock_case(held, case)
    if row.stage == C.TRACKED and consent not in AGREED:
        raise RuleViolationError(
            "stand_down_first",
            "This case is being tracked. Stand it down: a case in reserve takes its place",
            field="consent",
        )
    if on is not None and on > timezone.localdate():
        raise RuleViolationError("in_the_future", "The day is in the future", field="on")
    columns = {
        "consent": consent,
        "consent_on": None if consent == TrackingConsent.NOT_ASKED else on,
        "consent_note": note.strip(),
    }
    change(by, row, "tracking_consent_recorded", held.council, columns)
    return row


@transaction.atomic
def choose_tracked(
    *, by: User, sample: TrackingSample, codes: Collection[str]
) -> list[TrackingCase]:
    """Say which picked cases are tracked; the others are in reserve, in the order of the list.

    Raises:
        PermissionDenied: as `pick_cases`.
        RuleViolationError: `not_now`; `unknown`; `number`: more than the sample tracks, or none;
            `no_agreement`: somebody has not agreed, named by code.
    """
    held = lock_sample(by, sample, S.PICKED, but="The cases are not at this stage")
    picked = {case.code: case for case in _locked(held, C.PICKED)}
    chosen = _by_codes(picked, codes)
    if not 1 <= len(chosen) <= held.track_size:
        raise RuleViolationError(
            "number", f"Choose from 1 to {held.track_size} cases, not {len(chosen)}", field="codes"
        )
    without = [case.code for case in chosen if case.consent not in AGREED]
    if without:
        raise RuleViolationError(
            "no_agreement", f"Nobody has agreed yet for {', '.join(without)}", field="codes"
        )
    tracked = {case.pk for case in chosen}
    for case in picked.values():
        stage = C.TRACKED if case.pk in tracked else C.RESERVE
        change(by, case, f"tracking_case_{stage}", held.council, {"stage": stage})
    change(by, held, "tracking_begun", held.council, {"status": S.TRACKED})
    return chosen


@transaction.atomic
def stand_down(
    *, by: User, case: TrackingCase, because: str, note: str = ""
) -> TrackingCase | None:
    """Take a case out, and put the next one in its place.

    In place of a tracked case comes the first in reserve whose person agreed; in place of a listed
    one, while nothing is picked, the next in the order of the draw, one that helps a quota now
    short before others. A picked case or one in reserve is not replaced.

    Returns:
        The case that takes its place; None where there is none, and the shortfall stands.

    Raises:
        PermissionDenied: as `pick_cases`.
        RuleViolationError: `not_now`; `no_note`.
    """
    held = lock_sample(by, case.sample, *OPEN)
    row = _lock_case(held, case)
    if row.stage not in STANDING:
        raise RuleViolationError("not_now", f"{row.code} has stood down already")
    check_reason(because, note)
    came_from = CaseStage(row.stage)
    columns = {
        "stood_down_from": came_from,
        "stage": C.STOOD_DOWN,
        "stood_down_because": because,
        "stood_down_note": note.strip(),
        "stood_down_at": timezone.now(),
    }
    change(by, row, "tracking_case_stood_down", held.council, columns)
    instead = _instead(held, came_from)
    if instead is None:
        return None
    if came_from == C.TRACKED:
        columns = {"stage": C.TRACKED}
    else:
        columns = listed_at(held.cases.ever_listed().count() + 1)
    columns["stands_in_for"] = row
    change(by, instead, "tracking_case_took_the_place", held.council, columns)
    return instead


@transaction.atomic
def note_pre_read(
    *, by: User, case: TrackingCase, found: Mapping[str, tuple[str, str]]
) -> TrackingCase:
    """Record what a reader found, for each point of the reading list a state and a note.

    Points not in `found` are left as they are; one with an empty state is taken away.

    Raises:
        PermissionDenied: as `pick_cases`.
        RuleViolationError: `not_now`; `unknown`: no such point; `no_note`: a gap that says nothing.
    """
    held = lock_sample(by, case.sample, *OPEN)
    row = _lock_case(held, case)
    points = {point.key: point.text for point in tracking_design().pre_read}
    kept = {note.point: note for note in row.pre_read.all()}
    changes: dict[str, list[str | None]] = {}
    for point, (state, note) in found.items():
        if point not in points:
            raise RuleViolationError("unknown", f"The reading list has no point “{point}”")
        if state == PreReadState.GAP and not note.strip():
            raise RuleViolationError("no_note", "Say what is missing", field=f"{point}_note")
        old = kept.get(point)
        was = old.state if old else None
        if (was or "", old.note if old else "") == (state, note.strip()):
            continue
        changes[point] = [was, state or None]
        if not state:
            if old:
                old.delete()
            continue
        written = old or PreReadNote(case=row, point=point)
        written.state, written.note = state, note.strip()
        written.read_by, written.read_at = by, timezone.now()
        written.full_clean()
        written.save()
    if changes:
        activity.record(
            by=by, verb="tracking_case_read", target=row, council=held.council, changes=changes
        )
    return row


@transaction.atomic
def export_list(
    *, by: User, sample: TrackingSample, facts: Sequence[str], reason: str
) -> tuple[str, bytes]:
    """Return the list as a CSV file of codes and the chosen facts, entered in the ledger.

    No reference and no name is in it. Cases that stood down are not in it.

    Raises:
        PermissionDenied: as `pick_cases`.
        RuleViolationError: `not_now`; `no_reason`.
    """
    held = lock_sample(by, sample, *OPEN, S.CLOSED, but="There is no list yet")
    design = tracking_design()
    chosen = [fact for fact in design.facts if fact.key in facts]
    rows = [
        [
            case.code,
            case.get_stage_display(),
            *("; ".join(fact.words(v) for v in case.facts.get(fact.key, ())) for fact in chosen),
        ]
        for case in held.cases.ever_listed().exclude(stage=C.STOOD_DOWN).order_by("place")
    ]
    content = write_csv(["Case", "Stage", *(fact.label for fact in chosen)], rows)
    filename = f"case-tracking-{held.council.code}-{held.ends_on.isoformat()}.csv"
    record_export(
        by=by,
        council=held.council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={"sample": str(held.public_id), "facts": list(facts)},
        rows=len(rows),
    )
    return filename, content


def _picked(by: User, held: TrackingSample, chosen: list[TrackingCase]) -> list[TrackingCase]:
    for case in chosen:
        change(by, case, "tracking_case_picked", held.council, {"stage": C.PICKED})
    change(by, held, "tracking_cases_picked", held.council, {"status": S.PICKED})
    return chosen


def _instead(held: TrackingSample, came_from: CaseStage) -> TrackingCase | None:
    if came_from == C.TRACKED:
        reserve = [case for case in _locked(held, C.RESERVE) if case.consent in AGREED]
        return next(iter(reserve), None)
    if came_from != C.LISTED or held.status != S.LISTED:
        return None
    cases = {case.reference: case for case in held.cases.eligible()}
    reference = next_listed(
        {reference: case.facts for reference, case in cases.items()},
        quotas=[Quota(row.fact, row.value, row.wanted) for row in held.quotas.all()],
        listed=[ref for ref, case in cases.items() if case.stage == C.LISTED],
        used=[ref for ref, case in cases.items() if case.place is not None],
        seed=held.seed,
    )
    return cases[reference] if reference else None


def _locked(held: TrackingSample, stage: CaseStage) -> list[TrackingCase]:
    return list(held.cases.select_for_update().filter(stage=stage).order_by("place"))


def _lock_case(held: TrackingSample, case: TrackingCase) -> TrackingCase:
    row = held.cases.select_for_update().get(pk=case.pk)
    if row.place is None:
        raise RuleViolationError("not_now", "This case is not on the list")
    return row


def _by_codes(found: Mapping[str, TrackingCase], codes: Collection[str]) -> list[TrackingCase]:
    wanted = {code.strip().upper() for code in codes if code.strip()}
    unknown = sorted(wanted - set(found))
    if unknown:
        raise RuleViolationError(
            "unknown", f"Not among the cases to choose from: {', '.join(unknown)}", field="codes"
        )
    return [found[code] for code in found if code in wanted]


def _check_number(number: int, wanted: int, done: str) -> None:
    if number != wanted:
        raise RuleViolationError(
            "number", f"{wanted} cases are {done}, but {number} are chosen", field="codes"
        )
