"""Quoting, closing and indicators: the rules as tables, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from assurance.rules.improving import Standing, aim_fault, check_closing, check_verifying
from assurance.rules.indicators import (
    Numbers,
    in_order,
    number_faults,
    parse_number,
    parse_period,
    parse_yes,
    period_label,
)
from assurance.rules.quoting import SCOPES, Consent, attribution, may_be_quoted
from core.errors import RuleViolationError

DAY = date(2026, 3, 2)
YES = {"given": True, "scope": "cqc", "on": date(2026, 3, 1), "until": None, "withdrawn_on": None}


@pytest.mark.parametrize(
    ("changes", "reach"),
    [
        ({}, ("internal", "board", "cqc")),
        ({"scope": "internal"}, ("internal",)),
        ({"scope": "public"}, SCOPES),
        ({"given": None, "on": None, "scope": ""}, ()),
        ({"given": False, "scope": ""}, ()),
        ({"on": date(2026, 3, 3)}, ()),
        ({"on": DAY}, ("internal", "board", "cqc")),
        ({"until": date(2026, 3, 1)}, ()),
        ({"until": DAY}, ("internal", "board", "cqc")),
        # Whatever day it bears: once recorded it counts.
        ({"withdrawn_on": date(2026, 3, 2)}, ()),
        ({"withdrawn_on": date(2026, 3, 9)}, ()),
    ],
)
def test_who_may_be_shown_words(changes, reach):
    consent = Consent(**{**YES, **changes})
    assert tuple(scope for scope in SCOPES if may_be_quoted(consent, scope, DAY)) == reach


def test_a_scope_that_nobody_knows_is_a_mistake_and_not_a_refusal():
    with pytest.raises(ValueError, match="everybody"):
        may_be_quoted(Consent(**YES), "everybody", DAY)


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("internal", "Adult, Small, Large, Day centre, 2 March 2026"),
        ("board", "Adult, Large, 2026"),
        ("public", "Adult, Large, 2026"),
    ],
)
def test_outside_the_council_small_groups_places_and_days_are_not_named(scope, said):
    groups = [("Small", 4), ("Large", 5)]
    assert attribution("Adult", groups, when=DAY, scope=scope, source="Day centre") == said


READY = Standing(is_closed=False, effect="shown", is_verified=True, open_steps=0, is_by_owner=False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_closed": True}, "closed"),
        ({"is_by_owner": True}, "owner"),
        ({"open_steps": 1}, "open_steps"),
        ({"effect": "none"}, "no_effect"),
        ({"effect": "early"}, "no_effect"),
        ({"is_verified": False}, "not_verified"),
    ],
)
def test_an_item_is_closed_on_verified_effect_only(changes, code):
    columns = {name: getattr(READY, name) for name in READY.__slots__}
    check_closing(READY)
    with pytest.raises(RuleViolationError) as refusal:
        check_closing(Standing(**{**columns, **changes}))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("effect", "owner", "recorder", "code"),
    [
        ("shown", 1, 2, "owner"),
        ("shown", 3, 1, "recorder"),
        ("shown", None, 1, "recorder"),
        ("early", 3, 2, "no_effect"),
        ("shown", 3, 2, None),
        ("shown", None, 2, None),
    ],
)
def test_who_verifies_an_effect(effect, owner, recorder, code):
    found = None
    try:
        check_verifying(effect=effect, owner=owner, recorded_by=recorder, by=1)
    except RuleViolationError as refusal:
        found = refusal.code
    assert found == code


def test_conversion_is_never_an_aim():
    assert "never an aim" in aim_fault(title="x", context_only=True, direction="increase")
    assert "Neither" in aim_fault(title="x", context_only=False, direction="neutral")
    assert not aim_fault(title="x", context_only=False, direction="decrease")


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("2024-25", date(2024, 4, 1), date(2025, 3, 31), "2024-25"),
        (" 2024-25 Q4 ", date(2025, 1, 1), date(2025, 3, 31), "2024-25 Q4"),
        ("31/03/2025", date(2025, 3, 31), date(2025, 3, 31), "31 March 2025"),
        ("2025-03-31", date(2025, 3, 31), date(2025, 3, 31), "31 March 2025"),
    ],
)
def test_periods_as_people_write_them(text, start, end, label):
    found = parse_period(text)
    assert (found.start, found.end, period_label(found)) == (start, end, label)


@pytest.mark.parametrize(
    "text", ["", "2024", "2024-26", "Q1", "2024/25", "31/02/2025", "last year"]
)
def test_a_period_is_never_guessed(text):
    with pytest.raises(ValueError, match=r"is not|did you mean"):
        parse_period(text)


def test_numbers_and_yes_are_never_guessed():
    assert [parse_number(text) for text in ("", "0", "71.46", "1,234.5")] == [
        None,
        Decimal(0),
        Decimal("71.46"),
        Decimal("1234.5"),
    ]
    for text in ("-1", "71.464", "1,23", "71%", "n/a", "[c]", "1e3", "1234567890", "٣"):
        with pytest.raises(ValueError, match="is not a number"):
            parse_number(text)
    assert parse_yes(" Yes ")
    assert not parse_yes("")
    with pytest.raises(ValueError, match="neither"):
        parse_yes("maybe")


def test_what_is_wrong_with_numbers():
    def faults(is_percent=True, **given):
        empty = dict.fromkeys(("value", "england", "comparator"))
        texts = dict.fromkeys(("comparator_name", "variation", "source", "note"), "")
        numbers = Numbers(**{**empty, **texts, "is_provisional": False, **given})
        return [column for column, _ in number_faults(numbers, is_percent=is_percent)]

    assert faults() == ["value"]
    assert faults(england=Decimal(101)) == ["england"]
    assert faults(england=Decimal(101), is_percent=False) == []
    assert faults(value=Decimal(1), comparator=Decimal(2)) == ["comparator_name"]
    assert faults(value=Decimal(0)) == []


def year(first):
    return date(first, 4, 1), date(first + 1, 3, 31)


def test_a_year_without_figures_is_a_gap_and_other_lengths_are_left_out():
    quarter = (date(2024, 4, 1), date(2024, 6, 30))
    assert in_order([year(2024), year(2021), quarter]) == [
        year(2021),
        year(2022),
        year(2023),
        year(2024),
    ]
    later = (date(2025, 1, 1), date(2025, 3, 31))
    between = [(date(2024, 7, 1), date(2024, 9, 30)), (date(2024, 10, 1), date(2024, 12, 31))]
    assert in_order([later, quarter]) == [quarter, *between, later]
    days = [(date(2025, 3, 31),) * 2, (date(2024, 3, 31),) * 2]
    assert in_order(days) == sorted(days)
    assert in_order([]) == []
