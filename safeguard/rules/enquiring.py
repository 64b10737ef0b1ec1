"""What holds of the work of an enquiry: its holds, its answers for the return, its advocacy."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from safeguard.choices import EnquiryKind, LackedCapacity, OutcomesAsked
from safeguard.choices_work import YesNoUnknown
from safeguard.rules.days import Fault


class Span(Protocol):
    """Days from `since` to `until`, both included; no end where it still runs."""

    since: date
    until: date | None


def overlapping(since: date, until: date | None, others: Iterable[Span]) -> Span | None:
    """Return one of `others` that shares a day with this span; None where none does."""
    for other in others:
        begins_in_time = until is None or other.since <= until
        ends_in_time = other.until is None or other.until >= since
        if begins_in_time and ends_in_time:
            return other
    return None


def facts_fault(
    *,
    lacked_capacity: str | None,
    supported: bool | None,
    outcomes_asked: str | None,
    outcomes_achieved: str | None,
) -> tuple[str, Fault] | None:
    """Return the field and the fault of answers that the return could not take; None if it can.

    Codes: `support_without_lack`, `achieved_without_wish`.
    Source: tables SG3a (support is counted of those who lacked capacity) and SG4a (achievement is
    counted of those who said what they wanted).
    """
    if supported is not None and lacked_capacity != LackedCapacity.YES:
        words = "Answer this only if the adult lacked capacity"
        return "supported", Fault("support_without_lack", words)
    if outcomes_achieved and outcomes_asked != OutcomesAsked.EXPRESSED:
        words = (
            "How far outcomes were achieved is recorded already, so they must have been expressed"
        )
        return "outcomes_asked", Fault("achieved_without_wish", words)
    return None


def difficulty_fault(substantial: bool | None, parts: Iterable[str]) -> Fault | None:
    """Return why a substantial difficulty is not borne out by the four `parts`; None if it is.

    Code: `difficulty_in_nothing`.
    Source: Care Act 2014 section 68: difficulty in one or more of understanding, retaining,
    using or weighing information, and communicating.
    """
    if substantial and YesNoUnknown.YES not in list(parts):
        words = "Say in which of the four the adult has difficulty, or answer no here"
        return Fault("difficulty_in_nothing", words)
    return None


def advocacy_note(kind: str, substantial: bool | None, suitable_person: str) -> str:
    """Return what section 68 looks to ask for, in words; empty where it looks to ask nothing.

    It informs whoever decides; it is never the decision.
    """
    if not substantial or suitable_person.strip():
        return ""
    if kind != EnquiryKind.SECTION_42:
        return (
            "The adult has substantial difficulty and nobody suitable to support them is recorded. "
            "This is not a section 42 enquiry, so the council may arrange an advocate."
        )
    return (
        "The duty in section 68 of the Care Act looks to apply: the adult has substantial "
        "difficulty and nobody suitable to support and represent them is recorded. Check this and "
        "arrange an independent advocate."
    )
