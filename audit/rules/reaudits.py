"""Which results call for another look, and by when. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.choices import ReauditScope
from audit.rules.spans import after
from core.workdays import WorkingCalendar


@dataclass(frozen=True, slots=True)
class DueAgain:
    """A look again, with the rule that asks for it in words."""

    scope: str
    rule: str
    due_on: date


def due_again(
    rules: Sequence[Mapping[str, Any]],
    *,
    grades: Collection[str],
    agreed_on: date,
    calendar: WorkingCalendar,
) -> list[DueAgain]:
    """Return what a tool's rules make of these grades; the soonest of each scope."""
    found: dict[str, DueAgain] = {}
    for rule in rules:
        hit = [grade for grade in grades if grade in rule.get("when", {}).get("grade_in", ())]
        if not hit or rule["scope"] not in ReauditScope.values:
            continue
        due = DueAgain(
            scope=rule["scope"],
            rule=f"Tool: the grade is {', '.join(g.replace('_', ' ') for g in hit)}",
            due_on=after(agreed_on, rule["within"], calendar),
        )
        held = found.get(due.scope)
        if held is None or due.due_on < held.due_on:
            found[due.scope] = due
    return list(found.values())


def below(threshold: str, *, order: Sequence[str], grades: Collection[str]) -> list[str]:
    """Return the grades that are worse than `threshold` in the tool's order, worst first."""
    if threshold not in order:
        return []
    return [grade for grade in order[: order.index(threshold)] if grade in grades]
