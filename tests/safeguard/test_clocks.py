"""The clocks of cases as the register holds them: every event, loaded for many cases at once."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from core.calendars import calendar_of
from safeguard.clocks import (
    ClockState,
    clocks_of_case,
    clocks_of_concern,
    clocks_of_enquiry,
    dates_of,
    moment_covered,
    rules_of,
)
from safeguard.clocks_shown import most_urgent, shown
from safeguard.models import Concern, Enquiry
from tests.factories import (
    ActionFactory,
    AllocationFactory,
    ClockRuleFactory,
    ConcernFactory,
    ConcernReportFactory,
    EnquiryFactory,
    HoldFactory,
    LateReasonFactory,
    PlanReviewFactory,
    PrioritySettingFactory,
    RegisterSettingsFactory,
    ReopeningFactory,
)

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a Friday
MON, TUE, WED = (date(2026, 11, day) for day in (23, 24, 25))
STEPS = (
    ("received", "priority_set"),
    ("received", "decided"),
    ("decided", "feedback_given"),
    ("decided", "commenced"),
    ("commenced", "allocated"),
    ("commenced", "planned"),
    ("commenced", "plan_reviewed"),
    ("commenced", "concluded"),
    ("concluded", "experience_asked"),
)


@pytest.fixture
def rules(council):
    for start, end in STEPS:
        ClockRuleFactory(council=council, start_event=start, end_event=end, amount=1)
    return rules_of(council)


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council, received_on=MON)


@pytest.fixture
def enquiry(council):
    parent = ConcernFactory(adult__council=council, received_on=MON, s42=True)
    ConcernReportFactory(concern=parent)
    return EnquiryFactory(concern=parent)


def ends(clocks) -> dict[str, ClockState]:
    return {clock.rule.end_event: clock.state for clock in clocks}


def of_concern(concern, rules, **changes):
    dates = dates_of(concerns=[concern], rules=rules)
    calendar = calendar_of(concern.council)
    return ends(clocks_of_concern(concern, rules, calendar, now=NOW, dates=dates))


def of_enquiry(enquiry, rules):
    dates = dates_of(enquiries=[enquiry], rules=rules)
    calendar = calendar_of(enquiry.council)
    return ends(clocks_of_enquiry(enquiry, rules, calendar, now=NOW, dates=dates))


def test_what_an_extract_cannot_tell_is_not_shown_as_late(concern, rules):
    assert of_concern(concern, rules) == {"decided": ClockState.OVERDUE}


def test_a_concern_recorded_here_has_every_clock(concern, rules):
    ConcernReportFactory(concern=concern, wants_feedback=True)
    assert set(of_concern(concern, rules)) == {"priority_set", "decided"}
    PrioritySettingFactory(concern=concern, set_at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert of_concern(concern, rules)["priority_set"] is ClockState.MET


def test_feedback_is_due_only_to_who_wants_it(council, rules):
    concern = ConcernFactory(adult__council=council, received_on=MON, closed=True)
    report = ConcernReportFactory(concern=concern, wants_feedback=True)
    assert of_concern(concern, rules)["feedback_given"] is ClockState.OVERDUE
    report.wants_feedback = False
    report.save()
    assert "feedback_given" not in of_concern(concern, rules)


def test_an_enquiry_decided_upon_is_due_to_start(council, rules):
    concern = ConcernFactory(adult__council=council, received_on=MON, s42=True)
    assert of_concern(concern, rules)["commenced"] is ClockState.OVERDUE
    enquiry = EnquiryFactory(concern=concern, commenced_on=WED)
    assert "commenced" not in of_concern(concern, rules)
    assert of_enquiry(enquiry, rules)["commenced"] is ClockState.MET


def test_an_enquiry_has_the_clocks_of_its_steps(enquiry, rules):
    assert of_enquiry(enquiry, rules) == {
        "commenced": ClockState.MET,
        "allocated": ClockState.OVERDUE,
        "planned": ClockState.OVERDUE,
        "concluded": ClockState.OVERDUE,
    }
    AllocationFactory(enquiry=enquiry, allocated_on=TUE)
    AllocationFactory(enquiry=enquiry, allocated_on=date(2026, 11, 27))
    assert of_enquiry(enquiry, rules)["allocated"] is ClockState.MET


def test_a_plan_review_is_due_where_there_is_a_plan(enquiry, rules):
    ActionFactory(enquiry=enquiry, kind="plan")
    assert of_enquiry(enquiry, rules)["plan_reviewed"] is ClockState.OVERDUE
    PlanReviewFactory(enquiry=enquiry, due_on=WED, held_on=WED, result="continues")
    assert of_enquiry(enquiry, rules)["plan_reviewed"] is ClockState.MET


def test_what_was_not_recorded_before_an_enquiry_concluded_is_not_judged(council, rules):
    parent = ConcernFactory(adult__council=council, received_on=MON, s42=True)
    ConcernReportFactory(concern=parent)
    enquiry = EnquiryFactory(
        concern=parent, concluded_on=WED, risk_assessment_result="NR_N", commenced_on=TUE
    )
    found = of_enquiry(enquiry, rules)
    assert set(found) == {"commenced", "concluded", "experience_asked"}
    assert found["experience_asked"] is ClockState.OVERDUE


def test_holds_and_reasons_come_along(enquiry, rules):
    HoldFactory(enquiry=enquiry, since=WED, until=None)
    assert of_enquiry(enquiry, rules)["concluded"] is ClockState.ON_HOLD
    LateReasonFactory(concern=enquiry.concern, enquiry=enquiry, end_event="commenced")
    assert of_enquiry(enquiry, rules)["commenced"] is ClockState.MET


def test_a_case_opened_again_counts_from_there(enquiry, rules):
    ReopeningFactory(
        concern=enquiry.concern,
        enquiry=enquiry,
        reopened_at=datetime(2026, 11, 27, 9, tzinfo=UTC),
    )
    assert of_enquiry(enquiry, rules)["concluded"] is ClockState.IN_TIME


def test_many_cases_cost_as_many_queries_as_one(council, rules, django_assert_num_queries):
    for _ in range(5):
        parent = ConcernFactory(adult__council=council, received_on=MON, s42=True)
        HoldFactory(enquiry=EnquiryFactory(concern=parent), since=WED, until=WED)
    calendar = calendar_of(council)
    concerns = list(Concern.objects.all())
    enquiries = list(Enquiry.objects.select_related("concern"))
    with django_assert_num_queries(3):
        dates = dates_of(concerns=concerns, enquiries=enquiries, rules=rules)
        for row in concerns:
            shown(clocks_of_concern(row, rules, calendar, now=NOW, dates=dates), row.pk)
        for row in enquiries:
            assert clocks_of_enquiry(row, rules, calendar, now=NOW, dates=dates)


def test_a_case_costs_seven_queries_and_one_where_there_is_no_rule(
    council, concern, django_assert_num_queries
):
    EnquiryFactory(concern=concern)
    with django_assert_num_queries(1):
        assert clocks_of_case(concern) == []
    ClockRuleFactory(council=council)
    with django_assert_num_queries(7):
        assert len(clocks_of_case(concern)) == 1


def test_the_most_urgent_reads_as_a_sentence(concern, council):
    ClockRuleFactory(council=council, amount=5)
    calendar, rules = calendar_of(council), rules_of(council)
    clocks = clocks_of_concern(concern, rules, calendar, now=NOW)
    found = most_urgent(clocks, concern.pk)
    assert found.text == "Decision due end of 30 November 2026, 1 working day left"
    assert (found.tag, found.colour) == ("In time", "blue")
    assert most_urgent([], concern.pk) is None


def test_other_councils_rules_do_not_count(council, other_council):
    ClockRuleFactory(council=other_council)
    assert not rules_of(council)


def test_loaded_data_are_judged_to_their_end(council):
    assert abs((moment_covered(council) - timezone.now()).total_seconds()) < 5
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 7, 1))
    assert moment_covered(council) == datetime(2025, 7, 1, 22, 59, 59, 999999, tzinfo=UTC)
