from datetime import date

from core import activity
from core.models import ActivityEvent
from tests.factories import ClosureDayFactory


def test_an_event_holds_who_did_what_and_the_changed_columns_only(council, analyst):
    closure = ClosureDayFactory(council=council, on=date(2025, 12, 29), reason="Shut")
    before = activity.snapshot(closure)
    closure.reason = "Shut all day"
    activity.record(by=analyst, verb="changed", target=closure, council=council, before=before)
    event = ActivityEvent.objects.get()
    assert event.changes == {"reason": ["Shut", "Shut all day"]}
    assert (event.target_model, event.target_id) == ("core.ClosureDay", str(closure.pk))
    assert (event.actor_id, event.actor_name) == (str(analyst.pk), analyst.full_name)
    assert event.council_id == council.pk
    assert str(event) == f"changed core.ClosureDay {closure.pk}"


def test_a_new_row_is_all_change_and_nothing_is_a_null(council):
    closure = ClosureDayFactory(council=council)
    activity.record(by=None, verb="added", target=closure, council=None)
    event = ActivityEvent.objects.get()
    assert event.changes["reason"] == [None, "Offices closed"]
    assert (event.council_id, event.actor_id, event.actor_name) == (None, "", "command line")


def test_an_event_stays_when_its_target_is_gone(council):
    closure = ClosureDayFactory(council=council)
    activity.record(by=None, verb="added", target=closure, council=council)
    closure.delete()
    assert ActivityEvent.objects.count() == 1
