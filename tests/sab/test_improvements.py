"""Actions from returns: done by the agency, verified by somebody else; a cycle that is closed."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.errors import RuleViolationError
from core.roles import Role
from sab.metrics.returns import ActionCount, outcome_of
from sab.models import AnnualReport, ImprovementAction, MemberContribution
from sab.services import improvements, moderation, returns
from sab.services.return_cycles import close_cycle
from tests import factories as f
from tests.sab.conftest import lead_of, send
from tests.sab.returns_set import (
    CLOSED_DAY,
    OPEN_DAY,
    answer,
    answer_all,
    judge_all,
    opened,
    standards,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(OPEN_DAY):
        yield


@pytest.fixture
def lead(police):
    return lead_of(police)


@pytest.fixture
def row(board, unit, police):
    return opened(board, unit, police)[0]


@pytest.fixture
def action(row, lead):
    standard = standards(row)[0]
    answer(row, lead, standard, rating=1)
    return returns.add_improvement(
        by=lead,
        assurance_return=row,
        standard=standard,
        text="Brief the third site",
        owner_name="Ada",
        due_on=date(2025, 9, 1),
    )


def test_an_action_is_done_by_its_agency_and_verified_by_somebody_else(action, lead, unit, health):
    with pytest.raises(PermissionDenied):
        improvements.complete_improvement(by=lead_of(health), action=action, note="Done")
    with pytest.raises(PermissionDenied):
        improvements.complete_improvement(by=unit, action=action, note="Done")
    with pytest.raises(RuleViolationError, match="has not said that it is done"):
        improvements.verify_improvement(by=unit, action=action)
    with pytest.raises(RuleViolationError, match="Say what was done"):
        improvements.complete_improvement(by=lead, action=action, note=" ")
    improvements.complete_improvement(by=lead, action=action, note="Briefed on 1 June")
    with pytest.raises(PermissionDenied):
        improvements.verify_improvement(by=lead, action=action)
    improvements.send_improvement_back(by=unit, action=action, reason="Who was briefed?")
    action.refresh_from_db()
    assert (action.completed_on, action.completion_note) == (None, "Briefed on 1 June")
    improvements.complete_improvement(by=lead, action=action, note="All twelve")
    held = improvements.verify_improvement(by=unit, action=action)
    assert (held.verified_by, held.completed_by) == (unit, lead)
    with pytest.raises(RuleViolationError, match="no longer changes"):
        improvements.complete_improvement(by=lead, action=action, note="Again")


def test_who_speaks_for_an_agency_or_told_for_it_does_not_verify(board, unit, person_with):
    alms = f.PartnerFactory(board=board, name="Alms", organisation=None)
    held = f.ImprovementActionFactory(
        assurance_return=f.AssuranceReturnFactory(cycle__board=board, partner=alms, submitted=True)
    )
    improvements.complete_improvement(by=unit, action=held, note="They wrote on 2 June")
    with pytest.raises(RuleViolationError, match="Somebody other"):
        improvements.verify_improvement(by=unit, action=held)
    other = person_with(Role.SAB_MANAGER)
    f.RepresentativeFactory(partner=alms, person=other)
    with pytest.raises(RuleViolationError, match="Somebody other"):
        improvements.verify_improvement(by=other, action=held)
    improvements.verify_improvement(by=person_with(Role.SAB_MANAGER), action=held)


def test_pages_show_an_agency_its_own_and_the_board_what_was_sent(
    client, row, action, lead, unit, health, django_assert_max_num_queries
):
    theirs = f.ImprovementActionFactory(
        assurance_return=f.AssuranceReturnFactory(cycle=row.cycle, partner=health, submitted=True),
        text="Of health alone",
    )
    client.force_login(lead)
    text = client.get(reverse("sab:agency-improvements")).content.decode()
    assert "Brief the third site" in text
    assert "Of health alone" not in text
    address = reverse("sab:agency-improvement-done", args=[theirs.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"note": "x"}).status_code == 404
    address = reverse("sab:agency-improvement-done", args=[action.pk])
    assert client.post(address, {"note": "Briefed"}).status_code == 302
    client.force_login(unit)
    listed = reverse("sab:improvement-list")
    text = client.get(listed).content.decode()
    assert "Of health alone" in text
    # The police are still writing their return.
    assert "Brief the third site" not in text
    assert client.get(reverse("sab:improvement-detail", args=[action.pk])).status_code == 404
    answer_all(row, lead)
    submit(row, lead)
    for _ in range(5):
        f.ImprovementActionFactory(assurance_return=row)
    with django_assert_max_num_queries(12):
        text = client.get(listed).content.decode()
    assert text.index("Brief the third site") < text.index("Of health alone")
    address = reverse("sab:improvement-verify", args=[action.pk])
    assert client.post(address).status_code == 302
    assert ImprovementAction.objects.get(pk=action.pk).verified_by == unit


def test_a_cycle_is_closed_once_nothing_is_under_way(client, board, unit, police, health, lead):
    mine, theirs = opened(board, unit, police, health)
    answer_all(mine, lead)
    submit(mine, lead)
    with pytest.raises(RuleViolationError, match="window for returns is still open"):
        close_cycle(by=unit, cycle=mine.cycle)
    with time_machine.travel(CLOSED_DAY):
        with pytest.raises(RuleViolationError, match="not finished yet: Police"):
            close_cycle(by=unit, cycle=mine.cycle)
        judge_all(mine, unit, rating=1)
        moderation.validate_return(by=unit, assurance_return=mine)
        with pytest.raises(PermissionDenied):
            close_cycle(by=lead, cycle=mine.cycle)
        client.force_login(unit)
        address = reverse("sab:return-cycle-close", args=[mine.cycle_id])
        text = client.post(address, follow=True).content.decode()
        assert "Not returned: Health." in text
        mine.refresh_from_db()
        assert mine.status == "closed"
        found = outcome_of(mine.cycle, CLOSED_DAY)
        with pytest.raises(RuleViolationError, match="no validated return"):
            close_cycle(by=unit, cycle=mine.cycle)
        text = client.get(reverse("sab:return-cycle", args=[mine.cycle_id])).content.decode()
    assert "Close this cycle" not in text
    assert [(each.title, each.by_rating) for each in found.sections] == [
        ("Leadership and accountability", [0, 1, 0, 0]),
        ("Policy", [0, 1, 0, 0]),
    ]
    assert [(each.agency, each.same, each.higher, each.lower) for each in found.agencies] == [
        ("Police", 0, 0, 2)
    ]
    assert found.actions == ActionCount(0, 0, 0, 0)
    theirs.refresh_from_db()
    assert theirs.status == "not_started"


def test_an_agency_writes_its_own_part_of_the_year(client, board, police, health, lead):
    f.MemberContributionFactory(partner=health, board=board, year="2024-25", text="Of health")
    client.force_login(lead)
    text = client.get(reverse("sab:agency-contributions")).content.decode()
    assert "2025-26" in text
    assert "Of health" not in text
    theirs = reverse("sab:agency-contribution", args=[health.pk, "2024-25"])
    assert client.get(theirs).status_code == 404
    assert client.post(theirs, {"text": "x"}).status_code == 404
    old = reverse("sab:agency-contribution", args=[police.pk, "2019-20"])
    assert client.get(old).status_code == 404
    mine = reverse("sab:agency-contribution", args=[police.pk, "2024-25"])
    assert send(client, mine, {"text": "Trained 400 officers"}).status_code == 302
    assert MemberContribution.objects.get(partner=police).text == "Trained 400 officers"
    AnnualReport.objects.create(
        board=board, year="2024-25", objective="a", strategy="b", published_on=OPEN_DAY
    )
    text = send(client, mine, {"text": "More"}).content.decode()
    assert "The report of this year is published" in text
