from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, parse_financial_year

YEAR = Period.financial_year(2024)


def test_financial_year():
    assert Period(date(2024, 4, 1), date(2025, 3, 31), "2024-25") == YEAR
    assert YEAR.days == 365
    assert Period.financial_year(1999).label == "1999-00"


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2024, 4, 2), date(2024, 4, 1), "backwards")


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2024, 3, 31), False),
        (date(2024, 4, 1), True),
        (date(2025, 3, 31), True),
        (date(2025, 4, 1), False),
    ],
)
def test_both_ends_are_included(day, inside):
    assert YEAR.contains(day) is inside


@pytest.mark.parametrize("text", ["2024-25", " 2024-25 "])
def test_parse_financial_year(text):
    assert parse_financial_year(text) == YEAR


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-26", "did you mean 2024-25"),
        ("2024-24", "did you mean 2024-25"),
        ("2024/25", "not a financial year"),
        ("2024-2025", "not a financial year"),
        ("24-25", "not a financial year"),
        ("2024", "not a financial year"),
        ("0000-01", "not a financial year"),
        ("9999-00", "not a financial year"),
        ("٢٠٢٤-٢٥", "not a financial year"),
        ("", "not a financial year"),
    ],
)
def test_parse_refuses_nonsense(text, message):
    with pytest.raises(ValueError, match=message):
        parse_financial_year(text)


def test_quarters_of_a_year():
    labels = [quarter.label for quarter in YEAR.quarters()]
    assert labels == ["2024-25 Q1", "2024-25 Q2", "2024-25 Q3", "2024-25 Q4"]
    assert YEAR.quarters()[3].start == date(2025, 1, 1)


def test_months_of_a_part():
    part = Period.between(date(2024, 1, 15), date(2024, 3, 10))
    assert part.label == "15 Jan 2024 to 10 Mar 2024"
    assert [month.label for month in part.months()] == [
        "15 Jan 2024 to 31 Jan 2024",
        "Feb 2024",
        "1 Mar 2024 to 10 Mar 2024",
    ]


def test_quarters_of_a_part():
    part = Period.between(date(2024, 11, 1), date(2025, 3, 31))
    assert [(q.start, q.end) for q in part.quarters()] == [
        (date(2024, 11, 1), date(2024, 12, 31)),
        (date(2025, 1, 1), date(2025, 3, 31)),
    ]


@pytest.mark.parametrize(
    ("period", "previous"),
    [
        pytest.param(YEAR, Period.financial_year(2023), id="a year of 366 days before"),
        pytest.param(Period.financial_year(2023), Period.financial_year(2022), id="and of 365"),
        pytest.param(
            Period.between(date(2024, 3, 1), date(2024, 3, 31)),
            Period(date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
            id="month",
        ),
        pytest.param(
            YEAR.quarters()[0],
            Period(date(2024, 1, 1), date(2024, 3, 31), "2023-24 Q4"),
            id="quarter",
        ),
        pytest.param(
            Period.between(date(2024, 5, 6), date(2024, 5, 12)),
            Period(date(2024, 4, 29), date(2024, 5, 5), "29 Apr 2024 to 5 May 2024"),
            id="week",
        ),
        pytest.param(
            Period.between(date(2024, 4, 1), date(2024, 4, 12)),
            Period(date(2024, 3, 20), date(2024, 3, 31), "20 Mar 2024 to 31 Mar 2024"),
            id="part of a month",
        ),
    ],
)
def test_previous(period, previous):
    assert period.previous() == previous


periods = st.builds(
    lambda start, length: Period.between(start, start + timedelta(days=length)),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.integers(0, 1500),
)


@given(periods)
def test_parts_cover_the_whole_once(period):
    for parts in (period.months(), period.quarters()):
        assert (parts[0].start, parts[-1].end) == (period.start, period.end)
        assert sum(part.days for part in parts) == period.days


@given(periods)
def test_previous_ends_the_day_before(period):
    assert period.previous().end + timedelta(days=1) == period.start


@given(st.integers(1000, 9998))
def test_every_year_is_read_back(first_year):
    year = Period.financial_year(first_year)
    assert parse_financial_year(year.label) == year
