from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from core.errors import RuleViolationError
from safeguard.rules.birth_years import split_year, with_year
from safeguard.rules.lives import check_first_concern, check_life, check_receipt, check_wish
from safeguard.rules.nhs_numbers import digits_of, is_nhs_number

TODAY = date(2026, 11, 22)
LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=LONDON)


def code_of(rule, **facts) -> str | None:
    try:
        rule(**facts)
    except RuleViolationError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("born_on", "born_year", "died_on", "code"),
    [
        (None, None, None, None),
        (TODAY, None, TODAY, None),
        (date(2026, 11, 23), None, None, "born_in_future"),
        (None, 2026, None, None),
        (None, 2027, None, "born_in_future"),
        (date(1896, 1, 1), None, None, None),
        (date(1895, 12, 31), None, None, "born_too_long_ago"),
        (None, 1895, None, "born_too_long_ago"),
        (date(1950, 1, 1), 1950, None, "born_twice"),
        (date(1950, 1, 2), None, date(1950, 1, 1), "died_before_birth"),
        (date(1950, 1, 2), None, date(1950, 1, 2), None),
        (None, 1950, date(1949, 12, 31), "died_before_birth"),
        (None, 1950, date(1950, 1, 1), None),
        (None, None, date(2026, 11, 23), "died_in_future"),
        (None, None, TODAY, None),
    ],
)
def test_a_life_that_can_be(born_on, born_year, died_on, code):
    found = code_of(check_life, born_on=born_on, born_year=born_year, died_on=died_on, today=TODAY)
    assert found == code


@pytest.mark.parametrize(
    ("at", "born_on", "born_year", "code", "field"),
    [
        (NOW, None, None, None, None),
        (NOW.replace(minute=31), None, None, "received_in_future", "received_time"),
        (NOW.replace(day=23), None, None, "received_in_future", "received_date"),
        (NOW, TODAY, None, None, None),
        (NOW, date(2026, 11, 23), None, "received_before_birth", "received_date"),
        (NOW, None, 2026, None, None),
        (NOW, None, 2027, "received_before_birth", "received_date"),
    ],
)
def test_a_receipt_that_can_be(at, born_on, born_year, code, field):
    facts = {"received_at": at, "now": NOW, "born_on": born_on, "born_year": born_year}
    if code is None:
        check_receipt(**facts)
        return
    with pytest.raises(RuleViolationError) as refusal:
        check_receipt(**facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (None, None),
        (TODAY, None),
        (date(2026, 11, 23), "wish_in_future"),
        (date(1950, 2, 3), None),
        (date(1950, 2, 2), "wish_before_birth"),
    ],
)
def test_a_wish_that_can_be(on, code):
    assert code_of(check_wish, on=on, today=TODAY, born_on=date(1950, 2, 3)) == code
    assert code_of(check_wish, on=date(1900, 1, 1), today=TODAY, born_on=None) is None


@pytest.mark.parametrize(
    ("born_on", "born_year", "received_on", "code"),
    [
        (date(2020, 1, 1), None, date(2020, 1, 1), None),
        (date(2020, 1, 2), None, date(2020, 1, 1), "born_after_concern"),
        (None, 2020, date(2020, 1, 1), None),
        (None, 2021, date(2020, 1, 1), "born_after_concern"),
        (date(2020, 1, 2), None, None, None),
        (None, None, date(2020, 1, 1), None),
    ],
)
def test_a_birth_before_the_first_concern(born_on, born_year, received_on, code):
    found = code_of(
        check_first_concern,
        born_on=born_on,
        born_year=born_year,
        received_on=received_on,
        reference="C-1",
    )
    assert found == code


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("943 476 5919", True),
        ("943-476-5919", True),
        ("9434765918", False),
        ("943476591", False),
        ("94347659190", False),
        ("943476591x", False),
        ("٩٤٣٤٧٦٥٩١٩", False),
        ("9990000000", False),
    ],
)
def test_an_nhs_number_checks_itself(number, sound):
    assert is_nhs_number(digits_of(number)) is sound


@pytest.mark.parametrize(
    ("year", "needs", "stored"),
    [
        (1950, "Large print", "Born in 1950, date not known. Large print"),
        (1950, "", "Born in 1950, date not known."),
        (None, "Large print", "Large print"),
        (1951, "Born in 1950, date not known. Loop", "Born in 1951, date not known. Loop"),
        (None, "Born in 1950, date not known.", ""),
    ],
)
def test_a_year_of_birth_is_kept_in_words(year, needs, stored):
    assert with_year(year, needs) == stored
    assert split_year(stored) == (year, split_year(needs)[1])
