from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeguard.rules.clusters import busiest, cluster, history_start, window_start

UNTIL = date(2025, 12, 31)


def ago(*days: int) -> dict[date, int]:
    found: dict[date, int] = {}
    for day in days:
        on = UNTIL - timedelta(days=day)
        found[on] = found.get(on, 0) + 1
    return found


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((), None),
        ((0, 1, 2, 3), None),  # four is too few for a word
        ((0, 1, 2, 3, 27), (5, 0)),
        ((0, 1, 2, 3, 28), None),  # the fifth is a day outside the window
        ((0, 1, 2, 3, 4, 40, 41, 42), (5, 3)),
        ((0, 1, 2, 3, 4, 40, 41, 42, 43, 44), None),  # as many before: nothing stands out
        ((0, 1, 2, 3, 4, 400, 401, 402, 403, 404), (5, 0)),  # longer ago than the year before
        ((0, 0, 0, 0, 0), (5, 0)),
    ],
)
def test_what_stands_out(days, expected):
    found = cluster(ago(*days), UNTIL)
    assert found == expected
    if found:
        assert str(expected[0]) in found.reason


def test_the_spans_meet():
    assert (UNTIL - window_start(UNTIL)).days == 27
    assert (window_start(UNTIL) - history_start(UNTIL)).days == 365


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 90), max_size=30), st.integers(0, 40), st.integers(0, 60))
def test_the_busiest_window_as_counted_by_hand(days, first, length):
    counted = ago(*days)
    start, end = UNTIL - timedelta(days=first + length), UNTIL - timedelta(days=first)
    by_hand = [
        sum(
            counted.get(begin + timedelta(days=n), 0)
            for n in range(28)
            if start <= begin + timedelta(days=n) <= end
        )
        for begin in (start + timedelta(days=n) for n in range(length + 1))
    ]
    assert busiest(counted, start, end) == max(by_hand, default=0)
