"""The enquiries: how long they take, what came of them, and the rows that hang from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from assurance.demo import mixes, text
from assurance.demo.chance import Chance
from assurance.demo.concerns import Contact
from assurance.demo.enquiry_rows import advocacy, capacity_assessments, desired_outcomes, risks
from assurance.demo.story import Story
from assurance.demo.world import DISABILITY, FRONT_DOOR, HOSPITAL, LATE_TEAM, NORTH, Council
from safeguard.choices import (
    RISK_IDENTIFIED,
    DecisionResult,
    EnquiryKind,
    LackedCapacity,
    OutcomesAsked,
    RiskAssessmentResult,
)
from safeguard.models import Advocacy, CapacityAssessment, DesiredOutcome, Enquiry, Risk

MEDIAN_DAYS = 38
SPREAD = 0.85
SLOWER = {FRONT_DOOR: 0.9, NORTH: 1.0, LATE_TEAM: 1.35, HOSPITAL: 0.85, DISABILITY: 1.25}
KINDS = {
    DecisionResult.SECTION_42: EnquiryKind.SECTION_42,
    DecisionResult.OTHER: EnquiryKind.OTHER,
}


@dataclass
class Work:
    """An enquiry with its rows."""

    enquiry: Enquiry
    risks: list[Risk] = field(default_factory=list)
    outcomes: list[DesiredOutcome] = field(default_factory=list)
    capacity: list[CapacityAssessment] = field(default_factory=list)
    advocacy: list[Advocacy] = field(default_factory=list)


def made(story: Story, council: Council, contacts: list[Contact]) -> list[Work]:
    """Return the enquiries that followed, in order of their start."""
    chance = Chance(story.seed, "enquiries")
    starts: list[tuple[date, Contact]] = []
    for contact in contacts:
        starts += [(day, contact) for day in _starts(chance, story, contact)]
    starts.sort(key=lambda start: (start[0], start[1].concern.reference))
    numbers: dict[int, int] = {}
    found = []
    for day, contact in starts:
        year = day.year - (day.month < 4)
        numbers[year] = numbers.get(year, 0) + 1
        reference = f"E{year % 100:02d}-{numbers[year]:05d}"
        found.append(_work(chance, story, council, contact, day, reference))
    return found


def _starts(chance: Chance, story: Story, contact: Contact) -> list[date]:
    """Return when enquiries began: on the day of decision, seldom later, and seldom a second."""
    decided_on = contact.concern.decided_on
    if decided_on is None or contact.concern.decision == DecisionResult.NOT_AN_ENQUIRY:
        return []
    first = decided_on
    if chance.likely(0.08):
        first = min(decided_on + timedelta(days=chance.whole(1, 6)), story.as_of)
    second = first + timedelta(days=chance.whole(20, 90))
    return [first, second] if chance.likely(0.005) and second <= story.as_of else [first]


def _work(
    chance: Chance, story: Story, council: Council, contact: Contact, day: date, reference: str
) -> Work:
    concern = contact.concern
    enquiry = Enquiry(
        council=council.organisation,
        reference=reference,
        concern=concern,
        team=council.teams[contact.team],
        kind=KINDS[DecisionResult(concern.decision or "")],
        commenced_on=day,
        caused_to=chance.one_of(text.CAUSED_TO) if chance.likely(0.18) else "",
        created_at=timezone.make_aware(datetime.combine(day, time(16, 30))),
    )
    ends_on = _end(chance, story, contact.team, day)
    if ends_on is None:
        _so_far(chance, story, enquiry)
    else:
        _conclude(chance, story, enquiry, ends_on)
    return Work(
        enquiry,
        risks(chance, enquiry, contact),
        desired_outcomes(chance, enquiry, ends_on or story.as_of),
        capacity_assessments(chance, enquiry, ends_on or story.as_of),
        advocacy(chance, enquiry, ends_on or story.as_of),
    )


def _end(chance: Chance, story: Story, team: str, start: date) -> date | None:
    """Return the working day on which it concluded; None: still open on the as-of date."""
    length = chance.days(MEDIAN_DAYS * SLOWER[team], SPREAD)
    end = story.calendar.due_on(start + timedelta(days=length), 0)
    return None if end > story.as_of else end


def _so_far(chance: Chance, story: Story, enquiry: Enquiry) -> None:
    """Record on an open enquiry what its first weeks usually settle, and leave the rest blank."""
    if (story.as_of - enquiry.commenced_on).days < 14 or chance.likely(0.35):
        return
    enquiry.lacked_capacity = chance.pick(mixes.CAPACITY)
    if enquiry.lacked_capacity == LackedCapacity.YES and chance.likely(0.7):
        enquiry.supported = chance.likely(0.88)
    enquiry.outcomes_asked = chance.pick(_asked(story, enquiry.commenced_on))


def _conclude(chance: Chance, story: Story, enquiry: Enquiry, day: date) -> None:
    enquiry.concluded_on = day
    result = RiskAssessmentResult(chance.pick(mixes.RESULTS))
    enquiry.risk_assessment_result = result
    if result in RISK_IDENTIFIED and not chance.likely(0.004):
        enquiry.risk_outcome = chance.pick(mixes.OUTCOMES)
    enquiry.lacked_capacity = chance.pick(mixes.CAPACITY)
    if enquiry.lacked_capacity == LackedCapacity.YES:
        enquiry.supported = None if chance.likely(0.02) else chance.likely(0.87)
    enquiry.outcomes_asked = chance.pick(_asked(story, day))
    if enquiry.outcomes_asked == OutcomesAsked.EXPRESSED and not chance.likely(0.012):
        enquiry.outcomes_achieved = chance.pick(mixes.ACHIEVED)


def _asked(story: Story, day: date) -> Mapping[str, float]:
    """Return the mix of that day: the old form's, the new one's, or part way between."""
    taken_hold = story.asking(day)
    return {
        code: weight + (mixes.ASKED_AFTER[code] - weight) * taken_hold
        for code, weight in mixes.ASKED_BEFORE.items()
    }
