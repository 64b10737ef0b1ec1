"""The return's counts and the facts, on small sets counted by hand."""

from datetime import date

import pytest

from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.choices import EnquiryKind
from safeguard.metrics import return_counts
from safeguard.metrics.facts import Facts, one_by_one, source
from safeguard.metrics.narrowing import Narrowing
from safeguard.metrics.scope import CaseScope
from safeguard.models import Concern
from tests.factories import (
    AdultFactory,
    ConcernConditionFactory,
    ConcernFactory,
    EnquiryFactory,
    RiskFactory,
)

YEAR = Period.financial_year(2024)
CUT = date(2025, 10, 1)


@pytest.fixture
def scope(council):
    return CaseScope(council, WorkingCalendar(horizon=2030), CUT)


@pytest.fixture
def rows(scope):
    return scope.rows(YEAR)


def concern(council, **fields):
    adult = fields.pop("adult", None) or AdultFactory(council=council)
    return ConcernFactory(adult=adult, received_on=fields.pop("on", date(2024, 6, 3)), **fields)


def enquiry(council, *, started=date(2024, 6, 4), ended=None, **fields):
    parent = fields.pop("concern", None) or concern(council, s42=True)
    if ended:
        fields = {"risk_assessment_result": "NR_N", **fields}
    return EnquiryFactory(concern=parent, commenced_on=started, concluded_on=ended, **fields)


def test_a_person_counts_once_whatever_their_concerns(council, rows):
    adult = AdultFactory(council=council)
    for _ in range(3):
        concern(council, adult=adult)
    found = return_counts.people(rows)
    assert found["gender"] == {("", "F", "CONCERN"): 1}


@pytest.mark.parametrize(
    ("born", "died", "band"),
    [
        pytest.param(date(1960, 3, 31), None, "65-74", id="65 on the last day"),
        pytest.param(date(1960, 4, 1), None, "18-64", id="65 the day after"),
        pytest.param(date(2007, 3, 31), None, "18-64", id="18 on the last day"),
        pytest.param(date(1930, 3, 31), None, "95+", id="95 on the last day"),
        pytest.param(date(1940, 1, 10), date(2024, 12, 31), "75-84", id="died before the birthday"),
        pytest.param(date(1940, 4, 1), date(2025, 6, 1), "75-84", id="died after the period"),
        pytest.param(None, None, "NK", id="no date of birth"),
        pytest.param(None, date(2024, 12, 31), "NK", id="died, no date of birth"),
        pytest.param(date(1959, 2, 28), date(2024, 2, 28), "65-74", id="died on the birthday"),
    ],
)
def test_age_band(council, rows, born, died, band):
    concern(council, adult=AdultFactory(council=council, born_on=born, died_on=died))
    assert return_counts.people(rows)["age_band"] == {("", band, "CONCERN"): 1}


@pytest.mark.parametrize(
    ("born", "died"),
    [
        pytest.param(date(2007, 4, 1), None, id="17 on the last day"),
        pytest.param(date(2000, 1, 1), date(2017, 12, 31), id="died at 17"),
    ],
)
def test_a_child_is_outside_every_figure(council, rows, born, died):
    child = AdultFactory(council=council, born_on=born, died_on=died)
    enquiry(council, concern=concern(council, adult=child, s42=True), ended=date(2024, 7, 1))
    assert not any(return_counts.people(rows)["gender"].values())
    assert not any(return_counts.cases(rows).values())
    assert not any(return_counts.concluded(rows)["capacity"].values())
    assert not Facts(rows).of("concerns")
    assert not Facts(rows).of("concluded")


def test_support_reason_and_condition_count_again_for_each(council, rows):
    adult = AdultFactory(council=council)
    first = concern(council, adult=adult, primary_support_reason="PHYS")
    second = concern(council, adult=adult, primary_support_reason="LD")
    concern(council, adult=adult, primary_support_reason="LD")
    ConcernConditionFactory(concern=first, condition="LDID_AUT")
    ConcernConditionFactory(concern=second, condition="LDID_AUT")
    reasons = return_counts.people_by(rows, "primary_support_reason")
    assert reasons == {("", "PHYS", "CONCERN"): 1, ("", "LD", "CONCERN"): 1}
    conditions = return_counts.people_by(rows, return_counts.CONDITION)
    assert conditions == {("", "LDID_AUT", "CONCERN"): 1}


def test_cases_count_concerns_by_receipt_and_enquiries_by_start(council, rows):
    before = concern(council, on=date(2024, 3, 31), s42=True)
    enquiry(council, concern=before, started=date(2024, 4, 1))
    concern(council, on=date(2025, 3, 31))
    enquiry(council, kind=EnquiryKind.OTHER, started=date(2025, 4, 1))
    assert return_counts.cases(rows) == {
        ("", "CONCERN", "COUNT"): 2,
        ("", "S42", "COUNT"): 1,
    }


def test_a_pair_counts_once_for_an_enquiry(council, rows):
    found = enquiry(council, ended=date(2025, 3, 31))
    for occurrence in (1, 2):
        RiskFactory(
            enquiry=found, risk_type="PHYS", location="OWN", source="UNKNOWN", occurrence=occurrence
        )
    RiskFactory(enquiry=found, risk_type="PHYS", location="OWN", source="PROV")
    pairs = return_counts.risk_pairs(rows, "risk_type", "source")
    assert pairs == {("S42C", "PHYS", "UNKNOWN"): 1, ("S42C", "PHYS", "PROV"): 1}
    assert return_counts.risk_pairs(rows, "risk_type", "location") == {("S42C", "PHYS", "OWN"): 1}


def test_concluded_counts_what_is_blank_as_not_recorded(council, rows):
    enquiry(council, ended=date(2024, 7, 1))
    enquiry(council, ended=date(2024, 7, 1), lacked_capacity="YES", supported=True)
    enquiry(council, ended=date(2025, 4, 1), lacked_capacity="NO")
    found = return_counts.concluded(rows)
    assert found["capacity"] == {
        ("S42C", "NR", "COUNT"): 1,
        ("S42C", "YES", "COUNT"): 1,
        ("S42C", "ADV", "COUNT"): 1,
    }
    assert found["outcomes"] == {("S42C", "NR", "COUNT"): 2}
    assert not found["risk_outcome"]


def test_another_council_is_not_counted(other_council, rows):
    enquiry(other_council, ended=date(2024, 7, 1))
    assert not any(return_counts.cases(rows).values())


def test_a_team_is_a_narrower_scope(council, scope):
    team = council.teams.create(name="North")
    concern(council, team=team)
    concern(council)
    narrower = CaseScope(council, scope.calendar, CUT, Narrowing(team=team.pk))
    assert [narrower.concerns().count(), scope.concerns().count()] == [1, 2]


def test_each_source_is_one_statement(council, rows, django_assert_num_queries):
    enquiry(council, ended=date(2024, 7, 1))
    assert rows.children == []
    facts = Facts(rows)
    for name in ("concerns", "commenced", "followed", "concluded", "durations"):
        with django_assert_num_queries(1):
            facts.of(name)
            facts.months()[0].of(name)


def test_a_repeat_follows_within_365_days(council, rows):
    adult, another = AdultFactory(council=council), AdultFactory(council=council)
    for day in (date(2023, 6, 3), date(2024, 6, 2), date(2024, 6, 4), date(2025, 3, 31)):
        concern(council, adult=adult, on=day)
    concern(council, adult=another, on=date(2023, 6, 2))
    concern(council, adult=another, on=date(2024, 6, 2))
    facts = Facts(rows).of("repeats")
    # 2 June 2024 is 365 days after 3 June 2023, and 366 after 2 June 2023.
    assert sum(fact.n for fact in facts if fact.again) == 3
    assert sum(fact.n for fact in facts) == 4


def test_months_split_the_facts(council, rows):
    concern(council, on=date(2024, 4, 1))
    concern(council, on=date(2024, 4, 30))
    concern(council, on=date(2025, 3, 31))
    months = Facts(rows).months()
    assert [sum(fact.n for fact in month.of("concerns")) for month in months] == [
        2,
        *[0] * 10,
        1,
    ]


def test_followed_stops_at_the_cut(council, rows):
    enquiry(council, started=date(2024, 6, 4), ended=date(2024, 6, 14))
    enquiry(council, started=date(2024, 6, 4))
    found = {(fact.days, fact.concluded) for fact in Facts(rows).of("followed")}
    assert found == {(10, True), ((CUT - date(2024, 6, 4)).days, False)}


def test_open_is_looked_at_on_two_days(council, rows):
    enquiry(council, started=date(2025, 3, 1), ended=date(2025, 4, 1))
    enquiry(council, started=date(2025, 3, 1))
    facts = Facts(rows)
    assert [(fact.days, fact.n) for fact in facts.of("open_at_end")] == [(30, 2)]
    assert [(fact.days, fact.n) for fact in facts.of("open_at_cut")] == [(214, 1)]


def test_one_by_one_gives_the_same_facts_as_grouped(council, rows):
    kept = [concern(council), concern(council)]
    found = list(one_by_one(source(rows, "concerns")))
    assert [key for key, _ in found] == [kept[1].pk, kept[0].pk]
    assert Concern.objects.count() == sum(fact.n for fact in Facts(rows).of("concerns"))
