"""Timescales, feedback, caused reports and advocates, counted over small sets by hand."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from assurance.catalogue import BY_KEY
from assurance.drilldown import cases_of
from assurance.words import ON_PAGES
from core.periods import Period
from core.roles import Role
from core.workdays import WorkingCalendar
from safeguard.clocks import clocks_of_enquiry, dates_of, rules_of
from safeguard.metrics.facts import Facts
from safeguard.metrics.scope import CaseScope
from safeguard.models import CausedRequest, Enquiry
from safeguard.rules.measures import Status
from safeguard.services.caused import check_report, receive_report, request_enquiry
from tests.factories import (
    AdvocacyFactory,
    CausedRequestFactory,
    ClockRuleFactory,
    ConcernFactory,
    ConcernReportFactory,
    EnquiryFactory,
    HoldFactory,
    LateReasonFactory,
    ReopeningFactory,
)

YEAR = Period.financial_year(2024)
CUT = date(2025, 3, 31)
MON, TUE, WED, THU, FRI = (date(2024, 6, day) for day in range(3, 8))
CAME_LATE = date(2024, 6, 10)
DECIDED, DECIDED_LATE = "decided_within_target_pct", "decided_late_with_reason_pct"
CONCLUDED = "s42_concluded_within_target_pct"
HOLDS_COUNTED = "s42_concluded_within_target_holds_counted_pct"
CONCLUDED_LATE = "s42_concluded_late_with_reason_pct"
FEEDBACK = "feedback_given_pct"
CAUSED = "caused_returned_in_time_pct"
APPOINTED, WAIT = "advocate_appointed_pct", "advocate_wait_days_median"


@pytest.fixture
def calendar():
    return WorkingCalendar(horizon=2030)


@pytest.fixture
def figure(council, calendar):
    """Return a measure as (value, numerator, denominator, not known), read anew each time."""

    def found(key):
        made = BY_KEY[key].figure(Facts(CaseScope(council, calendar, CUT).rows(YEAR)))
        return made.value, made.numerator, made.denominator, made.not_known

    return found


def concern(council, *, on=MON, decided=None, **fields):
    how = {"decided_on": decided, "decision": "not_an_enquiry"} if decided else {}
    return ConcernFactory(adult__council=council, received_on=on, **how, **fields)


def enquiry(council, *, ended=None, **fields):
    parent = ConcernFactory(adult__council=council, received_on=MON, s42=True, decided_on=MON)
    how = {"concluded_on": ended, "risk_assessment_result": "NR_N"} if ended else {}
    return EnquiryFactory(concern=parent, commenced_on=MON, **{**how, **fields})


def test_without_a_rule_there_is_no_local_target(council, calendar, figure):
    concern(council, decided=TUE)
    assert figure(DECIDED) == (None, 0, 0, 0)
    measure = BY_KEY[DECIDED]
    made = measure.figure(Facts(CaseScope(council, calendar, CUT).rows(YEAR)))
    assert ON_PAGES.figure(measure, made) == "no local target"
    assert ON_PAGES.basis(measure, made) == ""


def test_a_rule_to_come_is_no_target_yet(council, figure):
    ClockRuleFactory(council=council, effective_from=date(2025, 4, 1))
    concern(council, decided=TUE)
    assert figure(DECIDED) == (None, 0, 0, 0)


def test_decisions_are_judged_and_a_backlog_does_not_flatter(council, figure):
    ClockRuleFactory(council=council, amount=2)
    concern(council, decided=WED)
    concern(council, decided=THU)
    concern(council)  # long past its date due
    concern(council, on=date(2025, 3, 31))  # not due yet
    assert figure(DECIDED) == (pytest.approx(100 / 3), 1, 3, 0)


def test_late_with_a_reason_is_apart(council, figure):
    rule = ClockRuleFactory(council=council, amount=1)
    LateReasonFactory(concern=concern(council, decided=FRI), end_event="decided")
    concern(council, decided=FRI)
    assert (figure(DECIDED)[1:], figure(DECIDED_LATE)[1:]) == ((0, 2, 0), (1, 2, 0))
    rule.reason_counts_as_met = True
    rule.save()
    assert (figure(DECIDED)[1:], figure(DECIDED_LATE)[1:]) == ((1, 2, 0), (1, 2, 0))


def test_each_is_judged_by_the_rule_of_its_priority_and_day(council, figure):
    ClockRuleFactory(council=council, amount=1)
    ClockRuleFactory(council=council, amount=3, effective_from=date(2024, 7, 1))
    ClockRuleFactory(council=council, amount=0, priority="red")
    concern(council, decided=TUE)
    concern(council, decided=TUE, priority="red")
    concern(council, on=date(2024, 7, 1), decided=date(2024, 7, 4))
    assert figure(DECIDED)[1:] == (2, 3, 0)


def test_hours_are_counted_from_the_time_of_receipt(council, figure):
    ClockRuleFactory(council=council, amount=24, unit="hours")
    for hour in (9, 23):
        received = datetime(2024, 6, 3, hour - 1, tzinfo=UTC)
        concern(council, decided=TUE, received_at=received)
    concern(council, decided=WED, received_at=datetime(2024, 6, 3, 8, tzinfo=UTC))
    assert figure(DECIDED)[1:] == (2, 3, 0)


def test_a_decision_opened_again_counts_from_there(council, figure):
    ClockRuleFactory(council=council, amount=1)
    again = concern(council, decided=date(2024, 7, 2))
    ReopeningFactory(concern=again, enquiry=None, reopened_at=datetime(2024, 7, 1, 9, tzinfo=UTC))
    assert figure(DECIDED)[1:] == (1, 1, 0)


def test_a_decision_dated_before_the_reopening_keeps_its_clock(council, figure):
    ClockRuleFactory(council=council, amount=1)
    late = concern(council, decided=date(2024, 6, 28))
    ReopeningFactory(concern=late, enquiry=None, reopened_at=datetime(2024, 7, 1, 9, tzinfo=UTC))
    assert figure(DECIDED)[1:] == (0, 1, 0)


@pytest.fixture
def conclusion(council):
    return ClockRuleFactory(
        council=council, start_event="commenced", end_event="concluded", amount=2
    )


def test_conclusions_with_and_without_holds(council, figure, conclusion):
    held = enquiry(council, ended=THU)
    HoldFactory(enquiry=held, since=TUE, until=TUE)
    enquiry(council, ended=WED)
    enquiry(council, ended=THU, kind="other")
    enquiry(council)
    assert figure(CONCLUDED)[1:] == (2, 2, 0)
    assert figure(HOLDS_COUNTED)[1:] == (1, 2, 0)
    LateReasonFactory(concern=held.concern, enquiry=held, end_event="concluded")
    assert figure(CONCLUDED_LATE)[1:] == (0, 2, 0)


def test_a_conclusion_may_count_from_receipt(council, figure):
    ClockRuleFactory(
        council=council, start_event="received", end_event="concluded", amount=4, unit="weeks"
    )
    enquiry(council, ended=date(2024, 7, 1))
    enquiry(council, ended=date(2024, 7, 2))
    assert figure(CONCLUDED)[1:] == (1, 2, 0)


def test_the_headline_says_what_the_page_of_the_case_says(council, calendar, conclusion):
    for ended in (WED, THU, FRI):
        HoldFactory(enquiry=enquiry(council, ended=ended), since=TUE, until=TUE)
    facts = Facts(CaseScope(council, calendar, CUT).rows(YEAR))
    met = set(cases_of(BY_KEY[CONCLUDED], facts, Status.MET).keys)
    rows = list(Enquiry.objects.select_related("concern"))
    dates, rules = dates_of(enquiries=rows), rules_of(council)
    shown = {
        row.pk
        for row in rows
        for clock in clocks_of_enquiry(
            row, rules, calendar, now=datetime(2025, 3, 31, tzinfo=UTC), dates=dates
        )
        if clock.counts_as_met
    }
    assert met == shown
    assert len(met) == 2


def test_feedback_to_those_who_wanted_it(council, person_with, figure):
    person = person_with(Role.PRACTITIONER)
    told = {"feedback_on": WED, "feedback_by": person}
    for fields in (
        told,
        {},
        {"wants_feedback": False},
        {"feedback_not_possible": True, "feedback_note": "No address"},
    ):
        ConcernReportFactory(concern=concern(council, decided=TUE), **fields)
    ConcernReportFactory(concern=concern(council))
    concern(council, decided=TUE)
    assert figure(FEEDBACK) == (50.0, 1, 2, 1)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        pytest.param({"received_on": FRI}, (1, 1, 0), id="on the day"),
        pytest.param({"received_on": date(2024, 6, 8)}, (0, 1, 0), id="late"),
        pytest.param({}, (0, 1, 0), id="never came"),
        pytest.param({"due_on": date(2025, 4, 1)}, (0, 0, 0), id="not due yet"),
        pytest.param(
            {"declined_on": TUE, "declined_reason": "Not theirs"}, (0, 0, 0), id="declined"
        ),
        pytest.param(
            {"quality": "taken_over", "quality_on": THU, "quality_reason": "Police"},
            (0, 0, 0),
            id="taken over before it was due",
        ),
        pytest.param(
            {"quality": "taken_over", "quality_on": date(2024, 7, 1), "quality_reason": "Late"},
            (0, 1, 0),
            id="taken over because it was late",
        ),
    ],
)
def test_caused_enquiries(council, figure, fields, counts):
    CausedRequestFactory(enquiry=enquiry(council), **{"requested_on": MON, "due_on": FRI, **fields})
    assert figure(CAUSED)[1:] == counts


@pytest.mark.parametrize(
    ("received_on", "counts"),
    [pytest.param(FRI, (1, 1, 0), id="in time"), pytest.param(CAME_LATE, (0, 1, 0), id="late")],
)
def test_a_returned_report_is_judged_by_its_first_day(
    council, person_with, figure, received_on, counts
):
    by = person_with(Role.PRACTITIONER)
    row = request_enquiry(
        by=by,
        enquiry=enquiry(council),
        to_whom="Example House",
        scope="The care given in May",
        adult_views="She wants to stay",
        capacity_view="has",
        requested_on=MON,
        due_on=FRI,
    )
    receive_report(by=by, row=row, received_on=received_on)
    new = {"reason": "No dates", "due_on": date(2024, 7, 1)}
    check_report(by=by, row=row, quality="returned", quality_on=CAME_LATE, **new)
    assert CausedRequest.objects.get().first_due_on == FRI
    assert figure(CAUSED)[1:] == counts


def test_an_enquiry_caused_by_extract_is_not_known(council, figure):
    enquiry(council, caused_to="NHS trust")
    assert figure(CAUSED) == (None, 0, 0, 1)


def test_advocates(council, figure):
    for fields in (
        {"appointed_on": WED},
        {"appointed_on": FRI},
        {},
        {"not_appointed": "unavailable"},
        {"not_appointed": "declined"},
        {"requested_on": None},
    ):
        AdvocacyFactory(enquiry=enquiry(council), **{"requested_on": TUE, **fields})
    assert figure(APPOINTED) == (50.0, 2, 4, 0)
    assert figure(WAIT) == (2.0, None, 2, 0)


def test_the_pages_stay_within_their_queries(
    council, signed_in, conclusion, django_assert_max_num_queries
):
    ClockRuleFactory(council=council)
    for _ in range(3):
        HoldFactory(enquiry=enquiry(council, ended=THU), since=TUE, until=TUE)
    client = signed_in(Role.DIRECTOR)
    year = {"start": "01/04/2024", "end": "31/03/2025"}
    for group in ("TIMESCALES", "ENQUIRIES", "CAPACITY"):
        with django_assert_max_num_queries(12):
            client.get(reverse("assurance:measure-list"), {**year, "group": group})
    address = reverse("assurance:measure-detail", args=[CONCLUDED])
    with django_assert_max_num_queries(12):
        assert "3 of 3" in client.get(address, year).content.decode()
