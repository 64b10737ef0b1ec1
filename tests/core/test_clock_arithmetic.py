"""Deadlines against an independent counter that goes day by day, or hour by hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bank_holidays import shipped_calendar
from core.clock_arithmetic import Due, Hold, Moment, Unit, at, due, end_of, months_after
from core.workdays import WorkingCalendar

CALENDAR = shipped_calendar()
LONDON = ZoneInfo("Europe/London")
FIRST, LAST = date(2020, 1, 1), date(2029, 12, 31)
IN_DAYS = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS)

days = st.dates(FIRST, LAST)


def near(start: date):
    """Spans on hold that matter to a clock that starts then: they begin within its time."""
    since = st.integers(-5, 40).map(lambda n: start + timedelta(days=n))
    return st.lists(
        st.builds(lambda a, n: Hold(a, a + timedelta(days=n)), since, st.integers(0, 12)),
        max_size=3,
    )


@st.composite
def clocks(draw, units=IN_DAYS):
    start = draw(days)
    return start, draw(st.integers(0, 30)), draw(st.sampled_from(units)), tuple(draw(near(start)))


def on_hold(day: date, spans) -> bool:
    return any(span.since <= day <= span.until for span in spans)


def counted(start: date, amount: int, unit: Unit, spans) -> date:
    """Walk from the start, one day at a time, until as many days have counted."""
    day = start
    if unit is Unit.WORKING_DAYS:
        while not CALENDAR.is_working(day):
            day += timedelta(days=1)
    left = amount
    if unit is Unit.WEEKS:
        left = 7 * amount
    elif unit is Unit.MONTHS:
        left = (a_month_at_a_time(start, amount) - start).days
    while left or on_hold(day, spans) or not works(day, unit):
        day += timedelta(days=1)
        if works(day, unit) and not on_hold(day, spans):
            left -= left > 0
    return day


def works(day: date, unit: Unit) -> bool:
    return unit is not Unit.WORKING_DAYS or CALENDAR.is_working(day)


def a_month_at_a_time(start: date, months: int) -> date:
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(start.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def find(start: date, amount: int, unit: Unit, spans=(), calendar=CALENDAR) -> Due:
    return due(Moment(start), amount, unit, calendar=calendar, holds=spans)


@given(clocks())
def test_agrees_with_going_day_by_day(clock):
    start, amount, unit, spans = clock
    assert find(*clock).due_on == counted(start, amount, unit, spans)


@given(clocks(), st.integers(1, 10), st.integers(0, 20))
def test_is_monotone_in_amount_and_start(clock, more, later):
    start, amount, unit, spans = clock
    found = find(*clock).due_on
    assert find(start, amount + more, unit, spans).due_on >= found
    assert find(start + timedelta(days=later), amount, unit, spans).due_on >= found


@given(clocks(units=(Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS)))
def test_holds_are_additive(clock):
    """Each day on hold within the time adds one day of the same kind, once."""
    start, amount, unit, spans = clock
    found = find(*clock)
    if not amount:
        return
    span = [
        found.counted_from + timedelta(days=n)
        for n in range(1, (found.due_on - found.counted_from).days + 1)
    ]
    held = sum(works(day, unit) and on_hold(day, spans) for day in span)
    in_days = amount * 7 if unit is Unit.WEEKS else amount
    plain = Unit.WORKING_DAYS if unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
    assert found.due_on == find(start, in_days + held, plain).due_on
    assert find(start, amount, unit, (*spans, *spans)).due_on == found.due_on


@given(clocks())
def test_is_never_over_at_the_start(clock):
    found = find(*clock)
    assert found.due_on >= clock[0]
    assert found.due_at >= end_of(clock[0])


@given(clocks(units=(Unit.WORKING_DAYS,)), days)
def test_a_new_day_off_moves_open_work_and_never_back(clock, day):
    new = WorkingCalendar({**CALENDAR.days_off, day: "announced late"}, CALENDAR.horizon)
    before, after = find(*clock), find(*clock, calendar=new)
    assert after.due_on >= before.due_on
    within = before.start.day <= day <= before.due_on
    moves = within and CALENDAR.is_working(day) and not on_hold(day, clock[3])
    assert (after.due_on > before.due_on) == moves or day == before.counted_from


@given(days, st.integers(0, 60), days)
def test_a_new_day_off_never_lengthens_what_is_done(start, length, day):
    new = WorkingCalendar({**CALENDAR.days_off, day: "announced late"}, CALENDAR.horizon)
    end = start + timedelta(days=length)
    assert new.decision_days(start, end) <= CALENDAR.decision_days(start, end)


@given(clocks())
def test_every_day_left_out_is_explained(clock):
    start, amount, unit, _ = clock
    found = find(*clock)
    assert all(each.reason for each in found.skipped)
    left_out = {skipped.day for skipped in found.skipped}
    if not amount:
        assert len(left_out) == (found.due_on - start).days
        return
    after = {found.counted_from + timedelta(days=n + 1) for n in range(2000)}
    counted_days = {day for day in after if day <= found.due_on} - left_out
    in_months = (months_after(start, amount) - start).days
    expected = {Unit.WEEKS: amount * 7, Unit.MONTHS: in_months}.get(unit, amount)
    assert len(counted_days) == expected


@st.composite
def hour_clocks(draw):
    start = draw(
        st.integers(0, 86_000).map(
            lambda hours: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        )
    )
    return start, draw(st.integers(1, 120)), tuple(draw(near(start.date())))


@given(hour_clocks())
def test_hours_agree_with_going_hour_by_hour(clock):
    start, hours, spans = clock
    moment, left = start, hours
    while left:
        if not on_hold(moment.astimezone(LONDON).date(), spans):
            left -= 1
        moment += timedelta(hours=1)
    found = due(at(start), hours, "hours", calendar=CALENDAR, holds=spans)
    assert found.due_at == moment
    assert found.due_at > start


@given(hour_clocks(), st.integers(1, 48))
def test_hours_are_monotone(clock, more):
    start, hours, spans = clock
    first = due(at(start), hours, "hours", calendar=CALENDAR, holds=spans).due_at
    longer = due(at(start), hours + more, "hours", calendar=CALENDAR, holds=spans).due_at
    later = due(at(start + timedelta(hours=more)), hours, "hours", calendar=CALENDAR, holds=spans)
    assert longer > first
    assert later.due_at >= first


FRI, SAT, MON = date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 6)  # Monday: a bank holiday


@pytest.mark.parametrize(
    ("start", "amount", "unit", "day"),
    [
        pytest.param(FRI, 0, "working_days", FRI, id="the same working day"),
        pytest.param(FRI, 1, "working_days", date(2024, 5, 7), id="past a bank holiday"),
        pytest.param(SAT, 0, "working_days", date(2024, 5, 7), id="received on a Saturday"),
        pytest.param(SAT, 1, "working_days", date(2024, 5, 8), id="counts from the next"),
        pytest.param(FRI, 1, "days", SAT, id="calendar days end on any day"),
        pytest.param(FRI, 2, "weeks", date(2024, 5, 17), id="weeks"),
        pytest.param(date(2025, 1, 31), 1, "months", date(2025, 2, 28), id="the last of February"),
        pytest.param(date(2024, 1, 31), 1, "months", date(2024, 2, 29), id="in a leap year"),
        pytest.param(date(2024, 12, 15), 1, "months", date(2025, 1, 15), id="into the next year"),
        pytest.param(date(2024, 11, 30), 13, "months", date(2025, 12, 30), id="over a year"),
    ],
)
def test_deadlines(start, amount, unit, day):
    assert due(Moment(start), amount, unit, calendar=CALENDAR).due_on == day


def test_hours_run_through_the_night_the_clocks_change():
    start = at(datetime(2024, 3, 30, 10, tzinfo=LONDON))
    assert due(start, 24, "hours", calendar=CALENDAR).due_at == datetime(
        2024, 3, 31, 11, tzinfo=LONDON
    )
    back = at(datetime(2024, 10, 26, 10, tzinfo=LONDON))
    assert due(back, 24, "hours", calendar=CALENDAR).due_at == datetime(
        2024, 10, 27, 9, tzinfo=LONDON
    )


def test_hours_count_from_the_end_of_a_day_that_has_no_time():
    found = due(Moment(FRI), 24, "hours", calendar=CALENDAR)
    assert (found.due_at, found.due_on) == (end_of(SAT), SAT)


def test_a_day_is_a_day_in_london():
    assert at(datetime(2024, 7, 1, 23, 30, tzinfo=UTC)).day == date(2024, 7, 2)


def test_what_was_skipped_reads_in_order_with_its_reason():
    found = find(FRI, 2, Unit.WORKING_DAYS, (Hold(date(2024, 5, 7), date(2024, 5, 8), "police"),))
    assert found.due_on == date(2024, 5, 10)
    assert [(each.day.day, each.reason) for each in found.skipped] == [
        (4, "weekend"),
        (5, "weekend"),
        (6, "Early May bank holiday"),
        (7, "on hold: police"),
        (8, "on hold: police"),
    ]


def test_only_working_days_depend_on_the_horizon():
    calendar = WorkingCalendar(horizon=2023)
    assert find(FRI, 1, Unit.WORKING_DAYS, calendar=calendar).is_past_horizon
    assert not find(FRI, 1, Unit.WEEKS, calendar=calendar).is_past_horizon


def test_refuses():
    with pytest.raises(ValueError, match="-1 days"):
        due(Moment(FRI), -1, "days", calendar=CALENDAR)
    with pytest.raises(ValueError, match="fortnights"):
        due(Moment(FRI), 1, "fortnights", calendar=CALENDAR)
