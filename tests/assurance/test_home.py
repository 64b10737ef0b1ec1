"""The home pages of those who answer for the whole: director, assessor, analyst, board manager."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import activity
from core.roles import Role
from tests import factories as f
from tests.consistency.mixed_register import filled

BUDGET = 12


@pytest.fixture
def home(signed_in, django_assert_max_num_queries):
    """Open the home page of a role within its price, and return its text and its panels."""

    def opened(role, client=None):
        mine = client or signed_in(role)
        with django_assert_max_num_queries(BUDGET):
            response = mine.get("/")
        assert response.status_code == 200
        panels = {panel.template: panel.content for panel in response.context["panels"]}
        return response.content.decode(), panels

    return opened


def test_a_director_reads_what_changed_the_ten_measures_and_whether_they_are_old(
    council, signed_in, home, manager
):
    filled(council, concerns=40)
    client = signed_in(Role.DIRECTOR)
    text, panels = home(Role.DIRECTOR, client)
    assert "have not been counted yet" in text
    page = client.get(reverse("assurance:dashboard-director"))
    text, panels = home(Role.DIRECTOR, client)
    shown = panels["assurance/home_director.html"]
    assert [row.value for row in shown["rows"]] == [row.value for row in page.context["rows"]]
    assert len(shown["rows"]) == 10
    assert shown["changes"] == page.context["changes"]
    assert shown["attention"] == page.context["attention"]
    assert "Nothing they are counted from has changed since" in text
    activity.record(by=manager, verb="changed", target=council, council=council, changes={})
    text, _ = home(Role.DIRECTOR, client)
    assert "The register may have changed since" in text


def test_an_empty_council_says_that_it_is_empty(council, signed_in, home):
    client = signed_in(Role.DIRECTOR)
    client.get(reverse("assurance:dashboard-director"))
    text, _ = home(Role.DIRECTOR, client)
    assert "The register holds no case in the last twelve whole months" in text
    assert "Nothing waits to be approved, signed or sent" not in text  # the return is not frozen


def test_a_director_reads_the_gaps_in_theme_3_statement_by_statement(council, cqc_framework, home):
    safe = cqc_framework.statements.get(theme__number=3, label="Safeguarding")
    scored = list(cqc_framework.categories.filter(is_scored=True))
    for category in scored[1:]:
        item = f.EvidenceItemFactory(council=council, approved=True)
        f.EvidenceLinkFactory(item=item, statement=safe, category=category)
    elsewhere = f.EvidenceItemFactory(approved=True)  # another council's evidence fills no gap
    f.EvidenceLinkFactory(item=elsewhere, statement=safe, category=scored[0])
    _, panels = home(Role.DIRECTOR)
    gaps = {gap.what: gap for gap in panels["assurance/home_director.html"]["gaps"]}
    assert gaps["Safeguarding"].count == f"1 of {len(scored)}"
    assert gaps["Safeguarding"].note == scored[0].label
    other = next(gap for what, gap in gaps.items() if what != "Safeguarding")
    assert other.count == f"{len(scored)} of {len(scored)}"
    assert len(gaps) == cqc_framework.statements.filter(theme__number=3).count()


def test_what_waits_for_a_director_is_counted_in_their_own_council_alone(
    council, other_council, cqc_framework, home
):
    today = timezone.localdate()
    for one in (council, other_council):
        f.EvidenceItemFactory(council=one)
        of_return = f.InformationReturnFactory(council=one, framework=cqc_framework)
        for days in (-1, 3, 40):
            f.ReturnItemFactory(of_return=of_return, due_on=today + timedelta(days=days))
        f.SignOffFactory(self_assessment=f.SelfAssessmentFactory(council=one))
        f.SignOffFactory(self_assessment=f.SelfAssessmentFactory(council=one), signed=True)
    _, panels = home(Role.DIRECTOR)
    waits = {
        gap.what: (gap.count, gap.note) for gap in panels["assurance/home_director.html"]["waits"]
    }
    assert waits["Evidence to approve"] == ("1", "")
    assert waits["Signatures missing on self-assessments"] == ("1", "")
    assert waits["Items of the information return due within a week"] == ("2", "1 of them late")
    assert [note for what, (_, note) in waits.items() if what.startswith("The SAC return")] == [
        "It has not been frozen and nobody has signed it off"
    ]


def test_an_assessor_reads_what_was_chosen_for_them_by_statement_and_category(
    council, assessor, client, cqc_framework, home
):
    chosen = f.SharedSetFactory(council=council, title="For the visit", purpose="Read this first.")
    f.SharedSetReaderFactory(shared_set=chosen, person=assessor)
    items = [f.SharedItemFactory(shared_set=chosen) for _ in range(3)]
    draft = f.EvidenceItemFactory(council=council)
    f.SharedItemFactory(shared_set=chosen, evidence=draft)
    statement = cqc_framework.statements.get(label="Safeguarding")
    category = cqc_framework.categories.filter(is_scored=True).first()
    for item in items[:2]:
        f.EvidenceLinkFactory(item=item.evidence, statement=statement, category=category)
    f.SharedItemFactory(shared_set=f.SharedSetFactory(council=council, title="For somebody else"))
    client.force_login(assessor)
    text, panels = home(Role.ASSESSOR, client)
    (shown,) = panels["assurance/home_shared.html"]["sets"]
    assert shown["pieces"] == 3  # the draft does not count, and so is not shown
    assert sorted(shown["statements"]) == [
        ("Other evidence", [("Other evidence", 1)]),
        ("Safeguarding", [(category.label, 2)]),
    ]
    assert "Read this first." in text
    assert "For somebody else" not in text


def test_an_assessor_for_whom_nothing_is_chosen_is_told_whom_to_ask(council, home):
    text, _ = home(Role.ASSESSOR)
    assert "No evidence is shared with you now" in text


def test_an_analyst_reads_where_the_return_stands_and_what_the_record_leaves_out(council, home):
    f.RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 31))
    count = f.QualityCountFactory(council=council, year="2025-26", until=date(2025, 10, 31))
    f.QualityFindingFactory(count=count, rule="no-priority", records=3)
    _, panels = home(Role.ANALYST)
    shown = panels["assurance/home_return.html"]
    assert shown["year"] == "2024-25"
    assert shown["frozen_at"] is None
    found = panels["safeguard/home_data.html"]["rules"]
    assert [(each.rule.code, each.count) for each, _ in found] == [("no-priority", 3)]
    f.FrozenReturnFactory(council=council, year="2024-25")
    _, panels = home(Role.ANALYST)
    assert panels["assurance/home_return.html"]["frozen_at"] is not None


def test_a_board_manager_reads_whether_the_pack_of_the_last_quarter_is_made(council, home):
    f.RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 31))
    text, _ = home(Role.SAB_MANAGER)
    assert "No pack has been made yet" in text
    assert "has not been made" in text
    f.BoardPackFactory(council=council)
    text, panels = home(Role.SAB_MANAGER)
    assert not panels["assurance/home_pack.html"]["is_missing"]
    assert "has not been made" not in text


@pytest.mark.parametrize("second", Role)
@pytest.mark.parametrize("first", [Role.DIRECTOR, Role.ANALYST])
def test_two_roles_in_one_person_cost_no_more(
    council, cqc_framework, person_with, client, home, first, second
):
    person = person_with(first)
    if second is not first:
        f.MembershipFactory(person=person, organisation=council, role=second)
    client.force_login(person)
    if first is Role.DIRECTOR:
        filled(council, concerns=8)
        client.get(reverse("assurance:dashboard-director"))
    home(first, client)
