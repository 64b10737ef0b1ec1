"""An audit is done in Chromium: on a phone, without a network, in two tabs, without JavaScript."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from audit.doing.links import hash_of_token
from audit.models import Answer, AuditAlert, AuditResult, AuditStrand, CaseAudit
from core.models import User
from core.roles import Role
from tests.audit.doing import FACTS, any_answer, audit_with, begun, say, shipped, work
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.browser import Visit, chromium
from tests.journeys.test_pages_browser import browser as browser
from tests.journeys.test_pages_browser import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]
SAVED = re.compile(r"^Saved \d\d:\d\d$")
DOWN = "Not saved: the connection is down. Your words are still in this page"


@pytest.fixture
def auditor(transactional_db) -> User:
    council = OrganisationFactory(code="TEST", name="Test Council")
    person = UserFactory(email=f"{Role.AUDITOR}@example.org", full_name="An auditor")
    MembershipFactory(person=person, organisation=council, role=Role.AUDITOR)
    return person


@pytest.fixture
def strand(auditor) -> AuditStrand:
    council = OrganisationFactory._meta.model.objects.get(code="TEST")
    audit = audit_with(shipped("s42_case_file"), council, auditor)
    return begun(audit, auditor, "auditor", facts=FACTS)


@pytest.fixture
def new_visit(browser, live_server) -> Iterator:
    contexts = []

    def make(**options) -> Visit:
        contexts.append(browser.new_context(viewport={"width": 375, "height": 900}, **options))
        visit = Visit(contexts[-1], live_server.url)
        sign_in(visit, Role.AUDITOR)
        return visit

    yield make
    for context in contexts:
        context.close()


def box(visit: Visit, strand: AuditStrand, code: str):
    key = strand.audit.version.questions.get(code=code).pk
    return visit.page.locator(f"#q{key}")


def tells(visit: Visit, words) -> None:
    expect(visit.page.locator("[data-audit-status]")).to_have_text(words, timeout=10_000)


def section(strand: AuditStrand, code: str) -> str:
    return f"/audit/audits/parts/{strand.pk}/sections/{code}/"


def option_of(code: str) -> str:
    return Answer.objects.get(question__code=code).option


def test_an_audit_is_done_on_a_phone(new_visit, strand, auditor):
    visit = new_visit()
    visit.open(section(strand, "C"))
    conditions_follow_answers(visit, strand)
    words_outlive_the_network(visit, strand)
    visit.complaints.clear()
    danger_opens_an_alert(visit, strand)
    what_is_missing_is_named(visit, strand)
    fill_the_rest(strand, auditor)
    visit.open(f"/audit/audits/parts/{strand.pk}/finish/")
    expect(visit.page.get_by_text("Held down by")).to_be_visible()
    visit.page.get_by_label("Inadequate").check()
    visit.page.get_by_role("button", name="Submit this part").click()
    expect(visit.page.get_by_text("What the audit came to")).to_be_visible()
    assert AuditResult.objects.get().judged == "inadequate"
    assert visit.complaints == []


def conditions_follow_answers(visit: Visit, strand: AuditStrand) -> None:
    """A question appears without a reload; its answer stays when it is hidden again."""
    assert visit.axe() == []
    assert visit.width_needed() <= 375
    # The facts fold above the question.
    box(visit, strand, "DEC-REASONS").get_by_text("What the record says").first.click()
    expect(box(visit, strand, "DEC-REASONS").get_by_text("3", exact=True).first).to_be_visible()
    expect(box(visit, strand, "C3")).to_be_hidden()
    box(visit, strand, "C2").get_by_label("Disagree with the decision").check()
    expect(box(visit, strand, "C3")).to_be_visible()
    tells(visit, SAVED)
    box(visit, strand, "C3").get_by_label("Needs for care and support").check()
    expect(box(visit, strand, "C3").locator("[data-saved]")).to_have_text(SAVED)
    box(visit, strand, "C2").get_by_label("Agree with the decision and the reasons").check()
    expect(box(visit, strand, "C3")).to_be_hidden()
    assert Answer.objects.filter(question__code="C3").exists()
    assert visit.axe() == []


def words_outlive_the_network(visit: Visit, strand: AuditStrand) -> None:
    page = visit.page
    page.context.set_offline(True)
    comment = box(visit, strand, "C5").locator("textarea[name$='-comment']")
    box(visit, strand, "C5").get_by_label("Partly").check()
    tells(visit, DOWN)
    box(visit, strand, "C5").get_by_text("Comment, and where in the record").click()
    comment.fill("They were asked on the second visit")
    page.wait_for_timeout(1200)
    page.context.set_offline(False)
    tells(visit, SAVED)
    expect(box(visit, strand, "C5").locator("[data-saved]")).to_have_text(SAVED)
    page.wait_for_timeout(300)
    assert Answer.objects.get(question__code="C5").comment == "They were asked on the second visit"


def danger_opens_an_alert(visit: Visit, strand: AuditStrand) -> None:
    page = visit.page
    visit.open(section(strand, "B"))
    box(visit, strand, "B1").get_by_label("No", exact=True).check()
    expect(page.locator("[data-alerts]")).to_contain_text("no sign that immediate safety")
    assert AuditAlert.objects.unanswered().count() == 1
    assert visit.axe() == []
    page.get_by_role("link", name="Say who was told, and when").click()
    page.fill("#id_told_to", "Duty team manager")
    page.fill("#id_action_taken", "A visit this afternoon")
    assert visit.axe() == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Answered for", exact=True)).to_be_visible()


def what_is_missing_is_named(visit: Visit, strand: AuditStrand) -> None:
    page = visit.page
    visit.open(f"/audit/audits/parts/{strand.pk}/finish/")
    assert visit.axe() == []
    page.get_by_label("Inadequate").check()
    page.get_by_role("button", name="Submit this part").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("E4")
    summary.get_by_role("link").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert CaseAudit.objects.get().submitted_at is None


def fill_the_rest(strand: AuditStrand, auditor: User) -> None:
    """Answer what is left, as the other sections' pages would."""
    for _ in range(3):
        found = work(strand.audit)
        held = found.held(found.strand(strand.pk))
        for _, questions in found.shown(found.strand(strand.pk)):
            for asked in questions:
                known = held.get(asked["code"])
                done = known and (known.said.comment or asked["type"] != "scale")
                if asked["type"] == "grade" or done:
                    continue
                sent = any_answer(found.document, asked, known.said.option if known else "")
                say(auditor, strand, asked["code"], **sent)


def test_of_two_tabs_the_second_is_told_and_loses_nothing(new_visit, strand):
    first = new_visit()
    first.open(section(strand, "J"))
    second = Visit(first.page.context, first.base)
    second.open(section(strand, "J"))
    words = "textarea[name$='-answer']"
    box(first, strand, "J1").locator(words).fill("What the first tab says")
    tells(first, SAVED)
    box(second, strand, "J1").locator(words).fill("What the second tab says")
    tells(second, "Not saved: an answer was changed elsewhere")
    told = box(second, strand, "J1").locator("[data-conflict]")
    expect(told).to_contain_text("What the first tab says")
    assert box(second, strand, "J1").locator(words).input_value() == "What the second tab says"
    assert Answer.objects.get(question__code="J1").value == "What the first tab says"
    assert second.axe() == []
    told.get_by_role("button", name="Put mine in its place").click()
    tells(second, SAVED)
    assert Answer.objects.get(question__code="J1").value == "What the second tab says"


def test_without_javascript_a_conditional_question_opens_on_saving(new_visit, strand):
    visit = new_visit(java_script_enabled=False)
    visit.page.goto(visit.base + section(strand, "C"))
    box(visit, strand, "C2").get_by_label("Disagree with the decision").check()
    visit.page.get_by_role("button", name="Save and continue").click()
    expect(box(visit, strand, "C3")).to_be_visible()
    assert option_of("C2") == "disagree"
    assert visit.width_needed() <= 375


def test_somebody_outside_answers_by_their_link(browser, live_server, auditor):
    council = OrganisationFactory._meta.model.objects.get(code="TEST")
    audit = audit_with(shipped("multi_agency_strands"), council, auditor)
    AuditStrand.objects.filter(audit=audit, key="police").update(
        outside_name="PC Ashby",
        token_sha256=hash_of_token("a-link"),
        token_expires_at=timezone.now() + timedelta(days=3),
    )
    context = browser.new_context(viewport={"width": 375, "height": 900})
    visit = Visit(context, live_server.url)
    visit.open("/audit/contribute/a-link/")
    assert visit.axe() == []
    visit.page.get_by_role("button", name="Begin").click()
    expect(visit.page.locator("h1")).to_have_text("Our part in this case")
    strand = audit.strands.get(key="police")
    box(visit, strand, "S3").get_by_label("Partly").check()
    tells(visit, SAVED)
    assert option_of("S3") == "partly"
    assert visit.axe() == []
    assert visit.width_needed() <= 375
    assert visit.complaints == []
    context.close()
