"""Checks of one cell against another cell of its row, over many rows at a time.

A check is made only where both cells are sound, and a cell has at most one fault: the first.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from safeguard.choices import (
    RISK_IDENTIFIED,
    DecisionResult,
    LackedCapacity,
    OutcomesAsked,
)
from safeguard.extract.columns import NO
from safeguard.extract.faults import CellFaultError

Values = Mapping[str, list[Any]]
Faulty = dict[int, dict[str, CellFaultError]]
Found = tuple[int, str, CellFaultError]

_IDENTIFIED = frozenset(str(value) for value in RISK_IDENTIFIED)
_SECTION_42 = str(DecisionResult.SECTION_42)
_LACKED = str(LackedCapacity.YES)
_EXPRESSED = str(OutcomesAsked.EXPRESSED)


def check_rows(file: str, values: Values, faulty: Faulty) -> None:
    """Add to `faulty` what the checks of `file` find; `values` holds None for an unsound cell."""
    for check, columns in CHECKS[file]:
        for place, column, fault in check(values):
            in_row = faulty.get(place, {})
            if not any(name in in_row for name in columns):
                faulty.setdefault(place, {})[column] = fault


def _out_of_order(values: Values, later: str, earlier: str) -> Iterator[Found]:
    for place, (after, before) in enumerate(zip(values[later], values[earlier], strict=True)):
        if after and before and after < before:
            yield place, later, CellFaultError("out_of_order", f"{after}, {before}")


def _together(values: Values, one: str, other: str, codes: tuple[str, str]) -> Iterator[Found]:
    """Find rows with only one of two cells: `codes` are for the lack of `one` and of `other`."""
    for place, (first, second) in enumerate(zip(values[one], values[other], strict=True)):
        if first is None and second is not None:
            yield place, one, CellFaultError(codes[0])
        elif second is None and first is not None:
            yield place, other, CellFaultError(codes[1])


def died_before_birth(values: Values) -> Iterator[Found]:
    return _out_of_order(values, "date_of_death", "date_of_birth")


def decided_before_receipt(values: Values) -> Iterator[Found]:
    return _out_of_order(values, "decided_on", "received_on")


def decision_and_date(values: Values) -> Iterator[Found]:
    codes = ("decision_without_date", "date_without_decision")
    return _together(values, "decided_on", "decision", codes)


def parts_of_the_test(values: Values) -> Iterator[Found]:
    parts = ("s42_1a", "s42_1b", "s42_1c")
    rows = zip(values["decision"], *(values[part] for part in parts), strict=True)
    for place, (decision, *answers) in enumerate(rows):
        if decision == _SECTION_42 and NO in answers:
            for part, answer in zip(parts, answers, strict=True):
                if answer == NO:
                    yield place, part, CellFaultError("part_not_met")


def concluded_before_start(values: Values) -> Iterator[Found]:
    return _out_of_order(values, "concluded_on", "started_on")


def conclusion_and_result(values: Values) -> Iterator[Found]:
    codes = ("result_without_conclusion", "conclusion_without_result")
    return _together(values, "concluded_on", "risk_assessment_result", codes)


def outcome_of_a_risk(values: Values) -> Iterator[Found]:
    rows = zip(values["risk_outcome"], values["risk_assessment_result"], strict=True)
    for place, (outcome, result) in enumerate(rows):
        if outcome is not None and result not in _IDENTIFIED:
            yield place, "risk_outcome", CellFaultError("outcome_without_risk")


def support_for_lack(values: Values) -> Iterator[Found]:
    rows = zip(values["supported"], values["lacked_capacity"], strict=True)
    for place, (supported, lacked) in enumerate(rows):
        if supported is not None and lacked != _LACKED:
            yield place, "supported", CellFaultError("support_without_lack")


def achieved_what_was_expressed(values: Values) -> Iterator[Found]:
    rows = zip(values["outcomes_achieved"], values["outcomes_asked"], strict=True)
    for place, (achieved, asked) in enumerate(rows):
        if achieved is not None and asked != _EXPRESSED:
            yield place, "outcomes_achieved", CellFaultError("achieved_without_expressed")


Check = Callable[[Values], Iterator[Found]]

# Beside each check, the cells that must be sound for it; the order decides which fault is first.
CHECKS: Mapping[str, tuple[tuple[Check, tuple[str, ...]], ...]] = {
    "people": ((died_before_birth, ("date_of_death", "date_of_birth")),),
    "concerns": (
        (decided_before_receipt, ("decided_on", "received_at")),
        (decision_and_date, ("decided_on", "decision")),
        (parts_of_the_test, ("decision",)),
    ),
    "enquiries": (
        (concluded_before_start, ("concluded_on", "started_on")),
        (conclusion_and_result, ("concluded_on", "risk_assessment_result")),
        (outcome_of_a_risk, ("risk_outcome", "risk_assessment_result")),
        (support_for_lack, ("supported", "lacked_capacity")),
        (achieved_what_was_expressed, ("outcomes_achieved", "outcomes_asked")),
    ),
    "risks": (),
}
