"""Whose case could be tracked: everybody with casework in the period, and what a file adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from assurance.choices_visit import LeftOutReason
from assurance.models import TrackingCase, TrackingSample
from assurance.rules.case_tracking import digest
from assurance.visit.tracking_design import NO, YES
from safeguard.choices import EnquiryKind, LackedCapacity
from safeguard.metrics.ages import band_at
from safeguard.models import Adult, Advocacy, Concern, Enquiry

UNDER_AGE = "under 18"
Facts = dict[str, list[str]]
Row = Mapping[str, Any]


@dataclass(slots=True)
class Person:
    """One person of the frame. `adult` is None for somebody only the file names."""

    reference: str
    adult: Adult | None = None
    facts: Facts = field(default_factory=dict)
    has_died: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows for `TrackingCase`, not stored, and their hash."""

    cases: list[TrackingCase]
    sha256: str

    @property
    def left_out(self) -> list[TrackingCase]:
        return [case for case in self.cases if case.left_out_because]

    @property
    def eligible(self) -> int:
        return len(self.cases) - len(self.left_out)


def frame_of(sample: TrackingSample) -> Frame:
    """Return the frame as the register and the added file have it now.

    In it is every adult with a concern received in the period, or an enquiry commenced or concluded
    in it, and whoever the file names. Somebody who has died is in it, left out with the reason.
    Children are not in it.
    """
    people = {person.reference: person for person in _of_register(sample)}
    for row in sample.added:
        person = people.setdefault(row["reference"], Person(row["reference"]))
        person.facts.update({fact: list(values) for fact, values in row["facts"].items()})
    cases = [_case(sample, person) for _, person in sorted(people.items())]
    return Frame(cases, sha_of(cases))


def sha_of(cases: Iterable[TrackingCase]) -> str:
    """Return the hash of a frame, whatever the order of its rows."""
    rows = list(cases)
    left_out = {case.reference: case.left_out_because for case in rows if case.left_out_because}
    return digest({case.reference: case.facts for case in rows}, left_out)


def _case(sample: TrackingSample, person: Person) -> TrackingCase:
    return TrackingCase(
        sample=sample,
        reference=person.reference,
        adult=person.adult,
        facts=person.facts,
        left_out_because=LeftOutReason.DIED if person.has_died else "",
    )


def _of_register(sample: TrackingSample) -> Iterable[Person]:
    span = (sample.starts_on, sample.ends_on)
    mine = Q(council=sample.council)
    concerns = list(
        Concern.objects.filter(mine, received_on__range=span).values(
            "adult_id", "primary_support_reason", "location"
        )
    )
    enquiries = list(
        Enquiry.objects.filter(
            mine, Q(commenced_on__range=span) | Q(concluded_on__range=span)
        ).values(
            "pk",
            "kind",
            "commenced_on",
            "concluded_on",
            "lacked_capacity",
            "supported",
            "concern__adult_id",
            "concern__primary_support_reason",
            "concern__location",
        )
    )
    keys = {row["adult_id"] for row in concerns} | {row["concern__adult_id"] for row in enquiries}
    with_advocate = _with_advocate(sample)
    of_concerns, of_enquiries = (
        _grouped(concerns, "adult_id"),
        _grouped(enquiries, "concern__adult_id"),
    )
    rows = Adult.objects.filter(mine, merged_into__isnull=True).only(
        "reference", "born_on", "died_on", "gender", "ethnicity", "age_at_death"
    )
    for adult in rows.iterator(chunk_size=2000):
        band = band_at(adult.born_on, adult.died_on, sample.ends_on)
        if adult.pk not in keys or band == UNDER_AGE:
            continue
        facts = {
            "age_band": [band],
            "gender": [adult.gender],
            "ethnicity": [adult.ethnicity],
            **_casework(sample, of_concerns[adult.pk], of_enquiries[adult.pk], with_advocate),
        }
        yield Person(adult.reference, adult, facts, adult.died_on is not None)


def _with_advocate(sample: TrackingSample) -> set[int]:
    rows = Advocacy.objects.filter(
        enquiry__council=sample.council, appointed_on__isnull=False
    ).order_by()
    return set(rows.values_list("enquiry_id", flat=True))


def _casework(
    sample: TrackingSample,
    concerns: Sequence[Row],
    enquiries: Sequence[Row],
    with_advocate: set[int],
) -> Facts:
    def within(day: Any) -> bool:
        return day is not None and sample.starts_on <= day <= sample.ends_on

    reasons = {row["primary_support_reason"] for row in concerns}
    reasons |= {row["concern__primary_support_reason"] for row in enquiries}
    settings = {row["location"] for row in concerns}
    settings |= {row["concern__location"] for row in enquiries}
    return {
        "support_reason": sorted(reasons),
        "setting": sorted(settings),
        "section_42": _yes(
            row["kind"] == EnquiryKind.SECTION_42 and within(row["commenced_on"])
            for row in enquiries
        ),
        "enquiry_concluded": _yes(within(row["concluded_on"]) for row in enquiries),
        "lacked_capacity": _yes(row["lacked_capacity"] == LackedCapacity.YES for row in enquiries),
        "advocate": _yes(row["pk"] in with_advocate for row in enquiries),
        "more_than_one_concern": [YES if len(concerns) > 1 else NO],
    }


def _yes(answers: Iterable[bool]) -> list[str]:
    return [YES if any(answers) else NO]


def _grouped(rows: Iterable[Row], column: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found
