"""Answers that the record gives by itself, and whether somebody found otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audit.rules.answers import LISTED, Given, Said, options_of


def fact_of(question: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    """Return what the record says to a question; None where it says nothing, or is not asked."""
    name = (question.get("prefill") or {}).get("fact")
    return facts.get(name) if name else None


def filled(
    document: Mapping[str, Any], question: Mapping[str, Any], facts: Mapping[str, Any]
) -> Said | None:
    """Return the answer that the record gives; None where somebody has to give it."""
    fact = fact_of(question, facts)
    if fact is None:
        return None
    mapped = (question["prefill"].get("map") or {}).get(str(fact), fact)
    if question["type"] not in LISTED:
        return Said(rows=(Given(value=mapped),))
    found = next((o for o in options_of(document, question) if o.code == mapped), None)
    return Said(rows=(Given(option=found.code, state=found.state),)) if found else None


def differs(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    said: Said,
    fact: Any,
) -> bool:
    """Say whether an answer is not the one that `fact` gives."""
    if fact is None or not said.rows:
        return False
    name = (question.get("prefill") or {}).get("fact")
    of_record = filled(document, question, {name: fact}) if name else None
    if of_record is None:
        return False
    ours, theirs = said.rows[0], of_record.rows[0]
    return (ours.option, str(ours.value)) != (theirs.option, str(theirs.value))
