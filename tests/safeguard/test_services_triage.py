from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.choices_work import InformationKind
from safeguard.models import Concern, Information, LookAgain, PrioritySetting
from safeguard.services.triage import add_information, look_again, next_look_due, set_priority
from tests.factories import ConcernFactory, EnquiryFactory, RegisterSettingsFactory

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRIORITY = {"priority": "red", "reason": " Alone with him tonight "}
INFORMATION = {
    "gathered_on": TODAY,
    "kind": InformationKind.CALL,
    "from_whom": " The GP ",
    "learnt": " Nobody has seen her ",
}
LOOK = {
    "looked_on": TODAY,
    "safe_meanwhile": " Her daughter stays ",
    "next_due_on": date(2026, 11, 27),
}
SERVICES = [
    pytest.param(set_priority, PRIORITY, PrioritySetting, id="priority"),
    pytest.param(add_information, INFORMATION, Information, id="information"),
    pytest.param(look_again, LOOK, LookAgain, id="look"),
]

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council, received_on=date(2026, 11, 18))


def test_a_priority_is_set_by_a_named_person_and_every_earlier_one_is_kept(manager, concern):
    set_priority(by=manager, concern=concern, priority="green", reason="Safe")
    set_priority(by=manager, concern=concern, **PRIORITY)
    concern.refresh_from_db()
    assert (concern.priority, concern.version) == ("red", 3)
    newest, first = concern.priority_settings.all()
    assert (newest.priority, newest.reason, newest.set_by) == (
        "red",
        "Alone with him tonight",
        manager,
    )
    assert first.priority == "green"
    event = ActivityEvent.objects.latest("pk")
    assert (event.verb, event.target_id) == ("priority_set", str(concern.pk))
    assert event.changes == {
        "priority": ["green", "red"],
        "reason": [None, "Alone with him tonight"],
    }


def test_information_is_kept_with_who_recorded_it(practitioner, concern):
    row = add_information(by=practitioner, concern=concern, **INFORMATION)
    assert (row.from_whom, row.learnt, row.recorded_by) == (
        "The GP",
        "Nobody has seen her",
        practitioner,
    )
    event = ActivityEvent.objects.get()
    assert (event.verb, event.target_model) == ("information_added", "safeguard.Concern")
    assert event.changes["learnt"] == [None, "Nobody has seen her"]
    concern.refresh_from_db()
    assert concern.version == 2


def test_a_narrative_of_ten_thousand_words_is_kept_whole(practitioner, concern):
    words = "word " * 10_000
    row = add_information(by=practitioner, concern=concern, **{**INFORMATION, "learnt": words})
    row.refresh_from_db()
    assert row.learnt == words.strip()


def test_a_look_says_what_keeps_the_adult_safe_and_when_the_next_is_due(practitioner, concern):
    row = look_again(by=practitioner, concern=concern, **LOOK)
    assert (row.safe_meanwhile, row.looked_by) == ("Her daughter stays", practitioner)
    assert ActivityEvent.objects.get().verb == "looked_again"


def test_the_next_look_is_due_as_the_council_set_it(council, concern):
    assert next_look_due(concern, TODAY) == date(2026, 11, 27)
    RegisterSettingsFactory(council=council, look_again_days=2)
    assert next_look_due(concern, TODAY) == date(2026, 11, 22)


@pytest.mark.parametrize(("service", "data", "model"), SERVICES)
def test_each_needs_the_permission_in_that_council(
    stranger, analyst, concern, service, data, model
):
    for other in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            service(by=other, concern=concern, **data)
    assert not model.objects.exists()
    assert not ActivityEvent.objects.exists()


def test_a_practitioner_does_not_set_the_priority(practitioner, concern):
    with pytest.raises(PermissionDenied):
        set_priority(by=practitioner, concern=concern, **PRIORITY)


@pytest.mark.parametrize(("service", "data", "model"), SERVICES)
def test_each_keeps_nothing_if_the_log_fails(manager, concern, monkeypatch, service, data, model):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        service(by=manager, concern=concern, **data)
    assert not model.objects.exists()
    stored = Concern.objects.get()
    assert (stored.priority, stored.version) == (None, 1)


@pytest.mark.parametrize(("service", "data", "model"), SERVICES)
def test_a_case_that_is_over_takes_no_more(manager, council, service, data, model):
    closed = ConcernFactory(adult__council=council, closed=True)
    concluded = EnquiryFactory(concern__adult__council=council, concluded=True).concern
    for concern in (closed, concluded):
        with pytest.raises(RuleViolationError) as refusal:
            service(by=manager, concern=concern, **data)
        assert refusal.value.code == "concluded"
    assert not model.objects.exists()


@pytest.mark.parametrize(("service", "data", "model"), SERVICES)
def test_a_case_with_an_enquiry_to_start_or_open_takes_more(manager, council, service, data, model):
    decided = ConcernFactory(adult__council=council, s42=True)
    enquiry = EnquiryFactory(concern__adult__council=council, concluded=True)
    EnquiryFactory(concern=enquiry.concern)
    for concern in (decided, enquiry.concern):
        service(by=manager, concern=concern, **data)
    assert model.objects.count() == 2


@pytest.mark.parametrize(
    ("service", "data", "changes", "code", "field"),
    [
        (add_information, INFORMATION, {"gathered_on": date(2026, 11, 21)}, "in_future", None),
        (add_information, INFORMATION, {"gathered_on": date(2026, 11, 17)}, "too_early", None),
        (look_again, LOOK, {"looked_on": date(2026, 11, 21)}, "in_future", "looked_on"),
        (look_again, LOOK, {"looked_on": date(2026, 11, 17)}, "too_early", "looked_on"),
        (
            look_again,
            LOOK,
            {"next_due_on": date(2026, 11, 19)},
            "due_before_look",
            "next_due_on",
        ),
    ],
)
def test_days_out_of_order_are_refused(practitioner, concern, service, data, changes, code, field):
    with pytest.raises(RuleViolationError) as refusal:
        service(by=practitioner, concern=concern, **{**data, **changes})
    assert refusal.value.code == code
    assert refusal.value.field == (field or "gathered_on")
    assert Concern.objects.get().version == 1


@pytest.mark.parametrize(
    ("service", "data", "empty"),
    [
        (set_priority, PRIORITY, {"reason": "  "}),
        (set_priority, PRIORITY, {"priority": ""}),
        (add_information, INFORMATION, {"learnt": " "}),
        (add_information, INFORMATION, {"from_whom": ""}),
        (look_again, LOOK, {"safe_meanwhile": " "}),
    ],
)
def test_nothing_may_be_left_out(manager, concern, service, data, empty):
    with pytest.raises(ValidationError):
        service(by=manager, concern=concern, **{**data, **empty})
    assert not ActivityEvent.objects.exists()


def test_a_priority_rests_on_what_was_seen(manager, concern):
    with pytest.raises(RuleViolationError) as refusal:
        set_priority(by=manager, concern=concern, version=7, **PRIORITY)
    assert refusal.value.code == "changed_meanwhile"
