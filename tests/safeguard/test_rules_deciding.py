from datetime import date
from itertools import product

import pytest

from core.errors import RuleViolationError
from safeguard.choices import DecisionResult
from safeguard.choices_work import Route
from safeguard.rules.days import Bound
from safeguard.rules.deciding import check_day, check_result, check_routes, results_open

S42, OTHER, NOT = DecisionResult.SECTION_42, DecisionResult.OTHER, DecisionResult.NOT_AN_ENQUIRY
ALL = (True, True, True)
TODAY = date(2026, 11, 20)


def code_of(call, *args, **more) -> tuple[str, str | None] | None:
    try:
        call(*args, **more)
    except RuleViolationError as error:
        return error.code, error.field
    return None


@pytest.mark.parametrize("parts", list(product((True, False), repeat=3)))
def test_a_section_42_enquiry_is_open_exactly_when_all_three_parts_are_met(parts):
    assert results_open(*parts) == ((S42,) if all(parts) else (OTHER, NOT))


@pytest.mark.parametrize(
    ("parts", "result", "refusal"),
    [
        (ALL, S42, None),
        (ALL, OTHER, ("duty_met", "result")),
        (ALL, NOT, ("duty_met", "result")),
        ((True, True, False), S42, ("not_all_parts", "result")),
        ((False, True, True), S42, ("not_all_parts", "result")),
        ((True, False, True), OTHER, None),
        ((False, False, False), NOT, None),
    ],
)
def test_check_result(parts, result, refusal):
    assert code_of(check_result, *parts, result) == refusal


def test_the_refusal_of_a_duty_that_is_met_explains_itself():
    with pytest.raises(RuleViolationError, match="whatever form the enquiry takes"):
        check_result(*ALL, NOT)


@pytest.mark.parametrize(
    ("result", "routes", "refusal"),
    [
        (S42, [], None),
        (OTHER, [], None),
        (S42, [Route.ADVICE], ("route_of_an_enquiry", "routes")),
        (OTHER, [Route.NO_ACTION], ("route_of_an_enquiry", "routes")),
        (NOT, [], ("no_route", "routes")),
        (NOT, [Route.ADVICE], None),
        (NOT, [Route.ADVICE, Route.REVIEW], None),
        (NOT, [Route.NO_ACTION], None),
        (NOT, [Route.NO_ACTION, Route.ADVICE], ("no_action_stands_alone", "routes")),
    ],
)
def test_check_routes(result, routes, refusal):
    assert code_of(check_routes, result, routes) == refusal


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (date(2026, 11, 17), ("too_early", "on")),
        (date(2026, 11, 18), None),
        (TODAY, None),
        (date(2026, 11, 21), ("in_future", "on")),
    ],
)
def test_check_day_allows_both_ends(on, refusal):
    bound = Bound(date(2026, 11, 18), "the concern was received")
    found = code_of(check_day, on, field="on", label="Day", today=TODAY, not_before=bound)
    assert found == refusal
