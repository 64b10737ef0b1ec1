"""Whether an audit is read a second time, and what a moderator may decide. Pure.

Triggers are read as tools write them, under `workflow.moderation.always_when`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import RuleViolationError

ALERT = "an alert was raised"
RETURNED = "returned"
FIRST_FEW = 3


@dataclass(frozen=True, slots=True)
class Submitted:
    """What is known of an audit when its auditor is done with it."""

    grades: Collection[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    cap_fired: bool = False
    overrode: bool = False
    audits_before: int = 0
    has_alert: bool = False
    disagreements: Collection[str] = ()


def triggers(rules: Sequence[Mapping[str, Any]], found: Submitted) -> list[str]:
    """Return, in words, each rule that asks for a second reading; an alert always does."""
    words = [said for rule in rules if (said := _said(rule, found))]
    return [*words, *([ALERT] if found.has_alert else [])]


def _said(rule: Mapping[str, Any], found: Submitted) -> str:
    if "grade_in" in rule:
        hit = [grade for grade in found.grades if grade in rule["grade_in"]]
        return f"the grade is {', '.join(g.replace('_', ' ') for g in hit)}" if hit else ""
    if rule.get("cap_fired"):
        return "a critical answer held the grade down" if found.cap_fired else ""
    if rule.get("auditor_overrode"):
        return "the auditor departed from the suggested grade" if found.overrode else ""
    if rule.get("auditor_first_three"):
        return "one of the auditor's first three" if found.audits_before < FIRST_FEW else ""
    if "answer_in" in rule:
        code, values = rule["answer_in"]["q"], rule["answer_in"]["values"]
        answer = found.answers.get(code)
        return f"{code} is answered {answer}" if answer in values else ""
    if "strands_disagree_on" in rule:
        hit = [code for code in rule["strands_disagree_on"] if code in found.disagreements]
        return f"two auditors differ on {', '.join(hit)}" if hit else ""
    return ""


def check_outcome(
    outcome: str,
    *,
    listed: Sequence[str],
    order: Sequence[str],
    grades: Sequence[tuple[str, str]],
) -> None:
    """Refuse an outcome that the tool does not list, or that its grades belie.

    Args:
        listed: outcomes of the tool.
        order: its grades, worst first.
        grades: first and moderated grade of each result.

    Raises:
        RuleViolationError: `unknown_outcome` or `belied`.
    """
    if outcome not in listed:
        raise RuleViolationError("unknown_outcome", "Choose one of the outcomes", field="outcome")
    if outcome == RETURNED:
        return
    moves = [order.index(b) - order.index(a) for a, b in grades if a in order and b in order]
    is_belied = (
        (outcome == "grade_raised" and not any(move > 0 for move in moves))
        or (outcome == "grade_lowered" and not any(move < 0 for move in moves))
        or (outcome in ("agreed", "first_stands") and any(moves))
    )
    if is_belied:
        raise RuleViolationError(
            "belied",
            "This outcome does not fit the grades: look at the first and the moderated grade again",
            field="outcome",
        )
