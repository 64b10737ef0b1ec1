"""Setting timescales on screen, why something is due, and a reason for lateness."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.roles import Role
from safeguard.models import ClockRule, Concern, LateReason
from tests.factories import (
    CaseAccessFactory,
    ClockRuleFactory,
    ConcernFactory,
    ConcernReportFactory,
    DecisionRecordFactory,
    EnquiryFactory,
    HoldFactory,
    MembershipFactory,
)

LIST, ADD = reverse("safeguard:clock-list"), reverse("safeguard:clock-add")
BUDGET = 12
TODAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
TYPED = {
    "name": "Decision on a concern",
    "start_event": "received",
    "end_event": "decided",
    "amount": "2",
    "unit": "working_days",
    "enquiry_kind": "any",
    "priority": "red",
    "effective_from": "1/4/2026",
    "warn_before": "1",
    "takes_off_holds": "on",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def client(signed_in):
    return signed_in(Role.SAFEGUARDING_MANAGER)


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council, received_on=date(2026, 11, 14))


def why(case) -> str:
    return reverse("safeguard:clock-why", args=[case.pk])


def late(case) -> str:
    return reverse("safeguard:late-reason", args=[case.pk])


def test_a_council_without_rules_is_told_that_none_is_national(client, council):
    page = client.get(LIST).content.decode()
    assert "No timescale is set" in page
    assert "The Care Act sets no number of days" in page


def test_a_rule_is_set_on_screen(client, council):
    assert client.get(ADD).status_code == 200
    response = client.post(ADD, TYPED, follow=True)
    page = response.content.decode()
    assert "The timescale is set" in page
    assert "2 working days" in page
    assert "Any kind, red" in page
    rule = ClockRule.objects.get()
    assert (rule.council, rule.reason_counts_as_met) == (council, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"end_event": "received"}, ": choose from those listed"),
        ({"start_event": "concluded"}, "comes after the one"),
        ({"enquiry_kind": "s42"}, "choose any kind"),
        ({"amount": ""}, "Enter how long it may take"),
        ({"effective_from": "31/2/2026"}, "must be a real date"),
    ],
)
def test_a_bad_rule_is_said_and_kept(client, council, change, message):
    page = client.post(ADD, {**TYPED, **change}).content.decode()
    assert message in page
    assert 'value="Decision on a concern"' in page
    assert not ClockRule.objects.exists()


def test_rules_stand_by_whether_they_count_now(client, council, django_assert_max_num_queries):
    for year in (2020, 2024, 2027):
        ClockRuleFactory(council=council, effective_from=date(year, 4, 1))
    with django_assert_max_num_queries(BUDGET):
        page = client.get(LIST).content.decode()
    places = [page.index(f">{heading}</h2>") for heading in ("In force", "To come", "Past")]
    assert places == sorted(places)
    assert "from 1 April 2020 to 31 March 2024" in page
    assert "from 1 April 2024 to 31 March 2027" in page


def test_a_rule_to_come_is_changed_on_screen(client, council):
    rule = ClockRuleFactory(council=council, effective_from=date(2027, 4, 1))
    address = reverse("safeguard:clock-change", args=[rule.pk])
    shown = client.get(address)
    assert b'value="01/04/2027"' in shown.content
    version = shown.context["form"]["version"].value()
    typed = {**TYPED, "effective_from": "1/4/2027", "amount": "3", "version": version}
    client.post(address, typed)
    rule.refresh_from_db()
    assert rule.amount == 3
    # Who had the page open meanwhile is shown what is stored, and may then save.
    refused = client.post(address, {**typed, "amount": "9"})
    text = refused.content.decode()
    assert "Somebody else saved this while you were working on it. Look at what" in text
    assert "What somebody else changed" in text
    version = refused.context["form"]["version"].value()
    rule.refresh_from_db()
    assert rule.amount == 3
    client.post(address, {**typed, "amount": "9", "version": version})
    rule.refresh_from_db()
    assert rule.amount == 9


def test_a_rule_in_force_has_no_page_to_change_it(client, council):
    rule = ClockRuleFactory(council=council)
    assert client.get(reverse("safeguard:clock-change", args=[rule.pk])).status_code == 404


def test_a_rule_ends_on_screen(client, council):
    rule = ClockRuleFactory(council=council)
    address = reverse("safeguard:clock-end", args=[rule.pk])
    page = client.post(address, {"last_day": "1/1/2026"}).content.decode()
    assert "must be today or later" in page
    assert 'value="1/1/2026"' in page
    client.post(address, {"last_day": "31/12/2026"})
    rule.refresh_from_db()
    assert rule.last_day == date(2026, 12, 31)


def test_another_councils_rule_is_not_found(client, other_council):
    rule = ClockRuleFactory(council=other_council, effective_from=date(2027, 4, 1))
    for name in ("clock-change", "clock-end"):
        assert client.get(reverse(f"safeguard:{name}", args=[rule.pk])).status_code == 404


def test_why_explains_each_day(client, council, concern, django_assert_max_num_queries):
    ClockRuleFactory(council=council)
    with django_assert_max_num_queries(BUDGET):
        page = client.get(why(concern)).content.decode()
    assert "End of 18 November 2026" in page
    assert "Monday 16 November 2026, the next working day" in page
    assert "Saturday 14 November 2026" in page
    assert "Weekend" in page
    assert "Overdue" in page
    assert "No number of days is set nationally" in page


def test_why_shows_the_clocks_of_enquiries_with_holds(
    client, council, concern, django_assert_max_num_queries
):
    ClockRuleFactory(council=council)
    ClockRuleFactory(
        council=council, start_event="commenced", end_event="concluded", amount=1, unit="months"
    )
    ConcernReportFactory(concern=concern)
    enquiry = EnquiryFactory(concern=concern, commenced_on=date(2026, 11, 16))
    HoldFactory(enquiry=enquiry, since=date(2026, 11, 18), until=date(2026, 11, 19))
    with django_assert_max_num_queries(BUDGET):
        page = client.get(why(concern)).content.decode()
    assert "End of 18 December 2026" in page
    assert "Without time on hold it would be due at the end of 16 December 2026" in page


@pytest.mark.parametrize(("days", "says"), [(0, False), (3, True)])
def test_why_says_when_a_decision_was_signed_off_later_than_it_is_dated(
    client, council, concern, days, says
):
    ClockRuleFactory(council=council)
    on = concern.received_on
    signed = datetime.combine(on + timedelta(days=days), time(12), UTC)
    about = {"signed": True, "decided_on": on, "proposed_at": signed, "signed_off_at": signed}
    DecisionRecordFactory(concern=concern, **about)
    Concern.objects.update(decided_on=on, decision="not_an_enquiry")
    page = client.get(why(concern)).content.decode()
    assert ("signed off on 17 November 2026. The decision is dated" in page) is says


def test_why_without_rules_says_so(client, concern):
    assert "No clock runs for this case" in client.get(why(concern)).content.decode()


def test_why_is_open_to_somebody_who_opened_the_case(client, council, concern):
    ClockRuleFactory(council=council)
    director = MembershipFactory(organisation=council, role=Role.DIRECTOR).person
    client.force_login(director)
    assert client.get(why(concern)).status_code == 404
    CaseAccessFactory(concern=concern, person=director)
    page = client.get(why(concern)).content.decode()
    assert "End of 18 November 2026" in page
    assert "Say why it is late" not in page


def test_a_reason_is_recorded_on_screen(client, council, concern):
    ClockRuleFactory(council=council)
    address = f"{late(concern)}?step=decided"
    assert 'value="decided-0"' in client.get(address).content.decode()
    page = client.post(address, {"step": "decided-0", "reason": ""}).content.decode()
    assert "Enter why it is late" in page
    client.post(address, {"step": "decided-0", "reason": "She asked us to wait"})
    assert LateReason.objects.get().end_event == "decided"
    assert "She asked us to wait" in client.get(why(concern)).content.decode()


def test_a_step_that_is_not_offered_is_refused_and_words_are_kept(client, council, concern):
    ClockRuleFactory(council=council)
    typed = {"step": "concluded-7", "reason": "She asked us to wait"}
    page = client.post(late(concern), typed).content.decode()
    assert "There is a problem" in page
    assert "She asked us to wait</textarea>" in page
    assert not LateReason.objects.exists()


def test_without_clocks_there_is_nothing_to_excuse(client, concern):
    assert "No step of this case is late" in client.get(late(concern)).content.decode()


def test_the_settings_lead_to_the_timescales_and_only_to_what_may_be_kept(client, council):
    page = client.get(reverse("core:settings")).content.decode()
    assert LIST in page
    assert reverse("core:calendar") not in page
