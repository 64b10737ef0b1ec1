"""How far the activity log has come: what counts as a change, and who finished late."""

from core.log_state import log_state
from core.models import ActivityEvent


def event(council, target="safeguard.Concern", key=None):
    return ActivityEvent.objects.create(
        pk=key, council_id=council.pk, verb="changed", target_model=target, target_id="1"
    )


def test_an_empty_log(council):
    assert log_state(council) == (0, 0)


def test_only_what_may_change_a_figure_counts(council, other_council):
    newest = event(council)
    for target in ("core.ExportEvent", "assurance.ReportRun", "core.Membership"):
        event(council, target)
    event(other_council)
    assert log_state(council) == (newest.pk, 1)
    closure = event(council, "core.ClosureDay")
    assert log_state(council) == (closure.pk, 2)


def test_a_bank_holiday_holds_for_every_council(council, other_council):
    event(council)
    holiday = event(other_council, "core.BankHoliday")
    assert log_state(council).newest == holiday.pk


def test_one_who_finishes_late_with_a_lower_number_shows(council):
    event(council, key=5001)
    before = log_state(council)
    event(council, key=5000)
    after = log_state(council, before.newest)
    assert after.newest == before.newest
    assert after != before


def test_what_is_long_ago_is_not_counted(council):
    event(council, key=1)
    event(council, key=4000)
    assert log_state(council) == (4000, 1)
