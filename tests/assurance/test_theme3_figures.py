"""The figures of a report are those of the catalogue, whoever reads them and in how few steps."""

import random
from datetime import date, timedelta

import pytest

from assurance import catalogue
from assurance.reports.figures import OPEN_KEYS, PART_KEYS, TEAM_KEYS, gather
from assurance.sac.cells import build_return
from assurance.scopes import open_scope
from assurance.trends import trend_of
from core.disclosure import Mode
from core.periods import Period
from safeguard import choices
from safeguard.metrics.facts import Facts
from safeguard.metrics.narrowing import Narrowing
from safeguard.models import Adult, Concern, Enquiry
from tests.factories import (
    AdultFactory,
    PolicyChangeFactory,
    RegisterSettingsFactory,
    TeamFactory,
)
from tests.factories.safeguard import noon

pytestmark = pytest.mark.django_db
YEAR = Period.financial_year(2024)
CUT = date(2025, 10, 1)


def fill(council, n=240, *, teams=(), seed=3, first=date(2023, 2, 10), last=date(2025, 9, 20)):
    """Put `n` concerns with what came of them into the register of a council."""
    dice = random.Random(seed)  # noqa: S311 - dice, not a secret
    adults = [
        Adult(
            council=council,
            reference=f"{council.code}-A{at}",
            born_on=date(dice.randint(1925, 2003), 1, 1) if dice.random() < 0.95 else None,
            gender=dice.choice(choices.Gender.values),
            ethnicity=dice.choice(choices.Ethnicity.values),
        )
        for at in range(n // 2)
    ]
    Adult.objects.bulk_create(adults)
    concerns = [_concern(council, adults, at, dice, first, last, teams) for at in range(n)]
    Concern.objects.bulk_create(concerns)
    enquiries = [
        _enquiry(concern, dice)
        for concern in concerns
        if concern.decision in choices.DECIDED_AS_ENQUIRY
    ]
    Enquiry.objects.bulk_create(enquiries)


def _concern(council, adults, at, dice, first, last, teams):
    received = first + timedelta(days=dice.randrange((last - first).days))
    decision = dice.choice([*choices.DecisionResult.values, None])
    s42 = decision == choices.DecisionResult.SECTION_42
    return Concern(
        council=council,
        adult=dice.choice(adults),
        team=dice.choice(teams) if teams else None,
        reference=f"{council.code}-C{at}",
        received_on=received,
        received_at=noon(received),
        referrer=choices.Referrer.POLICE,
        primary_support_reason=choices.PrimarySupportReason.PHYSICAL,
        location=choices.LocationOfRisk.OWN_HOME,
        decision=decision,
        decided_on=received + timedelta(days=dice.randint(0, 8)) if decision else None,
        met_a=s42 or None,
        met_b=s42 or (False if decision == choices.DecisionResult.NOT_AN_ENQUIRY else None),
        met_c=s42 or (False if decision == choices.DecisionResult.OTHER else None),
    )


def _enquiry(concern, dice):
    over = dice.random() < 0.7
    started = concern.decided_on
    ended = started + timedelta(days=dice.randint(1, 150))
    over = over and ended <= CUT
    asked = dice.choice([*choices.OutcomesAsked.values, None]) if over else None
    expressed = asked == choices.OutcomesAsked.EXPRESSED
    s42 = concern.decision == choices.DecisionResult.SECTION_42
    return Enquiry(
        council=concern.council,
        concern=concern,
        team=concern.team,
        reference=concern.reference.replace("-C", "-E"),
        kind=choices.EnquiryKind.SECTION_42 if s42 else choices.EnquiryKind.OTHER,
        commenced_on=started,
        concluded_on=ended if over else None,
        risk_assessment_result=choices.RiskAssessmentResult.IDENTIFIED_ACTION if over else None,
        risk_outcome=dice.choice(choices.RiskOutcome.values) if over else None,
        lacked_capacity=dice.choice([choices.LackedCapacity.NO, None]) if over else None,
        outcomes_asked=asked,
        outcomes_achieved=dice.choice([*choices.OutcomesAchieved.values]) if expressed else None,
    )


@pytest.fixture
def filled(council):
    RegisterSettingsFactory(council=council, data_cut_on=CUT, counting_rule=" Every contact. ")
    fill(council)
    return council


def read(council, period=YEAR):
    return gather(open_scope(by=None, council=council), period, Mode.INTERNAL)


def by_catalogue(council, period, team=None):
    scope = open_scope(by=None, council=council, only=Narrowing(team=team and team.pk))
    return catalogue.all_figures(Facts(scope.rows(period)))


PERIODS = [
    YEAR,
    Period.between(date(2024, 4, 1), date(2024, 6, 30)),
    Period.between(date(2024, 2, 10), date(2024, 7, 19)),
    Period.between(date(2025, 3, 3), date(2025, 3, 3)),
    Period.between(date(2023, 1, 1), date(2025, 12, 31)),
    Period.financial_year(2025),
]


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.label)
def test_every_figure_is_the_catalogues(filled, period):
    found = read(filled, period)
    assert found.now == by_catalogue(filled, period)
    assert found.before == by_catalogue(filled, period.previous())
    for part in (*found.years, *found.quarters):
        expected = by_catalogue(filled, part.period)
        assert part.figures == {key: expected[key] for key in PART_KEYS}, part.label


def test_somebody_who_was_a_child_is_left_out_by_the_period_asked_for(filled):
    """Under 18 at the end of the year before, and of age by the end of this one."""
    young = AdultFactory(council=filled, born_on=date(2006, 9, 1))
    earlier = Concern.objects.filter(received_on__year=2023).first()
    Concern.objects.filter(pk=earlier.pk).update(adult=young)
    found = read(filled)
    assert found.before == by_catalogue(filled, YEAR.previous())
    assert found.now == by_catalogue(filled, YEAR)
    for year in found.years:
        expected = by_catalogue(filled, year.period)
        assert year.figures == {key: expected[key] for key in PART_KEYS}


def test_trends_are_those_of_the_pages(filled):
    found = read(filled)
    for key, trend in found.trends.items():
        scope = open_scope(by=None, council=filled)
        assert trend == trend_of(catalogue.BY_KEY[key], scope, YEAR)


def test_people_are_those_of_the_return(filled):
    cells = build_return(open_scope(by=None, council=filled), YEAR.label).by_key
    for axis, table in (("age_band", "SG1a"), ("gender", "SG1b"), ("ethnicity", "SG1c")):
        for (_, row, metric), n in read(filled).people[axis].items():
            assert cells.get((table, "", row, metric), 0) == n


def test_teams_are_in_alphabetical_order_with_their_own_figures(council):
    RegisterSettingsFactory(council=council, data_cut_on=CUT)
    teams = [TeamFactory(organisation=council, name=name) for name in ("West", "East")]
    fill(council, 80, teams=teams)
    found = read(council).teams
    assert [team.label for team in found] == ["East", "West"]
    for slice_, team in zip(found, reversed(teams), strict=True):
        expected = by_catalogue(council, YEAR, team)
        assert slice_.figures == {key: expected[key] for key in (*TEAM_KEYS, *OPEN_KEYS)}


def test_settings_and_changes_are_read(filled, other_council):
    PolicyChangeFactory(council=filled, on=date(2024, 9, 2), title="B")
    PolicyChangeFactory(council=filled, on=date(2024, 5, 2), title="A")
    PolicyChangeFactory(council=other_council, on=date(2024, 5, 2), title="Elsewhere")
    found = read(filled)
    assert found.counting_rule == "Every contact."
    assert [change.title for change in found.changes] == ["A", "B"]
    assert (found.cut, found.census) == (CUT, YEAR.end)


def test_an_empty_register_has_no_history(council):
    RegisterSettingsFactory(council=council, data_cut_on=CUT)
    found = read(council)
    assert (found.first_on, found.trends, found.years, found.oldest_days) == (None, {}, (), None)
    assert not found.has_previous


def test_a_council_without_settings_has_no_rule(council):
    assert read(council).counting_rule == ""


def test_years_reach_back_to_three_and_are_cut_at_the_end_of_the_period(filled):
    short = Period.between(date(2025, 4, 1), date(2025, 6, 30))
    labels = [year.label for year in read(filled, short).years]
    assert labels == ["2023-24", "2024-25", "2025-26, to 30 June 2025"]
    # The data are cut before the year of the period ends.
    labels = [year.label for year in read(filled, Period.financial_year(2025)).years]
    assert labels[-1] == "2025-26, to 1 October 2025"


def test_a_period_within_one_quarter_has_no_quarters(filled):
    assert read(filled, Period.between(date(2024, 4, 1), date(2024, 6, 30))).quarters == ()


def test_the_number_of_statements_does_not_grow_with_the_rows(
    council, other_council, django_assert_max_num_queries
):
    RegisterSettingsFactory(council=council, data_cut_on=CUT)
    fill(council, 300)
    with django_assert_max_num_queries(36):
        read(council)
