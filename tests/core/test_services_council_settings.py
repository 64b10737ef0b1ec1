import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.models import ActivityEvent
from core.services.council_settings import change_council

NEW = {"name": " New Council ", "colour": "#AA0011"}


def test_a_change_is_saved_and_logged_once(administrator, council):
    change_council(by=administrator, council=council, **NEW)
    council.refresh_from_db()
    assert (council.name, council.colour) == ("New Council", "#aa0011")
    event = ActivityEvent.objects.get()
    assert event.changes == {
        "name": ["Test Council", "New Council"],
        "colour": ["#0b5c5c", "#aa0011"],
    }


def test_it_needs_the_permission_in_that_council(stranger, analyst, council):
    for other in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            change_council(by=other, council=council, **NEW)
    assert not ActivityEvent.objects.exists()


def test_it_keeps_nothing_if_the_log_fails(administrator, council, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        change_council(by=administrator, council=council, **NEW)
    council.refresh_from_db()
    assert council.name == "Test Council"


@pytest.mark.parametrize("bad", [{"name": " "}, {"colour": "red"}, {"colour": "#0b5c5c;}"}])
def test_it_refuses(administrator, council, bad):
    with pytest.raises(ValidationError):
        change_council(by=administrator, council=council, **{**NEW, **bad})
