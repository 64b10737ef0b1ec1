"""The rows of one enquiry: risks, desired outcomes, capacity assessments, advocacy."""

from datetime import date, timedelta

from assurance.demo import mixes, text
from assurance.demo.chance import Chance
from assurance.demo.concerns import Contact
from safeguard.choices import (
    AdvocateKind,
    LackedCapacity,
    LocationOfRisk,
    OutcomesAchieved,
    OutcomesAsked,
    SourceOfRisk,
    TypeOfRisk,
)
from safeguard.models import Advocacy, CapacityAssessment, DesiredOutcome, Enquiry, Risk

ADVOCATES = {AdvocateKind.CARE_ACT: 70, AdvocateKind.IMCA: 22, AdvocateKind.OTHER: 8}
MEDIAN_WAIT = 9


def risks(chance: Chance, enquiry: Enquiry, contact: Contact) -> list[Risk]:
    """Return one to three risks: those reported, and now and then one found on the way."""
    types = list(contact.types)
    if len(types) < 3 and chance.likely(0.18):
        types += [code for code in chance.pick_several(mixes.TYPES, 1) if code not in types]
    rows: dict[tuple[str, str, str], Risk] = {}
    for code in types:
        location = _location(chance, contact)
        source = _source(chance, contact, code)
        rows.setdefault(
            (code, location, source),
            Risk(enquiry=enquiry, risk_type=code, location=location, source=source),
        )
    return list(rows.values())


def _location(chance: Chance, contact: Contact) -> str:
    if chance.likely(0.04):
        return LocationOfRisk(chance.pick(mixes.LOCATIONS))
    return contact.concern.location


def _source(chance: Chance, contact: Contact, code: str) -> str:
    """Return a source; self-neglect is counted under "known to the individual"."""
    if code in (TypeOfRisk.SELF_NEGLECT, TypeOfRisk.DOMESTIC):
        return SourceOfRisk.KNOWN
    in_service = contact.source_in_service
    return chance.pick(mixes.SOURCES_IN_SERVICES if in_service else mixes.SOURCES_ELSEWHERE)


def desired_outcomes(chance: Chance, enquiry: Enquiry, last_day: date) -> list[DesiredOutcome]:
    """Return what the adult wanted, where that was expressed, and how far each came about."""
    if enquiry.outcomes_asked != OutcomesAsked.EXPRESSED:
        return []
    wanted = chance.random.sample(text.WANTED, chance.pick({1: 55, 2: 32, 3: 13}))
    said_on = _between(chance, enquiry.commenced_on, last_day, 21)
    rows = [
        DesiredOutcome(concern=enquiry.concern, enquiry=enquiry, wanted=what, wanted_on=said_on)
        for what in wanted
    ]
    for place, row in enumerate(rows):
        _achieve(chance, enquiry, row, place)
    return rows


def _achieve(chance: Chance, enquiry: Enquiry, row: DesiredOutcome, place: int) -> None:
    """Answer for one outcome, so that all of them together read as the enquiry's own answer."""
    overall = enquiry.outcomes_achieved
    if not overall:
        return
    row.achieved = overall
    if overall == OutcomesAchieved.PARTIALLY and place > 0:
        row.achieved = OutcomesAchieved.NOT
    row.in_whose_view = chance.one_of(text.IN_WHOSE_VIEW)


def capacity_assessments(
    chance: Chance, enquiry: Enquiry, last_day: date
) -> list[CapacityAssessment]:
    """Return the assessments behind the answer: always where capacity lacked, else for a third."""
    lacked = enquiry.lacked_capacity == LackedCapacity.YES
    doubted = enquiry.lacked_capacity == LackedCapacity.NO and chance.likely(0.33)
    if not (lacked or doubted):
        return []
    decisions = chance.random.sample(text.CAPACITY_DECISIONS, chance.pick({1: 80, 2: 20}))
    return [
        CapacityAssessment(
            enquiry=enquiry,
            decision=decision,
            assessed_on=_between(chance, enquiry.commenced_on, last_day, 28),
            had_capacity=not lacked,
            assessed_by=chance.one_of(text.ASSESSORS),
        )
        for decision in decisions
    ]


def advocacy(chance: Chance, enquiry: Enquiry, last_day: date) -> list[Advocacy]:
    """Return a request for an advocate where the adult could not take part alone; some wait."""
    share = 0.62 if enquiry.lacked_capacity == LackedCapacity.YES else 0.07
    if not chance.likely(share):
        return []
    requested_on = _between(chance, enquiry.commenced_on, last_day, 14)
    appointed_on = requested_on + timedelta(days=chance.days(MEDIAN_WAIT, 0.9))
    return [
        Advocacy(
            enquiry=enquiry,
            kind=chance.pick(ADVOCATES),
            substantial_difficulty=None if chance.likely(0.05) else True,
            suitable_person=chance.one_of(text.SUITABLE_PERSON),
            requested_on=requested_on,
            appointed_on=appointed_on if appointed_on <= last_day else None,
        )
    ]


def _between(chance: Chance, first: date, last: date, within: int) -> date:
    """Return a day from `first` on, inside `within` days, and not after `last`."""
    return first + timedelta(days=chance.whole(0, min((last - first).days, within)))
