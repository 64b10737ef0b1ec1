"""Nothing typed is lost in Chromium: reload, no network, no session, two tabs, two people."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.models import FormDraft, User
from core.roles import Role
from safeguard.models import Concern
from tests.factories import (
    AdultIdentityFactory,
    ConcernFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.core import PASSWORD
from tests.journeys.browser import Visit, chromium
from tests.journeys.test_pages_browser import browser as browser
from tests.journeys.test_pages_browser import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
    pytest.mark.urls("tests.safeguard.note_form"),
]
SAVED = re.compile(r"^Saved \d\d:\d\d as a draft$")
DOWN = "Not saved: the connection is down. Your words are still in this page"
BANNER = "You typed this on"


def person(council, role: Role) -> User:
    made = UserFactory(email=f"{role}@example.org", full_name=f"A {role.label}")
    MembershipFactory(person=made, organisation=council, role=role)
    return made


@pytest.fixture
def concern(transactional_db) -> Concern:
    council = OrganisationFactory(code="TEST", name="Test Council")
    for role in (Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER):
        person(council, role)
    adult = AdultIdentityFactory(adult__council=council).adult
    return ConcernFactory(adult=adult, account="As first told", adult_view="Peace")


@pytest.fixture
def path(concern) -> str:
    return f"/concerns/{concern.pk}/note/"


@pytest.fixture
def new_visit(browser, live_server) -> Iterator:
    contexts = []

    def make(role: Role, **options) -> Visit:
        contexts.append(browser.new_context(viewport={"width": 375, "height": 900}, **options))
        visit = Visit(contexts[-1], live_server.url)
        sign_in(visit, role)
        return visit

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(new_visit, path) -> Visit:
    visit = new_visit(Role.PRACTITIONER)
    visit.open(path)
    return visit


def tells(visit: Visit, words) -> None:
    expect(visit.page.locator("[data-autosave-status]")).to_have_text(words, timeout=10_000)


def account(visit: Visit):
    return visit.page.locator("#id_account")


def save(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Save", exact=True).click()


def enter(visit: Visit, role: Role) -> None:
    """Fill in the sign-in page that is open."""
    visit.page.fill("#id_login", f"{role}@example.org")
    visit.page.fill("#id_password", PASSWORD)
    visit.page.click("main button[type=submit]")


def unsent(visit: Visit) -> list[str]:
    found: list[str] = visit.page.evaluate(
        "Object.entries(sessionStorage).filter(([k]) => k.startsWith('draft:')).map(([, v]) => v)"
    )
    return found


def test_typing_is_saved_shown_after_reload_and_gone_once_recorded(visit, path, concern):
    account(visit).fill("She fell, O'Brien said\nÉlodie saw it")
    visit.page.check("#id_known_1")
    tells(visit, SAVED)
    assert unsent(visit) == []
    assert visit.axe() == []
    visit.page.reload(wait_until="networkidle")
    expect(visit.page.get_by_text(BANNER)).to_be_visible()
    expect(account(visit)).to_have_value("She fell, O'Brien said\nÉlodie saw it")
    assert visit.page.is_checked("#id_known_1")
    assert visit.axe() == []
    assert visit.width_needed() <= 375
    save(visit)
    visit.page.wait_for_url(f"**/concerns/{concern.pk}/")
    assert not FormDraft.objects.exists()
    visit.open(path)
    assert visit.page.get_by_text(BANNER).count() == 0
    assert visit.complaints == []


def test_saving_at_once_leaves_no_draft_behind(visit, path, concern):
    account(visit).fill("Quickly")
    save(visit)
    visit.page.wait_for_url(f"**/concerns/{concern.pk}/")
    visit.open(path)
    visit.page.wait_for_timeout(1500)
    expect(account(visit)).to_have_value("Quickly")
    assert visit.page.get_by_text(BANNER).count() == 0
    assert (unsent(visit), FormDraft.objects.count()) == ([], 0)


def test_what_was_typed_is_discarded_on_request(visit, path):
    account(visit).fill("Never mind")
    tells(visit, SAVED)
    visit.open(path)
    visit.page.get_by_role("link", name="Discard what you typed").click()
    assert visit.axe() == []
    visit.page.get_by_role("button", name="Discard what I typed").click()
    expect(account(visit)).to_have_value("As first told")


def test_the_network_goes_and_comes_back(visit, concern):
    context = visit.page.context
    context.set_offline(True)
    account(visit).fill("Typed on a train")
    tells(visit, DOWN)
    save(visit)  # goes nowhere, and leaves the page as it is
    expect(account(visit)).to_have_value("Typed on a train")
    assert "Typed on a train" in unsent(visit)[0]
    context.set_offline(False)
    tells(visit, SAVED)
    assert unsent(visit) == []
    visit.page.wait_for_timeout(1100)  # a button pressed twice within a second is pressed once
    save(visit)
    visit.page.wait_for_url(f"**/concerns/{concern.pk}/")


def test_what_could_not_be_sent_survives_a_reload(visit):
    visit.page.route("**/drafts/save/", lambda route: route.abort())
    account(visit).fill("Typed on a train")
    visit.page.select_option("#id_priority", "red")
    visit.page.check("#id_known_2")
    tells(visit, DOWN)
    visit.page.unroute("**/drafts/save/")
    visit.page.reload(wait_until="networkidle")
    expect(account(visit)).to_have_value("Typed on a train")
    expect(visit.page.locator("#id_priority")).to_have_value("red")
    assert visit.page.is_checked("#id_known_2")
    tells(visit, SAVED)
    assert unsent(visit) == []


def test_the_session_ends_while_typing(visit, path, concern):
    visit.page.context.clear_cookies(name="sessionid")
    account(visit).fill("Typed too late")
    tells(visit, re.compile("You are signed out. Sign in in this tab: nothing is lost"))
    assert visit.axe() == []
    visit.page.get_by_role("link", name="Sign in", exact=True).last.click()
    enter(visit, Role.PRACTITIONER)
    visit.page.wait_for_url(f"**{path}")
    expect(account(visit)).to_have_value("Typed too late")
    tells(visit, SAVED)
    save(visit)
    visit.page.wait_for_url(f"**/concerns/{concern.pk}/")
    concern.refresh_from_db()
    assert concern.account == "Typed too late"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_sent_after_the_session_ended_is_not_lost(new_visit, path, concern, scripts):
    visit = new_visit(Role.PRACTITIONER, java_script_enabled=scripts)
    visit.open(path)
    visit.page.context.clear_cookies(name="sessionid")
    account(visit).fill("Sent too late")
    save(visit)
    visit.page.wait_for_url("**/sign-in/**")
    expect(visit.page.get_by_text("You were signed out before this was saved.")).to_be_visible()
    enter(visit, Role.PRACTITIONER)
    visit.page.wait_for_url(f"**{path}")
    expect(account(visit)).to_have_value("Sent too late")
    expect(visit.page.get_by_text(BANNER)).to_be_visible()
    save(visit)
    visit.page.wait_for_url(f"**/concerns/{concern.pk}/")


def test_a_different_person_in_the_same_tab_finds_nothing(visit, path):
    visit.page.context.clear_cookies(name="sessionid")
    account(visit).fill("For my eyes only")
    tells(visit, re.compile("You are signed out"))
    visit.open(f"/sign-in/?next={path}")
    enter(visit, Role.SAFEGUARDING_MANAGER)
    visit.page.wait_for_url(f"**{path}")
    visit.page.wait_for_load_state("networkidle")
    expect(account(visit)).to_have_value("As first told")
    assert unsent(visit) == []
    assert not FormDraft.objects.exists()


def test_signing_in_again_in_a_second_tab_brings_the_first_back(visit, path, concern):
    context = visit.page.context
    account(visit).fill("In the first tab")
    tells(visit, SAVED)
    context.clear_cookies(name="sessionid")
    account(visit).fill("In the first tab, later")
    tells(visit, re.compile("You are signed out"))
    second = Visit(context, visit.base)
    sign_in(second, Role.PRACTITIONER)
    visit.page.bring_to_front()
    account(visit).press_sequentially(" still")
    tells(visit, SAVED)
    save(visit)
    visit.page.wait_for_url(f"**/concerns/{concern.pk}/")


def test_two_tabs_do_not_write_over_each_other(visit, path):
    second = Visit(visit.page.context, visit.base)
    second.open(path)
    account(visit).fill("In the first tab")
    tells(visit, SAVED)
    account(second).fill("In the second tab")
    tells(second, re.compile("you typed on this form in another tab since"))
    expect(account(second)).to_have_value("In the second tab")
    assert FormDraft.objects.get().answers["account"] == ["In the first tab"]
    third = Visit(visit.page.context, visit.base)
    third.open(path)
    expect(account(third)).to_have_value("In the first tab")


def test_words_of_one_tab_do_not_replace_newer_ones_of_another_on_reload(visit, path):
    second = Visit(visit.page.context, visit.base)
    second.open(path)
    account(visit).fill("In the first tab")
    tells(visit, SAVED)
    account(second).fill("In the second tab")
    tells(second, re.compile("you typed on this form in another tab since"))
    for _ in range(2):  # what stands beside the form outlives a reload too
        second.page.reload(wait_until="networkidle")
        expect(account(second)).to_have_value("In the first tab")
        kept = second.page.get_by_label("Words kept in this tab that were not saved")
        expect(kept).to_have_value(re.compile("In the second tab"))
        assert second.axe() == []
        assert second.width_needed() <= 375
    second.page.wait_for_timeout(1500)
    assert FormDraft.objects.get().answers["account"] == ["In the first tab"]
    account(second).fill("Both")
    tells(second, SAVED)
    expect(kept).to_be_visible()
    second.page.get_by_role("button", name="Remove these words from this tab").click()
    expect(kept).to_have_count(0)
    assert unsent(second) == []


def test_the_second_of_two_people_loses_nothing(new_visit, visit, path, concern):
    other = new_visit(Role.SAFEGUARDING_MANAGER)
    other.open(path)
    words = "A word and another. " * 3500
    account(visit).fill(words)
    account(other).fill("He fell")
    other.page.select_option("#id_priority", "red")
    save(other)
    other.page.wait_for_url(f"**/concerns/{concern.pk}/")
    save(visit)
    expect(visit.page.get_by_text("What somebody else changed")).to_be_visible()
    expect(account(visit)).to_have_value(words)
    expect(visit.page.locator("#id_priority")).to_have_value("red")
    summary = visit.page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Somebody else saved this case while you were working on it")
    assert visit.axe() == []
    assert visit.width_needed() <= 375
    save(visit)
    visit.page.wait_for_url(f"**/concerns/{concern.pk}/")
    concern.refresh_from_db()
    assert (concern.account, concern.priority) == (words.strip(), "red")
