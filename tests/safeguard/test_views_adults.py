"""The page of an adult, and the forms that add, change, merge and take apart."""

from datetime import date

import pytest
from django.urls import reverse

from core.roles import Role
from safeguard.models import Adult, AdultMerge, CaseAccess
from safeguard.services.merging import merge_adults
from tests.factories import (
    AdultFactory,
    AdultIdentityFactory,
    AdultMergeFactory,
    CaseAccessFactory,
    ConcernFactory,
    EnquiryFactory,
    NotificationFactory,
    ProviderNotificationFactory,
)

QUERIES = 12
ANSWERS = {
    "given_name": "Maud",
    "family_name": "Example",
    "born_on": "3/2/1950",
    "gender": "F",
    "ethnicity": "WHITE",
}


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def client(signed_in):
    return signed_in(Role.SAFEGUARDING_MANAGER)


@pytest.fixture
def adult(council):
    adult = AdultFactory(council=council, reference="A-1", born_on=date(1950, 2, 3))
    AdultIdentityFactory(adult=adult, given_name="Maud", family_name="Example")
    return adult


@pytest.fixture
def other(council):
    adult = AdultFactory(council=council, reference="A-2", born_on=date(1950, 2, 3))
    AdultIdentityFactory(adult=adult, given_name="Maude", family_name="Example")
    return adult


def test_the_page_tells_how_soon_each_concern_followed(client, adult):
    for day in (date(2023, 1, 1), date(2025, 1, 1), date(2025, 2, 10), date(2025, 2, 10)):
        concern = ConcernFactory(adult=adult, received_on=day, s42=True)
    EnquiryFactory(
        concern=concern, concluded=True, outcomes_asked="ASK_EXP", outcomes_achieved="PART"
    )
    EnquiryFactory(concern=concern)
    text = text_of(client.get(url("adult-detail", adult.pk)))
    assert "4 concerns, of which 2 came within 12 months of the one before." in text
    assert "40 days after the one before" in text
    assert "The same day as the one before" in text
    assert "Risk reduced" in text
    assert "What the adult wanted: partially achieved" in text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "No concern about this adult is held."),
        ([date(2025, 1, 1)], "1 concern."),
        (
            [date(2024, 1, 1), date(2025, 1, 1)],
            "2 concerns, none within 12 months of the one before.",
        ),
        (
            [date(2024, 1, 2), date(2025, 1, 1)],
            "2 concerns, of which 1 came within 12 months of the one before.",
        ),
    ],
)
def test_repeats_in_words(client, adult, days, words):
    for day in days:
        ConcernFactory(adult=adult, received_on=day)
    assert words in text_of(client.get(url("adult-detail", adult.pk)))


def test_of_many_concerns_the_newest_are_told(client, adult, monkeypatch):
    monkeypatch.setattr("safeguard.views.adults.SHOWN", 2)
    for day in (1, 2, 3):
        ConcernFactory(adult=adult, received_on=date(2025, 1, day))
    text = text_of(client.get(url("adult-detail", adult.pk)))
    assert "3 concerns. Of the 2 newest, 2 came within 12 months of the one before." in text


def test_the_page_shows_what_each_reader_may_do(signed_in, client, adult, other):
    merge = AdultMergeFactory(council=adult.council, kept=adult, merged=other)
    other.merged_into = adult
    other.save()
    text = text_of(client.get(url("adult-detail", adult.pk)))
    for name, key in (
        ("adult-change", adult.pk),
        ("adult-merge", adult.pk),
        ("adult-merge-undo", merge.pk),
    ):
        assert url(name, key) in text
    practitioner = text_of(signed_in(Role.PRACTITIONER).get(url("adult-detail", adult.pk)))
    assert url("adult-change", adult.pk) in practitioner
    assert url("adult-merge", adult.pk) not in practitioner
    assert url("adult-merge-undo", merge.pk) not in practitioner
    analyst = text_of(signed_in(Role.ANALYST).get(url("adult-detail", adult.pk)))
    assert url("adult-change", adult.pk) not in analyst


def test_a_merged_record_says_where_it_went(client, manager, adult, other):
    concern = ConcernFactory(adult=other)
    merge_adults(by=manager, kept=adult, merged=other, reason="One NHS number")
    text = text_of(client.get(url("adult-detail", other.pk)))
    assert "This record was merged into" in text
    assert "One NHS number" in text
    assert url("adult-change", other.pk) not in text
    kept = text_of(client.get(url("adult-detail", adult.pk)))
    assert concern.reference in kept
    assert "Held with A-2 before the merge" in kept
    response = client.get(url("adult-change", other.pk))
    assert response.url == url("adult-detail", other.pk)


def test_a_director_here_for_cause_sees_no_name_and_no_merges(signed_in, adult, other):
    client = signed_in(Role.DIRECTOR)
    concern = ConcernFactory(adult=adult)
    director = client.get("/").context["user"]
    CaseAccessFactory(concern=concern, person=director)
    assert CaseAccess.objects.exists()
    AdultMergeFactory(council=adult.council, kept=adult, merged=other)
    NotificationFactory(council=adult.council, adult=adult, reference="N-1")
    text = text_of(client.get(url("adult-detail", adult.pk)))
    assert '<h1 class="govuk-heading-l">Adult A-1</h1>' in text
    assert "A-2" not in text
    assert "N-1" not in text


@pytest.mark.parametrize("rows", [1, 20])
def test_no_page_asks_much(client, adult, other, council, rows, django_assert_max_num_queries):
    for _ in range(rows):
        EnquiryFactory(concern=ConcernFactory(adult=adult, s42=True))
        NotificationFactory(council=council, adult=adult)
        ProviderNotificationFactory(council=council, adult=adult)
        AdultMergeFactory(council=council, kept=adult)
        AdultIdentityFactory(adult__council=council, given_name="Maud", family_name="Example")
    addresses = [
        url("adult-detail", adult.pk),
        url("adult-change", adult.pk),
        url("adult-add"),
        url("adult-merge", adult.pk),
        f"{url('adult-merge', adult.pk)}?other={other.pk}",
        url("adult-merge-undo", AdultMerge.objects.all()[0].pk),
    ]
    for address in addresses:
        with django_assert_max_num_queries(QUERIES):
            assert client.get(address).status_code == 200


def test_an_adult_is_added_after_a_look_at_who_is_alike(client, adult):
    text = text_of(client.post(url("adult-add"), ANSWERS))
    assert "The council may know this person already" in text
    assert 'value="3/2/1950"' in text
    response = client.post(url("adult-add"), {**ANSWERS, "same": "new"})
    added = Adult.objects.exclude(pk=adult.pk).get()
    assert response.url == url("adult-detail", added.pk)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"family_name": ""}, "Enter a family name"),
        (
            {"died_on": "2/2/1950"},
            "Date of death must be on or after the date of birth, 3 February",
        ),
        ({"born_on": "1/1/2099"}, "Date of birth must be in the past"),
        ({"born_on": "1/1/1850"}, "Date of birth must be within the last 130 years"),
        ({"nhs_number": "123"}, "NHS number must be 10 digits"),
        ({"gender": ""}, "Choose gender"),
    ],
)
def test_what_is_refused_is_named_and_kept(client, council, changes, message):
    text = text_of(client.post(url("adult-add"), {**ANSWERS, **changes}))
    assert message in text
    assert 'value="Maud"' in text
    assert not Adult.objects.exists()


def test_an_adult_is_changed(client, adult):
    address = url("adult-change", adult.pk)
    form = text_of(client.get(address))
    assert 'value="Maud"' in form
    response = client.post(address, {**ANSWERS, "family_name": "O’Brien", "version": 1})  # noqa: RUF001
    assert response.url == url("adult-detail", adult.pk)
    adult.refresh_from_db()
    assert (adult.identity.family_key, adult.version) == ("obrien", 2)


def test_the_second_of_two_sees_what_changed(client, adult):
    address = url("adult-change", adult.pk)
    client.post(address, {**ANSWERS, "gender": "M", "version": 1})
    text = text_of(client.post(address, {**ANSWERS, "family_name": "Mine", "version": 1}))
    assert "Somebody else saved this case" in text
    assert 'value="Mine"' in text
    assert "Male" in text
    client.post(address, {**ANSWERS, "family_name": "Mine", "version": 2})
    adult.refresh_from_db()
    assert adult.identity.family_name == "Mine"


def test_two_records_are_seen_side_by_side_and_merged(client, adult, other):
    ConcernFactory(adult=other, received_on=date(2025, 3, 4))
    address = url("adult-merge", adult.pk)
    text = text_of(client.get(address))
    assert f"?other={other.pk}" in text
    assert "Same family name, and given names that begin alike; Same date of birth" in text
    address = f"{address}?other={other.pk}"
    both = text_of(client.get(address))
    assert "Maude" in both
    assert "4 March 2025" in both
    assert "Differs" in both
    assert "Keep A-2 instead" in both
    assert "Enter how you know" in text_of(client.post(address, {"reason": ""}))
    response = client.post(address, {"reason": "Her sister says so"})
    assert response.url == url("adult-detail", adult.pk)
    other.refresh_from_db()
    assert other.merged_into == adult


def test_another_record_is_looked_for(client, adult, council):
    away = AdultFactory(council=council, reference="Z-9")
    address = url("adult-merge", adult.pk)
    text = text_of(client.post(address, {"number": "Z-9"}))
    assert f"?other={away.pk}" in text
    assert "Nobody fits" in text_of(client.post(address, {"number": "none"}))
    assert "Enter a name" in text_of(client.post(address, {}))
    # One that cannot be merged is not accepted from the address either.
    merged = AdultFactory(council=council, merged_into=away)
    for pk in (merged.pk, adult.pk, "x", 0):
        assert "Look for another record" in text_of(client.get(f"{address}?other={pk}"))


def test_a_merge_is_refused_in_words(client, adult, other):
    ConcernFactory(adult=other, received_on=date(1949, 1, 1), reference="C-OLD")
    address = f"{url('adult-merge', adult.pk)}?other={other.pk}"
    text = text_of(client.post(address, {"reason": "The same"}))
    assert "must not be after 1 January 1949, when concern C-OLD" in text
    assert "The same</textarea>" in text


def test_a_merge_is_undone(client, manager, adult, other):
    merge = merge_adults(by=manager, kept=adult, merged=other, reason="One NHS number")
    address = url("adult-merge-undo", merge.pk)
    assert "One NHS number" in text_of(client.get(address))
    assert "Enter why" in text_of(client.post(address, {"reason": " "}))
    assert client.post(address, {"reason": "Twins"}).url == url("adult-detail", other.pk)
    assert "undone already" in text_of(client.post(address, {"reason": "Twins"}))
    text = text_of(client.get(url("adult-detail", adult.pk)))
    assert "Undone by" in text
    assert "“Twins”" in text
