"""Timescales are set, changed and ended; lateness gets its reason."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import ClockRule, LateReason
from safeguard.services.cases import fingerprint
from safeguard.services.clocks import (
    RuleFacts,
    add_rule,
    change_rule,
    end_rule,
    give_late_reason,
)
from tests.factories import ClockRuleFactory, ConcernFactory, EnquiryFactory

TODAY = date(2026, 11, 23)
TO_COME = date(2027, 4, 1)
FACTS = RuleFacts(
    name=" Decision ",
    start_event="received",
    end_event="decided",
    amount=2,
    unit="working_days",
    enquiry_kind="any",
    priority="any",
    effective_from=date(2026, 4, 1),
    warn_before=1,
    takes_off_holds=True,
    reason_counts_as_met=False,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def rule(council):
    return ClockRuleFactory(council=council, effective_from=TO_COME)


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council)


def test_a_rule_is_set(manager, council):
    rule = add_rule(by=manager, council=council, facts=FACTS)
    rule.refresh_from_db()
    assert (rule.name, rule.amount, rule.last_day) == ("Decision", 2, None)
    event = ActivityEvent.objects.get()
    assert (event.verb, event.changes["unit"]) == ("clock_rule_added", [None, "working_days"])


def test_a_rule_to_come_is_changed(manager, rule):
    change_rule(by=manager, rule=rule, facts=replace(FACTS, amount=3, effective_from=TO_COME))
    rule.refresh_from_db()
    assert rule.amount == 3
    assert ActivityEvent.objects.get().changes["amount"] == ["2", "3"]


def test_of_two_who_change_a_rule_the_second_is_told(manager, rule):
    rule.refresh_from_db()
    change = {"by": manager, "rule": rule, "version": fingerprint(rule)}
    facts = replace(FACTS, amount=3, effective_from=TO_COME)
    change_rule(**change, facts=facts)
    with pytest.raises(RuleViolationError) as refusal:
        change_rule(**change, facts=replace(facts, amount=9))
    assert refusal.value.code == "changed_meanwhile"
    rule.refresh_from_db()
    assert rule.amount == 3


def test_a_rule_ends(manager, rule):
    end_rule(by=manager, rule=rule, last_day=TO_COME)
    rule.refresh_from_db()
    assert rule.last_day == TO_COME
    assert ActivityEvent.objects.get().verb == "clock_rule_ended"


def test_a_reason_is_recorded(practitioner, concern):
    row = give_late_reason(
        by=practitioner, concern=concern, enquiry=None, step="decided", reason=" She was away. "
    )
    assert (row.reason, row.given_by) == ("She was away.", practitioner)
    event = ActivityEvent.objects.get()
    assert (event.verb, event.council_id) == ("late_reason_given", concern.council_id)


def test_a_reason_may_follow_a_late_conclusion(practitioner, council):
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    give_late_reason(
        by=practitioner,
        concern=enquiry.concern,
        enquiry=enquiry,
        step="concluded",
        reason="The police led",
    )
    assert LateReason.objects.get().enquiry == enquiry


def calls(person, council, rule, concern):
    return [
        lambda: add_rule(by=person, council=council, facts=FACTS),
        lambda: change_rule(by=person, rule=rule, facts=FACTS),
        lambda: end_rule(by=person, rule=rule, last_day=TO_COME),
        lambda: give_late_reason(
            by=person, concern=concern, enquiry=None, step="decided", reason="Away"
        ),
    ]


def test_each_needs_the_permission_in_that_council(stranger, analyst, council, rule, concern):
    for person in (stranger, analyst):
        for call in calls(person, council, rule, concern):
            with pytest.raises(PermissionDenied):
                call()
    assert not ActivityEvent.objects.exists()


def test_each_keeps_nothing_if_the_log_fails(manager, council, rule, concern, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    for call in calls(manager, council, rule, concern):
        with pytest.raises(ZeroDivisionError):
            call()
    kept = ClockRule.objects.get()
    assert (kept.last_day, kept.effective_from) == (None, TO_COME)
    assert not LateReason.objects.exists()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"start_event": "decided", "end_event": "received"}, "wrong_order", "end_event"),
        ({"start_event": "commenced", "end_event": "decided"}, "wrong_order", "end_event"),
        ({"start_event": "feedback_given", "end_event": "concluded"}, "wrong_order", "end_event"),
        ({"start_event": "received", "end_event": "received"}, "wrong_order", "end_event"),
        ({"enquiry_kind": "s42"}, "kind_not_known", "enquiry_kind"),
        ({"unit": "hours", "amount": 0}, "no_hours", "amount"),
    ],
)
def test_a_rule_that_cannot_run_is_refused(manager, council, rule, change, code, field):
    facts = replace(FACTS, **change)
    for call in (
        lambda: add_rule(by=manager, council=council, facts=facts),
        lambda: change_rule(by=manager, rule=rule, facts=facts),
    ):
        with pytest.raises(RuleViolationError) as refusal:
            call()
        assert (refusal.value.code, refusal.value.field) == (code, field)
    assert ClockRule.objects.get().amount == 2


@pytest.mark.parametrize("begun", [date(2024, 4, 1), TODAY])
def test_a_rule_in_force_is_not_changed(manager, council, begun):
    rule = ClockRuleFactory(council=council, effective_from=begun)
    with pytest.raises(RuleViolationError) as refusal:
        change_rule(by=manager, rule=rule, facts=replace(FACTS, amount=9))
    assert refusal.value.code == "in_force"
    rule.refresh_from_db()
    assert rule.amount == 2


@pytest.mark.parametrize(
    ("begun", "ended", "last_day", "code"),
    [
        (date(2024, 4, 1), date(2025, 3, 31), TO_COME, "ended"),
        (date(2024, 4, 1), None, date(2026, 11, 22), "in_past"),
        (TO_COME, None, date(2027, 3, 31), "before_start"),
    ],
)
def test_a_rule_keeps_the_clocks_it_started(manager, council, begun, ended, last_day, code):
    rule = ClockRuleFactory(council=council, effective_from=begun, last_day=ended)
    with pytest.raises(RuleViolationError) as refusal:
        end_rule(by=manager, rule=rule, last_day=last_day)
    assert refusal.value.code == code
    rule.refresh_from_db()
    assert rule.last_day == ended


def test_two_rules_for_one_step_from_one_day_are_refused(manager, council):
    add_rule(by=manager, council=council, facts=FACTS)
    with pytest.raises(ValidationError, match="from that day already"):
        add_rule(by=manager, council=council, facts=replace(FACTS, amount=5))


@pytest.mark.parametrize(
    ("with_enquiry", "step"),
    [(False, "received"), (False, "concluded"), (True, "decided"), (True, "nonsense")],
)
def test_a_step_of_something_else_is_refused(practitioner, council, with_enquiry, step):
    enquiry = EnquiryFactory(concern__adult__council=council)
    with pytest.raises(RuleViolationError) as refusal:
        give_late_reason(
            by=practitioner,
            concern=enquiry.concern,
            enquiry=enquiry if with_enquiry else None,
            step=step,
            reason="Away",
        )
    assert refusal.value.code == "wrong_step"


def test_an_enquiry_of_another_case_is_refused(practitioner, concern, council):
    other = EnquiryFactory(concern__adult__council=council)
    with pytest.raises(RuleViolationError):
        give_late_reason(
            by=practitioner, concern=concern, enquiry=other, step="concluded", reason="Away"
        )


def test_a_reason_has_words(practitioner, concern):
    with pytest.raises(ValidationError):
        give_late_reason(
            by=practitioner, concern=concern, enquiry=None, step="decided", reason="  "
        )
