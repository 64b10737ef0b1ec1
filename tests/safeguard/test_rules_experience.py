"""When asking is in time, and how listed answers are read."""

from datetime import date

import pytest

from safeguard.rules.experience import ask_by, code_of, days_late, read_answers, write_answers

CLOSED = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("asked_on", "late"),
    [(CLOSED, 0), (date(2026, 10, 27), 0), (date(2026, 10, 28), 1), (date(2026, 11, 27), 31)],
)
def test_the_last_day_of_the_last_week_is_in_time(asked_on, late):
    assert ask_by(CLOSED, 8) == date(2026, 10, 27)
    assert days_late(asked_on, CLOSED, 8) == late


def test_answers_are_read_with_and_without_codes():
    read = read_answers("A lot\n\n  quite = Quite a bit = yes \nNot at all, really!")
    assert [tuple(each) for each in read] == [
        ("a_lot", "A lot"),
        ("quite", "Quite a bit = yes"),
        ("not_at_all_really", "Not at all, really!"),
    ]


def test_answers_are_written_as_they_are_read():
    labels = {"a_lot": "A lot", "none": "Not = at all"}
    assert dict(read_answers(write_answers(labels))) == labels


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least two"),
        ("Yes", "at least two"),
        ("Yes\nyes", "Two answers have the code yes"),
        ("A B = Yes\nNo", "cannot be read"),
        ("a =\nNo", "cannot be read"),
        ("123\nNo", "cannot be read"),
    ],
)
def test_answers_that_cannot_be_read_say_why(text, message):
    with pytest.raises(ValueError, match=message):
        read_answers(text)


def test_a_code_is_short_and_plain():
    assert code_of("Quite a bit") == "quite_a_bit"
    assert code_of("x" * 40) == "x" * 30
