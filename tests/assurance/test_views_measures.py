"""The measure pages: what each role sees, bad dates, drill-down, a flat number of statements."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.catalogue import MEASURES
from core.roles import Role
from tests.factories import ConcernFactory, EnquiryFactory

YEAR = {"start": "01/04/2024", "end": "31/03/2025"}
LIST = "assurance:measure-list"
BUDGET = 12


@pytest.fixture
def cases(council):
    for month in range(4, 13):
        concern = ConcernFactory(adult__council=council, received_on=date(2024, month, 5), s42=True)
        EnquiryFactory(concern=concern, commenced_on=concern.decided_on)
    return ConcernFactory(adult__council=council, received_on=date(2024, 6, 1))


@pytest.mark.parametrize("group", sorted({measure.group.name for measure in MEASURES}))
def test_each_group_shows_its_measures(signed_in, cases, group, django_assert_max_num_queries):
    client = signed_in(Role.DIRECTOR)
    with django_assert_max_num_queries(BUDGET):
        page = client.get(reverse(LIST), {**YEAR, "group": group}).content.decode()
    for measure in MEASURES:
        assert (f">{measure.title}<" in page) == (measure.group.name == group)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_each_measure_has_a_page(signed_in, cases, measure, django_assert_max_num_queries):
    client = signed_in(Role.SAB_CHAIR)
    address = reverse("assurance:measure-detail", args=[measure.key])
    with django_assert_max_num_queries(BUDGET):
        page = client.get(address, YEAR).content.decode()
    assert measure.meaning.replace("'", "&#x27;") in page
    assert ("context, not a performance indicator" in page) == measure.context_only


def test_a_measure_that_is_not_there(signed_in, council):
    for name in ("measure-detail", "measure-cases"):
        found = signed_in(Role.ANALYST).get(reverse(f"assurance:{name}", args=["nonsense"]))
        assert found.status_code == 404


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param({"start": "31/02/2024", "end": "31/03/2025"}, "date", id="no such day"),
        pytest.param({"start": "01/04/2024"}, "Give both dates, or neither.", id="one date"),
        pytest.param(
            {"start": "01/04/2025", "end": "31/03/2025"}, "The last day must be", id="backwards"
        ),
    ],
)
def test_a_bad_period_is_said_and_kept(signed_in, cases, query, message):
    page = signed_in(Role.ANALYST).get(reverse(LIST), query).content.decode()
    assert "There is a problem" in page
    assert message in page
    assert f'value="{query["start"]}"' in page


def test_the_cases_behind_a_figure_add_up(signed_in, cases):
    address = reverse("assurance:measure-cases", args=["cohort_conversion_pct"])
    client = signed_in(Role.ANALYST)
    met = client.get(address, YEAR)
    assert met.context["page_obj"].paginator.count == 9
    left_out = client.get(address, {**YEAR, "status": "not_applicable"})
    assert [case.pk for case in left_out.context["cases"]] == [cases.pk]


def test_a_role_without_cases_is_told_why(signed_in, cases):
    address = reverse("assurance:measure-cases", args=["concerns_raised"])
    page = signed_in(Role.SAB_CHAIR).get(address, YEAR)
    assert b"figures but not case records" in page.content
    assert cases.reference.encode() not in page.content


def test_another_councils_cases_are_not_counted(client, stranger, cases):
    client.force_login(stranger)
    page = client.get(reverse("assurance:measure-cases", args=["concerns_raised"]), YEAR)
    assert page.context["page_obj"].paginator.count == 0
