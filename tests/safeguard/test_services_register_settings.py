from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard.metrics.provider_counts import suggestions, windows_of
from safeguard.models import PolicyChange, RegisterSettings
from safeguard.services.register_settings import (
    add_policy_change,
    remove_policy_change,
    set_counting_rule,
    set_reminders,
)
from tests.factories import (
    ConcernFactory,
    PolicyChangeFactory,
    ProviderFactory,
    RegisterSettingsFactory,
)

CHANGE = {"on": date(2025, 4, 1), "title": " New front door ", "explanation": ""}
RULE = {"counting_rule": " A contact is a concern when a social worker says so. "}


def test_the_counting_rule_is_kept_and_logged(administrator, council):
    for _ in range(2):
        settings = set_counting_rule(by=administrator, council=council, **RULE)
    assert settings.counting_rule == RULE["counting_rule"].strip()
    assert RegisterSettings.objects.get() == settings
    first = ActivityEvent.objects.earliest("pk")
    assert first.changes["counting_rule"] == ["", settings.counting_rule]


def test_the_counting_rule_leaves_the_rest_alone(administrator, council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 1))
    set_counting_rule(by=administrator, council=council, counting_rule="")
    assert RegisterSettings.objects.get().data_cut_on == date(2025, 10, 1)


def test_reminders_are_set_and_logged(administrator, manager, council):
    numbers = {"look_again_days": 5, "experience_weeks": 6, "contacts_that_stand_out": 3}
    with pytest.raises(PermissionDenied):
        set_reminders(by=manager, council=council, **numbers)
    settings = set_reminders(by=administrator, council=council, **numbers)
    assert {name: getattr(settings, name) for name in numbers} == numbers
    with pytest.raises(ValidationError):
        set_reminders(by=administrator, council=council, **{**numbers, "look_again_days": 0})
    event = ActivityEvent.objects.get(verb="reminders_set")
    assert event.changes["contacts_that_stand_out"] == ["5", "3"]


def test_the_page_of_reminders_shows_what_is_set(signed_in, council):
    client, address = signed_in(Role.ADMINISTRATOR), reverse("safeguard:register-reminders")
    assert client.get(address).context["form"]["look_again_days"].value() == 7
    asked = {"look_again_days": "0", "experience_weeks": "8", "contacts_that_stand_out": "x"}
    text = client.post(address, asked).content.decode()
    assert "Days until a case that waits is looked at again must be 1 or more" in text
    client.post(address, {**asked, "look_again_days": "3", "contacts_that_stand_out": "4"})
    assert RegisterSettings.objects.get(council=council).contacts_that_stand_out == 4


def test_a_council_says_how_many_contacts_stand_out(council):
    provider = ProviderFactory(council=council)
    for _ in range(3):
        ConcernFactory(adult__council=council, provider=provider)
    RegisterSettingsFactory(
        council=council, data_cut_on=date(2025, 4, 10), contacts_that_stand_out=4
    )
    assert not suggestions(council, windows_of(council))
    RegisterSettings.objects.update(contacts_that_stand_out=3)
    assert list(suggestions(council, windows_of(council))) == [provider.pk]


def test_a_change_is_marked_and_unmarked_and_both_are_logged(administrator, council):
    change = add_policy_change(by=administrator, council=council, **CHANGE)
    assert change.title == "New front door"
    remove_policy_change(by=administrator, change=change)
    assert not PolicyChange.objects.exists()
    gone = ActivityEvent.objects.get(verb="policy_change_removed")
    assert gone.changes["title"] == ["New front door", None]


def test_each_needs_the_permission_in_that_council(stranger, analyst, council):
    change = PolicyChangeFactory(council=council)
    for other in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            set_counting_rule(by=other, council=council, **RULE)
        with pytest.raises(PermissionDenied):
            add_policy_change(by=other, council=council, **CHANGE)
        with pytest.raises(PermissionDenied):
            remove_policy_change(by=other, change=change)
    assert not ActivityEvent.objects.exists()
    assert not RegisterSettings.objects.exists()


def test_each_keeps_nothing_if_the_log_fails(administrator, council, monkeypatch):
    change = PolicyChangeFactory(council=council)
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        set_counting_rule(by=administrator, council=council, **RULE)
    with pytest.raises(ZeroDivisionError):
        add_policy_change(by=administrator, council=council, **CHANGE)
    with pytest.raises(ZeroDivisionError):
        remove_policy_change(by=administrator, change=change)
    assert PolicyChange.objects.get() == change
    assert not RegisterSettings.objects.exists()


@pytest.mark.parametrize("bad", [{"title": " "}, {"title": "x" * 121}])
def test_a_change_needs_a_title(administrator, council, bad):
    with pytest.raises(ValidationError):
        add_policy_change(by=administrator, council=council, **{**CHANGE, **bad})


def test_a_race_for_one_mark_is_a_refusal(administrator, council, monkeypatch):
    add_policy_change(by=administrator, council=council, **CHANGE)
    with pytest.raises(ValidationError):
        add_policy_change(by=administrator, council=council, **CHANGE)
    monkeypatch.setattr(PolicyChange, "full_clean", lambda self: None)
    with pytest.raises(RuleViolationError) as refusal:
        add_policy_change(by=administrator, council=council, **CHANGE)
    assert refusal.value.code == "taken"
