"""Which rule a case falls under, and how its clock stands."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bank_holidays import shipped_calendar
from core.clock_arithmetic import Moment, Unit, at
from core.workdays import WorkingCalendar
from safeguard.choices_work import ClockEvent, ClockUnit
from safeguard.rules.clocks import (
    IN_ORDER,
    ClockState,
    Rules,
    RunningHold,
    Timescale,
    clocks_between,
    may_run,
    run,
)

CALENDAR = shipped_calendar()
LONDON = ZoneInfo("Europe/London")
MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in range(23, 28))


def rule(**changes):
    plain = {
        "key": 1,
        "name": "Decision",
        "start_event": "received",
        "end_event": "decided",
        "amount": 2,
        "unit": "working_days",
        "enquiry_kind": "any",
        "priority": "any",
        "effective_from": date(2020, 1, 1),
        "last_day": None,
        "warn_before": 1,
        "takes_off_holds": True,
        "reason_counts_as_met": False,
    }
    return Timescale(**{**plain, **changes})


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)


def clock(*, start=MON, ended=None, on=MON, holds=(), reason="", **changes):
    return run(
        rule(**changes),
        Moment(start),
        Moment(ended) if ended else None,
        calendar=CALENDAR,
        now=noon(on),
        holds=holds,
        late_reason=reason,
    )


def test_units_and_events_are_the_ones_that_are_stored():
    assert {unit.value for unit in Unit} == set(ClockUnit.values)
    assert set(IN_ORDER) == set(ClockEvent)


PICKED = {
    "both": rule(key=1, enquiry_kind="s42", priority="red"),
    "priority": rule(key=2, priority="red"),
    "kind": rule(key=3, enquiry_kind="s42"),
    "any": rule(key=4),
    "newer any": rule(key=5, effective_from=date(2026, 4, 1)),
    "to come": rule(key=6, priority="red", effective_from=date(2027, 4, 1)),
    "ended": rule(key=7, priority="green", last_day=date(2026, 3, 31)),
}


@pytest.mark.parametrize(
    ("kind", "priority", "on", "name"),
    [
        ("s42", "red", MON, "both"),
        ("other", "red", MON, "priority"),
        (None, "red", MON, "priority"),
        ("s42", "green", MON, "kind"),
        ("s42", None, MON, "kind"),
        ("other", "green", MON, "newer any"),
        (None, None, MON, "newer any"),
        ("other", None, date(2026, 3, 31), "any"),
        ("other", "green", date(2026, 3, 31), "ended"),
        (None, "red", date(2027, 4, 1), "to come"),
        ("s42", "red", date(2019, 12, 31), None),
    ],
)
def test_the_most_specific_rule_in_force_counts(kind, priority, on, name):
    found = Rules(PICKED.values()).pick("received", "decided", on=on, kind=kind, priority=priority)
    assert found == (PICKED[name] if name else None)


def test_a_step_without_a_rule_has_none():
    assert Rules().pick("received", "decided", on=MON) is None
    assert not Rules()


@pytest.mark.parametrize(
    ("start", "end", "runs"),
    [
        ("received", "decided", True),
        ("received", "concluded", True),
        ("concluded", "plan_reviewed", True),
        ("decided", "received", False),
        ("commenced", "feedback_given", False),
        ("experience_asked", "concluded", False),
    ],
)
def test_may_run(start, end, runs):
    assert may_run(start, end) is runs


@pytest.mark.parametrize(
    ("case", "state", "left"),
    [
        pytest.param({"on": MON, "amount": 3}, "in_time", "3 working days left", id="in time"),
        pytest.param({"on": TUE}, "due_soon", "1 working day left", id="due soon"),
        pytest.param({"on": WED}, "due_soon", "due today", id="last day"),
        pytest.param({"on": THU}, "overdue", "1 working day over", id="over"),
        pytest.param({"on": WED, "ended": WED}, "met", "", id="met"),
        pytest.param({"on": FRI, "ended": THU}, "late", "1 working day late", id="late"),
        pytest.param(
            {"on": FRI, "ended": THU, "reason": "Away"},
            "late_with_reason",
            "1 working day late",
            id="late with a reason",
        ),
        pytest.param({"on": THU, "reason": "Away"}, "overdue", "1 working day over", id="open"),
        pytest.param(
            {"on": THU, "holds": (RunningHold(TUE, None, "police"),)},
            "on_hold",
            "2 working days left",
            id="on hold",
        ),
        pytest.param(
            {"on": FRI, "holds": (RunningHold(FRI, None),)},
            "overdue",
            "1 working day over",
            id="a hold does not cure what was over",
        ),
        pytest.param(
            {"on": THU, "holds": (RunningHold(TUE, None),), "takes_off_holds": False},
            "overdue",
            "1 working day over",
            id="a rule that takes no holds off",
        ),
        pytest.param(
            {"on": FRI, "holds": (RunningHold(TUE, WED),)}, "due_soon", "due today", id="held"
        ),
        pytest.param({"on": date(2026, 11, 28)}, "overdue", "2 working days over", id="weekend"),
        pytest.param(
            {"amount": 1, "on": date(2026, 11, 28), "start": THU},
            "overdue",
            "less than a working day over",
            id="over since Friday",
        ),
    ],
)
def test_state(case, state, left):
    found = clock(**case)
    assert (found.state, found.days_left) == (ClockState(state), left)


@pytest.mark.parametrize(
    ("case", "met"),
    [
        ({"on": TUE}, None),
        ({"on": THU}, False),
        ({"ended": WED}, True),
        ({"ended": THU}, False),
        ({"ended": THU, "reason": "Away"}, False),
        ({"ended": THU, "reason": "Away", "reason_counts_as_met": True}, True),
        ({"on": THU, "reason": "Away", "reason_counts_as_met": True}, False),
    ],
)
def test_counts_as_met(case, met):
    assert clock(**case).counts_as_met is met


@pytest.mark.parametrize(
    ("hour", "ended", "state"),
    [
        (13, None, "overdue"),
        (12, None, "due_soon"),
        (11, None, "due_soon"),
    ],
)
def test_hours_are_judged_by_the_hour(hour, ended, state):
    start = at(datetime(2026, 11, 23, 12, tzinfo=LONDON))
    now = datetime(2026, 11, 24, hour, tzinfo=LONDON)
    found = run(rule(unit="hours", amount=24), start, ended, calendar=CALENDAR, now=now)
    assert found.state is ClockState(state)


def test_a_step_of_which_only_the_day_is_known_is_judged_by_the_day():
    start = at(datetime(2026, 11, 23, 12, tzinfo=LONDON))
    found = run(rule(unit="hours", amount=24), start, Moment(TUE), calendar=CALENDAR, now=noon(FRI))
    assert found.state is ClockState.MET


def test_a_hold_moves_the_deadline_on_each_day():
    for on in (TUE, WED, THU):
        held = clock(on=on, holds=(RunningHold(TUE, None),))
        assert held.due.counted_between(on, held.due_on) == 2


def test_the_soonest_due_of_those_running_comes_first():
    rules = Rules(
        [
            rule(key=1, amount=5),
            rule(key=2, end_event="priority_set", amount=1),
            rule(key=3, start_event="priority_set", amount=1),
        ]
    )
    found = clocks_between(
        rules,
        {"received": Moment(MON), "priority_set": Moment(MON)},
        ends={"decided", "priority_set"},
        calendar=CALENDAR,
        now=noon(MON),
    )
    assert [each.rule.key for each in found] == [3, 1, 2]


def test_what_was_opened_again_counts_from_there():
    found = clocks_between(
        Rules([rule()]),
        {"received": Moment(date(2026, 1, 5))},
        ends={"decided"},
        calendar=CALENDAR,
        now=noon(MON),
        again={"decided": Moment(MON)},
    )
    assert (found[0].started, found[0].state) == (MON, ClockState.IN_TIME)
    assert found[0].starts_again


def test_what_ended_before_it_was_opened_again_keeps_its_clock():
    received, ended = date(2026, 1, 5), MON - timedelta(days=1)
    for on, starts_again in ((ended, False), (MON, True)):
        found = clocks_between(
            Rules([rule()]),
            {"received": Moment(received), "decided": Moment(on)},
            ends={"decided"},
            calendar=CALENDAR,
            now=noon(MON),
            again={"decided": Moment(MON)},
        )
        assert found[0].starts_again is starts_again
        assert found[0].state is (ClockState.MET if starts_again else ClockState.LATE)


days = st.dates(date(2020, 1, 1), date(2029, 12, 31))
units = st.sampled_from([unit.value for unit in Unit])


@given(days, st.integers(1, 60), units, st.integers(0, 23))
def test_is_never_overdue_at_its_start(start, amount, unit, hour):
    moment = datetime(start.year, start.month, start.day, hour, 30, tzinfo=LONDON)
    for begun in (at(moment), Moment(start)):
        found = run(rule(unit=unit, amount=amount), begun, None, calendar=CALENDAR, now=moment)
        assert found.state is not ClockState.OVERDUE


@given(days, st.integers(0, 30), st.integers(0, 40), days)
def test_a_day_off_announced_late_never_makes_finished_work_late(start, amount, took, day):
    new = WorkingCalendar({**CALENDAR.days_off, day: "announced late"}, CALENDAR.horizon)
    ended = Moment(start + timedelta(days=took))
    before, after = (
        run(rule(amount=amount), Moment(start), ended, calendar=each, now=noon(ended.day))
        for each in (CALENDAR, new)
    )
    assert before.is_over or not after.is_over
