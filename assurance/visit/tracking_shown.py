"""A case-tracking sample as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assurance.choices_visit import AGREED, CaseStage, PreReadState, SampleStatus, TrackingConsent
from assurance.models import PreReadNote, TrackingCase, TrackingQuota, TrackingSample
from assurance.visit.tracking_design import tracking_design

COLOURS = {
    CaseStage.LISTED: "grey",
    CaseStage.PICKED: "blue",
    CaseStage.TRACKED: "green",
    CaseStage.RESERVE: "teal",
    CaseStage.STOOD_DOWN: "orange",
}
# What a reader of the list is shown of a case: enough to know the mix, not who it is.
BESIDE_A_CODE = ("age_band", "support_reason")


@dataclass(frozen=True)
class QuotaShown:
    """One quota in words, and what became of it."""

    words: str
    row: TrackingQuota
    short: int
    why: str


@dataclass(frozen=True)
class CaseShown:
    """One listed case."""

    case: TrackingCase
    colour: str
    facts: str
    read: int
    gaps: int
    points: int
    can_stand_down: bool


def quotas_shown(rows: Iterable[TrackingQuota]) -> list[QuotaShown]:
    design = tracking_design()
    return [
        QuotaShown(
            design.words(row.fact, row.value),
            row,
            short := max(0, row.wanted - (row.listed or 0)) if row.listed is not None else 0,
            _why(row, short),
        )
        for row in rows
    ]


def _why(row: TrackingQuota, short: int) -> str:
    if not short:
        return ""
    if (row.available or 0) < row.wanted:
        return "Not enough such cases in the period"
    return "No room left on the list after scarcer quotas"


def cases_shown(
    cases: Iterable[TrackingCase], notes: Iterable[PreReadNote], *, is_open: bool
) -> list[CaseShown]:
    points = len(tracking_design().pre_read)
    states: dict[int, list[str]] = {}
    for note in notes:
        states.setdefault(note.case_id, []).append(note.state)
    return [
        CaseShown(
            case,
            COLOURS[CaseStage(case.stage)],
            facts_in_words(case, BESIDE_A_CODE),
            len(states.get(case.pk, ())),
            states.get(case.pk, []).count(PreReadState.GAP),
            points,
            is_open and case.stage != CaseStage.STOOD_DOWN,
        )
        for case in cases
    ]


def facts_in_words(case: TrackingCase, keys: Iterable[str]) -> str:
    design = tracking_design()
    return ", ".join(
        fact.words(value)
        for key in keys
        if (fact := design.fact(key))
        for value in case.facts.get(key, ())
    )


def shortfalls(sample: TrackingSample, cases: Sequence[TrackingCase]) -> list[str]:
    """Return, in words, what each stage lacks of what was asked for."""
    stages = [case.stage for case in cases]
    standing = len(stages) - stages.count(CaseStage.STOOD_DOWN)
    found = []
    if sample.listed_at and standing < sample.list_size:
        found.append(
            f"{standing} of {sample.list_size} cases are listed: there are no more to draw."
        )
    tracked, reserve = stages.count(CaseStage.TRACKED), stages.count(CaseStage.RESERVE)
    if sample.status == SampleStatus.TRACKED:
        if tracked < sample.track_size:
            found.append(f"{tracked} of {sample.track_size} cases are tracked.")
        if reserve < sample.reserve_size:
            found.append(f"{reserve} of {sample.reserve_size} cases are in reserve.")
        willing = sum(case.stage == CaseStage.RESERVE and case.consent in AGREED for case in cases)
        if reserve and not willing:
            found.append("Nobody in reserve has agreed yet: no case could take a place.")
    return found


def next_step(sample: TrackingSample) -> tuple[str, str] | None:
    """Return what is to be done next with a sample: the name of a page, and its words."""
    steps = {
        SampleStatus.PLANNED: ("assurance:tracking-freeze", "Look at the cases and fix them"),
        SampleStatus.FROZEN: ("assurance:tracking-draw", "Draw the list"),
        SampleStatus.LISTED: ("assurance:tracking-pick", "Enter the cases picked"),
        SampleStatus.PICKED: ("assurance:tracking-choose", "Choose the cases to track"),
    }
    if sample.status == SampleStatus.LISTED and sample.is_rehearsal:
        return "assurance:tracking-pick-by-seed", "Pick cases by chance"
    return steps.get(SampleStatus(sample.status))


def asked(cases: Iterable[TrackingCase]) -> dict[str, int]:
    """Return how many of the standing cases gave each answer, in the order of the list."""
    found = dict.fromkeys(TrackingConsent, 0)
    for case in cases:
        if case.stage != CaseStage.STOOD_DOWN:
            found[TrackingConsent(case.consent)] += 1
    return {answer.label: number for answer, number in found.items() if number}
