"""Each data-quality rule finds what it should and nothing else; the desk counts the same."""

from datetime import timedelta

import pytest

from safeguard.quality import desk
from tests.factories import RegisterSettingsFactory
from tests.safeguard.quality_cases import FAILS, STANDS, UNTIL, case, ended, undecided


@pytest.fixture(autouse=True)
def cut(council):
    RegisterSettingsFactory(council=council, data_cut_on=UNTIL)


def cases(table):
    return [
        pytest.param(code, make, id=f"{code}-{number}")
        for code, makers in table.items()
        for number, make in enumerate(makers)
    ]


def test_every_rule_is_tested_both_ways():
    assert set(FAILS) == set(STANDS) == set(desk.BY_CODE)
    assert len(desk.BY_CODE) == len(desk.RULES)


@pytest.mark.parametrize(("code", "make"), cases(FAILS))
def test_a_rule_finds_what_fails_and_counts_it(council, other_council, code, make):
    row = make(council)
    make(other_council)
    reach = desk.reach_of(council)
    failing = list(desk.BY_CODE[code].failing(reach))
    assert row in failing
    assert {each.council for each in failing} == {council}
    found = {each.rule.code: each for each in desk.found_by_rule(reach)}
    assert found[code].count == len(failing)
    assert found[code].oldest == desk.day_of(getattr(failing[0], desk.BY_CODE[code].since))


@pytest.mark.parametrize(("code", "make"), cases(STANDS))
def test_a_rule_lets_the_rest_be(council, code, make):
    row = make(council)
    reach = desk.reach_of(council)
    assert row not in desk.BY_CODE[code].failing(reach)
    assert {each.rule.code: each.count for each in desk.found_by_rule(reach)}[code] == 0


@pytest.mark.parametrize("code", desk.BY_CODE)
def test_a_rule_says_why_and_how(code):
    rule = desk.BY_CODE[code]
    for words in (rule.why, rule.how):
        assert words.endswith(".")
    assert not rule.title.endswith(".")


@pytest.mark.parametrize(
    ("label", "expected"), [(None, "2025-26"), ("2024-25", "2024-25"), ("nonsense", "2025-26")]
)
def test_which_year_is_looked_at(council, label, expected):
    assert desk.reach_of(council, label).year.label == expected
    assert [year.label for year in desk.years_offered(UNTIL)][:2] == ["2025-26", "2024-25"]


def test_best_and_worst_case_of_being_asked(council):
    for asked in ("ASK_NONE", "NO", "NR", None):
        ended(council, outcomes_asked=asked)
    ended(council, outcomes_asked="NR", kind="other")
    reach = desk.reach_of(council)
    (what,) = desk.what_if(reach, [desk.BY_CODE["outcomes-not-asked"]])["outcomes-not-asked"]
    assert [(f.numerator, f.denominator) for f in (what.now, what.best, what.worst)] == [
        (1, 4),
        (3, 4),
        (1, 4),
    ]


def test_best_and_worst_case_where_the_unknown_are_left_out(council):
    for achieved in ("FULL", "NOT", None):
        ended(council, outcomes_asked="ASK_EXP", outcomes_achieved=achieved)
    reach = desk.reach_of(council)
    rule = desk.BY_CODE["achievement-not-known"]
    (what,) = desk.what_if(reach, [rule])[rule.code]
    assert [(f.numerator, f.denominator) for f in (what.now, what.best, what.worst)] == [
        (1, 2),
        (2, 3),
        (1, 3),
    ]


def test_best_and_worst_case_of_deciding(council):
    case(council)
    undecided(council)
    undecided(council, received_on=UNTIL - timedelta(days=2))
    now, best, worst = desk.decisions_in_time(desk.reach_of(council))
    assert [(f.numerator, f.denominator) for f in (now, best, worst)] == [(1, 1), (2, 3), (1, 3)]
