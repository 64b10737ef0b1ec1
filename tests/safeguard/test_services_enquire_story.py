"""What the services of an enquiry's work do together: start, lead, cause, return, replace."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard.enquiry_work.caused import history, stage, steps
from safeguard.metrics.waiting import Stage, rows_of
from safeguard.models import DesiredOutcome, Enquiry, Hold, Risk
from safeguard.services import caused, enquiring, enquiry_actions, enquiry_findings, holds
from safeguard.services.enquiry_rows import remove_row
from tests import factories
from tests.factories import ConcernFactory, EnquiryFactory

DAY = date(2025, 4, 5)
ONE = timedelta(days=1)


@pytest.fixture
def enquiry(council):
    return EnquiryFactory(concern__adult__council=council)


def refused(code, service, **data):
    with pytest.raises(RuleViolationError) as refusal:
        service(**data)
    assert refusal.value.code == code


@pytest.mark.parametrize(("trait", "kind"), [("s42", "s42"), ("other", "other")])
def test_an_enquiry_is_of_the_kind_decided(practitioner, council, trait, kind):
    team = factories.TeamFactory(organisation=council)
    concern = ConcernFactory(adult__council=council, team=team, **{trait: True})
    wanted = factories.DesiredOutcomeFactory(enquiry=None, concern=concern)
    enquiry = enquiring.start_enquiry(by=practitioner, concern=concern, commenced_on=DAY)
    assert (enquiry.kind, enquiry.team, enquiry.reference) == (kind, team, "E-2025-00001")
    wanted.refresh_from_db()
    assert wanted.enquiry == enquiry
    event = ActivityEvent.objects.get(verb="enquiry_started")
    assert event.changes["outcomes_taken_up"] == [None, "1"]
    assert event.changes["why_another"] == [None, ""]


@pytest.mark.parametrize(
    ("traits", "commenced_on", "code"),
    [
        ({}, DAY, "not_decided"),
        ({"closed": True}, DAY, "not_decided"),
        ({"s42": True}, date(2025, 3, 31), "too_early"),
        ({"s42": True}, timezone.localdate() + ONE, "in_future"),
    ],
)
def test_an_enquiry_is_not_started(practitioner, council, traits, commenced_on, code):
    concern = ConcernFactory(adult__council=council, **traits)
    about = {"by": practitioner, "concern": concern}
    refused(code, enquiring.start_enquiry, **about, commenced_on=commenced_on)
    assert not Enquiry.objects.exists()
    assert not ActivityEvent.objects.exists()


def test_starting_needs_the_permission_and_the_log(practitioner, analyst, council, monkeypatch):
    concern = ConcernFactory(adult__council=council, s42=True)
    with pytest.raises(PermissionDenied):
        enquiring.start_enquiry(by=analyst, concern=concern, commenced_on=DAY)
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        enquiring.start_enquiry(by=practitioner, concern=concern, commenced_on=DAY)
    assert not Enquiry.objects.exists()


def test_a_second_enquiry_says_why(practitioner, enquiry):
    about = {"by": practitioner, "concern": enquiry.concern, "commenced_on": DAY}
    refused("has_enquiry", enquiring.start_enquiry, **about)
    second = enquiring.start_enquiry(**about, why_another=" A second source of harm ")
    assert second.why_another == "A second source of harm"
    event = ActivityEvent.objects.get(verb="enquiry_started")
    assert event.changes["why_another"] == [None, "A second source of harm"]


def test_a_manager_allocates_and_earlier_leads_stay_on_record(
    manager, practitioner, enquiry, person_with
):
    second = person_with(Role.PRACTITIONER)
    about = {"by": manager, "enquiry": enquiry}
    enquiring.allocate_enquiry(**about, lead=practitioner, allocated_on=DAY)
    refused(
        "leads_already",
        enquiring.allocate_enquiry,
        **about,
        lead=practitioner,
        allocated_on=DAY,
    )
    refused("too_early", enquiring.allocate_enquiry, **about, lead=second, allocated_on=DAY - ONE)
    enquiring.allocate_enquiry(**about, lead=second, allocated_on=DAY, note=" Knows her ")
    enquiry.refresh_from_db()
    assert (enquiry.lead, enquiry.version) == (second, 3)
    assert [row.lead for row in enquiry.allocations.all()] == [second, practitioner]
    assert ActivityEvent.objects.filter(verb="enquiry_allocated").count() == 2


def test_allocating_refuses(manager, practitioner, analyst, enquiry, council, monkeypatch):
    about = {"enquiry": enquiry, "allocated_on": DAY}
    with pytest.raises(PermissionDenied):
        enquiring.allocate_enquiry(by=practitioner, lead=practitioner, **about)
    refused("cannot_record", enquiring.allocate_enquiry, by=manager, lead=analyst, **about)
    refused(
        "changed_meanwhile",
        enquiring.allocate_enquiry,
        by=manager,
        lead=practitioner,
        version=9,
        **about,
    )
    over = EnquiryFactory(concern__adult__council=council, concluded=True)
    refused(
        "concluded",
        enquiring.allocate_enquiry,
        by=manager,
        lead=practitioner,
        enquiry=over,
        allocated_on=DAY,
    )
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        enquiring.allocate_enquiry(by=manager, lead=practitioner, **about)
    enquiry.refresh_from_db()
    assert (enquiry.lead, enquiry.allocations.count()) == (None, 0)


def test_holds_follow_one_another(practitioner, enquiry):
    about = {"by": practitioner, "enquiry": enquiry, "reason": "police"}
    first = holds.begin_hold(**about, since=DAY)
    refused("overlaps", holds.begin_hold, **about, since=DAY + 9 * ONE)
    holds.end_hold(by=practitioner, row=first, until=DAY + ONE)
    refused("ended", holds.end_hold, by=practitioner, row=first, until=DAY + ONE)
    refused("overlaps", holds.begin_hold, **about, since=DAY + ONE)
    holds.begin_hold(**about, since=DAY + 2 * ONE)
    holds.begin_hold(**about, since=DAY - 2 * ONE, until=DAY - ONE)
    assert Hold.objects.count() == 3


def test_an_action_is_done_once(practitioner, enquiry):
    row = factories.ActionFactory(enquiry=enquiry)
    enquiry_actions.finish_action(by=practitioner, row=row, done_on=DAY)
    refused("done", enquiry_actions.finish_action, by=practitioner, row=row, done_on=DAY)
    answers = {"kind": "plan", "what": "Call", "owner_name": "The home"}
    refused("done", enquiry_actions.change_action, by=practitioner, row=row, **answers)


def test_a_plan_that_continues_is_reviewed_again(practitioner, enquiry):
    row = factories.PlanReviewFactory(enquiry=enquiry)
    data = {"held_on": DAY, "result": "continues", "next_due_on": date(2025, 6, 1)}
    enquiry_actions.hold_plan_review(by=practitioner, row=row, **data)
    dates = enquiry.plan_reviews.values_list("due_on", "held_on")
    assert list(dates) == [(date(2025, 5, 1), DAY), (date(2025, 6, 1), None)]
    refused("held", enquiry_actions.hold_plan_review, by=practitioner, row=row, **data)


def test_the_same_risk_again_is_one_more_occurrence(practitioner, enquiry):
    about = {"by": practitioner, "enquiry": enquiry}
    reads = {"risk_type": "NEG", "location": "OWN", "source": "UNKNOWN"}
    first = enquiry_findings.add_risk(**about, **reads)
    second = enquiry_findings.add_risk(**about, **reads)
    third = enquiry_findings.add_risk(**about, **{**reads, "source": "PROV"})
    assert [row.occurrence for row in (first, second, third)] == [1, 2, 1]
    changed = enquiry_findings.change_risk(by=practitioner, row=third, **reads)
    assert changed.occurrence == 3
    same = enquiry_findings.change_risk(by=practitioner, row=second, **reads)
    assert same.occurrence == 2
    remove_row(by=practitioner, row=second, removed_because="One stranger, not two")
    assert enquiry_findings.add_risk(**about, **reads).occurrence == 4
    gone = ActivityEvent.objects.get(verb="risk_removed").changes
    assert gone["occurrence"] == ["2", None]
    assert gone["removed_because"] == [None, "One stranger, not two"]
    assert Risk.objects.count() == 3


def test_what_the_adult_wants_instead_replaces_what_they_wanted(practitioner, enquiry):
    first = factories.DesiredOutcomeFactory(enquiry=enquiry)
    data = {"by": practitioner, "wanted": "To move near her sister", "wanted_on": DAY}
    later = enquiry_findings.change_outcome(row=first, **data)
    assert (later.replaces, later.enquiry, later.concern) == (first, enquiry, enquiry.concern)
    refused("replaced", enquiry_findings.change_outcome, row=first, **data)
    refused("replaced", remove_row, by=practitioner, row=first, removed_because="Mistake")
    remove_row(by=practitioner, row=later, removed_because="Mistake")
    assert list(DesiredOutcome.objects.filter(replaced_by=None)) == [first]


def test_a_row_that_somebody_removed_is_gone(practitioner, enquiry):
    row = factories.RiskFactory(enquiry=enquiry)
    stale = Risk.objects.get()
    remove_row(by=practitioner, row=row, removed_because="Mistake")
    refused("gone", remove_row, by=practitioner, row=stale, removed_because="Mistake")


REQUEST = {
    "scope": "The care given in March 2025",
    "adult_views": "She wants to stay",
    "capacity_view": "has",
    "requested_on": DAY,
    "due_on": DAY + timedelta(days=20),
}


def test_the_enquiry_counts_as_caused_by_who_was_asked_and_did_not_decline(practitioner, enquiry):
    about = {"by": practitioner, "enquiry": enquiry, **REQUEST}

    def body():
        enquiry.refresh_from_db()
        return enquiry.caused_to

    first = caused.request_enquiry(**about, to_whom=" Example House ")
    assert body() == "Example House"
    caused.request_enquiry(**about, to_whom="NHS trust")
    assert body() == "Example House"
    declined = {"accepted": False, "answered_on": DAY, "reason": "Not theirs to answer"}
    caused.answer_request(by=practitioner, row=first, **declined)
    assert body() == "NHS trust"
    assert enquiry.version == 3
    assert ActivityEvent.objects.filter(verb="enquiry_caused").count() == 2


def test_an_enquiry_taken_over_still_counts_as_caused(practitioner, enquiry):
    about = {"by": practitioner, "enquiry": enquiry, **REQUEST}
    row = caused.request_enquiry(**about, to_whom="Example House")
    over = {"quality": "taken_over", "quality_on": DAY, "reason": "They did not answer"}
    caused.check_report(by=practitioner, row=row, **over)
    enquiry.refresh_from_db()
    row.refresh_from_db()
    assert (enquiry.caused_to, row.quality) == ("Example House", "taken_over")
    refused("not_now", caused.receive_report, by=practitioner, row=row, received_on=DAY)


def test_a_changed_request_keeps_when_it_was_first_due_and_what_it_said(practitioner, enquiry):
    about = {"by": practitioner, "enquiry": enquiry, **REQUEST}
    row = caused.request_enquiry(**about, to_whom="Example House")
    later = REQUEST["due_on"] + 20 * ONE
    asked = {name: REQUEST[name] for name in ("adult_views", "capacity_view")}
    change = {"by": practitioner, "row": row, **asked, "scope": "All of March", "due_on": later}
    caused.change_request(**change, reason=" They asked for more time ")
    row.refresh_from_db()
    assert (row.scope, row.due_on, row.first_due_on) == ("All of March", later, REQUEST["due_on"])
    event = ActivityEvent.objects.get(verb="caused_request_changed")
    assert event.changes["reason"] == [None, "They asked for more time"]
    assert event.changes["due_on"] == ["2025-04-25", "2025-05-15"]
    told = history(row)[0]
    assert told["title"] == "What is asked was changed"
    assert "They asked for more time" in told["text"]
    assert (
        "Before the change, what is to be found out: The care given in March 2025" in told["text"]
    )
    assert "Before the change, due: 25 April 2025" in told["text"]
    caused.receive_report(by=practitioner, row=row, received_on=DAY)
    refused("not_now", caused.change_request, **change, reason="Too late")
    refused(
        "not_now",
        caused.withdraw_request,
        by=practitioner,
        row=row,
        withdrawn_on=DAY,
        reason="Too late",
    )


def test_a_withdrawn_request_is_no_longer_waited_for(practitioner, enquiry):
    about = {"by": practitioner, "enquiry": enquiry, **REQUEST}
    row = caused.request_enquiry(**about, to_whom="Example House")
    withdraw = {"by": practitioner, "row": row, "withdrawn_on": DAY, "reason": "A mistake"}
    caused.withdraw_request(**withdraw)
    enquiry.refresh_from_db()
    row.refresh_from_db()
    assert enquiry.caused_to == ""
    assert not rows_of(enquiry.council, today=DAY)[Stage.CAUSED].exists()
    assert stage(row)["text"] == "Withdrawn"
    assert not steps(row)
    refused("not_now", caused.withdraw_request, **withdraw)
    refused("not_now", caused.receive_report, by=practitioner, row=row, received_on=DAY)
    assert [event["title"] for event in history(row)] == ["Withdrawn", "Example House asked"]


def test_a_report_comes_back_and_comes_again(practitioner, enquiry):
    row = factories.CausedRequestFactory(enquiry=enquiry)
    about = {"by": practitioner, "row": row}
    checked = {"quality_on": DAY + ONE}
    refused("not_now", caused.check_report, **about, quality="accepted", **checked)
    caused.receive_report(**about, received_on=DAY)
    refused("not_now", caused.receive_report, **about, received_on=DAY)
    due = DAY + 30 * ONE
    caused.check_report(**about, **checked, quality="returned", reason="No dates", due_on=due)
    row.refresh_from_db()
    assert (row.returned_count, row.due_on, row.received_on) == (1, due, DAY)
    assert row.chases.get().note == "Returned for more work, due 5 May 2025: No dates"
    refused("too_early", caused.receive_report, **about, received_on=DAY)
    caused.receive_report(**about, received_on=DAY + 9 * ONE)
    row.refresh_from_db()
    assert (row.quality, row.quality_on, row.quality_reason) == (None, None, "")
    assert row.received_on == DAY
    event = ActivityEvent.objects.get(verb="caused_report_received_again")
    assert event.changes == {"received_again_on": [None, "2025-04-14"]}
    refused("too_early", caused.check_report, **about, quality="accepted", quality_on=DAY)
    caused.check_report(**about, quality="accepted", quality_on=DAY + 9 * ONE)
    row.refresh_from_db()
    assert (row.quality, row.returned_count) == ("accepted", 1)


def test_a_report_that_came_again_is_not_checked_before_it_came(practitioner, enquiry):
    row = factories.CausedRequestFactory(enquiry=enquiry, received_on=DAY)
    about = {"by": practitioner, "row": row}
    refused("too_early", caused.check_report, **about, quality="accepted", quality_on=DAY - ONE)
