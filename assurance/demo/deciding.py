"""The decisions: most within days, except in the team that cannot keep up and works a queue."""

from collections.abc import Iterator
from datetime import date

from assurance.demo import mixes, text
from assurance.demo.chance import Chance
from assurance.demo.concerns import Contact
from assurance.demo.story import STEP, Story
from assurance.demo.world import DISABILITY, FRONT_DOOR, HOSPITAL, LATE_TEAM, NORTH
from safeguard.choices import DecisionResult, Priority

MEAN_WORKING_DAYS = {FRONT_DOOR: 1.1, NORTH: 1.9, LATE_TEAM: 3.4, HOSPITAL: 1.6, DISABILITY: 2.3}
RED, USUAL, OVERLOOKED = 0.35, 1.0, 14.0
KEEPS_UP_AT_FIRST, KEEPS_UP_AT_LAST = 0.98, 0.66
LIKELIER = {Priority.RED: 2.0, Priority.AMBER: 1.3, Priority.GREEN: 0.56}


def decide(story: Story, contacts: list[Contact]) -> None:
    """Give each concern that was decided by the as-of date its decision; leave the rest open."""
    chance = Chance(story.seed, "decisions")
    late = [contact for contact in contacts if _goes_to_queue(story, contact)]
    queued = set(map(id, late))
    for contact in contacts:
        if id(contact) not in queued:
            _record(chance, story, contact, _usual_day(chance, story, contact))
    for contact, day in _worked_off(story, late):
        _record(chance, story, contact, day)


def _goes_to_queue(story: Story, contact: Contact) -> bool:
    return (
        story.has_events
        and contact.team == LATE_TEAM
        and contact.concern.received_on >= story.falls_behind_on
    )


def _usual_day(chance: Chance, story: Story, contact: Contact) -> date:
    """Return the day of decision for a team that keeps up; one in 80 is overlooked for weeks."""
    mean = MEAN_WORKING_DAYS[contact.team]
    pace = RED if contact.concern.priority == Priority.RED else USUAL
    if chance.likely(1 / 80):
        pace = OVERLOOKED
    received_on = contact.concern.received_on
    if contact.concern.priority == Priority.RED and chance.likely(0.5):
        return received_on
    return story.calendar.due_on(received_on, chance.wait(mean * pace + 0.3))


def _worked_off(story: Story, waiting: list[Contact]) -> Iterator[tuple[Contact, date]]:
    """Decide the red ones first, then the oldest, while the team deals with ever fewer of them."""
    days = story.every_day[(story.falls_behind_on - story.first_day).days :]
    working = [day for day in days if story.calendar.is_working(day)]
    arrivals = len(waiting) / max(len(working), 1)
    queue: list[Contact] = []
    arriving = iter(waiting)
    upcoming = next(arriving, None)
    credit = 0.0
    for place, day in enumerate(working):
        lost = (KEEPS_UP_AT_FIRST - KEEPS_UP_AT_LAST) * place / len(working)
        while upcoming is not None and upcoming.concern.received_on <= day:
            queue.append(upcoming)
            upcoming = next(arriving, None)
        queue.sort(key=lambda contact: contact.concern.priority != Priority.RED)
        credit = min(credit + arrivals * (KEEPS_UP_AT_FIRST - lost), len(queue))
        while credit >= 1:
            credit -= 1
            yield queue.pop(0), day


def _record(chance: Chance, story: Story, contact: Contact, day: date) -> None:
    """Write the decision on the concern, unless it falls after the as-of date.

    More recording brings no more enquiries: the share that becomes one falls by as much as the
    number of concerns rose.
    """
    concern = contact.concern
    weights = dict(mixes.DECISIONS)
    if story.recording_has_changed(concern.received_on):
        enquiries = weights[DecisionResult.SECTION_42]
        weights[DecisionResult.SECTION_42] = enquiries / STEP
        weights[DecisionResult.NOT_AN_ENQUIRY] += enquiries - enquiries / STEP
    result = DecisionResult(chance.pick(_by_priority(weights, concern.priority)))
    reason, met = _grounds(chance, result)
    if day > story.as_of:
        return
    concern.decided_on, concern.decision, concern.decision_reason = day, result, reason
    concern.met_a, concern.met_b, concern.met_c = met


def _by_priority(weights: dict[str, float], priority: str | None) -> dict[str, float]:
    """Return the weights with enquiries likelier for the urgent; the whole stays as it was."""
    lift = LIKELIER[Priority(priority)] if priority else 1.0
    lifted = {**weights, DecisionResult.SECTION_42: weights[DecisionResult.SECTION_42] * lift}
    spare = sum(weights.values()) - sum(lifted.values())
    lifted[DecisionResult.NOT_AN_ENQUIRY] += spare
    return lifted


def _grounds(
    chance: Chance, result: DecisionResult
) -> tuple[str, tuple[bool | None, bool | None, bool | None]]:
    """Return a reason, and what was recorded against each part of section 42(1)."""
    if result == DecisionResult.SECTION_42:
        met = (None, None, None) if chance.likely(0.03) else (True, True, True)
        return chance.one_of(text.REASONS_ENQUIRY), met
    if result == DecisionResult.OTHER:
        return chance.one_of(text.REASONS_OTHER), (True, True, False)
    parts = chance.pick(
        {(True, False, True): 45, (True, True, False): 30, (False, False, False): 25}
    )
    return chance.one_of(text.REASONS_NOT), parts
