"""The concerns: when they come, what they are about, which team has them to decide."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from assurance.demo import mixes, text
from assurance.demo.adults import Known, Population
from assurance.demo.chance import Chance
from assurance.demo.story import Story
from assurance.demo.world import (
    DISABILITY,
    FRONT_DOOR,
    HOSPITAL,
    NORTH,
    SOUTH,
    TEAM_SHARES,
    Council,
)
from safeguard.choices import LocationOfRisk, PrimarySupportReason, TypeOfRisk
from safeguard.models import Concern, ConcernCondition, ConcernRiskType

HOSPITALS = (
    LocationOfRisk.HOSPITAL_ACUTE,
    LocationOfRisk.HOSPITAL_COMMUNITY,
    LocationOfRisk.HOSPITAL_MENTAL_HEALTH,
)
OUTSIDE_SERVICES = (LocationOfRisk.OWN_HOME, LocationOfRisk.COMMUNITY, LocationOfRisk.OTHER)
OFFICE_HOURS = dict(zip(range(8, 19), (4, 8, 11, 12, 10, 8, 10, 11, 10, 8, 4), strict=True))
OTHER_HOURS = {0: 2, 2: 1, 5: 1, 6: 2, 7: 4, 19: 6, 20: 6, 21: 4, 22: 4, 23: 2}
WEEKEND_HOURS = dict.fromkeys(range(7, 23), 1)


@dataclass
class Contact:
    """A concern on its way, with what belongs to it."""

    concern: Concern
    known: Known
    team: str
    types: list[str]
    source_in_service: bool
    details: list[ConcernRiskType | ConcernCondition] = field(default_factory=list)


def received(story: Story, council: Council, population: Population) -> list[Contact]:
    """Return every concern from the first day to the as-of date, in order of receipt."""
    chance = Chance(story.seed, "concerns")
    found: list[Contact] = []
    numbers: dict[int, int] = {}
    for day in story.every_day:
        moments = sorted(
            _moment(chance, day) for _ in range(chance.arrivals(story.expected_concerns(day)))
        )
        for moment in moments:
            year = day.year - (day.month < 4)
            numbers[year] = numbers.get(year, 0) + 1
            reference = f"C{year % 100:02d}-{numbers[year]:05d}"
            known = population.somebody(moment, day)
            found.append(_contact(chance, story, council, known, moment, reference))
    return found


def _moment(chance: Chance, day: date) -> datetime:
    """Return a time of `day` as London's clocks have it: mostly office hours in the week."""
    if day.weekday() > 4:
        hours = WEEKEND_HOURS
    else:
        hours = OFFICE_HOURS if chance.likely(0.86) else OTHER_HOURS
    at = time(chance.pick(hours), chance.whole(0, 59))
    return timezone.make_aware(datetime.combine(day, at))


def _contact(
    chance: Chance,
    story: Story,
    council: Council,
    known: Known,
    moment: datetime,
    reference: str,
) -> Contact:
    day = timezone.localdate(moment)
    types = _types(chance, story, day)
    location = _location(chance, types)
    team = _team(chance, council, known.support_reason, location)
    concern = Concern(
        council=council.organisation,
        reference=reference,
        adult=known.adult,
        team=council.teams[team],
        received_at=moment,
        received_on=day,
        referrer=chance.pick(mixes.REFERRERS),
        primary_support_reason=known.support_reason,
        location=location,
        account=" ".join(chance.one_of(text.ACCOUNTS[TypeOfRisk(code)]) for code in types[:2]),
        adult_view=chance.one_of(text.VIEWS) if chance.likely(0.62) else "",
        created_at=moment,
    )
    if not chance.likely(0.04):
        concern.priority = chance.pick(mixes.PRIORITIES)
    contact = Contact(concern, known, team, types, location not in OUTSIDE_SERVICES)
    contact.details += [ConcernRiskType(concern=concern, risk_type=code) for code in types]
    contact.details += [
        ConcernCondition(concern=concern, condition=code) for code in known.conditions
    ]
    return contact


def _types(chance: Chance, story: Story, day: date) -> list[str]:
    """Return one to three types of risk; self-neglect grows from 7% to about 11%."""
    years = (day - story.first_day).days / 365.25
    weights = {**mixes.TYPES, TypeOfRisk.SELF_NEGLECT: 6.5 + 1.3 * years}
    return chance.pick_several(weights, chance.pick({1: 72, 2: 23, 3: 5}))


def _location(chance: Chance, types: list[str]) -> str:
    if TypeOfRisk.SELF_NEGLECT in types or TypeOfRisk.DOMESTIC in types:
        return LocationOfRisk.OWN_HOME if chance.likely(0.93) else LocationOfRisk.COMMUNITY
    if TypeOfRisk.ORGANISATIONAL in types:
        return chance.one_of(mixes.CARE_HOMES)
    return chance.pick(mixes.LOCATIONS)


def _team(chance: Chance, council: Council, reason: str, location: str) -> str:
    """Return the team whose work this is; the small council has two that share everything."""
    if len(council.teams) < len(TEAM_SHARES):
        return chance.one_of([FRONT_DOOR, NORTH])
    if location in HOSPITALS and chance.likely(0.9):
        return HOSPITAL
    if reason == PrimarySupportReason.LEARNING_DISABILITY and chance.likely(0.75):
        return DISABILITY
    return chance.pick({FRONT_DOOR: 0.42, NORTH: 0.28, SOUTH: 0.24, HOSPITAL: 0.06})
