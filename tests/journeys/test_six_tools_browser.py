"""Each model tool is completed in Chromium, and the page shows the score that its answers make."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from audit.models import AuditAlert, AuditResult, AuditStrand, CaseAudit, FiredCap
from audit.rules.answers import read, value_of
from audit.rules.scoring import Result, score
from audit.rules.strands import AGENCIES, document_for, lead_key, whole_answers
from core.roles import Role
from tests.audit.doing import FACTS, audit_with, shipped
from tests.audit.test_six_tools import TOOLS
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.browser import Visit, chromium
from tests.journeys.filling import fill_section
from tests.journeys.test_pages_browser import browser as browser
from tests.journeys.test_pages_browser import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
ON_A_PHONE = "referral_and_decision"
# Which answer of those listed is taken first: by these, conditions, caps and alerts come up.
TURNS = {"s42_case_file": 2, "referral_and_decision": 1, "multi_agency_strands": 1}
Answers = dict[str, dict[str, Any]]


def test_every_model_tool_is_completed_in_a_browser(browser, live_server, transactional_db):
    council = OrganisationFactory(code="TEST", name="Test Council")
    auditor = UserFactory(email=f"{Role.QA_LEAD}@example.org", full_name="An auditor")
    MembershipFactory(person=auditor, organisation=council, role=Role.QA_LEAD)
    context = browser.new_context(viewport=DESK)
    visit = Visit(context, live_server.url)
    sign_in(visit, Role.QA_LEAD)
    for name, parts in TOOLS.items():
        audit = audit_with(shipped(name), council, auditor)
        CaseAudit.objects.filter(pk=audit.pk).update(facts=FACTS, facts_taken_at=timezone.now())
        AuditStrand.objects.filter(audit=audit, key__in=parts).update(person=auditor)
        visit.page.set_viewport_size(PHONE if name == ON_A_PHONE else DESK)
        given: Answers = {}
        for key in parts:
            given[key] = answer_part(visit, audit, key, TURNS.get(name, 0))
            finish_part(visit, audit, key, given)
        audit.refresh_from_db()
        assert audit.submitted_at is not None, name
        visit.open(reverse("audit:case-audit-result", args=[audit.pk]), until="load")
        for row in AuditResult.objects.filter(audit=audit):
            expect(visit.page.locator("main")).to_contain_text(row.label)
    context.close()
    assert visit.complaints == []
    # The answers taken were such that something was raised, and something held down.
    assert AuditAlert.objects.exists()
    assert FiredCap.objects.exists()


def answer_part(visit: Visit, audit: CaseAudit, key: str, turn: int) -> dict[str, Any]:
    """Begin a part on the audit's page and go through its sections; return what was answered."""
    strand = AuditStrand.objects.get(audit=audit, key=key)
    page, document = visit.page, audit.version.content
    asked = {q["code"]: q for section in document["sections"] for q in section["questions"]}
    finish = visit.base + reverse("audit:case-audit-finish", args=[strand.pk])
    visit.open(reverse("audit:case-audit-detail", args=[audit.pk]), until="load")
    begin = reverse("audit:case-audit-begin", args=[strand.pk])
    page.locator(f"form[action='{begin}'] button").click()
    found: dict[str, Any] = {}
    for _ in document["sections"] * 2:
        page.wait_for_load_state("load")
        if page.url == finish:
            break
        for code, sent in fill_section(visit, turn).items():
            value = value_of(asked[code], read(document, asked[code], sent))
            found |= {} if value is None else {code: value}
        assert visit.width_needed() <= page.viewport_size["width"], page.url
        page.get_by_role("button", name="Save and continue").click()
    assert page.url == finish
    return found


def finish_part(visit: Visit, audit: CaseAudit, key: str, given: Answers) -> None:
    """Answer for what was raised, compare each suggestion with the engine's, grade and submit."""
    page, grades = visit.page, audit.version.content["grade_set"]
    strand = AuditStrand.objects.get(audit=audit, key=key)
    for alert in AuditAlert.objects.filter(strand=strand).unanswered():
        answer_for(visit, alert)
    visit.open(reverse("audit:case-audit-finish", args=[strand.pk]), until="load")
    assert page.get_by_text("Still to answer").count() == 0, page.locator("main").inner_text()
    names = page.locator(f"input[name^='grade-'][value='{worst(grades)}']").all()
    for result in [str(each.get_attribute("name")).removeprefix("grade-") for each in names]:
        expected = engine(audit, key, given, result)
        if expected is not None and expected.score is not None:
            percent = f"{float(expected.score) * 100:.0f}%"
            words = f"{grades['labels'][expected.suggested]} ({percent})"
            expect(page.locator("main")).to_contain_text(words)
        grade = (expected and expected.capped) or worst(grades)
        page.check(f"input[name='grade-{result}'][value='{grade}']")
        page.fill(f"textarea[name='reason-{result}']", "Seen as a whole")
    page.locator("main form button.govuk-button").last.click()
    expect(page.get_by_text("Submitted:")).to_be_visible()
    for row in AuditResult.objects.filter(audit=audit):
        wanted = engine(audit, row.strand.key if row.strand else key, given, row.key)
        # One that nothing is worked out for is a person's grade alone.
        expected = wanted or Result(row.key, row.label, None, None, None)
        assert (row.suggested, row.capped) == (expected.suggested or "", expected.capped or "")
        assert (row.score is None) == (expected.score is None), row.key
        assert abs(float(row.score or 0) - float(expected.score or 0)) < 1e-7, row.key


def answer_for(visit: Visit, alert: AuditAlert) -> None:
    visit.open(reverse("audit:audit-alert", args=[alert.pk]), until="load")
    visit.page.fill("#id_told_to", "Duty team manager")
    visit.page.fill("#id_action_taken", "A visit this afternoon")
    visit.page.get_by_role("button", name="Save").click()
    expect(visit.page.get_by_text("Answered for", exact=True)).to_be_visible()


def worst(grades: Mapping[str, Any]) -> str:
    return str(next(iter(grades["order"]), ""))


def engine(audit: CaseAudit, key: str, given: Answers, result: str) -> Result | None:
    """Return a result of what was answered on the pages, by the rules alone."""
    document = audit.version.content
    wanted = next(each for each in document["results"] if each["key"] == result)
    if wanted.get("per_strand"):
        own = document_for(document, key)
        return score(own, answers=given[key], facts=FACTS, strand=key).results.get(result)
    lead = lead_key(document)
    counted = [
        section
        for section in document["sections"]
        if section.get("strand") != AGENCIES and (section.get("strand") or lead) in given
    ]
    whole = {**document, "sections": counted}
    answers = whole_answers(document, given)
    return score(whole, answers=answers, facts=FACTS).results.get(result)
