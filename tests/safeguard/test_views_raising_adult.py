"""Whom a concern is about: found, or added after a look at who is alike."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import RuleViolationError
from core.roles import Role
from safeguard.models import Adult, ConcernDraft
from tests.factories import AdultFactory, AdultIdentityFactory


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


@pytest.fixture
def client(signed_in):
    return signed_in(Role.PRACTITIONER)


@pytest.fixture
def adult(council):
    adult = AdultFactory(council=council, reference="A-1", born_on=date(1950, 2, 3))
    AdultIdentityFactory(adult=adult, given_name="Maud", family_name="Example")
    return adult


@pytest.fixture
def draft(client, council):
    client.post(url("concern-raise"))
    return ConcernDraft.objects.get()


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_an_adult_is_added_while_raising(client, draft, adult):
    client.post(url("concern-draft-adult", draft.public_id), {"name": "Prince", "born": "1958"})
    address = url("concern-draft-adult-new", draft.public_id)
    form = text_of(client.get(address))
    assert 'value="Prince"' in form
    assert 'value="1958"' in form
    answers = {"family_name": "Prince", "born_year": "1958", "gender": "M", "ethnicity": "NK"}
    assert client.post(address, answers).url == url("concern-draft", draft.public_id)
    draft.refresh_from_db()
    assert str(draft.adult.identity) == "Prince"
    letter = text_of(client.get(url("concern-draft-check", draft.public_id)))
    assert "This is about Prince" in letter
    assert "born in 1958" in letter


def test_possible_duplicates_are_shown_once(client, draft, adult):
    address = url("concern-draft-adult-new", draft.public_id)
    answers = {
        "given_name": "maud",
        "family_name": "EXAMPLE",
        "born_on": "3/2/1950",
        "gender": "F",
        "ethnicity": "WHITE",
    }
    text = text_of(client.post(address, answers))
    assert "The council may know this person already" in text
    assert "Same name; Same date of birth" in text
    assert Adult.objects.count() == 1
    assert client.post(address, answers | {"same": "new"}).status_code == 302
    assert Adult.objects.count() == 2


def test_an_adult_of_another_council_cannot_be_chosen(client, draft, other_council):
    elsewhere = AdultFactory(council=other_council)
    address = url("concern-draft-adult", draft.public_id)
    assert client.post(address, {"adult": elsewhere.pk}).status_code == 404
    assert client.post(address, {"adult": "x"}).status_code == 404


def test_a_search_says_what_is_wrong_with_it(client, draft):
    address = url("concern-draft-adult", draft.public_id)
    text = text_of(client.post(address, {"born": "31/2/1950"}, follow=True))
    assert "Date of birth must be a real date or part of one" in text
    text = text_of(client.post(address, {"name": " "}, follow=True))
    assert "Enter a name, a date of birth or part of it" in text
    text = text_of(client.post(address, {"name": "nobody"}, follow=True))
    assert "Nobody fits" in text


def test_what_the_service_refuses_is_said(client, draft, adult, monkeypatch):
    def refuse(**_):
        raise RuleViolationError("other_council", "This adult belongs to another council")

    monkeypatch.setattr("safeguard.views.raising_adult.choose_adult", refuse)
    text = text_of(client.post(url("concern-draft-adult", draft.public_id), {"adult": adult.pk}))
    assert "This adult belongs to another council" in text


def test_a_whole_date_of_birth_is_not_typed_again(client, draft):
    client.post(url("concern-draft-adult", draft.public_id), {"born": "3/2/1950"})
    form = text_of(client.get(url("concern-draft-adult-new", draft.public_id)))
    assert 'value="3/2/1950"' in form
