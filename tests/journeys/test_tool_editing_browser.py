"""A draft is tried out and edited in Chromium: what it asks and how it reads follows the typing."""

import pytest
from playwright.sync_api import expect

from audit.models import ToolVersion
from audit.services import tools
from core.roles import Role
from tests.audit.documents import document_of, question, section
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.browser import Visit, chromium
from tests.journeys.test_pages_browser import browser as browser
from tests.journeys.test_pages_browser import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]


def test_a_draft_is_tried_out_and_a_question_changed(browser, live_server, transactional_db):
    council = OrganisationFactory(code="TEST", name="Test Council")
    lead = UserFactory(email=f"{Role.QA_LEAD}@example.org", full_name="A lead")
    MembershipFactory(person=lead, organisation=council, role=Role.QA_LEAD)
    opens = question("B", show_if={"q": "A", "eq": "no"})
    document = document_of(section("S", question("A"), opens))
    draft, _ = tools.load_tool(by=lead, council=council, document=document, publish=False)
    context = browser.new_context(viewport={"width": 375, "height": 900})
    visit = Visit(context, live_server.url)
    sign_in(visit, Role.QA_LEAD)
    try_it_out(visit, draft)
    change_a_question(visit, draft)
    context.close()
    assert visit.complaints == []


def try_it_out(visit: Visit, draft: ToolVersion) -> None:
    page = visit.page
    visit.open(f"/audit/tools/versions/{draft.pk}/try/")
    expect(page.locator("main")).to_contain_text("Still to answer: A")
    expect(page.locator("[name='q-B']")).to_have_count(0)
    pick(visit, "q-A", "No")
    expect(page.locator("[name='q-B']").first).to_be_attached()
    pick(visit, "q-B", "Yes")
    expect(page.locator("main")).to_contain_text("50.0%, Fair")
    pick(visit, "q-A", "Yes")
    expect(page.locator("[name='q-B']")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("100.0%, Fine")
    assert visit.axe() == []
    assert visit.width_needed() <= 375


def pick(visit: Visit, name: str, label: str) -> None:
    field = visit.page.locator(f"[name='{name}']").first
    if field.evaluate("(each) => each.tagName") == "SELECT":
        field.select_option(label=label)
        return
    group = visit.page.locator(f".govuk-radios__item:has([name='{name}'])")
    group.get_by_label(label, exact=True).check()


def change_a_question(visit: Visit, draft: ToolVersion) -> None:
    """What is typed is shown as it will read; nothing is saved until the button is pressed."""
    page = visit.page
    visit.open(f"/audit/tools/versions/{draft.pk}/questions/A/")
    page.fill("#id_text", "Did somebody look at the file?")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("Did somebody look at the file?")
    page.fill("#id_critical_when", "no")
    page.select_option("#id_cap_overall", "bad")
    expect(preview).to_contain_text("If no: overall no better than Bad.")
    assert ToolVersion.objects.get(pk=draft.pk).content == draft.content
    assert visit.axe() == []
    assert visit.width_needed() <= 375
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The question is changed")).to_be_visible()
    saved = ToolVersion.objects.get(pk=draft.pk).content["sections"][0]["questions"][0]
    assert saved["text"] == "Did somebody look at the file?"
    assert saved["critical"] == {"when": ["no"], "cap_overall": "bad"}
