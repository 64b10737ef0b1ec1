from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bank_holidays import shipped_bank_holidays, shipped_calendar
from core.workdays import SkippedDay, WorkingCalendar
from tests.core.statistics.golden import expected

CALENDAR = shipped_calendar()
GOLDEN = expected("working_days")
FRI, SAT, SUN, MON, TUE = (date(2024, 5, day) for day in (3, 4, 5, 6, 7))  # Monday: May Day

days = st.dates(date(2014, 1, 1), date(2030, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    st.dictionaries(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.just("closed")),
)


@pytest.mark.parametrize("row", GOLDEN["rows"], ids=lambda row: f"{row['start']} {row['end']}")
def test_golden(row):
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    assert (end - start).days == row["calendar_days"]
    assert CALENDAR.working_days_between(start, end) == row["working_days_after_start"]


def test_golden_bank_holidays_are_shipped():
    shipped = {day.isoformat() for day, _ in shipped_bank_holidays()}
    assert set(GOLDEN["bank_holidays_england_wales_used"]) <= shipped


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 5, 8), "VE day"),
        (date(2022, 6, 2), "Spring"),
        (date(2022, 6, 3), "Jubilee"),
        (date(2022, 9, 19), "Funeral"),
        (date(2023, 5, 8), "coronation"),
        (date(2027, 12, 28), "substitute"),
    ],
)
def test_days_moved_and_added(day, name):
    assert name in dict(shipped_bank_holidays())[day]


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2022, 1, 1)])
def test_days_that_were_moved_away(day):
    assert day not in dict(shipped_bank_holidays())


def test_shipped_bank_holidays_are_complete_and_in_order():
    listed = [day for day, _ in shipped_bank_holidays()]
    years = [day.year for day in listed]
    assert listed == sorted(set(listed))
    assert all(day.weekday() < 5 for day in listed)
    assert sorted(set(years)) == list(range(2015, CALENDAR.horizon + 1))
    assert all(years.count(year) >= 8 for year in years)


@pytest.mark.parametrize(
    ("received", "decided", "waited"),
    [
        pytest.param(FRI, FRI, 0, id="the same day"),
        pytest.param(FRI, MON, 0, id="a bank holiday does not count"),
        pytest.param(FRI, TUE, 1, id="nor the weekend"),
        pytest.param(SAT, SUN, 0, id="decided before counting began"),
        pytest.param(SAT, TUE, 0, id="the next working day is day 0"),
        pytest.param(SAT, date(2024, 5, 8), 1, id="and the one after is day 1"),
        pytest.param(MON, date(2024, 5, 8), 1, id="received on a bank holiday"),
    ],
)
def test_decision_days(received, decided, waited):
    assert CALENDAR.decision_days(received, decided) == waited


def test_deadline_explains_itself():
    deadline = CALENDAR.deadline(SAT, 1)
    assert (deadline.counted_from, deadline.due) == (TUE, date(2024, 5, 8))
    assert deadline.skipped == (
        SkippedDay(SAT, "weekend"),
        SkippedDay(SUN, "weekend"),
        SkippedDay(MON, "Early May bank holiday"),
    )
    assert not deadline.is_past_horizon


def test_closures_count_as_days_off_and_keep_their_reason():
    office = WorkingCalendar({MON: "May Day", TUE: "Office move"})
    assert not office.is_working(TUE)
    assert [day.reason for day in office.deadline(FRI, 1).skipped] == [
        "weekend",
        "weekend",
        "May Day",
        "Office move",
    ]


@pytest.mark.parametrize(("horizon", "past"), [(2023, True), (2024, False), (None, True)])
def test_a_deadline_past_the_known_holidays_says_so(horizon, past):
    assert WorkingCalendar(horizon=horizon).deadline(FRI, 3).is_past_horizon is past


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: CALENDAR.working_days_between(TUE, MON), "before it starts"),
        (lambda: CALENDAR.decision_days(TUE, MON), "before it was received"),
        (lambda: CALENDAR.deadline(TUE, -1), "-1 working days"),
        (lambda: CALENDAR.due_on(TUE, -1), "-1 working days"),
    ],
)
def test_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(calendars, days, st.integers(0, 800))
def test_counting_agrees_with_going_day_by_day(calendar, start, length):
    after = [start + timedelta(days=n) for n in range(1, length + 1)]
    end = start + timedelta(days=length)
    assert calendar.working_days_between(start, end) == sum(map(calendar.is_working, after))


@given(calendars, days, st.integers(0, 260))
def test_a_deadline_lies_the_given_working_days_after_day_0(calendar, start, working_days):
    deadline = calendar.deadline(start, working_days)
    waited = calendar.working_days_between(deadline.counted_from, deadline.due)
    assert calendar.is_working(deadline.due)
    assert waited == calendar.decision_days(start, deadline.due) == working_days
    span = (deadline.due - start).days + 1
    assert span == len(deadline.skipped) + 1 + working_days
    assert not any(calendar.is_working(skipped.day) for skipped in deadline.skipped)


@given(calendars, days)
def test_the_first_working_day_is_the_nearest(calendar, day):
    first = calendar.first_working_day_on_or_after(day)
    assert calendar.is_working(first)
    assert not any(calendar.is_working(day + timedelta(days=n)) for n in range((first - day).days))


@given(calendars, days, st.integers(0, 400), st.integers(0, 400))
def test_spans_add_up(calendar, start, first, second):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    whole = calendar.working_days_between(start, end)
    parts = calendar.working_days_between(start, middle), calendar.working_days_between(middle, end)
    assert whole == sum(parts)
