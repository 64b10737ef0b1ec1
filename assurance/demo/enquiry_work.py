"""The work on the enquiries: who leads, what is to be done, what others were asked for."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from assurance.demo import text
from assurance.demo.chance import Chance
from assurance.demo.enquiries import Work
from assurance.demo.people import Staff
from assurance.demo.story import Story
from assurance.demo.world import LATE_TEAM
from core.models import User
from safeguard.choices import LackedCapacity
from safeguard.choices_work import ActionKind, CapacityView, CausedQuality, PlanReviewResult
from safeguard.models import (
    Action,
    Allocation,
    CausedChase,
    CausedRequest,
    Enquiry,
    PlanReview,
)

WAIT_FOR_LEAD, WAIT_IN_LATE_TEAM = 0.9, 7.0
OVERLOOKED_FOR = timedelta(days=50)
RECENT = timedelta(days=365)
PLAN_AFTER, REVIEW_EVERY = timedelta(days=40), timedelta(days=88)
REPORT_WITHIN = (21, 28, 42)
CAPACITY_VIEWS = {
    LackedCapacity.YES: CapacityView.LACKS,
    LackedCapacity.NO: CapacityView.HAS,
}


@dataclass
class Done:
    """The rows of the work, and the open enquiries that wait for a lead or for a report."""

    allocations: list[Allocation] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    reviews: list[PlanReview] = field(default_factory=list)
    requests: list[CausedRequest] = field(default_factory=list)
    chases: list[CausedChase] = field(default_factory=list)

    waiting: list[Enquiry] = field(default_factory=list)


def done(story: Story, staff: Staff, work: list[Work]) -> Done:
    """Give the enquiries their leads and plans, and return what was recorded of the work."""
    chance = Chance(story.seed, "work on enquiries")
    made = Done()
    for item in work:
        enquiry = item.enquiry
        team = enquiry.team.name if enquiry.team else LATE_TEAM
        lead = chance.one_of(staff.of_team[team])
        last = enquiry.concluded_on or story.as_of
        if _allocate(chance, story, made, enquiry, lead, staff.manager):
            planned_on = story.calendar.due_on(enquiry.commenced_on, chance.whole(1, 9))
            planned_on = max(planned_on, made.allocations[-1].allocated_on)
            if planned_on <= last:
                enquiry.planned_on, enquiry.plan = planned_on, chance.one_of(text.PLANS)
        if enquiry.caused_to and last > story.as_of - RECENT:
            _ask(chance, story, made, enquiry, enquiry.lead or lead)
        if enquiry.concluded_on is not None:
            continue
        if enquiry.lead is None or enquiry.caused_to:
            made.waiting.append(enquiry)
        if enquiry.lead is not None:
            _act(chance, story, made, enquiry, enquiry.lead)
    return made


def _allocate(
    chance: Chance, story: Story, made: Done, enquiry: Enquiry, lead: User, manager: User
) -> bool:
    """Give an enquiry to its lead, unless its team has not come to that."""
    is_late = enquiry.team is not None and enquiry.team.name == LATE_TEAM
    wait = chance.wait(WAIT_IN_LATE_TEAM if is_late else WAIT_FOR_LEAD)
    on = story.calendar.due_on(enquiry.commenced_on, wait)
    is_new = story.as_of - enquiry.commenced_on < OVERLOOKED_FOR and enquiry.concluded_on is None
    if (is_new and chance.likely(0.4 if is_late else 0.03)) or on > story.as_of:
        return False
    on = min(on, enquiry.concluded_on or on)
    enquiry.lead = lead
    made.allocations.append(
        Allocation(
            enquiry=enquiry,
            lead=lead,
            allocated_on=on,
            allocated_by=manager,
            recorded_at=_at(on, 17),
        )
    )
    return True


def _act(chance: Chance, story: Story, made: Done, enquiry: Enquiry, lead: User) -> None:
    """Return what is to be done in an open enquiry, the most of it in time; reviews of a plan."""
    start, age = enquiry.commenced_on, story.as_of - enquiry.commenced_on
    for what in chance.random.sample(text.ACTIONS, chance.whole(1, 3)):
        row = Action(enquiry=enquiry, kind=ActionKind.ENQUIRY, what=what, owner=lead)
        _finish(chance, story, row, start + timedelta(days=chance.whole(7, 45)))
        made.actions.append(row)
    if age < PLAN_AFTER or chance.likely(0.3):
        return
    what, due_on = chance.one_of(text.PLAN_ACTIONS), story.as_of + timedelta(chance.whole(10, 60))
    row = Action(enquiry=enquiry, kind=ActionKind.PLAN, what=what, due_on=due_on)
    row.owner_name, row.created_at = chance.one_of(text.ASSESSORS), _at(start + PLAN_AFTER, 15)
    made.actions.append(row)
    due_on = start + REVIEW_EVERY
    while due_on <= story.as_of and not chance.likely(0.12):
        held_on = min(due_on + timedelta(days=chance.whole(-7, 6)), story.as_of)
        made.reviews.append(
            PlanReview(
                enquiry=enquiry,
                due_on=due_on,
                held_on=held_on,
                result=PlanReviewResult.CONTINUES,
                note=chance.one_of(text.REVIEW_NOTES),
            )
        )
        due_on = held_on + REVIEW_EVERY
    made.reviews.append(PlanReview(enquiry=enquiry, due_on=due_on))


def _finish(chance: Chance, story: Story, row: Action, due_on: date) -> None:
    """Give an action its day, and say that it was done, as most are when their day comes."""
    row.due_on, row.created_at = due_on, _at(row.enquiry.commenced_on, 17)
    if due_on <= story.as_of and chance.likely(0.93):
        row.done_on = max(due_on - timedelta(days=chance.whole(0, 6)), row.enquiry.commenced_on)
        row.result = chance.one_of(text.ACTION_RESULTS)


def _ask(chance: Chance, story: Story, made: Done, enquiry: Enquiry, by: User) -> None:
    """Ask another body for the enquiry; what became of it fits how the enquiry stands."""
    last = enquiry.concluded_on or story.as_of
    asked_on = min(story.calendar.due_on(enquiry.commenced_on, chance.wait(1.5)), last)
    first = asked_on - timedelta(days=chance.whole(30, 90))
    scope = text.SCOPE.format(first=f"{first:%d/%m/%Y}", last=f"{asked_on:%d/%m/%Y}")
    request = CausedRequest(
        enquiry=enquiry,
        to_whom=enquiry.caused_to,
        scope=scope,
        adult_views=chance.one_of(text.ADULT_VIEWS),
        capacity_view=CAPACITY_VIEWS.get(
            LackedCapacity(enquiry.lacked_capacity or LackedCapacity.NOT_RECORDED),
            CapacityView.NOT_ASSESSED,
        ),
        requested_on=asked_on,
        due_on=asked_on + timedelta(days=chance.one_of(REPORT_WITHIN)),
        requested_by=by,
        created_at=_at(asked_on, 17),
    )
    request.first_due_on = request.due_on
    made.requests.append(request)
    accepted_on = asked_on + timedelta(days=chance.whole(1, 8))
    if accepted_on <= last and chance.likely(0.92):
        request.accepted_on = accepted_on
    came_on = asked_on + timedelta(days=8 + chance.days(18, 0.6))
    if enquiry.concluded_on is None:
        _so_far(chance, story, made, request, came_on, by)
    else:
        _ended(chance, request, min(came_on, enquiry.concluded_on), enquiry.concluded_on)


def _ended(chance: Chance, request: CausedRequest, came_on: date, concluded_on: date) -> None:
    """Let the report be accepted, or the enquiry taken over, by the day it concluded."""
    if chance.likely(0.06):
        request.quality, request.quality_reason = CausedQuality.TAKEN_OVER, text.TAKEN_OVER
        request.quality_on = concluded_on
        return
    request.received_on = came_on
    request.quality = CausedQuality.ACCEPTED
    request.quality_on = min(came_on + timedelta(days=chance.whole(0, 6)), concluded_on)


def _so_far(
    chance: Chance, story: Story, made: Done, request: CausedRequest, came_on: date, by: User
) -> None:
    """Let the report of an open enquiry come and be checked, if that falls before the last day."""
    if came_on > story.as_of or chance.likely(0.25):
        if request.due_on < story.as_of and chance.likely(0.7):
            day = request.due_on + timedelta(
                days=chance.whole(1, min(14, (story.as_of - request.due_on).days))
            )
            made.chases.append(_chase(request, day, chance.one_of(text.CHASES), by))
        return
    request.received_on = came_on
    checked_on = came_on + timedelta(days=chance.whole(1, 6))
    if checked_on > story.as_of:
        return
    request.quality, request.quality_on = CausedQuality.ACCEPTED, checked_on
    if chance.likely(0.2):
        request.quality, request.quality_reason = CausedQuality.RETURNED, text.RETURNED
        request.due_on, request.returned_count = checked_on + timedelta(days=14), 1
        made.chases.append(_chase(request, checked_on, text.RETURNED, by))


def _chase(request: CausedRequest, on: date, note: str, by: User) -> CausedChase:
    return CausedChase(request=request, chased_on=on, note=note, chased_by=by)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
