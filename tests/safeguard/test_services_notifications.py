from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import Notification, Provider, ProviderNotification
from safeguard.services.cases import fingerprint
from safeguard.services.notifications import (
    record_notification,
    record_provider_notification,
)
from safeguard.services.providers import (
    change_provider,
    find_or_add_provider,
    note_look_at_provider,
)
from tests.factories import (
    AdultFactory,
    AdultIdentityFactory,
    ProviderFactory,
)


def said(**other):
    told = {"received_at": timezone.now(), "referrer": "nhs_ambulance", "summary": " A fall "}
    return {**told, **other}


def about_a_provider(**other):
    return said(provider_name="Example  House", provider_is_new=True, **other)


def test_a_notification_is_kept_with_its_adult(practitioner, council):
    adult = AdultFactory(council=council, reference="A-7")
    row = record_notification(by=practitioner, council=council, **said(adult="a-7"))
    assert (row.adult, row.summary, row.became) == (adult, "A fall", None)
    assert row.reference == f"N-{timezone.localdate().year}-00001"
    event = ActivityEvent.objects.get()
    assert (event.verb, event.council_id) == ("notification_recorded", council.pk)


def test_a_new_provider_is_made_once(practitioner, council):
    first = record_provider_notification(by=practitioner, council=council, **about_a_provider())
    again = said(provider_name="EXAMPLE HOUSE")
    second = record_provider_notification(by=practitioner, council=council, **again)
    assert first.provider == second.provider == Provider.objects.get()
    assert first.provider.name == "Example House"
    assert ActivityEvent.objects.filter(verb="provider_added").count() == 1
    assert ActivityEvent.objects.filter(verb="provider_notification_recorded").count() == 2


def test_a_name_not_held_is_asked_about(practitioner, council):
    ProviderFactory(council=council, name="Example House")
    with pytest.raises(RuleViolationError, match="Did you mean Example House") as refusal:
        find_or_add_provider(by=practitioner, council=council, name="Exmple House", may_add=False)
    assert (refusal.value.code, refusal.value.field) == ("not_held", "provider_name")
    assert Provider.objects.count() == 1


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"summary": " "}, "no_summary"),
        ({"received_at": timezone.now() + timedelta(days=400)}, "in_future"),
        ({"adult": "Nobody"}, "no_adult"),
        ({"adult": "Smith"}, "several_adults"),
    ],
)
def test_what_a_notification_may_not_be(practitioner, council, other, code):
    for _ in range(2):
        AdultIdentityFactory(adult__council=council, family_name="Smith")
    with pytest.raises(RuleViolationError) as refusal:
        record_notification(by=practitioner, council=council, **said(**other))
    assert refusal.value.code == code
    with pytest.raises(RuleViolationError):
        record_provider_notification(by=practitioner, council=council, **about_a_provider(**other))
    assert not Notification.objects.exists()
    assert not ProviderNotification.objects.exists()
    assert not Provider.objects.exists()


def test_several_adults_of_a_name_are_told_apart(practitioner, council):
    for born in ("1940-05-02", None):
        AdultIdentityFactory(
            adult__council=council, adult__born_on=born, given_name="Jo", family_name="O'Neill"
        )
    with pytest.raises(RuleViolationError, match=r"born 2 May 1940\)") as refusal:
        record_notification(by=practitioner, council=council, **said(adult="o'neill"))
    assert refusal.value.field == "adult"


def test_nobody_is_told_of_before_birth(practitioner, council):
    adult = AdultFactory(council=council, born_on="2001-01-01")
    early = timezone.now() - timedelta(days=365 * 30)
    data = said(adult=adult.reference, received_at=early)
    with pytest.raises(RuleViolationError, match="before the adult was born"):
        record_notification(by=practitioner, council=council, **data)


def test_a_merged_record_leads_to_the_one_that_stands(practitioner, council):
    kept = AdultFactory(council=council)
    gone = AdultFactory(council=council, merged_into=kept)
    row = record_notification(by=practitioner, council=council, **said(adult=gone.reference))
    assert row.adult == kept


def test_a_value_that_is_not_listed_is_refused(practitioner, council):
    with pytest.raises(ValidationError):
        record_notification(by=practitioner, council=council, **said(referrer="nobody"))


def test_an_adult_of_another_council_is_not_found(practitioner, council, other_council):
    adult = AdultFactory(council=other_council)
    with pytest.raises(RuleViolationError):
        record_notification(by=practitioner, council=council, **said(adult=adult.reference))


@pytest.fixture
def works(council):
    """Each service with a row of its own, as `service(by)`."""
    provider = ProviderFactory(council=council)
    return {
        "record": lambda by: record_notification(by=by, council=council, **said()),
        "record provider": lambda by: record_provider_notification(
            by=by, council=council, **about_a_provider()
        ),
        "find": lambda by: find_or_add_provider(by=by, council=council, name="New House"),
        "change": lambda by: change_provider(
            by=by, provider=provider, name="Other", regulator_id=""
        ),
        "look": lambda by: note_look_at_provider(by=by, provider=provider, note="Rang them"),
    }


def test_each_needs_the_permission(works, stranger, analyst):
    before = list(Provider.objects.values())
    for service in works.values():
        for person in (stranger, analyst):
            with pytest.raises(PermissionDenied):
                service(person)
    assert not ActivityEvent.objects.exists()
    assert list(Provider.objects.values()) == before
    assert not Notification.objects.exists()
    assert not ProviderNotification.objects.exists()


def test_a_name_is_changed_by_those_who_decide(works, practitioner):
    with pytest.raises(PermissionDenied):
        works["change"](practitioner)


def test_nothing_is_kept_if_the_log_fails(works, manager, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    before = list(Provider.objects.values())
    for name in ("record", "record provider", "find", "change", "look"):
        with pytest.raises(ZeroDivisionError):
            works[name](manager)
    assert list(Provider.objects.values()) == before
    assert not Notification.objects.exists()
    assert not ProviderNotification.objects.exists()


def test_a_provider_is_renamed(manager, council):
    provider = ProviderFactory(council=council, name="Old House")
    change_provider(by=manager, provider=provider, name=" New  House ", regulator_id=" 1-23 ")
    provider.refresh_from_db()
    assert (provider.name, provider.name_key, provider.regulator_id) == (
        "New House",
        "new house",
        "1-23",
    )
    assert ActivityEvent.objects.get().changes["name"] == ["Old House", "New House"]


def test_of_two_who_change_a_provider_the_second_is_told(manager, council):
    provider = ProviderFactory(council=council, name="Old House")
    provider.refresh_from_db()
    change = {"by": manager, "provider": provider, "version": fingerprint(provider)}
    change_provider(**change, name="New House", regulator_id="1-2")
    with pytest.raises(RuleViolationError) as refusal:
        change_provider(**change, name="Old House", regulator_id="")
    assert refusal.value.code == "changed_meanwhile"
    provider.refresh_from_db()
    assert provider.name == "New House"


def test_two_providers_do_not_share_a_name(manager, council, other_council):
    provider = ProviderFactory(council=council, name="Old House")
    ProviderFactory(council=council, name="Taken House")
    ProviderFactory(council=other_council, name="Elsewhere House")
    for name, code in (("taken HOUSE", "taken"), (" ", "no_name")):
        with pytest.raises(RuleViolationError) as refusal:
            change_provider(by=manager, provider=provider, name=name, regulator_id="")
        assert refusal.value.code == code
    change_provider(by=manager, provider=provider, name="Elsewhere House", regulator_id="")


def test_a_look_is_kept_in_the_log(practitioner, council):
    provider = ProviderFactory(council=council)
    note_look_at_provider(by=practitioner, provider=provider, note=" Rang the manager ")
    event = ActivityEvent.objects.get()
    assert (event.verb, event.changes) == (
        "provider_looked_at",
        {"note": [None, "Rang the manager"]},
    )
    with pytest.raises(RuleViolationError):
        note_look_at_provider(by=practitioner, provider=provider, note=" ")
