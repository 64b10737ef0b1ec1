"""A partner's assurance return in Chromium: asked for, filled in, signed, judged, validated."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from core.roles import Role
from sab.models import AssuranceReturn
from tests import factories as f
from tests.journeys.browser import chromium
from tests.journeys.case_pages import Colleague
from tests.journeys.test_pages_browser import browser as browser
from tests.sab.returns_set import template_of_two

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no Chromium: install it, or set CHROMIUM"),
]
TODAY = f"{timezone.localdate():%d/%m/%Y}"


@pytest.fixture
def people(browser, live_server, transactional_db) -> Iterator[tuple[Colleague, Colleague]]:
    """The board's manager and a partner's lead."""
    council = f.OrganisationFactory(code="TEST", name="Test Council")
    fire = f.OrganisationFactory(partner=True, name="Fire and rescue")
    for role, place in ((Role.SAB_MANAGER, council), (Role.PARTNER_LEAD, fire)):
        person = f.UserFactory(email=f"{role}@example.org", full_name=role.label)
        f.MembershipFactory(person=person, organisation=place, role=role)
    board = f.BoardFactory(council=council, name="Our board")
    f.PartnerFactory(board=board, organisation=fire, name="Fire", kind="fire_and_rescue")
    template_of_two()
    roles = (Role.SAB_MANAGER, Role.PARTNER_LEAD)
    manager, lead = (
        Colleague(browser, live_server.url, role, width=1280, scripts=True) for role in roles
    )
    yield manager, lead
    for person in (manager, lead):
        person.leave()


def test_a_return_from_opening_to_validated(people):
    manager, lead = people
    the_manager_opens_a_cycle(manager)
    the_lead_answers_and_signs(lead)
    the_manager_judges(manager)
    lead.home()
    lead.go("Our return", "Returns of this year", re.compile("^A1"))
    lead.sees("Partly in place", "Seen at one site only")
    row = AssuranceReturn.objects.get()
    ratings = row.answers.order_by("pk").values_list("self_rating", "validated_rating")
    assert row.status == "validated"
    assert list(ratings) == [(2, 1), (None, None)]


def the_manager_opens_a_cycle(manager: Colleague) -> None:
    manager.home()
    manager.go("Partner returns", "Open a cycle")
    manager.page.get_by_label("Fire").check()
    manager.press("Open the cycle", title="Returns of this year", opens_on=TODAY, closes_on=TODAY)
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


def the_manager_judges(manager: Colleague) -> None:
    manager.home()
    manager.go("Partner returns", "Returns of this year")
    manager.sees("Returned: 1 of 1")
    manager.go("Fire", "Rate A1")
    manager.press("Save the rating", rating="1", reason="Seen at one site only")
    manager.go("Validate this return")
    manager.press("Validate this return")
    manager.sees("The return is validated")
