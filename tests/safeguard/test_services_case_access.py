from datetime import UTC, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import CaseAccess, Concern
from safeguard.services.case_access import open_for_cause
from tests.factories import ConcernFactory

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council, reference="C-1")


def open_it(by, council, **changes):
    asked = {"reference": " C-1 ", "reason": " A complaint ", **changes}
    return open_for_cause(by=by, council=council, **asked)


@time_machine.travel(NOW, tick=False)
def test_a_case_opens_for_two_hours_and_the_reason_is_logged(director, council, concern):
    opened = open_it(director, council)
    assert (opened.concern, opened.reason) == (concern, "A complaint")
    assert opened.expires_at == datetime(2026, 11, 20, 14, tzinfo=UTC)
    event = ActivityEvent.objects.get()
    assert (event.verb, event.target_id) == ("case_opened_for_cause", str(concern.pk))
    assert event.changes["reason"] == [None, "A complaint"]
    assert event.actor_name == director.full_name


def test_it_closes_after_two_hours_to_the_second(director, council, concern):
    with time_machine.travel(NOW, tick=False) as clock:
        open_it(director, council)
        clock.shift(2 * 3600 - 1)
        assert Concern.objects.visible_to(director).exists()
        clock.shift(1)
        assert not Concern.objects.visible_to(director).exists()


def test_it_needs_the_permission_in_that_council(stranger, manager, council, concern):
    for other in (stranger, manager):
        with pytest.raises(PermissionDenied):
            open_it(other, council)
    assert not CaseAccess.objects.exists()
    assert not ActivityEvent.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"reason": "  "}, "no_reason", "reason"),
        ({"reference": "C-2"}, "no_such_case", "reference"),
        ({"reference": "ELSEWHERE"}, "no_such_case", "reference"),
    ],
)
def test_it_refuses(director, council, concern, changes, code, field):
    ConcernFactory(reference="ELSEWHERE")
    with pytest.raises(RuleViolationError) as refusal:
        open_it(director, council, **changes)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not CaseAccess.objects.exists()


def test_it_opens_nothing_if_the_log_fails(director, council, concern, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_it(director, council)
    assert not CaseAccess.objects.exists()
