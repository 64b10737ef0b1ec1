"""Answers as they are kept, made readable: in words, and as they were typed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from audit.rules.answers import (
    DAY,
    MANY,
    OTHER,
    Given,
    Said,
    option_code,
    options_of,
    words_of,
)

SHARES = {True: "yes", False: "no", None: ""}


def shown_moment(value: Any) -> str:
    """Return a kept date as it is typed: 22/11/2026, with its time where it has one."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    has_time = "T" in str(value)
    return found.strftime(f"{DAY} %H:%M" if has_time else DAY)


def in_words(
    document: Mapping[str, Any], question: Mapping[str, Any], said: Said | None
) -> list[str]:
    """Return an answer line by line as a person reads it; nothing where there is none."""
    if said is None or not said.rows:
        return []
    kind = question["type"]
    if kind == "repeat_group":
        return [_row_words(document, question, row.value) for row in said.rows]
    labels = {option.code: option.label for option in options_of(document, _listed_as(question))}
    if kind == "matrix":
        return [
            f"{words_of(row.part)}: {labels.get(row.option, row.option)}"
            + (f" ({row.comment})" if row.comment else "")
            for row in said.rows
        ]
    row = said.rows[0]
    if row.option:
        return [labels.get(row.option, row.option)]
    return _value_words(kind, row.value, labels)


def _value_words(kind: str, value: Any, labels: Mapping[str, str]) -> list[str]:
    if kind in MANY and isinstance(value, list):
        return [labels.get(each, each.removeprefix(OTHER)) for each in value]
    if kind == "ratio":
        held, due = value["ratio"]
        return [f"{held} of {due}"]
    if kind in ("date", "datetime"):
        return [shown_moment(value)]
    return str(value).splitlines() if not isinstance(value, bool) else ["Yes" if value else "No"]


def _listed_as(question: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**question, "type": "scale"} if question["type"] == "matrix" else question


def _row_words(
    document: Mapping[str, Any], question: Mapping[str, Any], fields: Mapping[str, Any]
) -> str:
    words = []
    for field in question["fields"]:
        value = fields.get(field["code"])
        if value is None:
            continue
        labels = {option.code: option.label for option in options_of(document, field)}
        said = shown_moment(value) if field["type"] in ("date", "datetime") else value
        words.append(f"{words_of(field['code'])}: {labels.get(str(value), said)}")
    return "; ".join(words)


def as_sent(
    document: Mapping[str, Any], question: Mapping[str, Any], said: Said
) -> dict[str, list[str]]:
    """Return what a page would send for an answer as it is kept; `read` gives it back."""
    kind = question["type"]
    found: dict[str, list[str]] = {
        "comment": [said.comment],
        "evidence": [said.evidence],
        "reason": [said.reason],
        "correct": [said.corrected_reason],
        "priority": [said.priority],
        "share": [SHARES[said.may_share]],
    }
    if kind == "matrix":
        places = {option_code(row)[:80]: i for i, row in enumerate(question["rows"])}
        for row in said.rows:
            if row.part in places:
                found[f"row-{places[row.part]}"] = [row.option]
                found[f"rowcomment-{places[row.part]}"] = [row.comment]
    elif kind == "repeat_group":
        for row in said.rows:
            for index, field in enumerate(question["fields"]):
                typed = _typed(field["type"], row.value.get(field["code"]))
                found[f"{row.repeat}-{index}"] = [typed]
    elif said.rows:
        found |= _first_as_sent(kind, said.rows[0])
    return found


def _first_as_sent(kind: str, row: Given) -> dict[str, list[str]]:
    if row.option:
        return {"answer": [row.option]}
    if kind in MANY:
        listed = [str(each) for each in row.value]
        other = [each.removeprefix(OTHER) for each in listed if each.startswith(OTHER)]
        return {"answer": [each for each in listed if not each.startswith(OTHER)], "other": other}
    if kind == "ratio":
        held, due = row.value["ratio"]
        return {"held": [str(held)], "due": [str(due)]}
    return {"answer": [_typed(kind, row.value)]}


def _typed(kind: str, value: Any) -> str:
    if value is None:
        return ""
    return shown_moment(value) if kind in ("date", "datetime") else str(value)
