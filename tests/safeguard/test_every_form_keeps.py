"""Every form that keeps what is typed has the markup for it, and shows again what was typed."""

from typing import Any

import pytest
from django.forms import BoundField, Textarea, TextInput
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from core import drafts
from core.models import Organisation
from core.services.drafts import save_draft
from tests.access.rows import ANONYMOUS, key_of
from tests.access.test_matrix import EXPECTED
from tests.factories import MembershipFactory

ANY_KEY = "00000000-0000-0000-0000-000000000000"
MARKUP = "data-autosave"
IN_WORDS = (Textarea, TextInput)


def keeps(name: str) -> bool:
    """Say whether the address is of a form that keeps answers, whatever row it is about."""
    arguments = EXPECTED[name][1]
    for stand_in in (1, ANY_KEY):
        made = {
            key: stand_in if not isinstance(value, str | int) else value
            for key, value in arguments.items()
        }
        try:
            return drafts.keeps_answers(resolve(reverse(name, kwargs=made)).func)
        except NoReverseMatch:
            continue
    return False


def opens_for_a_role(name: str) -> bool:
    """Say whether a role is enough to open the form; some are of one person, tested beside them."""
    _, _, _, allowed, status, *_ = EXPECTED[name]
    return bool(set(allowed) - {ANONYMOUS}) and status in (200, 302)


FORMS = sorted(name for name in EXPECTED if opens_for_a_role(name) and keeps(name))


def opened(client: Client, council: Organisation, name: str) -> tuple[str, Any, Any]:
    """Return the address of a form made for the council, its reader, and their answer to GET."""
    arguments, allowed = EXPECTED[name][1], EXPECTED[name][3]
    role = sorted(set(allowed) - {ANONYMOUS})[0]
    person = MembershipFactory(organisation=council, role=role).person
    client.force_login(person)
    made = {key: key_of(value, council) for key, value in arguments.items()}
    address = reverse(name, kwargs=made)
    return address, person, client.get(address)


def is_a_form(response: Any) -> bool:
    return response.status_code == 200 and "keeping" in (response.context or ())


def asked(response: Any) -> list[BoundField]:
    """Return the questions on the page: none where it says that there is nothing to do."""
    page = response.content.decode()
    fields = [field for field in response.context["form"] if not field.is_hidden]
    return [field for field in fields if f'name="{field.html_name}' in page]


@pytest.mark.parametrize("name", FORMS)
def test_the_form_keeps_what_is_typed_and_shows_it_again(client: Client, council, name: str):
    address, person, first = opened(client, council, name)
    assert first.status_code in (200, 302)
    if not is_a_form(first) or not asked(first):
        return
    assert MARKUP in first.content.decode(), "include components/autosave.html"
    form = first.context["form"]
    words = [field.html_name for field in asked(first) if type(field.field.widget) in IN_WORDS]
    typed = {field.html_name: [str(field.value() or "")] for field in form if field.is_hidden}
    typed |= {word: ["O'Brien & <b>Élodie</b>\r\nsaid"] for word in words}
    save_draft(by=person, form_key=address, answers=typed)
    again = client.get(address)
    assert again.status_code == 200
    page = again.content.decode()
    assert "You typed this on" in page
    assert "There is a problem" not in page
    assert not words or "O&#x27;Brien &amp; &lt;b&gt;Élodie&lt;/b&gt;" in page


@pytest.mark.parametrize("name", FORMS)
def test_a_draft_of_nonsense_breaks_no_page(client: Client, council, name: str):
    address, person, first = opened(client, council, name)
    if not is_a_form(first):
        return
    answers = {field.html_name: ["?", "\x00", "9" * 400] for field in first.context["form"]}
    for kept in ({}, {"no_such_question": ["1"]}, answers):
        save_draft(by=person, form_key=address, answers=kept)
        assert client.get(address).status_code == 200
