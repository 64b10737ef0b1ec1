from datetime import date

from core import activity
from core.models import ActivityEvent
from tests.factories import CausedChaseFactory, ClosureDayFactory, LookAgainFactory


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


def test_the_log_names_the_case_that_a_row_is_a_part_of(council, practitioner):
    chase = CausedChaseFactory(request__enquiry__concern__adult__council=council)
    look = LookAgainFactory(concern=chase.request.enquiry.concern)
    enquiry = chase.request.enquiry
    cases = {
        chase: ("safeguard.Enquiry", str(enquiry.pk)),
        look: ("safeguard.Concern", str(enquiry.concern_id)),
        enquiry: ("", ""),
        council: ("", ""),
    }
    for target, about in cases.items():
        activity.record(by=practitioner, verb="done", target=target, council=council)
        event = ActivityEvent.objects.latest("pk")
        assert (event.about_model, event.about_id) == about
