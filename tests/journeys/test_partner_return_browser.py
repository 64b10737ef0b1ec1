"""A partner's assurance return in Chromium: asked for, filled in, signed, judged, validated."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from core.roles import Role
from sab.models import AssuranceReturn
from sab.workbook.content import EVIDENCE
from tests import factories as f
from tests.journeys.browser import chromium
from tests.journeys.case_pages import Colleague
from tests.journeys.test_pages_browser import browser as browser
from tests.sab.filled_workbook import fill_answer, fill_row, opened, saved
from tests.sab.returns_set import template_of_two

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]
TODAY = f"{timezone.localdate():%d/%m/%Y}"


@pytest.fixture
def people(browser, live_server, transactional_db) -> Iterator[tuple[Colleague, ...]]:
    """The board's manager, a partner's lead, and a second manager."""
    council = f.OrganisationFactory(code="TEST", name="Test Council")
    fire = f.OrganisationFactory(partner=True, name="Fire and rescue")
    for role, place in ((Role.SAB_MANAGER, council), (Role.PARTNER_LEAD, fire)):
        person = f.UserFactory(email=f"{role}@example.org", full_name=role.label)
        f.MembershipFactory(person=person, organisation=place, role=role)
    second = f.UserFactory(email=f"{Role.AUDITOR}@example.org", full_name="Second manager")
    f.MembershipFactory(person=second, organisation=council, role=Role.SAB_MANAGER)
    board = f.BoardFactory(council=council, name="Our board")
    f.PartnerFactory(board=board, organisation=fire, name="Fire", kind="fire_and_rescue")
    f.PartnerFactory(board=board, organisation=None, name="Almshouses", kind="voluntary")
    template_of_two()
    # The second manager signs in by an address that is named after another role.
    roles = (Role.SAB_MANAGER, Role.PARTNER_LEAD, Role.AUDITOR)
    found = tuple(
        Colleague(browser, live_server.url, role, width=1280, scripts=True) for role in roles
    )
    yield found
    for person in found:
        person.leave()


def test_a_return_from_opening_to_validated(people):
    manager, lead, second = people
    the_manager_opens_a_cycle(manager, "Fire")
    the_lead_answers_and_signs(lead)
    the_manager_judges(manager, "Fire")
    lead.home()
    lead.go("Our return", "Returns of this year", re.compile("^A1"))
    lead.sees("Partly in place", "Seen at one site only")
    row = AssuranceReturn.objects.get()
    assert row.status == "validated"
    ratings = row.answers.order_by("pk").values_list("self_rating", "validated_rating")
    assert list(ratings) == [(2, 1), (None, None)]

    by_workbook(manager, second)


def by_workbook(manager: Colleague, second: Colleague) -> None:
    """An agency in which nobody can sign in answers by workbook, from opening to validated."""
    the_manager_opens_a_cycle(manager, "Almshouses", title="Returns by workbook")
    manager.go("Almshouses", "Workbook")
    with manager.page.expect_download() as held:
        manager.page.get_by_role("button", name="Make the workbook").click()
    book = opened(held.value.path().read_bytes())
    fill_answer(book, "A1", rating="In place and working", words="The trustees hear it in June.")
    fill_answer(book, "B1", rating="Does not apply to us", words="The council holds the policy.")
    fill_row(book, EVIDENCE, 1, "A1", "Audit result", "Audit", "", "", timezone.localdate())
    sent = {"name": "filled.xlsx", "mimeType": "", "buffer": saved(book)}
    manager.page.locator('[name="file"]').set_input_files(sent)  # type: ignore[arg-type]
    manager.press("Compare with what is held")
    manager.sees("What the workbook changes", "The trustees hear it in June.")
    manager.press("Take the workbook in")
    manager.sees("2 of 2 standards are ready")
    manager.go("Submit for this agency")
    manager.page.locator('[name="is_declared"]').check()
    manager.press(
        "Submit this return", signed_by="Bede Marl", signed_job_title="Chair", signed_on=TODAY
    )
    manager.sees("Submitted", "Bede Marl")
    the_manager_judges(second, "Almshouses", title="Returns by workbook")
    row = AssuranceReturn.objects.get(partner__name="Almshouses")
    assert (row.status, row.validated_by == row.submitted_by) == ("validated", False)


def the_manager_opens_a_cycle(
    manager: Colleague, agency: str, title: str = "Returns of this year"
) -> None:
    manager.home()
    manager.go("Board", "Partner returns", "Open a cycle")
    manager.page.get_by_label(agency).check()
    manager.press("Open the cycle", title=title, opens_on=TODAY, closes_on=TODAY)
    manager.go(title)
    manager.sees("0 of 1")


def the_lead_answers_and_signs(lead: Colleague) -> None:
    lead.home()
    lead.go("Our return", "Returns of this year", re.compile("^A1"))
    lead.press("Save this answer", rating="2", narrative="A named executive reports in June.")
    lead.sees("Needs dated evidence")
    lead.go("Add evidence")
    lead.press("Save", kind="minutes", title="Minutes of June", dated_on=TODAY)
    lead.go("Returns of this year", "Sign off and submit")
    lead.sees("Not ready yet")
    lead.go(re.compile("^B1"))
    lead.press("Save this answer", rating="na", narrative="The council holds the policy for us.")
    lead.go("Returns of this year", "Sign off and submit")
    lead.page.locator('[name="is_declared"]').check()
    lead.press(
        "Submit to the board", signed_by="Ada Quill", signed_job_title="Chief", signed_on=TODAY
    )
    lead.sees("Submitted")


def the_manager_judges(
    manager: Colleague, agency: str, title: str = "Returns of this year"
) -> None:
    manager.home()
    manager.go("Board", "Partner returns", title)
    manager.sees("Returned: 1 of 1")
    manager.go(agency, "Rate A1")
    manager.press("Save the rating", rating="1", reason="Seen at one site only")
    manager.go("Validate this return")
    manager.press("Validate this return")
    manager.sees("The return is validated")
