"""Rules of the work of an enquiry: days, holds, answers for the return, advocacy, requests."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from safeguard.rules.caused import Stage, caused_to, is_late, may, stage_of
from safeguard.rules.days import Bound, day_fault, in_words
from safeguard.rules.enquiring import (
    advocacy_note,
    difficulty_fault,
    facts_fault,
    overlapping,
)

START = date(2025, 4, 2)
TODAY = date(2025, 5, 1)
ONE = timedelta(days=1)
BOUND = Bound(START, "the enquiry commenced")


@pytest.mark.parametrize(
    ("day", "not_before", "today", "code"),
    [
        (None, BOUND, TODAY, None),
        (START, BOUND, TODAY, None),
        (START - ONE, BOUND, TODAY, "too_early"),
        (START - ONE, None, TODAY, None),
        (TODAY, BOUND, TODAY, None),
        (TODAY + ONE, BOUND, TODAY, "in_future"),
        (TODAY + ONE, BOUND, None, None),
    ],
)
def test_a_day_lies_between_what_it_follows_and_today(day, not_before, today, code):
    fault = day_fault(day, "Date planned", not_before=not_before, today=today)
    assert (fault and fault.code) == code


def test_a_fault_names_the_day_and_what_came_first():
    fault = day_fault(START - ONE, "Date planned", not_before=BOUND, today=TODAY)
    words = "Date planned cannot be before the enquiry commenced, on 2 April 2025"
    assert fault is not None
    assert fault.words == words
    assert in_words(date(2026, 11, 22)) == "22 November 2026"


@dataclass
class Span:
    since: date
    until: date | None


@pytest.mark.parametrize(
    ("since", "until", "shares_a_day"),
    [
        (1, 4, False),
        (1, 5, True),
        (5, 10, True),
        (6, 7, True),
        (10, 12, True),
        (11, 12, False),
        (1, None, True),
        (10, None, True),
        (11, None, False),
    ],
)
def test_holds_share_no_day(since, until, shares_a_day):
    other = Span(date(2025, 4, 5), date(2025, 4, 10))
    end = date(2025, 4, until) if until else None
    found = overlapping(date(2025, 4, since), end, [other])
    assert found is (other if shares_a_day else None)


def test_a_hold_that_runs_shares_every_later_day():
    running = Span(date(2025, 4, 5), None)
    assert overlapping(date(2030, 1, 1), None, [running]) is running
    assert overlapping(date(2025, 4, 1), date(2025, 4, 4), [running]) is None


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({}, None),
        ({"lacked_capacity": "YES", "supported": True}, None),
        ({"lacked_capacity": "YES", "supported": False}, None),
        ({"lacked_capacity": "NO", "supported": False}, "supported"),
        ({"supported": True}, "supported"),
        ({"outcomes_achieved": "FULL", "outcomes_asked": "ASK_EXP"}, None),
        ({"outcomes_achieved": "FULL", "outcomes_asked": "ASK_NONE"}, "outcomes_asked"),
        ({"outcomes_achieved": "NOT"}, "outcomes_asked"),
    ],
)
def test_answers_that_the_return_could_not_take(answers, field):
    empty = dict.fromkeys(
        ("lacked_capacity", "supported", "outcomes_asked", "outcomes_achieved"), None
    )
    found = facts_fault(**{**empty, **answers})
    assert (found and found[0]) == field


@pytest.mark.parametrize(
    ("substantial", "parts", "refused"),
    [
        (True, ["no", "no", "yes", "no"], False),
        (True, ["no", "no", "not_known", "no"], True),
        (False, ["no", "no", "no", "no"], False),
        (False, ["yes", "no", "no", "no"], False),
        (None, ["yes", "no", "no", "no"], False),
    ],
)
def test_substantial_difficulty_is_in_something(substantial, parts, refused):
    assert (difficulty_fault(substantial, parts) is not None) == refused


@pytest.mark.parametrize(
    ("kind", "substantial", "person", "begins"),
    [
        ("s42", True, "", "The duty in section 68"),
        ("s42", True, "  ", "The duty in section 68"),
        ("s42", True, "Her sister", ""),
        ("s42", False, "", ""),
        ("s42", None, "", ""),
        ("other", True, "", "The adult has substantial difficulty"),
    ],
)
def test_when_section_68_looks_to_apply(kind, substantial, person, begins):
    note = advocacy_note(kind, substantial, person)
    assert note.startswith(begins)
    assert bool(note) == bool(begins)


@dataclass
class Request:
    accepted_on: date | None = None
    declined_on: date | None = None
    received_on: date | None = None
    withdrawn_on: date | None = None
    quality: str | None = None


STAGES = [
    (Request(), Stage.ASKED, {"answer", "chase", "receive", "take_over"}),
    (Request(accepted_on=START), Stage.ACCEPTED, {"chase", "receive", "take_over"}),
    (Request(declined_on=START), Stage.DECLINED, set()),
    (Request(received_on=START), Stage.RECEIVED, {"check", "take_over"}),
    (
        Request(received_on=START, quality="returned"),
        Stage.RETURNED,
        {"chase", "receive", "take_over"},
    ),
    (Request(received_on=START, quality="accepted"), Stage.DONE, set()),
    (Request(quality="taken_over"), Stage.TAKEN_OVER, set()),
]


@pytest.mark.parametrize(("request_", "stage", "steps"), STAGES)
def test_where_a_request_stands_and_what_may_come_next(request_, stage, steps):
    assert stage_of(request_) is stage
    every = ("answer", "chase", "receive", "check", "take_over")
    assert {step for step in every if may(step, request_)} == steps


def test_a_request_is_late_from_the_day_after_it_was_due():
    assert not is_late(Request(), TODAY, TODAY)
    assert is_late(Request(), TODAY, TODAY + ONE)
    assert not is_late(Request(received_on=START), TODAY, TODAY + ONE)


@pytest.mark.parametrize(
    ("held", "asked", "body"),
    [
        ("", [], ""),
        ("", [("A", False)], "A"),
        ("A", [("A", False), ("B", False)], "A"),
        ("A", [("A", True), ("B", False)], "B"),
        ("A", [("A", True)], ""),
        ("NHS trust", [("A", False)], "NHS trust"),
        ("NHS trust", [("A", True)], "NHS trust"),
    ],
)
def test_by_whom_an_enquiry_counts_as_caused(held, asked, body):
    assert caused_to(held, asked) == body
