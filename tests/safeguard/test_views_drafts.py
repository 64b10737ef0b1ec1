"""Nothing typed is lost: forms show again what was typed, after leaving, signing out, expiring."""

import re
from datetime import date

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client

from core import drafts
from core.models import FormDraft, User
from core.roles import Role
from core.services.drafts import MOST_BYTES, save_draft
from safeguard.models import Concern
from tests.factories import ConcernFactory, MembershipFactory
from tests.factories.core import PASSWORD

pytestmark = pytest.mark.urls("tests.safeguard.note_form")
NOW = "2026-11-22T14:02:00+00:00"
SAVE, DISCARD, SIGN_IN = "/drafts/save/", "/drafts/discard/", "/sign-in/"
TYPED = {
    "account": "O'Brien said “no”.\r\n<b>Twice</b>",
    "adult_view": "Élodie wants\r\npeace",
    "priority": "red",
    "on": "31/02/2026",
    "known": ["police", "family"],
}
BANNER = "You typed this on"


@pytest.fixture
def concern(council) -> Concern:
    return ConcernFactory(adult__council=council, account="As first told")


@pytest.fixture
def page(concern) -> str:
    return f"/concerns/{concern.pk}/note/"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sealed(person: User, **more) -> dict:
    return {**TYPED, "version": "1", drafts.SEAL: drafts.seal_for(person), **more}


def autosave(client: Client, person: User, page: str, **more):
    return client.post(SAVE, sealed(person, **{drafts.FORM: page, drafts.SEEN: "", **more}))


def shown(client: Client, page: str) -> dict:
    """Return what the form at an address holds, and whether it says that it was typed before."""
    response = client.get(page)
    form = response.context["form"]
    values = {field.name: field.value() for field in form}
    return {**values, "banner": BANNER in response.content.decode(), "errors": dict(form.errors)}


def holds_typed(client: Client, page: str) -> bool:
    held = shown(client, page)
    return held["banner"] and held["errors"] == {} and TYPED.items() <= held.items()


@time_machine.travel(NOW, tick=False)
def test_what_was_typed_is_kept_and_shown_again(practitioner, page):
    client = signed_in(practitioner)
    assert shown(client, page)["account"] == "As first told"
    reply = autosave(client, practitioner, page).json()
    assert reply == {"saved": "14:02", "seen": "2026-11-22T14:02:00+00:00"}
    assert holds_typed(client, page)
    words = client.get(page).content.decode()
    assert "You typed this on 22 November 2026 at 2:02pm and did not save it." in words
    assert 'data-seen="2026-11-22T14:02:00+00:00"' in words
    assert "There is a problem" not in words


def test_a_saved_form_leaves_no_draft(practitioner, page, concern):
    client = signed_in(practitioner)
    autosave(client, practitioner, page)
    response = client.post(page, sealed(practitioner, on="1/2/2026"))
    assert response.status_code == 302
    assert not FormDraft.objects.exists()
    concern.refresh_from_db()
    assert concern.account == TYPED["account"]
    assert not shown(client, page)["banner"]


def test_a_refused_form_is_kept_though_its_page_is_left(practitioner, page):
    client = signed_in(practitioner)
    response = client.post(page, sealed(practitioner))
    assert "Day must be a real date" in response.content.decode()
    assert BANNER not in response.content.decode()
    assert holds_typed(client, page)
    assert f'data-seen="{drafts.seen_of(FormDraft.objects.get())}"' in response.content.decode()


def test_a_version_is_kept_with_what_was_typed_on_it(practitioner, page, concern):
    client = signed_in(practitioner)
    autosave(client, practitioner, page, version="1")
    Concern.objects.update(version=2)
    assert shown(client, page)["version"] == "1"


def test_another_person_is_shown_nothing(practitioner, manager, page):
    autosave(signed_in(practitioner), practitioner, page)
    held = shown(signed_in(manager), page)
    assert (held["account"], held["banner"]) == ("As first told", False)


def test_a_role_that_may_no_longer_use_the_form_gets_nothing_back(practitioner, page):
    client = signed_in(practitioner)
    autosave(client, practitioner, page)
    practitioner.memberships.update(until=date(2020, 2, 1))
    response = client.get(page)
    assert response.status_code == 403
    assert "Élodie" not in response.content.decode()
    reply = autosave(client, practitioner, page)
    assert (reply.status_code, reply.json()) == (403, {"code": "not_allowed"})


def test_a_role_without_the_permission_keeps_nothing(person_with, page):
    analyst = person_with(Role.ANALYST)
    reply = autosave(signed_in(analyst), analyst, page)
    assert (reply.status_code, reply.json()) == (403, {"code": "not_allowed"})
    assert not FormDraft.objects.exists()


def test_a_form_of_a_case_in_another_council_is_not_found(other_council, page):
    other = MembershipFactory(organisation=other_council, role=Role.PRACTITIONER).person
    client = signed_in(other)
    assert autosave(client, other, page).status_code == 200
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("form", ["", "/concerns/", "/nowhere/", "/concerns/1/plain-note/"])
def test_what_is_no_form_of_ours_is_not_kept(practitioner, form):
    reply = autosave(signed_in(practitioner), practitioner, form)
    assert (reply.status_code, reply.json()) == (400, {"code": "no_form"})
    assert not FormDraft.objects.exists()


def test_a_page_made_for_somebody_else_keeps_nothing(practitioner, manager, page):
    for person in (practitioner, None):
        seal = drafts.seal_for(person) if person else "forged"
        reply = autosave(signed_in(manager), manager, page, **{drafts.SEAL: seal})
        assert (reply.status_code, reply.json()) == (403, {"code": "other_person"})
    assert not FormDraft.objects.exists()


def test_what_is_too_long_says_so(practitioner, page):
    reply = autosave(signed_in(practitioner), practitioner, page, account="a" * MOST_BYTES)
    assert (reply.status_code, reply.json()) == (413, {"code": "too_large"})


def test_ten_thousand_words_are_kept(practitioner, page):
    words = "Ünder the table. " * 10_000
    client = signed_in(practitioner)
    assert autosave(client, practitioner, page, account=words).status_code == 200
    assert shown(client, page)["account"] == words


def test_two_tabs_and_what_each_is_told(practitioner, page):
    client = signed_in(practitioner)
    seen = autosave(client, practitioner, page).json()["seen"]
    other = autosave(client, practitioner, page, account="From another tab")
    assert (other.status_code, other.json()) == (409, {"code": "other_tab"})
    assert holds_typed(client, page)
    client.post(page, sealed(practitioner, on=""))
    gone = autosave(client, practitioner, page, **{drafts.SEEN: seen})
    assert (gone.status_code, gone.json()) == (409, {"code": "gone"})


def test_an_address_with_a_query_is_another_form(practitioner, page):
    client = signed_in(practitioner)
    autosave(client, practitioner, f"{page}?kind=plan")
    assert not shown(client, page)["banner"]
    assert holds_typed(client, f"{page}?kind=plan")


def test_discarding_is_asked_about_first(practitioner, page):
    client = signed_in(practitioner)
    autosave(client, practitioner, page)
    asked = client.get(DISCARD, {"form": page})
    assert "removed for good" in asked.content.decode()
    assert f'href="{DISCARD}?form=%2Fconcerns%2F' in client.get(page).content.decode()
    assert FormDraft.objects.exists()
    response = client.post(f"{DISCARD}?form={page}")
    assert response.headers["Location"] == page
    assert shown(client, page)["account"] == "As first told"
    assert "Nothing is kept of this form" in client.get(DISCARD, {"form": page}).content.decode()


def test_discarding_anothers_draft_does_nothing(practitioner, manager, page):
    autosave(signed_in(practitioner), practitioner, page)
    signed_in(manager).post(f"{DISCARD}?form={page}")
    assert FormDraft.objects.exists()


@pytest.mark.parametrize("form", ["", "//evil.example/", "/concerns/"])
def test_discarding_leads_nowhere_else(practitioner, form):
    client = signed_in(practitioner)
    for response in (client.get(DISCARD, {"form": form}), client.post(f"{DISCARD}?form={form}")):
        assert response.status_code == 404


def test_a_form_that_keeps_nothing_says_nothing_of_it(practitioner, page):
    words = signed_in(practitioner).get(page.replace("note", "plain-note")).content.decode()
    assert "data-autosave" not in words


# The session ended


def sign_in(client: Client, person: User, page: str):
    return client.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "next": page})


def test_what_is_sent_after_the_session_ended_waits_for_its_owner(practitioner, page, concern):
    client = Client()
    response = client.post(page, sealed(practitioner))
    assert response.headers["Location"] == f"{SIGN_IN}?next={page}"
    words = client.get(response.headers["Location"]).content.decode()
    assert "You were signed out before this was saved." in words
    assert "Élodie" not in words
    assert sign_in(client, practitioner, page).headers["Location"] == page
    assert holds_typed(client, page)
    concern.refresh_from_db()
    assert concern.account == "As first told"


def test_a_different_person_who_signs_in_never_sees_it(practitioner, manager, page):
    client = Client()
    client.post(page, sealed(practitioner))
    sign_in(client, manager, page)
    assert not shown(client, page)["banner"]
    assert drafts.HELD not in client.session
    client.post("/sign-out/")
    sign_in(client, practitioner, page)
    assert not shown(client, page)["banner"]
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("seal", ["", "forged", "1:1tPvXy:" + "a" * 43])
def test_what_is_sealed_to_nobody_is_not_held(page, seal):
    client = Client()
    response = client.post(page, {**TYPED, drafts.SEAL: seal})
    assert response.headers["Location"] == f"{SIGN_IN}?next={page}"
    assert drafts.HELD not in client.session


def test_only_a_form_that_keeps_answers_holds_them(practitioner, page):
    client = Client()
    client.post(page.replace("note", "plain-note"), sealed(practitioner))
    client.get(page, sealed(practitioner))
    client.post(SAVE, sealed(practitioner, **{drafts.FORM: page}))
    assert drafts.HELD not in client.session


def test_a_session_holds_the_newest_five_forms(practitioner, page):
    client = Client()
    for number in (1, 2, 3, 1, 4, 5, 6):
        client.post(f"{page}?n={number}", sealed(practitioner))
    assert [key[-1] for key in client.session[drafts.HELD]] == ["3", "1", "4", "5", "6"]


# The page is older than the last signing in


def expired(person: User | None, page: str, seal: str) -> tuple[Client, object]:
    """Send a form with a token that is not good any more."""
    client = Client(enforce_csrf_checks=True)
    if person:
        client.force_login(person)
    return client, client.post(page, {**TYPED, drafts.SEAL: seal, drafts.CSRF: "a" * 64})


def test_an_expired_page_of_the_same_person_loses_nothing(practitioner, page, concern):
    client, response = expired(practitioner, page, drafts.seal_for(practitioner))
    assert (response.status_code, response.headers["Location"]) == (302, page)
    assert holds_typed(client, page)
    concern.refresh_from_db()
    assert concern.account == "As first told"


def test_an_expired_page_of_somebody_signed_out_is_held(practitioner, page):
    client, response = expired(None, page, drafts.seal_for(practitioner))
    assert response.headers["Location"] == f"{SIGN_IN}?next={page}"
    assert client.session[drafts.HELD][page]["person"] == practitioner.pk
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("who", ["manager", None])
def test_an_expired_page_with_no_seal_or_anothers_is_refused(request, practitioner, page, who):
    person = request.getfixturevalue(who) if who else None
    seal = drafts.seal_for(practitioner) if who else "forged"
    _, response = expired(person, page, seal)
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()
    assert not FormDraft.objects.exists()


def test_an_expired_page_too_long_to_keep_is_refused(practitioner, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(practitioner)
    long = {"account": "a" * MOST_BYTES, drafts.SEAL: drafts.seal_for(practitioner)}
    assert client.post(page, long).status_code == 403


def test_a_page_gets_a_new_token_after_signing_in_again(practitioner, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(practitioner)
    refused = autosave(client, practitioner, page)
    assert refused.status_code == 403
    told = client.get(SAVE).json()
    assert told["owner"] == drafts.owner_of(practitioner)
    kept = autosave(client, practitioner, page, **{drafts.CSRF: told["token"]})
    assert kept.status_code == 200


# Cost, and the page


def test_keeping_costs_one_query_a_page(practitioner, page, django_assert_max_num_queries):
    client = signed_in(practitioner)
    save_draft(by=practitioner, form_key=page, answers={"account": ["x"]})
    with django_assert_max_num_queries(12):
        client.get(page)


def test_the_seal_of_a_page_is_of_its_reader(practitioner, page):
    words = signed_in(practitioner).get(page).content.decode()
    seal = re.search(r'name="_draft_person" value="([^"]+)"', words).group(1)
    assert drafts.sealed_person(seal) == practitioner.pk
    assert "autosave.js" in words
