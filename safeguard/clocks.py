"""The clocks of cases: their dated events read in bulk, and judged by the council's own rules.

A page of many cases asks `rules_of`, `calendar_of` and `dates_of` once, then `clocks_of_concern`
and `clocks_of_enquiry` for each row, which ask the database nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Exists,
    F,
    OuterRef,
    Subquery,
)
from django.utils import timezone

from core.calendars import calendar_of
from core.clock_arithmetic import INSTANT, Moment, at, end_of
from core.models import Organisation
from core.workdays import WorkingCalendar
from safeguard.choices import DecisionResult, EnquiryKind
from safeguard.choices_work import ActionKind, ClockEvent
from safeguard.clock_rows import reasons_and_holds
from safeguard.data_reach import last_day_covered
from safeguard.metrics.timescales import rules_of
from safeguard.models import (
    Action,
    Allocation,
    Concern,
    Enquiry,
    ExperienceResponse,
    PlanReview,
    PrioritySetting,
    Reopening,
)
from safeguard.rules.clocks import (
    OF_AN_ENQUIRY,
    Clock,
    ClockState,
    Rules,
    RunningHold,
    clocks_between,
)

__all__ = [
    "CaseDates",
    "Clock",
    "ClockState",
    "ConcernDates",
    "EnquiryDates",
    "Rules",
    "clocks_of_case",
    "clocks_of_concern",
    "clocks_of_enquiry",
    "dates_of",
    "moment_covered",
    "rules_of",
]


@dataclass(frozen=True)
class ConcernDates:
    """What a concern's clocks need beyond its own row.

    `was_recorded_here` is False for one loaded from an extract, which tells nothing of priority
    and feedback: their clocks are not shown rather than shown as late. `has_enquiry` is None where
    nobody looked.
    """

    was_recorded_here: bool = False
    priority_set_at: datetime | None = None
    feedback_on: date | None = None
    takes_feedback: bool = False
    has_enquiry: bool | None = None
    reopened_at: datetime | None = None
    late_reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EnquiryDates:
    """What an enquiry's clocks need beyond its own row."""

    allocated_on: date | None = None
    plan_reviewed_on: date | None = None
    has_plan: bool = False
    experience_asked_on: date | None = None
    reopened_at: datetime | None = None
    holds: tuple[RunningHold, ...] = ()
    late_reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseDates:
    """The dates of many cases, by the key of the concern or enquiry."""

    concerns: Mapping[int, ConcernDates] = field(default_factory=dict)
    enquiries: Mapping[int, EnquiryDates] = field(default_factory=dict)

    def of_concern(self, key: int) -> ConcernDates:
        return self.concerns.get(key, ConcernDates())

    def of_enquiry(self, key: int) -> EnquiryDates:
        return self.enquiries.get(key, EnquiryDates())


NO_DATES = CaseDates()
KINDS: Mapping[str, EnquiryKind] = {
    DecisionResult.SECTION_42: EnquiryKind.SECTION_42,
    DecisionResult.OTHER: EnquiryKind.OTHER,
}


def moment_covered(council: Organisation) -> datetime:
    """Return the moment to judge by: now, or the end of what loaded data cover, in one query."""
    return moment_until(last_day_covered(council))


def moment_until(day: date) -> datetime:
    """Return now, or the last moment of `day` where that is earlier."""
    return min(timezone.now(), end_of(day) - INSTANT)


def clocks_of_concern(
    concern: Concern,
    rules: Rules,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    dates: CaseDates = NO_DATES,
) -> list[Clock]:
    """Return the clocks of a concern itself, running ones first, soonest due first.

    The priority is the one it has now. Without `dates` only receipt and decision are known, so
    only the clock between them is shown.
    """
    known = dates.of_concern(concern.pk)
    happened = _of_concern(concern, known)
    # What has not happened may still happen, unless the case went past it or cannot tell.
    ends = set(happened)
    if concern.decided_on is None:
        ends.add(ClockEvent.DECIDED)
        if known.was_recorded_here:
            ends.add(ClockEvent.PRIORITY_SET)
    if concern.decision in KINDS and known.has_enquiry is False:
        ends.add(ClockEvent.COMMENCED)
    if known.takes_feedback:
        ends.add(ClockEvent.FEEDBACK_GIVEN)
    return clocks_between(
        rules,
        happened,
        ends=ends,
        calendar=calendar,
        now=now,
        kind=KINDS.get(concern.decision or ""),
        priority=concern.priority,
        reasons=known.late_reasons,
        again=_again(ClockEvent.DECIDED, known.reopened_at),
    )


def clocks_of_enquiry(
    enquiry: Enquiry,
    rules: Rules,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    dates: CaseDates = NO_DATES,
) -> list[Clock]:
    """Return the clocks that end with a step of an enquiry, running ones first, soonest due first.

    Its concern is read along with it (`select_related("concern")`). A step that was not recorded
    by the time the enquiry concluded has no clock: it may have happened, and nobody can tell.
    """
    concern = enquiry.concern
    known, before = dates.of_enquiry(enquiry.pk), dates.of_concern(concern.pk)
    happened = {**_of_concern(concern, before), **_of_enquiry(enquiry, known)}
    return clocks_between(
        rules,
        happened,
        ends=_ends_of_enquiry(enquiry, known, before, happened),
        calendar=calendar,
        now=now,
        kind=enquiry.kind,
        priority=concern.priority,
        holds=known.holds,
        reasons=known.late_reasons,
        again=_again(ClockEvent.CONCLUDED, known.reopened_at),
        enquiry_id=enquiry.pk,
        enquiry_reference=enquiry.reference,
    )


def dates_of(
    *,
    concerns: Iterable[Concern] = (),
    enquiries: Iterable[Enquiry] = (),
    rules: Rules | None = None,
) -> CaseDates:
    """Load what clocks need of many cases in three queries at most, whatever their number.

    The concerns of `enquiries` are loaded along with `concerns`. Where `rules` is given and holds
    none, there are no clocks, and nothing is asked.
    """
    of_enquiries = {enquiry.pk: enquiry.concern_id for enquiry in enquiries}
    keys = {concern.pk for concern in concerns} | set(of_enquiries.values())
    if not keys or (rules is not None and not rules):
        return NO_DATES
    reasons, holds = reasons_and_holds(keys, of_enquiries)
    found = {
        row["pk"]: concern_dates(row, reasons.get((row["pk"], None), {}))
        for row in _concern_rows(keys)
    }
    if not of_enquiries:
        return CaseDates(found)
    held = {
        row["pk"]: enquiry_dates(
            row, holds.get(row["pk"], ()), reasons.get((of_enquiries[row["pk"]], row["pk"]), {})
        )
        for row in _enquiry_rows(of_enquiries)
    }
    return CaseDates(found, held)


def clocks_of_case(concern: Concern, enquiries: Sequence[Enquiry] | None = None) -> list[Clock]:
    """Return every clock of one case: of the concern, then of each enquiry, in seven queries.

    One where the council has no rule at all. `enquiries` saves one where the page has them already.
    """
    rules = rules_of(concern.council)
    if not rules:
        return []
    if enquiries is None:
        found = Enquiry.objects.filter(concern=concern).order_by("commenced_on", "pk")
        enquiries = list(found)
    for enquiry in enquiries:
        enquiry.concern = concern
    dates = dates_of(concerns=[concern], enquiries=enquiries)
    calendar, now = calendar_of(concern.council), moment_covered(concern.council)
    clocks = clocks_of_concern(concern, rules, calendar, now=now, dates=dates)
    for enquiry in enquiries:
        clocks += clocks_of_enquiry(enquiry, rules, calendar, now=now, dates=dates)
    return clocks


def _of_concern(concern: Concern, known: ConcernDates) -> dict[str, Moment]:
    found: dict[str, Moment] = {
        ClockEvent.RECEIVED: Moment(concern.received_on, concern.received_at)
    }
    if known.priority_set_at is not None:
        found[ClockEvent.PRIORITY_SET] = at(known.priority_set_at)
    _add_days(
        found,
        {ClockEvent.DECIDED: concern.decided_on, ClockEvent.FEEDBACK_GIVEN: known.feedback_on},
    )
    return found


def _of_enquiry(enquiry: Enquiry, known: EnquiryDates) -> dict[str, Moment]:
    found: dict[str, Moment] = {}
    days = {
        ClockEvent.COMMENCED: enquiry.commenced_on,
        ClockEvent.ALLOCATED: known.allocated_on,
        ClockEvent.PLANNED: enquiry.planned_on,
        ClockEvent.PLAN_REVIEWED: known.plan_reviewed_on,
        ClockEvent.CONCLUDED: enquiry.concluded_on,
        ClockEvent.EXPERIENCE_ASKED: known.experience_asked_on,
    }
    _add_days(found, days)
    return found


def _add_days(found: dict[str, Moment], days: Mapping[ClockEvent, date | None]) -> None:
    found.update({event: Moment(day) for event, day in days.items() if day is not None})


def _ends_of_enquiry(
    enquiry: Enquiry,
    known: EnquiryDates,
    before: ConcernDates,
    happened: Mapping[str, Moment],
) -> set[str]:
    ends = {str(event) for event in OF_AN_ENQUIRY if event in happened}
    if enquiry.concluded_on is None:
        ends.add(ClockEvent.CONCLUDED)
    if known.has_plan:
        ends.add(ClockEvent.PLAN_REVIEWED)
    if not before.was_recorded_here:
        return ends
    if enquiry.concluded_on is None:
        return ends | {ClockEvent.ALLOCATED, ClockEvent.PLANNED}
    return ends | {ClockEvent.EXPERIENCE_ASKED}


def _again(event: ClockEvent, reopened_at: datetime | None) -> dict[str, Moment]:
    return {event: at(reopened_at)} if reopened_at else {}


def _concern_rows(keys: Iterable[int]) -> Iterable[dict[str, Any]]:
    rows = Concern.objects.filter(pk__in=list(keys)).order_by()
    found: Iterable[Any] = rows.values("pk", **concern_columns())
    return found


def concern_columns() -> dict[str, Any]:
    """Return what the clocks of a concern need beyond its row, as columns to add to a query."""
    settings = PrioritySetting.objects.filter(concern=OuterRef("pk")).order_by("set_at")
    reopened = Reopening.objects.filter(concern=OuterRef("pk"), enquiry=None)
    newest = reopened.order_by("-reopened_at").values("reopened_at")[:1]
    return {
        "was_recorded": F("report__pk"),
        "feedback_on": F("report__feedback_on"),
        "wants_feedback": F("report__wants_feedback"),
        "not_possible": F("report__feedback_not_possible"),
        "has_enquiry": Exists(Enquiry.objects.filter(concern=OuterRef("pk"))),
        "priority_set_at": Subquery(settings.values("set_at")[:1]),
        "reopened_at": Subquery(newest),
    }


def concern_dates(row: Mapping[str, Any], reasons: Mapping[str, str]) -> ConcernDates:
    """Return the dates of one concern from a row with `concern_columns`."""
    return ConcernDates(
        was_recorded_here=row["was_recorded"] is not None,
        priority_set_at=row["priority_set_at"],
        feedback_on=row["feedback_on"],
        takes_feedback=bool(row["wants_feedback"]) and not row["not_possible"],
        has_enquiry=row["has_enquiry"],
        reopened_at=row["reopened_at"],
        late_reasons=reasons,
    )


def _enquiry_rows(keys: Iterable[int]) -> Iterable[dict[str, Any]]:
    rows = Enquiry.objects.filter(pk__in=list(keys)).order_by()
    found: Iterable[Any] = rows.values("pk", **enquiry_columns())
    return found


def enquiry_columns() -> dict[str, Any]:
    """Return what the clocks of an enquiry need beyond its row, as columns to add to a query."""
    actions = Action.objects.filter(enquiry=OuterRef("pk"), kind=ActionKind.PLAN)
    return {
        "allocated": _first(Allocation, "allocated_on"),
        "reviewed": _first(PlanReview, "held_on"),
        "planned_review": Exists(PlanReview.objects.filter(enquiry=OuterRef("pk"))),
        "planned_action": Exists(actions),
        "asked": _first(ExperienceResponse, "asked_on"),
        "reopened": _last(Reopening, "reopened_at"),
    }


def enquiry_dates(
    row: Mapping[str, Any], holds: Iterable[RunningHold], reasons: Mapping[str, str]
) -> EnquiryDates:
    """Return the dates of one enquiry from a row with `enquiry_columns`."""
    return EnquiryDates(
        allocated_on=row["allocated"],
        plan_reviewed_on=row["reviewed"],
        has_plan=row["planned_review"] or row["planned_action"],
        experience_asked_on=row["asked"],
        reopened_at=row["reopened"],
        holds=tuple(holds),
        late_reasons=reasons,
    )


def _first(model: Any, column: str) -> Subquery:
    rows = model.objects.filter(enquiry=OuterRef("pk"), **{f"{column}__isnull": False})
    return Subquery(rows.order_by(column).values(column)[:1])


def _last(model: Any, column: str) -> Subquery:
    rows = model.objects.filter(enquiry=OuterRef("pk")).order_by(F(column).desc())
    return Subquery(rows.values(column)[:1])
