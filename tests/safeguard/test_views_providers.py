from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.roles import Role
from safeguard.models import Concern, ConcernDraft, Notification, Provider, ProviderNotification
from tests.factories import (
    AdultFactory,
    AdultIdentityFactory,
    ConcernFactory,
    ConcernRiskTypeFactory,
    EnquiryFactory,
    NotificationFactory,
    ProviderFactory,
    ProviderNotificationFactory,
    RegisterSettingsFactory,
)
from tests.factories.safeguard import noon

QUERIES = 12
UNTIL = date(2025, 12, 31)


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


def page(client, address, status=200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def worker(signed_in):
    return signed_in(Role.PRACTITIONER)


@pytest.fixture
def provider(council):
    """Six contacts in the 28 days to the data cut, one long before, an enquiry open."""
    RegisterSettingsFactory(council=council, data_cut_on=UNTIL)
    provider = ProviderFactory(council=council, name="Example House")
    adult = AdultFactory(council=council)
    for days in (1, 2, 3, 4, 200):
        on = UNTIL - timedelta(days=days)
        concern = ConcernFactory(adult=adult, provider=provider, received_on=on, s42=True)
        ConcernRiskTypeFactory(concern=concern)
    EnquiryFactory(concern=concern)
    for day in (UNTIL, UNTIL - timedelta(days=10)):
        ProviderNotificationFactory(council=council, provider=provider, received_at=noon(day))
    return provider


FORM = {
    "received_on": "1/4/2025",
    "received_time": "14:30",
    "referrer": "family",
    "adult": "",
    "summary": "A fall at home",
}
ABOUT = {**FORM, "provider_name": "New House", "provider_is_new": "on"}


def test_a_notification_is_recorded(worker):
    response = worker.post(url("notification-record"), FORM)
    row = Notification.objects.get()
    assert response.url == url("notification-detail", row.pk)
    assert f"{timezone.localtime(row.received_at):%Y-%m-%d %H:%M}" == "2025-04-01 14:30"
    assert "Raise a concern from this" in page(worker, response.url)


def test_a_provider_notification_is_recorded(worker, provider):
    response = worker.post(url("provider-notification-record"), ABOUT)
    row = ProviderNotification.objects.latest("pk")
    assert response.url == url("provider-notification-detail", row.pk)
    assert row.provider.name == "New House"
    assert "Raise a concern from this" in page(worker, response.url)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"received_on": "31/2/2025"}, "Day received must be a real date"),
        ({"received_on": "1/4/2099"}, "Day received cannot be in the future"),
        ({"received_time": "half past two"}, "Time received must be a real time"),
        ({"referrer": ""}, "Choose who told the council"),
        ({"summary": ""}, "Enter what it says"),
        ({"adult": "Nobody at all"}, "No adult of this reference or name is held"),
    ],
)
@pytest.mark.parametrize("name", ["notification-record", "provider-notification-record"])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(worker, council, name, wrong, words):
    response = worker.post(
        url(name), {**ABOUT, "summary": "O'Neill words, <b>as typed</b>"} | wrong
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert words in text
    assert ("O&#x27;Neill words, &lt;b&gt;as typed" in text) == ("summary" not in wrong)
    assert not Notification.objects.exists()
    assert not ProviderNotification.objects.exists()


def test_a_misspelt_provider_is_asked_about(worker, provider):
    data = {**ABOUT, "provider_name": "Exmple House", "provider_is_new": ""}
    text = worker.post(url("provider-notification-record"), data).content.decode()
    assert "Did you mean Example House?" in text
    assert "Exmple House" in text
    assert Provider.objects.count() == 1


def test_held_providers_are_suggested(worker, provider):
    assert '<option value="Example House">' in page(worker, url("provider-notification-record"))


@pytest.mark.parametrize(
    ("maker", "name", "link"),
    [
        (NotificationFactory, "notification", "notification"),
        (ProviderNotificationFactory, "provider-notification", "provider_notification"),
    ],
)
def test_a_notification_begins_a_concern(worker, council, maker, name, link):
    row = maker(council=council)
    assert "Begin the concern" in page(worker, url(f"{name}-convert", row.pk))
    response = worker.post(url(f"{name}-convert", row.pk))
    draft = ConcernDraft.objects.get()
    assert getattr(draft, link) == row
    assert response.url == url("concern-draft", draft.public_id)
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("maker", "name"),
    [
        (NotificationFactory, "notification"),
        (ProviderNotificationFactory, "provider-notification"),
    ],
)
def test_what_became_a_concern_is_not_converted_again(worker, council, maker, name):
    row = maker(council=council, became=ConcernFactory(adult__council=council))
    assert "Raise a concern from this" not in page(worker, url(f"{name}-detail", row.pk))
    text = worker.post(url(f"{name}-convert", row.pk)).content.decode()
    assert "became a concern already" in text
    assert not ConcernDraft.objects.exists()


def test_an_analyst_is_not_offered_what_they_may_not_do(signed_in, council, provider):
    client = signed_in(Role.ANALYST)
    row = NotificationFactory(council=council)
    for address in (
        url("notification-list"),
        url("notification-detail", row.pk),
        url("provider-detail", provider.pk),
    ):
        text = page(client, address)
        assert "Record a" not in text
        assert "Raise a concern from this" not in text
        assert "Change the name" not in text


def test_the_list_counts_both_windows_and_suggests_a_look(worker, provider):
    text = page(worker, url("provider-list"))
    assert "to 31 December 2025" in text
    assert "6 contacts in 28 days, more than in any 28 days" in text
    assert "a person decides" in text
    row = text[text.index("<tbody") :]
    cells = [part.split("<")[0] for part in row.split('cell--numeric">')[1:9]]
    assert cells == ["2", "2", "4", "5", "0", "1", "0", "1"]


def test_a_contact_that_became_a_concern_is_one_contact(worker, council, provider):
    for row in ProviderNotification.objects.all():
        row.became = ConcernFactory(
            adult__council=council, received_on=UNTIL - timedelta(days=100), provider=provider
        )
        row.save()
    assert "contacts in 28 days" not in page(worker, url("provider-list"))


def test_a_contact_recorded_after_the_extract_moves_the_windows(worker, council, provider):
    NotificationFactory(council=council, received_at=noon(date(2026, 1, 15)))
    assert "to 15 January 2026" in page(worker, url("provider-list"))


def test_the_list_is_narrowed_by_name(worker, council, provider):
    ProviderFactory(council=council, name="Other Lodge")
    text = page(worker, url("provider-list") + "?search=EXAMPLE")
    assert "Example House" in text
    assert "Other Lodge" not in text
    assert "Try fewer letters" in page(worker, url("provider-list") + "?search=zz")


@pytest.mark.parametrize(
    ("query", "words", "times"),
    [
        ("", "/concerns/", 5),
        ("?show=concerns&span=28", "/concerns/", 4),
        ("?show=enquiries&span=12", "/enquiries/", 1),
        ("?show=notifications&span=28", "/notifications/provider/", 2),
        ("?show=nonsense&span=9", "/concerns/", 5),
    ],
)
def test_each_figure_opens_what_is_behind_it(worker, provider, query, words, times):
    text = page(worker, url("provider-detail", provider.pk) + query)
    behind = text[text.index('id="behind"') : text.index("Types of risk")]
    assert behind.count(f'href="{words}') == times
    assert "Neglect and Acts of Omission" in text
    assert "Dec 2025" in text


def test_a_provider_is_changed_and_a_taken_name_refused(signed_in, council, provider):
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    ProviderFactory(council=council, name="Taken House")
    address = url("provider-change", provider.pk)
    version = client.get(address).context["form"]["version"].value()
    typed = {"regulator_id": "1-2", "version": version}
    assert "Example House" in page(client, address)
    text = client.post(address, {"name": "taken house", **typed}).content.decode()
    assert "held already" in text
    assert 'value="taken house"' in text
    response = client.post(address, {"name": "Better House", **typed})
    assert response.url == url("provider-detail", provider.pk)
    assert "CQC location ID 1-2" in page(client, response.url)
    refused = client.post(address, {"name": "Late House", **typed}).content.decode()
    assert "What somebody else changed" in refused


def test_a_look_is_noted(worker, provider):
    address = url("provider-look", provider.pk)
    assert "Enter what you looked at" in worker.post(address, {"note": ""}).content.decode()
    response = worker.post(address, {"note": "Rang the manager"})
    assert "Rang the manager" in page(worker, response.url)


def test_a_provider_of_another_council_is_not_found(worker, other_council):
    other = ProviderFactory(council=other_council)
    assert page(worker, url("provider-detail", other.pk), 404)


@pytest.mark.parametrize("rows", [1, 12])
def test_pages_cost_the_same_however_much_there_is(
    worker, council, provider, django_assert_max_num_queries, rows
):
    for n in range(rows):
        other = ProviderFactory(council=council, name=f"House {n}")
        for days in range(6):
            identity = AdultIdentityFactory(adult__council=council)
            concern = ConcernFactory(
                adult=identity.adult, provider=other, received_on=UNTIL - timedelta(days=days)
            )
            ProviderNotificationFactory(council=council, provider=other, became=None)
        EnquiryFactory(concern=concern)
    addresses = [
        url("provider-list"),
        url("notification-list") + "?kind=provider",
        url("provider-detail", other.pk),
        url("provider-detail", other.pk) + "?show=enquiries",
        url("provider-detail", other.pk) + "?show=notifications",
        url("provider-notification-record"),
    ]
    for address in addresses:
        worker.get(address)
        with django_assert_max_num_queries(QUERIES):
            page(worker, address)
