"""What a decision may say. The answers leave results open or closed; a person always chooses."""

from collections.abc import Collection
from datetime import date

from core.errors import RuleViolationError
from safeguard.choices import DecisionResult
from safeguard.choices_work import Route
from safeguard.rules.days import Bound, day_fault

NOT_ALL_PARTS = (
    "A section 42 enquiry needs “yes” to all three parts. Choose another result, or look again at "
    "the answers"
)
DUTY_MET = (
    "You answered “yes” to all three parts, so the duty to make enquiries under section 42(2) is "
    "met, whatever form the enquiry takes: it may be one conversation. Choose section 42 enquiry, "
    "or look again at the answers"
)


def results_open(met_a: bool, met_b: bool, met_c: bool) -> tuple[DecisionResult, ...]:
    """Return the results that these answers to section 42(1)(a), (b) and (c) leave open.

    With all three met the duty of section 42(2) is met, so that only a section 42 enquiry is open;
    an "other" enquiry is by its definition one without all three.
    """
    if met_a and met_b and met_c:
        return (DecisionResult.SECTION_42,)
    return (DecisionResult.OTHER, DecisionResult.NOT_AN_ENQUIRY)


def check_result(met_a: bool, met_b: bool, met_c: bool, result: str) -> None:
    """Refuse a result that the answers do not leave open.

    Raises:
        RuleViolationError: code `not_all_parts` or `duty_met`.
    """
    if result in results_open(met_a, met_b, met_c):
        return
    if result == DecisionResult.SECTION_42:
        raise RuleViolationError("not_all_parts", NOT_ALL_PARTS, field="result")
    raise RuleViolationError("duty_met", DUTY_MET, field="result")


def check_routes(result: str, routes: Collection[str]) -> None:
    """Refuse routes that do not go with the result.

    Raises:
        RuleViolationError: code `no_route`, `route_of_an_enquiry` or `no_action_stands_alone`.
    """
    if result != DecisionResult.NOT_AN_ENQUIRY:
        if routes:
            raise RuleViolationError(
                "route_of_an_enquiry",
                "Choose where the concern goes only when it is not an enquiry",
                field="routes",
            )
        return
    if not routes:
        raise RuleViolationError(
            "no_route", "Choose where the concern goes, or no further action", field="routes"
        )
    if Route.NO_ACTION in routes and len(routes) > 1:
        raise RuleViolationError(
            "no_action_stands_alone",
            "Choose either no further action or the routes, not both",
            field="routes",
        )


def check_day(on: date, *, field: str, label: str, today: date, not_before: Bound) -> None:
    """Refuse a day in the future, or before what comes first. Both ends are allowed.

    Raises:
        RuleViolationError: code `in_future` or `too_early`.
    """
    fault = day_fault(on, label, not_before=not_before, today=today)
    if fault is not None:
        raise RuleViolationError(fault.code, fault.words, field=field)
