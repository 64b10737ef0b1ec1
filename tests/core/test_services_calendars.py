from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.calendars import calendar_of
from core.errors import RuleViolationError
from core.models import ActivityEvent, BankHoliday, ClosureDay
from core.services.calendars import add_bank_holiday, add_closure_day, remove_closure_day
from tests.factories import ClosureDayFactory

DAY = date(2026, 12, 29)
CLOSED = {"on": DAY, "reason": " Offices shut "}
HOLIDAY = {"on": DAY, "title": "A day of thanks", "source": "Proclamation of 1 December 2026"}


def test_a_closure_day_stops_the_clocks_of_one_council(analyst, council, other_council):
    closure = add_closure_day(by=analyst, council=council, **CLOSED)
    assert closure.reason == "Offices shut"
    assert not calendar_of(council).is_working(DAY)
    assert calendar_of(other_council).is_working(DAY)
    event = ActivityEvent.objects.get()
    assert (event.verb, event.changes["on"]) == ("closure_day_added", [None, "2026-12-29"])


def test_a_bank_holiday_stops_the_clocks_of_all(analyst, council, other_council):
    add_bank_holiday(by=analyst, council=council, **HOLIDAY)
    assert not calendar_of(council).is_working(DAY)
    assert not calendar_of(other_council).is_working(DAY)
    assert ActivityEvent.objects.get().verb == "bank_holiday_added"


def test_a_removed_closure_day_counts_again_and_is_remembered(analyst, council):
    closure = add_closure_day(by=analyst, council=council, **CLOSED)
    remove_closure_day(by=analyst, closure=closure)
    assert calendar_of(council).is_working(DAY)
    event = ActivityEvent.objects.get(verb="closure_day_removed")
    assert event.changes == {"on": ["2026-12-29", None], "reason": ["Offices shut", None]}


def test_each_needs_the_permission_in_that_council(stranger, manager, council):
    closure = ClosureDayFactory(council=council)
    for other in (stranger, manager):
        with pytest.raises(PermissionDenied):
            add_closure_day(by=other, council=council, **CLOSED)
        with pytest.raises(PermissionDenied):
            add_bank_holiday(by=other, council=council, **HOLIDAY)
        with pytest.raises(PermissionDenied):
            remove_closure_day(by=other, closure=closure)
    assert not ActivityEvent.objects.exists()
    assert ClosureDay.objects.get() == closure


def test_each_keeps_nothing_if_the_log_fails(analyst, council, monkeypatch):
    closure = ClosureDayFactory(council=council)
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_closure_day(by=analyst, council=council, **CLOSED)
    with pytest.raises(ZeroDivisionError):
        add_bank_holiday(by=analyst, council=council, **HOLIDAY)
    with pytest.raises(ZeroDivisionError):
        remove_closure_day(by=analyst, closure=closure)
    assert ClosureDay.objects.get() == closure
    assert not BankHoliday.objects.filter(on=DAY).exists()


@pytest.mark.parametrize(
    ("service", "data"), [(add_closure_day, CLOSED), (add_bank_holiday, HOLIDAY)]
)
def test_a_day_is_taken_once(analyst, council, service, data):
    service(by=analyst, council=council, **data)
    with pytest.raises(ValidationError):
        service(by=analyst, council=council, **data)


@pytest.mark.parametrize(
    ("service", "data", "model"),
    [(add_closure_day, CLOSED, ClosureDay), (add_bank_holiday, HOLIDAY, BankHoliday)],
)
def test_a_race_for_one_day_is_a_refusal(analyst, council, service, data, model, monkeypatch):
    service(by=analyst, council=council, **data)
    monkeypatch.setattr(model, "full_clean", lambda self: None)
    with pytest.raises(RuleViolationError) as refusal:
        service(by=analyst, council=council, **data)
    assert refusal.value.code == "taken"


@pytest.mark.parametrize(
    ("service", "data"),
    [
        (add_closure_day, {**CLOSED, "reason": " "}),
        (add_bank_holiday, {**HOLIDAY, "title": ""}),
        (add_bank_holiday, {**HOLIDAY, "source": ""}),
    ],
)
def test_nothing_may_be_left_out(analyst, council, service, data):
    with pytest.raises(ValidationError):
        service(by=analyst, council=council, **data)


def test_a_closure_day_is_removed_once(analyst, council):
    closure = ClosureDayFactory(council=council)
    remove_closure_day(by=analyst, closure=ClosureDay.objects.get())
    with pytest.raises(ClosureDay.DoesNotExist):
        remove_closure_day(by=analyst, closure=closure)
