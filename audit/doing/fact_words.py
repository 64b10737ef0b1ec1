"""Facts of the record in words, and which of them stand beside which question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.rules.answers import words_of
from audit.rules.answers_shown import shown_moment
from audit.rules.visibility import named

LABELS = {
    "concern.received_at": "Concern received",
    "concern.out_of_hours": "Received outside office hours",
    "concern.referrer_type": "Raised by",
    "concern.priority": "Priority",
    "concern.progressed": "Decision",
    "concern.repeat_within_12_months": "Earlier concern inside a year",
    "concern.provider_alleged": "A provider is named",
    "enquiry.kind": "Kind of enquiry",
    "enquiry.caused_out": "Made by somebody else for the council",
    "enquiry.concluded": "Concluded",
    "enquiry.plan_exists": "Safeguarding plan",
    "enquiry.police_involved": "Police involved",
    "enquiry.ceased_at_request": "Ceased at the adult's request",
    "person.capacity_status": "Capacity",
    "person.substantial_difficulty": "Substantial difficulty in taking part",
    "person.advocate": "Advocate",
    "msp.asked": "Asked what they wanted",
    "msp.outcomes": "What they wanted",
    "timing.decision_working_days": "Working days to the decision",
    "timing.decision_status": "Decision",
    "timing.decision_words": "Decision",
    "timing.planning_status": "Planning",
    "timing.planning_words": "Planning",
    "timing.enquiry_status": "Enquiry",
    "timing.enquiry_words": "Enquiry",
    "timing.days_waiting_unallocated": "Days waiting for a worker",
    "worker.case_holding": "Holds cases",
    "worker.newly_qualified": "Newly qualified",
}
VALUES = {
    "s42": "Section 42 enquiry",
    "other": "Other safeguarding enquiry",
    "other_enquiry": "Other safeguarding enquiry",
    "not_enquiry": "Not an enquiry",
    "has_capacity": "Has capacity",
    "lacks_for_a_decision": "Lacks capacity for a decision",
    "mixed": "Differs between decisions",
    "not_assessed": "Not assessed",
    "asked_expressed": "Asked, and said what they wanted",
    "asked_none_expressed": "Asked, and wanted nothing in particular",
    "in_time": "In time",
    "late_with_reason": "Late, with a reason recorded",
    "late_no_reason": "Late, without a recorded reason",
}
# What a subject of a question calls for, beside the facts that its conditions name.
BY_TAG = {
    "theme:msp": ("msp.asked", "msp.outcomes"),
    "theme:advocacy": ("person.substantial_difficulty", "person.advocate"),
    "theme:mental-capacity": ("person.capacity_status",),
    "theme:decision-making": (
        "concern.progressed",
        "timing.decision_working_days",
        "timing.decision_words",
    ),
    "theme:repeat-concerns": ("concern.repeat_within_12_months",),
    "theme:caused-enquiries": ("enquiry.caused_out",),
    "theme:waiting": ("timing.days_waiting_unallocated",),
    "theme:positive-risk": ("person.capacity_status",),
    "law:care-act-s42": ("timing.decision_working_days", "timing.decision_words"),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    label: str
    words: tuple[str, ...]


def words_for(value: Any) -> tuple[str, ...]:
    """Return a fact as a person reads it, a line for each part of it."""
    if isinstance(value, bool):
        return ("Yes" if value else "No",)
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    text = str(value)
    if text[:4].isdigit() and "T" in text:
        return (shown_moment(text),)
    return (VALUES.get(text, words_of(text) if text.islower() else text),)


def line(key: str, facts: Mapping[str, Any]) -> FactLine | None:
    if facts.get(key) is None:
        return None
    return FactLine(LABELS.get(key, words_of(key.rpartition(".")[2])), words_for(facts[key]))


def beside(question: Mapping[str, Any], facts: Mapping[str, Any]) -> list[FactLine]:
    """Return the facts that bear on a question: those it is filled from, waits for, or is about."""
    keys: list[str] = []
    filled_from = (question.get("prefill") or {}).get("fact")
    if filled_from:
        keys.append(filled_from)
        keys.append(filled_from.replace("_status", "_words"))
        if filled_from == "timing.decision_status":
            keys.append("timing.decision_working_days")
    keys += named(question.get("show_if"), "fact")
    for tag in question.get("tags") or ():
        keys += BY_TAG.get(tag, ())
    found = (line(key, facts) for key in dict.fromkeys(keys))
    return [each for each in found if each is not None]


def condition_words(condition: Any, texts: Mapping[str, str]) -> str:
    """Say why a question is asked or not: "Kind of enquiry; the answer to C2"."""
    facts = [LABELS.get(key, words_of(key)).lower() for key in named(condition, "fact")]
    asked = [
        f"the answer to “{texts.get(code, code)}”" for code in named(condition, "q", "answered")
    ]
    return " and ".join(dict.fromkeys((*facts, *asked)))
