"""What must hold for an enquiry to conclude. Pure: the day is passed in.

A conclusion is a long form, so every fault is found at once, each with the question it belongs to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from safeguard.choices import (
    RISK_IDENTIFIED,
    LackedCapacity,
    OutcomesAchieved,
    OutcomesAsked,
)
from safeguard.choices_work import ClosingAnswer, ClosingItem


class Fault(NamedTuple):
    """One thing that stands against a conclusion; `field` is the question of the form."""

    code: str
    message: str
    field: str


class Check(NamedTuple):
    """The answer to one line of the closing checklist."""

    answer: str
    note: str = ""


class Judgement(NamedTuple):
    """How far one outcome came about and in whose view; or why nobody asked."""

    achieved: str | None
    in_whose_view: str = ""
    not_judged_reason: str = ""


class Suggestion(NamedTuple):
    """What the outcomes come to taken together, and why."""

    achieved: str
    why: str


@dataclass(frozen=True)
class Closing:
    """Everything that somebody says when an enquiry closes. Outcomes are by their key."""

    concluded_on: date
    reason: str
    risk_assessment_result: str
    risk_outcome: str | None
    lacked_capacity: str
    supported: bool | None
    outcomes_asked: str
    outcomes_achieved: str | None
    review_considered: str
    review_reason: str
    checks: Mapping[str, Check]
    outcomes: Mapping[int, Judgement] = field(default_factory=dict)
    not_asked_reason: str = ""
    adult_view: str = ""
    lessons: str = ""
    open_actions_reason: str = ""


class Dated(NamedTuple):
    """Something of the enquiry that must not come after its conclusion."""

    on: date
    what: str


@dataclass(frozen=True)
class Standing:
    """How the enquiry stands when it is to conclude.

    `outcomes` are the keys of what the adult wants now; `open_work` is what is left to do, in
    words; `open_hold` is since when it waits for somebody else.
    """

    today: date
    dated: Sequence[Dated]
    outcomes: Sequence[int] = ()
    open_work: Sequence[str] = ()
    open_hold: date | None = None


def suggested(achieved: Sequence[str | None]) -> Suggestion | None:
    """Return what the judged outcomes come to together; None where none is judged.

    All fully achieved suggests fully; none achieved at all suggests not; anything else suggests
    partially. Those that nobody asked about are left out, and the reason says so.
    """
    judged = [each for each in achieved if each]
    if not judged:
        return None
    fully = judged.count(OutcomesAchieved.FULLY)
    none = judged.count(OutcomesAchieved.NOT)
    partly = len(judged) - fully - none
    if fully == len(judged):
        result = OutcomesAchieved.FULLY
    elif none == len(judged):
        result = OutcomesAchieved.NOT
    else:
        result = OutcomesAchieved.PARTIALLY
    parts = [f"{fully} fully", f"{partly} partially", f"{none} not"]
    why = f"Of {len(judged)} judged, achieved: {', '.join(parts)}."
    left = len(achieved) - len(judged)
    return Suggestion(result, f"{why} {left} not judged." if left else why)


def faults(closing: Closing, standing: Standing) -> tuple[Fault, ...]:
    """Return everything that stands against the conclusion, in the order of the form.

    Codes: `future`, `out_of_order`, `on_hold`, `open_actions`, `check_missing`, `check_reason`,
    `risk_outcome_missing`, `outcome_without_risk`, `support_without_lack`,
    `outcomes_expressed`, `not_asked_reason`, `outcome_not_judged`, `whose_view`,
    `achieved_missing`, `achieved_without_expressed`.
    """
    return (
        *_of_the_day(closing, standing),
        *_of_what_is_left(closing, standing),
        *_of_the_checklist(closing),
        *_of_the_risk(closing),
        *_of_capacity(closing),
        *_of_asking(closing, standing),
        *_of_each_outcome(closing, standing),
        *_of_all_outcomes(closing),
    )


def _of_the_day(closing: Closing, standing: Standing) -> Iterator[Fault]:
    day = closing.concluded_on
    if day > standing.today:
        yield Fault("future", "The date of conclusion must not be in the future", "concluded_on")
    before = [each for each in standing.dated if day < each.on]
    if before:
        last = max(before)
        message = f"The date of conclusion must be on or after {_long(last.on)}: {last.what}"
        yield Fault("out_of_order", message, "concluded_on")


def _of_what_is_left(closing: Closing, standing: Standing) -> Iterator[Fault]:
    if standing.open_hold:
        message = (
            f"The enquiry is on hold since {_long(standing.open_hold)}. End the hold, then conclude"
        )
        yield Fault("on_hold", message, "")
    if standing.open_work and not closing.open_actions_reason:
        message = "Say why the enquiry closes with work still open, and who sees to it"
        yield Fault("open_actions", message, "open_actions_reason")


def _of_the_checklist(closing: Closing) -> Iterator[Fault]:
    for item in ClosingItem:
        check = closing.checks.get(item)
        if check is None:
            message = f"Answer for “{item.label}”"
            yield Fault("check_missing", message, f"check_{item}")
        elif check.answer == ClosingAnswer.NOT_DONE and not check.note:
            message = f"Say why this was not done: “{item.label}”"
            yield Fault("check_reason", message, f"note_{item}")


def _of_the_risk(closing: Closing) -> Iterator[Fault]:
    identified = closing.risk_assessment_result in RISK_IDENTIFIED
    if identified and not closing.risk_outcome:
        message = "Choose what became of the risk, because a risk was identified"
        yield Fault("risk_outcome_missing", message, "risk_outcome")
    if closing.risk_outcome and not identified:
        message = "A risk outcome is recorded only where a risk was identified"
        yield Fault("outcome_without_risk", message, "risk_outcome")


def _of_capacity(closing: Closing) -> Iterator[Fault]:
    if closing.supported is not None and closing.lacked_capacity != LackedCapacity.YES:
        message = "Support is recorded only for an adult who lacked capacity"
        yield Fault("support_without_lack", message, "supported")


def _of_asking(closing: Closing, standing: Standing) -> Iterator[Fault]:
    expressed = closing.outcomes_asked == OutcomesAsked.EXPRESSED
    if standing.outcomes and not expressed:
        message = "Outcomes are on record, so the adult was asked and outcomes were expressed"
        yield Fault("outcomes_expressed", message, "outcomes_asked")
    if closing.outcomes_asked == OutcomesAsked.NO and not closing.not_asked_reason:
        message = "Say why nobody asked what the adult wanted"
        yield Fault("not_asked_reason", message, "not_asked_reason")


def _of_each_outcome(closing: Closing, standing: Standing) -> Iterator[Fault]:
    for key in standing.outcomes:
        judgement = closing.outcomes.get(key, Judgement(None))
        if judgement.achieved and not judgement.in_whose_view:
            message = "Say in whose view the outcome was achieved or not"
            yield Fault("whose_view", message, f"view_{key}")
        if not judgement.achieved and not judgement.not_judged_reason:
            message = "Say how far the outcome was achieved, or why nobody asked"
            yield Fault("outcome_not_judged", message, f"outcome_{key}")


def _of_all_outcomes(closing: Closing) -> Iterator[Fault]:
    expressed = closing.outcomes_asked == OutcomesAsked.EXPRESSED
    if closing.outcomes_achieved and not expressed:
        message = "Achievement is recorded only where outcomes were expressed"
        yield Fault("achieved_without_expressed", message, "outcomes_achieved")
    all_judged = all(each.achieved for each in closing.outcomes.values())
    if expressed and all_judged and closing.outcomes and not closing.outcomes_achieved:
        message = "Choose how far the outcomes were achieved taken together"
        yield Fault("achieved_missing", message, "outcomes_achieved")


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
