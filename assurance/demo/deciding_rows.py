"""What was recorded here on the way to each decision: priority, report, proposal, looks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from assurance.demo import text
from assurance.demo.chance import Chance
from assurance.demo.concerns import Contact
from assurance.demo.names import full_name
from assurance.demo.people import Staff
from assurance.demo.story import Story
from assurance.demo.world import LATE_TEAM
from core.models import User
from safeguard.choices import DecisionResult, Gender, Priority, Referrer
from safeguard.choices_work import Agreement, Channel, DecisionState, Route, YesNoUnknown
from safeguard.models import (
    ConcernReport,
    DecisionRecord,
    DecisionRoute,
    Enquiry,
    LookAgain,
    PrioritySetting,
)

# How far back the council has recorded its casework here; older concerns came from an extract.
PRIORITIES_KEPT, RECORDED_HERE = timedelta(days=365), timedelta(days=183)
STILL_FROM_EXTRACT = 0.04
MINUTES = {Priority.RED: 90, Priority.AMBER: 300, Priority.GREEN: 520}
LOOK_EVERY = {Priority.RED: 7, Priority.AMBER: 14, Priority.GREEN: 28}
WAITS_FOR_SIGN_OFF, SENT_BACK = 0.07, 0.03
CHANNELS = {
    Channel.ONLINE: 44,
    Channel.EMAIL: 30,
    Channel.PHONE: 22,
    Channel.IN_PERSON: 2,
    Channel.LETTER: 2,
}
AGREED_WITHOUT_A_VIEW = {Agreement.NOT_ASKED: 60, Agreement.NOT_KNOWN: 40}
AGREED_WITH_A_VIEW = {Agreement.AGREED: 90, Agreement.NOT_KNOWN: 10}
OTHER_ROUTES = (Route.REVIEW, Route.ASSESSMENT, Route.OTHER_AGENCY)


@dataclass
class Steps:
    """The rows behind the decisions."""

    priorities: list[PrioritySetting] = field(default_factory=list)
    reports: list[ConcernReport] = field(default_factory=list)
    decisions: list[DecisionRecord] = field(default_factory=list)
    routes: list[DecisionRoute] = field(default_factory=list)


def steps(story: Story, staff: Staff, contacts: list[Contact]) -> Steps:
    """Return what was recorded of each recent concern, in the order in which it happened."""
    chance = Chance(story.seed, "steps to decisions")
    made = Steps()
    for contact in contacts:
        concern = contact.concern
        worker = chance.one_of(staff.of_team[contact.team])
        end = _end_of(concern.decided_on or story.as_of)
        moment = concern.received_at
        if concern.priority and concern.received_on > story.as_of - PRIORITIES_KEPT:
            moment = _later(chance, moment, MINUTES[Priority(concern.priority)], end)
            made.priorities.append(_priority(chance, contact, staff.manager, moment))
        if chance.likely(STILL_FROM_EXTRACT):
            continue
        if concern.received_on > story.as_of - RECORDED_HERE:
            made.reports.append(_report(chance, story, contact, worker))
        proposed_on = max(concern.received_on, story.as_of - timedelta(days=chance.whole(0, 6)))
        day = concern.decided_on or proposed_on
        if day > story.as_of - RECORDED_HERE:
            moment = max(moment, timezone.make_aware(datetime.combine(day, time(9))))
            moment = _later(chance, moment, 120, end)
            _decision(chance, made, contact, worker, moment, staff.manager)
    return made


def looks(
    story: Story, staff: Staff, contacts: list[Contact], unfinished: Iterable[Enquiry]
) -> list[LookAgain]:
    """Return how often somebody looked at what waits; the team that is behind does so late."""
    chance = Chance(story.seed, "looks")
    since = {id(row.concern): row.commenced_on for row in unfinished}
    rows = []
    for contact in contacts:
        concern = contact.concern
        first = since.get(id(concern), concern.received_on)
        if (concern.decision and id(concern) not in since) or chance.likely(0.1):
            continue
        every = LOOK_EVERY[Priority(concern.priority or Priority.AMBER)]
        day, last = first + timedelta(days=chance.whole(0, 3)), story.as_of
        if day < last and chance.likely(0.4 if contact.team == LATE_TEAM else 0.12):
            last = max(day, last - timedelta(days=every + chance.whole(1, 21)))
        while day <= last:
            rows.append(_look(chance, contact, chance.one_of(staff.of_team[contact.team]), day))
            rows[-1].next_due_on = day + timedelta(days=every)
            day += timedelta(days=chance.whole(every - 4, every))
    return rows


def _look(chance: Chance, contact: Contact, by: User, day: date) -> LookAgain:
    words = text.SAFE_IN_SERVICE if contact.source_in_service else text.SAFE_AT_HOME
    return LookAgain(
        concern=contact.concern,
        looked_on=day,
        safe_meanwhile=chance.one_of(words),
        looked_by=by,
        recorded_at=timezone.make_aware(datetime.combine(day, time(16))),
    )


def _priority(chance: Chance, contact: Contact, by: User, moment: datetime) -> PrioritySetting:
    priority = Priority(contact.concern.priority or "")
    reason = chance.one_of(text.PRIORITY_REASONS[priority])
    return PrioritySetting(
        concern=contact.concern, priority=priority, reason=reason, set_by=by, set_at=moment
    )


def _report(chance: Chance, story: Story, contact: Contact, by: User) -> ConcernReport:
    concern = contact.concern
    view = concern.adult_view
    refused = "did not want" in view
    agreement = chance.pick(AGREED_WITH_A_VIEW if view else AGREED_WITHOUT_A_VIEW)
    unnamed = concern.referrer == Referrer.ANONYMOUS
    reason = chance.one_of(text.NOT_ASKED) if agreement == Agreement.NOT_ASKED else ""
    report = ConcernReport(
        concern=concern,
        channel=chance.pick(CHANNELS),
        referrer_name="" if unnamed else " ".join(full_name(chance, Gender.NOT_KNOWN)),
        wants_feedback=not unnamed and chance.likely(0.9),
        happened_when=chance.one_of(text.HAPPENED_WHEN),
        in_danger=_yes(concern.priority == Priority.RED and chance.likely(0.5)),
        safety_steps=chance.one_of(text.SAFETY_STEPS),
        agreement=Agreement.REFUSED if refused else agreement,
        agreement_reason=text.REPORTED_ANYWAY if refused else reason,
        capacity_to_agree=_yes("could not say" not in view) if view else YesNoUnknown.NOT_KNOWN,
        outcomes_asked=_yes(bool(view)),
        outcomes_reason="" if view else text.WISHES_NOT_ASKED,
        raised_by=by,
    )
    _tell(chance, story, report, by)
    return report


def _tell(chance: Chance, story: Story, report: ConcernReport, by: User) -> None:
    """Record that most referrers who wanted it were told, some after a while; a few cannot be."""
    decided_on = report.concern.decided_on
    if decided_on is None or not report.wants_feedback:
        return
    told_on = story.calendar.due_on(decided_on, chance.wait(2.5))
    if chance.likely(0.03):
        report.feedback_not_possible, report.feedback_note = True, text.NO_FEEDBACK
    elif chance.likely(0.87) and told_on <= story.as_of:
        report.feedback_on, report.feedback_by = told_on, by
        report.feedback_note = chance.one_of(text.FEEDBACK)


def _decision(
    chance: Chance, made: Steps, contact: Contact, by: User, moment: datetime, manager: User
) -> None:
    """Record the decision as signed off, or for a few that wait a proposal; none it cannot know."""
    concern = contact.concern
    met = (concern.met_a, concern.met_b, concern.met_c)
    result, reason, state = concern.decision, concern.decision_reason, DecisionState.SIGNED_OFF
    if result is None:
        if not chance.likely(WAITS_FOR_SIGN_OFF + SENT_BACK):
            return
        returned = chance.likely(SENT_BACK / (WAITS_FOR_SIGN_OFF + SENT_BACK))
        state = DecisionState.RETURNED if returned else DecisionState.PROPOSED
        result, met = DecisionResult.NOT_AN_ENQUIRY, (True, False, False)
        reason = chance.one_of(text.REASONS_NOT)
    if None in met:
        return
    record = DecisionRecord(
        concern=concern,
        state=state,
        result=result,
        reason=reason,
        decided_on=timezone.localdate(moment),
        proposed_by=by,
        proposed_at=moment,
        answer=text.SENT_BACK if state == DecisionState.RETURNED else "",
    )
    for part, answer in zip("abc", met, strict=True):
        setattr(record, f"met_{part}", answer)
        setattr(record, f"reason_{part}", text.PART_REASONS[part, bool(answer)])
    if state == DecisionState.SIGNED_OFF:
        end = _end_of(record.decided_on)
        record.signed_off_by, record.signed_off_at = manager, _later(chance, moment, 60, end)
    made.decisions.append(record)
    if result == DecisionResult.NOT_AN_ENQUIRY:
        first = text.ROUTE_OF_REASON[reason]
        routes = (
            {first}
            if first == Route.NO_ACTION or chance.likely(0.85)
            else {first, chance.one_of(OTHER_ROUTES)}
        )
        made.routes += [DecisionRoute(decision=record, route=route) for route in sorted(routes)]


def _yes(answer: bool) -> YesNoUnknown:
    return YesNoUnknown.YES if answer else YesNoUnknown.NO


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def _later(chance: Chance, moment: datetime, minutes: int, end: datetime) -> datetime:
    """Return a time after `moment`, about so many minutes on, and at the latest `end`."""
    return min(moment + timedelta(minutes=1 + chance.wait(minutes)), max(end, moment))
