"""What was answered when a concern was raised, typed; and which answers cannot be true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from core.errors import RuleViolationError
from safeguard.models import Adult
from safeguard.rules.birth_years import split_year
from safeguard.rules.lives import check_receipt, check_wish
from safeguard.rules.reports import check_conditions, check_reasons

__all__ = [
    "Answers",
    "Other",
    "Source",
    "Wish",
    "check_answers",
    "check_conditions",
    "check_reasons",
    "check_received",
    "check_wishes",
]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A person or body thought to be the source of the risk."""

    kind: str
    name: str = ""
    relationship: str = ""
    lives_with_adult: str = "not_known"
    also_at_risk: str = "not_known"
    knows_of_concern: str = "not_known"


@dataclass(frozen=True, kw_only=True)
class Other:
    """Somebody else who may be at risk: another adult, or a child."""

    kind: str
    name: str = ""
    what_was_done: str = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One thing the adult wants. `wanted_on` is None where they said so on the day of receipt."""

    wanted: str
    wanted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Everything a concern is raised with, besides the adult. Codes are those of `choices`."""

    primary_support_reason: str
    conditions: Sequence[str] = ()
    account: str
    happened_when: str = ""
    risk_types: Sequence[str]
    location: str
    provider: str = ""
    sources: Sequence[Source] = ()
    others: Sequence[Other] = ()
    adult_view: str = ""
    outcomes_asked: str
    outcomes_reason: str = ""
    outcomes: Sequence[Wish] = ()
    agreement: str
    agreement_reason: str = ""
    capacity_to_agree: str
    in_danger: str
    safety_steps: str = ""
    channel: str
    referrer: str
    referrer_name: str = ""
    referrer_contact: str = ""
    wants_feedback: bool
    received_at: datetime


def check_answers(answers: Answers, adult: Adult | None) -> None:
    """Refuse answers that cannot be true together, or that leave out a reason.

    Raises:
        RuleViolationError: those of `rules.lives` and `rules.reports`, and code
            `no_account` or `no_risk_type`.
    """
    check_said(answers.account, answers.risk_types)
    check_conditions(answers.conditions)
    check_reasons(
        agreement=answers.agreement,
        agreement_reason=answers.agreement_reason,
        outcomes_asked=answers.outcomes_asked,
        outcomes_reason=answers.outcomes_reason,
    )
    check_wishes(answers.outcomes, adult)
    check_received(answers.received_at, adult)


def check_said(account: str, risk_types: Sequence[str]) -> None:
    """Refuse a concern that says nothing.

    Raises:
        RuleViolationError: code `no_account` or `no_risk_type`.
    """
    if not account.strip():
        raise RuleViolationError("no_account", "Say what has happened", field="account")
    if not risk_types:
        raise RuleViolationError(
            "no_risk_type", "Choose at least one type of risk", field="risk_types"
        )


def check_received(received_at: datetime, adult: Adult | None) -> None:
    """Refuse a time of receipt in the future or before the adult was born.

    Raises:
        RuleViolationError: code `received_in_future` or `received_before_birth`.
    """
    check_receipt(
        received_at=timezone.localtime(received_at),
        now=timezone.localtime(),
        born_on=adult.born_on if adult else None,
        born_year=split_year(adult.communication_needs)[0] if adult else None,
    )


def check_wishes(wishes: Sequence[Wish], adult: Adult | None) -> None:
    """Refuse wishes said in the future or before the adult was born.

    Raises:
        RuleViolationError: code `wish_in_future` or `wish_before_birth`.
    """
    for wish in wishes:
        check_wish(
            on=wish.wanted_on,
            today=timezone.localdate(),
            born_on=adult.born_on if adult else None,
        )
