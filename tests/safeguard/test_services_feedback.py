from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import ConcernReport
from safeguard.services.feedback import record_feedback
from tests.factories import ConcernFactory, ConcernReportFactory

TODAY = date(2025, 4, 10)
TOLD = {"is_told": True, "feedback_on": TODAY, "note": " By telephone "}
CANNOT = {"is_told": False, "feedback_on": None, "note": "They gave no name"}

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(datetime(2025, 4, 10, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def report(council):
    return ConcernReportFactory(concern=ConcernFactory(adult__council=council, closed=True))


def test_the_referrer_was_told(practitioner, report):
    record_feedback(by=practitioner, concern=report.concern, version=1, **TOLD)
    report.refresh_from_db()
    assert (report.feedback_on, report.feedback_by) == (TODAY, practitioner)
    assert (report.feedback_note, report.feedback_not_possible) == ("By telephone", False)
    event = ActivityEvent.objects.get()
    assert (event.verb, event.target_id) == ("feedback_recorded", str(report.concern_id))
    assert event.changes["feedback_on"] == [None, "2025-04-10"]


def test_the_referrer_cannot_be_told_until_they_are_reached(practitioner, report):
    record_feedback(by=practitioner, concern=report.concern, **CANNOT)
    report.refresh_from_db()
    assert (report.feedback_not_possible, report.feedback_on) == (True, None)
    record_feedback(by=practitioner, concern=report.concern, **TOLD)
    report.refresh_from_db()
    assert (report.feedback_not_possible, report.feedback_on) == (False, TODAY)
    changes = ActivityEvent.objects.latest("pk").changes
    assert changes["feedback_note"] == ["They gave no name", "By telephone"]


def test_it_needs_the_permission_in_that_council(stranger, analyst, report):
    for other in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            record_feedback(by=other, concern=report.concern, **TOLD)
    assert not ActivityEvent.objects.exists()


def test_it_keeps_nothing_if_the_log_fails(practitioner, report, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record_feedback(by=practitioner, concern=report.concern, **TOLD)
    assert ConcernReport.objects.get().feedback_on is None


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"feedback_on": None}, "no_day", "feedback_on"),
        ({"feedback_on": date(2025, 4, 11)}, "in_future", "feedback_on"),
        ({"feedback_on": date(2025, 4, 1)}, "too_early", "feedback_on"),
        ({"note": " "}, "no_reason", "note"),
        ({"version": 5}, "changed_meanwhile", None),
    ],
)
def test_what_cannot_be_is_refused(practitioner, report, changes, code, field):
    with pytest.raises(RuleViolationError) as refusal:
        record_feedback(by=practitioner, concern=report.concern, **{**TOLD, **changes})
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert ConcernReport.objects.get().feedback_on is None


def test_nobody_is_told_before_the_decision(practitioner, council):
    report = ConcernReportFactory(concern=ConcernFactory(adult__council=council))
    with pytest.raises(RuleViolationError) as refusal:
        record_feedback(by=practitioner, concern=report.concern, **TOLD)
    assert refusal.value.code == "not_decided"


def test_an_imported_concern_holds_nobody_to_tell(practitioner, council):
    concern = ConcernFactory(adult__council=council, closed=True)
    with pytest.raises(RuleViolationError) as refusal:
        record_feedback(by=practitioner, concern=concern, **TOLD)
    assert refusal.value.code == "no_report"
    assert not ConcernReport.objects.exists()
