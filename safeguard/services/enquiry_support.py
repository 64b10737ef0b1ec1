"""The adult's capacity, decision by decision, and the advocate who helps them take part."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction

from core.errors import RuleViolationError
from core.models import User
from safeguard.models import Advocacy, CapacityAssessment, Enquiry
from safeguard.rules.days import Bound
from safeguard.rules.enquiring import difficulty_fault
from safeguard.services.enquiry_rows import (
    add_row,
    change_row,
    check_day,
    lock_open,
    lock_row,
    received,
    refuse,
)

DIFFICULTIES = (
    "difficulty_understanding",
    "difficulty_retaining",
    "difficulty_weighing",
    "difficulty_communicating",
)
# The model takes NULL for "not judged" but does not let a cleaned form leave it out.
MAY_BE_EMPTY = ("substantial_difficulty",)


class CapacityAnswers(TypedDict):
    """One assessment, for one decision. `best_interests` only where capacity was lacking."""

    decision: str
    assessed_on: date
    had_capacity: bool
    assessed_by: str
    best_interests: str


class AdvocacyAnswers(TypedDict):
    """`suitable_person` is empty where nobody is suitable; `substantial_difficulty` None where
    nobody judged it yet; `not_appointed` None where one was appointed or is still waited for.
    """

    kind: str
    substantial_difficulty: bool | None
    difficulty_understanding: str
    difficulty_retaining: str
    difficulty_weighing: str
    difficulty_communicating: str
    suitable_person: str
    requested_on: date | None
    appointed_on: date | None
    not_appointed: str | None


@transaction.atomic
def add_capacity(
    *, by: User, enquiry: Enquiry, **answers: Unpack[CapacityAnswers]
) -> CapacityAssessment:
    """Record whether the adult had the capacity to make one decision.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `too_early`, `in_future` or `had_capacity`.
        ValidationError: the decision or the assessor is missing.
    """
    held = lock_open(by, enquiry)
    values = _checked_capacity(held, answers)
    return add_row(by, CapacityAssessment(enquiry=held, **values), "capacity_added")


@transaction.atomic
def change_capacity(
    *,
    by: User,
    row: CapacityAssessment,
    version: int | None = None,
    **answers: Unpack[CapacityAnswers],
) -> CapacityAssessment:
    """Correct an assessment of capacity. A new assessment is a new row.

    Raises:
        PermissionDenied, ValidationError: as `add_capacity`.
        RuleViolationError: as `add_capacity`, and code `gone` or `changed_meanwhile`.
    """
    held = lock_row(by, row, version=version)
    return change_row(by, held, "capacity_changed", _checked_capacity(held.enquiry, answers))


@transaction.atomic
def add_advocacy(*, by: User, enquiry: Enquiry, **answers: Unpack[AdvocacyAnswers]) -> Advocacy:
    """Record whether the adult needs an advocate, and what was done about it.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of the enquiry.
        RuleViolationError: code `concluded`, `difficulty_in_nothing`, `too_early`, `in_future` or
            `appointed`.
        ValidationError: a value is not known.
    """
    held = lock_open(by, enquiry)
    values = _checked_advocacy(held, answers)
    row = Advocacy(enquiry=held, **values)
    return add_row(by, row, "advocacy_added", may_be_empty=_empty(values))


@transaction.atomic
def change_advocacy(
    *, by: User, row: Advocacy, version: int | None = None, **answers: Unpack[AdvocacyAnswers]
) -> Advocacy:
    """Bring up to date what was done about an advocate.

    Raises:
        PermissionDenied, ValidationError: as `add_advocacy`.
        RuleViolationError: as `add_advocacy`, and code `gone` or `changed_meanwhile`.
    """
    held = lock_row(by, row, version=version)
    values = _checked_advocacy(held.enquiry, answers)
    return change_row(by, held, "advocacy_changed", values, may_be_empty=_empty(values))


def _checked_capacity(enquiry: Enquiry, answers: CapacityAnswers) -> dict[str, Any]:
    check_day("assessed_on", "Date assessed", answers["assessed_on"], not_before=received(enquiry))
    if answers["had_capacity"] and answers["best_interests"].strip():
        words = "Leave this empty: the adult had capacity and decides for themselves"
        raise RuleViolationError("had_capacity", words, field="best_interests")
    return _stripped(answers)


def _checked_advocacy(enquiry: Enquiry, answers: AdvocacyAnswers) -> dict[str, Any]:
    values = _stripped(answers)
    parts = [values[name] for name in DIFFICULTIES]
    refuse("substantial_difficulty", difficulty_fault(values["substantial_difficulty"], parts))
    requested, appointed = values["requested_on"], values["appointed_on"]
    check_day("requested_on", "Date requested", requested, not_before=received(enquiry))
    bound = Bound(requested, "the advocate was requested") if requested else received(enquiry)
    check_day("appointed_on", "Date appointed", appointed, not_before=bound)
    if appointed and values["not_appointed"]:
        words = "Leave this empty: an advocate was appointed"
        raise RuleViolationError("appointed", words, field="not_appointed")
    return values


def _stripped(answers: CapacityAnswers | AdvocacyAnswers) -> dict[str, Any]:
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in answers.items()
    }


def _empty(values: dict[str, Any]) -> list[str]:
    return [name for name in MAY_BE_EMPTY if values[name] is None]
