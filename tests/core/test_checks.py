from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from core import checks
from core.models import BankHoliday


def test_every_permission_is_granted_by_some_role(monkeypatch):
    assert checks.every_permission_is_granted(None) == []
    monkeypatch.setattr(checks, "roles_granting", lambda permission: [])
    found = checks.every_permission_is_granted(None)
    assert {error.id for error in found} == {"core.E001"}
    assert "case_view" in str(found)


@pytest.mark.parametrize(
    ("last", "today", "months"),
    [
        (None, date(2026, 1, 1), 0),
        (date(2025, 12, 26), date(2026, 1, 1), 0),
        (date(2026, 12, 28), date(2026, 1, 31), 11),
        (date(2027, 1, 1), date(2026, 12, 31), 12),
        (date(2028, 12, 26), date(2026, 11, 22), 25),
    ],
)
def test_months_known_run_to_the_end_of_the_last_year(last, today, months):
    assert checks.months_known(last, today) == months


@pytest.mark.parametrize(("day", "warnings"), [("2027-12-31", []), ("2028-01-01", ["core.W001"])])
def test_a_short_calendar_is_warned_of_a_year_before(db, day, warnings):
    BankHoliday.objects.filter(on__year__gt=2028).delete()
    with time_machine.travel(day):
        found = checks.calendar_reaches_far_enough(None, databases=["default"])
    assert [warning.id for warning in found] == warnings


def test_the_calendar_is_not_asked_for_without_the_database():
    assert checks.calendar_reaches_far_enough(None) == []


def test_the_calendar_is_not_asked_for_before_its_table_is_there(db, monkeypatch):
    monkeypatch.setattr(BankHoliday._meta, "db_table", "not_there_yet")
    assert checks.calendar_reaches_far_enough(None, databases=["default"]) == []


def test_this_installation_passes(db):
    call_command("check", databases=["default"], fail_level="WARNING")
