"""Ages and days: Python and both databases must give one answer."""

from datetime import date, timedelta

import pytest
from django.db.models import DateField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dates import DaysBetween, MonthOf, YearsBetween, years_before, years_between
from core.models import BankHoliday

DAYS = st.dates(date(1905, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        pytest.param(date(1960, 3, 31), date(2025, 3, 31), 65, id="birthday today"),
        pytest.param(date(1960, 4, 1), date(2025, 3, 31), 64, id="birthday tomorrow"),
        pytest.param(date(1960, 2, 29), date(2025, 2, 28), 64, id="leap day, the day before"),
        pytest.param(date(1960, 2, 29), date(2025, 3, 1), 65, id="leap day, 1 March"),
        pytest.param(date(1960, 2, 29), date(2024, 2, 29), 64, id="leap day in a leap year"),
        pytest.param(date(2000, 1, 1), date(2000, 1, 1), 0, id="born that day"),
    ],
)
def test_years_between(born, on, age):
    assert years_between(born, on) == age


@given(on=DAYS, years=st.integers(0, 110))
def test_years_before_is_the_last_birth_that_is_old_enough(on, years):
    latest = years_before(on, years)
    assert years_between(latest, on) >= years
    assert years_between(latest + timedelta(days=1), on) < years


def in_sql(expression):
    BankHoliday.objects.get_or_create(on=date(1900, 1, 1), title="One row", source="a test")
    row = BankHoliday.objects.filter(on=date(1900, 1, 1)).annotate(found=expression)
    return row.values_list("found", flat=True).get()


def day(value: date) -> Value:
    return Value(value, output_field=DateField())


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=DAYS, second=DAYS)
def test_sql_agrees_with_python(first, second):
    earlier, later = sorted((first, second))
    assert in_sql(YearsBetween(day(later), day(earlier))) == years_between(earlier, later)
    assert in_sql(DaysBetween(day(later), day(earlier))) == (later - earlier).days
    assert in_sql(MonthOf(day(later))) == f"{later:%Y-%m}"
