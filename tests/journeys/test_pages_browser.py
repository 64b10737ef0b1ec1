"""Every page in Chromium, wide and narrow: no axe violation, no complaint, no scrolling aside."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from core.models import User
from core.roles import Role
from tests import factories
from tests.access import (
    table_audit_results,
    table_audit_rounds,
    table_audit_tools,
)
from tests.audit import doing
from tests.audit.documents import document_of, question, section
from tests.factories import ConcernFactory, EnquiryFactory, MembershipFactory, OrganisationFactory
from tests.factories.core import PASSWORD
from tests.journeys.browser import Visit, chromium, launched
from tests.journeys.pages import MISTAKES, PAGES, WIDTHS
from tests.journeys.self_assessment_cases import of_self_assessment
from tests.journeys.theme3_cases import (
    of_board,
    of_evidence,
    of_plan,
    of_the_board,
    of_theme3,
    of_visit,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]
SIGN_IN = "/sign-in/"
OF_AN_ENQUIRY = {
    "action": factories.ActionFactory,
    "hold": factories.HoldFactory,
    "capacity": factories.CapacityAssessmentFactory,
    "advocacy": factories.AdvocacyFactory,
    "risk": factories.RiskFactory,
    "outcome": factories.DesiredOutcomeFactory,
    "process": factories.OtherProcessFactory,
    "review": factories.PlanReviewFactory,
    "caused": factories.CausedRequestFactory,
}
ROW_FIELDS = [{"code": "when", "type": "date"}, {"code": "what", "type": "short_text"}]
TWO_PARTS = [
    {"key": "auditor", "label": "Auditor", "respondent": "auditor", "required": True},
    {
        "key": "person",
        "label": "The person",
        "respondent": "person_or_representative",
        "required": False,
        "consent_required": True,
    },
]
# Chromium reports the status of the page itself as an error of the console.
EXPECTED_COMPLAINT = "Failed to load resource: the server responded with a status of"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread, which Django otherwise takes for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with launched() as found:
            yield found
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def cases(transactional_db) -> dict[str, Any]:
    """One of each thing that a page is about, in a council with people of every role."""
    council = OrganisationFactory(code="TEST", name="Test Council")
    for role in Role:
        person = factories.UserFactory(email=f"{role}@example.org", full_name=f"A {role.label}")
        MembershipFactory(person=person, organisation=council, role=role)
        if role == Role.QA_LEAD:  # of two councils, so that the home page offers a choice
            other = MembershipFactory(person=person, role=role).organisation
    identity = factories.AdultIdentityFactory(adult__council=council)
    concern = ConcernFactory(
        adult=identity.adult, s42=True, priority="red", account="What happened"
    )
    ConcernFactory(adult=identity.adult, priority="amber")
    enquiry = EnquiryFactory(concern=concern, concluded=True, caused_to="NHS trust")
    open_enquiry = EnquiryFactory(concern=concern)
    for make in (
        factories.RiskFactory,
        factories.DesiredOutcomeFactory,
        factories.CapacityAssessmentFactory,
        factories.AdvocacyFactory,
    ):
        make(enquiry=enquiry)
    factories.ConcernRiskTypeFactory(concern=concern)
    factories.ExportEventFactory(council=council)
    # Two more, so that the case has clocks to explain.
    factories.ClockRuleFactory(council=council)
    factories.ClockRuleFactory(council=council, start_event="commenced", end_event="concluded")
    run = factories.ImportRunFactory(council=council)
    notified = factories.ProviderNotificationFactory(council=council)
    made = {
        "mapping": factories.ExtractMappingFactory(council=council),
        "notification": factories.NotificationFactory(council=council, adult=identity.adult),
        "provider_notification": notified,
        "provider": notified.provider,
        "closure": factories.ClosureDayFactory(council=council),
        **of_comparing(council),
        "policy_change": factories.PolicyChangeFactory(council=council),
        "clock_rule": factories.ClockRuleFactory(council=council, effective_from=date(2099, 4, 1)),
        "membership": MembershipFactory(organisation=council),
        "concern": concern,
        "enquiry": enquiry,
        "open_enquiry": open_enquiry,
        **{name: make(enquiry=open_enquiry) for name, make in OF_AN_ENQUIRY.items()},
        **of_tools(other),
        **of_audits(other),
        **of_doing(council),
        **of_closing(enquiry),
        **of_adults(identity),
        **of_deciding(identity.adult),
        **of_theme3(council),
        **of_the_board(council),
        **of_plan(council),
        **of_visit(council),
        **of_self_assessment(council),
        **of_board(council),
    }
    document = factories.CaseDocumentFactory(concern=concern)
    by_public_id = {
        "import_run": run.public_id,
        "pack": factories.BoardPackFactory(council=council).public_id,
        "release": factories.SharedReleaseFactory(council=council).public_id,
        "document": document.public_id,
        **of_evidence(council),
        "draft": begun_draft(identity.adult).public_id,
    }
    return {**by_public_id, **{name: row.pk for name, row in made.items()}}


def of_tools(council: Any) -> dict[str, Any]:
    """A shared tool, and a draft of `council` with a fault."""
    shared = table_audit_tools.version(None)
    content = {**shared.content, "title": "A draft"}
    content["sections"] = [
        *content["sections"],
        section("T", question("B", weight=0, critical={"when": ["no"], "cap_overall": "bad"})),
    ]
    draft = factories.ToolVersionFactory(
        tool__council=council, tool__key=shared.tool.key, content=content, draft=True
    )
    audit_round = table_audit_results.finished(council)
    return {"tool_version": shared, "tool_draft": draft, "finished_round": audit_round}


def of_comparing(council: Any) -> dict[str, Any]:
    """A target, a fresh start, a neighbour, and published councils enough for a funnel."""
    release = factories.PublishedReleaseFactory(year="2024-25")
    rows = ("Yes they were asked and outcomes were expressed", "No", "Don't Know", "Not Recorded")
    for code in ("TEST", "N1", "N2"):
        none_said = "Yes they were asked but no outcomes were expressed"
        for category in (*rows, none_said):
            factories.PublishedValueFactory(
                release=release,
                code=code,
                name=f"Council {code}",
                table="SG4a",
                enquiry_type="Concluded Section 42 Enquiries",
                category=category,
            )
    factories.StatisticalNeighbourFactory(council=council, code="N1")
    return {
        "local_target": factories.LocalTargetFactory(council=council),
        "chart_rebase": factories.ChartRebaseFactory(council=council),
    }


def of_audits(council: Any) -> dict[str, Any]:
    """A drawn round with a case of it and an auditor, and what follows an audit."""
    made = table_audit_rounds.planned(council, drawn=True)
    entry = factories.FrameEntryFactory(round=made)
    audit = table_audit_rounds.audit(council, round=made, frame_entry=entry)
    factories.RoundAuditorFactory(round=made, person=audit.auditor)
    makers = {
        name.replace(" ", "_"): table_audit_rounds.MAKERS[name](council)
        for name in ("moderation", "feedback", "feedback reply", "audit action", "begun reaudit")
    }
    planned = table_audit_rounds.planned(council)
    return {"audit_round": made, "planned": planned, "frame_entry": entry, "audit": audit, **makers}


def of_doing(council: Any) -> dict[str, Any]:
    """An audit that the auditor has begun, with an alert open; and one of theirs that is in."""
    auditor = User.objects.get(email=f"{Role.AUDITOR}@example.org")
    version = doing.tool_of(
        document_of(
            section(
                "C",
                question("B1", alert={"when": ["no"], "text": "Look at this", "to": ["lead"]}),
                question("B2", comment={"required_when": ["partly"]}, guidance="Look twice"),
                question("B3", type="matrix", rows=["empowerment", "prevention"], scored=False),
                question("B4", type="repeat_group", scored=False, fields=ROW_FIELDS),
                question("B5", type="long_text", scored=False, show_if={"q": "B1", "eq": "yes"}),
            ),
            strands=TWO_PARTS,
        )
    )
    audit = doing.audit_with(version, council, auditor)
    part = doing.begun(audit, auditor, "auditor", facts={})
    doing.say(auditor, part, "B1", answer="no", comment="Nobody had looked")
    done = doing.audit_with(version, council, auditor)
    done_part = doing.begun(done, auditor, "auditor", facts={})
    doing.say(auditor, done_part, "B2", answer="partly", comment="The second visit is there")
    now = timezone.now()
    type(done_part).objects.filter(pk=done_part.pk).update(status="submitted", submitted_at=now)
    type(done).objects.filter(pk=done.pk).update(status="agreed", submitted_at=now)
    factories.AuditResultFactory(audit=done, strand=None, key="overall", label="Overall")
    return {
        "doing": audit,
        "doing_part": part,
        "doing_other": audit.strands.get(key="person"),
        "doing_alert": audit.alerts.get(),
        "done_audit": done,
        "done_part": done_part,
    }


def of_closing(enquiry: Any) -> dict[str, Any]:
    """What the pages about closing, reopening and experience name, each of them filled."""
    option = factories.ExperienceOptionFactory(question__question_set__council=enquiry.council)
    response = factories.ExperienceResponseFactory(
        enquiry=enquiry, question_set=factories.QuestionSetFactory(council=enquiry.council)
    )
    factories.ExperienceAnswerFactory(response=response)
    before = {"columns": {"concluded_on": "2025-04-22", "risk_assessment_result": "RI_A"}}
    return {
        "agency": factories.AgencyToldFactory(enquiry=enquiry),
        "reopened": factories.ReopeningFactory(enquiry=enquiry, before=before).concern,
        "response": response,
        "question": option.question,
        "question_set": option.question.question_set,
    }


def of_adults(identity: Any) -> dict[str, Any]:
    """An adult, somebody who may be the same, and a record that was merged into the adult's."""
    council = identity.council
    twin = factories.AdultIdentityFactory(adult__council=council)
    merge = factories.AdultMergeFactory(council=council, kept=identity.adult)
    return {"adult": identity.adult, "twin": twin.adult, "merge": merge, "away": merge.merged}


def of_deciding(adult: Any) -> dict[str, Any]:
    """A concern with all that is known before a decision, one proposed, one to tell about."""
    undecided = ConcernFactory(adult=adult, priority="red", account="No food was left")
    for make in (
        factories.ConcernReportFactory,
        factories.PrioritySettingFactory,
        factories.InformationFactory,
        factories.LookAgainFactory,
        factories.AllegedSourceFactory,
    ):
        make(concern=undecided)
    decision = factories.DecisionRecordFactory(
        concern=ConcernFactory(adult=adult), not_an_enquiry=True
    )
    factories.DecisionRouteFactory(decision=decision, detail="The fire service")
    told = factories.ConcernReportFactory(concern=ConcernFactory(adult=adult, closed=True))
    factories.DecisionRecordFactory(concern=told.concern, not_an_enquiry=True, signed=True)
    return {"undecided": undecided, "proposed": decision.concern, "told": told.concern}


def begun_draft(adult: Any) -> Any:
    """A concern that the practitioner has begun, with a mistake in it and two rows of one kind."""
    return factories.ConcernDraftFactory(
        council=adult.council,
        adult=adult,
        started_by=User.objects.get(email=f"{Role.PRACTITIONER}@example.org"),
        pages={
            "find": {"name": ["ann"], "born": [""], "number": [""]},
            "wants": {"adult_view": ["I want to stay at home."], "agreement": ["not_asked"]},
            "where": {"sources-TOTAL_FORMS": ["2"], "sources-0-name": ["A carer"]},
        },
    )


def sign_in(visit: Visit, role: Role | None) -> None:
    if role is None:
        return
    visit.open(SIGN_IN)
    visit.page.fill("#id_login", f"{role}@example.org")
    visit.page.fill("#id_password", PASSWORD)
    visit.page.click("main button[type=submit]")
    visit.page.wait_for_url(f"{visit.base}/")


def faults(visit: Visit, path: str, status: int = 200) -> list[str]:
    """Return everything that is wrong with one page, each fault beginning with its address.

    It is loaded once, and looked at in a wide window and then in a narrow one.
    """
    visit.complaints.clear()
    found = visit.open(path, until="load")
    wrong = [] if found == status else [f"status {found}, not {status}"]
    if visit.page.locator("h1").count() != 1:
        wrong.append(f"has {visit.page.locator('h1').count()} main headings")
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 900})
        if not visit.fits(width):
            wrong.append(f"is {visit.width_needed()} wide in a window of {width}")
        wrong += [f"at {width}: {violation}" for violation in visit.axe()]
    wrong += [c for c in visit.complaints if status == 200 or EXPECTED_COMPLAINT not in c]
    return [f"{path}: {fault}" for fault in wrong]


# Shared out in lots, so that two browsers end at about the same time.
LOT = 20
LOTS = [
    pytest.param(role, pages[start : start + LOT], id=f"{role or 'signed out'}-{start}")
    for role, pages in PAGES.items()
    for start in range(0, len(pages), LOT)
]


@pytest.mark.parametrize(("role", "pages"), LOTS)
def test_pages(browser, live_server, cases, role, pages):
    visit = Visit(browser.new_context(), live_server.url)
    sign_in(visit, role)
    found = [fault for path in pages for fault in faults(visit, path.format(**cases))]
    visit.page.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("role", "path", "status"), MISTAKES)
def test_mistakes(browser, live_server, cases, role, path, status):
    context = browser.new_context(viewport={"width": 375, "height": 900})
    visit = Visit(context, live_server.url)
    sign_in(visit, role)
    found = faults(visit, path, status)
    context.close()
    assert not found, "\n".join(found)


def test_a_director_opens_a_case_for_a_reason(browser, live_server, cases):
    context = browser.new_context(viewport={"width": 375, "height": 900})
    visit = Visit(context, live_server.url)
    sign_in(visit, Role.DIRECTOR)
    visit.open(f"/concerns/{cases['concern']}/")
    visit.page.fill("#id_reason", "A complaint to the director")
    visit.page.click("main button[type=submit]")
    assert visit.page.url.endswith(f"/concerns/{cases['concern']}/")
    name = visit.page.get_by_text("Ann Example")
    assert not name.is_visible()
    visit.page.get_by_text("Show the adult").click()
    assert name.is_visible()
    assert visit.axe() == []
    context.close()


def test_a_list_is_filtered_without_scripts(browser, live_server, cases):
    context = browser.new_context(java_script_enabled=False)
    visit = Visit(context, live_server.url)
    sign_in(visit, Role.PRACTITIONER)
    visit.open("/concerns/")
    visit.page.select_option("#id_priority", "amber")
    visit.page.click("main form button[type=submit]")
    assert "priority=amber" in visit.page.url
    assert visit.page.locator("tbody tr").count() == 1
    context.close()


def test_a_case_is_printed_without_what_is_for_the_screen(browser, live_server, cases):
    context = browser.new_context()
    visit = Visit(context, live_server.url)
    sign_in(visit, Role.PRACTITIONER)
    visit.open(f"/concerns/{cases['concern']}/")
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("nav").first.is_visible()
    assert not visit.page.get_by_text("Sign out").is_visible()
    assert visit.page.get_by_text("Concern received").is_visible()
    context.close()
