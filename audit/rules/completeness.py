"""What still has to be said before a part of an audit can be submitted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.rules.answers import Said, is_after, option_code, options_of, words_in, words_of
from audit.rules.prefill import differs

Shown = Iterable[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right, with the field of its question that does it."""

    section: str
    code: str
    message: str
    field: str = "answer"
    text: str = ""


def problems(
    document: Mapping[str, Any],
    shown: Shown,
    said: Mapping[str, Said],
    *,
    record: Mapping[str, Any],
    today: date,
) -> list[Problem]:
    """Return everything that stops a submission, in the order asked.

    Args:
        shown: the sections and questions that are asked (`visibility.asked`).
        record: what the record said to each prefilled question when it was answered, by code.
    """
    found: list[Problem] = []
    for section, questions in shown:
        for question in _live(questions, said):
            if question["type"] == "grade":
                continue
            answer = said.get(question["code"], Said())
            fact = record.get(question["code"])
            found += [
                Problem(section["code"], question["code"], message, field, question["text"])
                for field, message in _of(document, question, answer, fact, today)
            ]
    return found


def _live(questions: list[Mapping[str, Any]], said: Mapping[str, Said]) -> list[Mapping[str, Any]]:
    """Return the questions, or only the one whose answer stops its section."""
    for question in questions:
        stops = question.get("blocks_section_when") or ()
        if said.get(question["code"], Said()).option in stops and stops:
            return [question]
    return questions


def _of(
    document: Mapping[str, Any],
    question: Mapping[str, Any],
    said: Said,
    fact: Any,
    today: date,
) -> Iterator[tuple[str, str]]:
    kind = question["type"]
    if kind == "matrix":
        yield from _of_matrix(question, said)
    elif kind == "repeat_group":
        yield from _of_repeats(question, said)
    elif not said.rows and question.get("required"):
        yield "answer", "Answer this question"
    if not said.rows:
        return
    yield from _follow_ups(document, question, said)
    if differs(document, question, said, fact) and not said.corrected_reason:
        yield "correct", "Say why the record is not right"
    value = said.rows[0].value
    most = question.get("max_words")
    if most and isinstance(value, str) and words_in(value) > most:
        yield "answer", f"Use {most} words or fewer: there are {words_in(value)}"
    if kind == "date" and question.get("not_after") == "today" and is_after(value, today):
        yield "answer", "Give a day that is not after today"


def _follow_ups(
    document: Mapping[str, Any], question: Mapping[str, Any], said: Said
) -> Iterator[tuple[str, str]]:
    option = said.option
    if option in asks_for(question, "comment") and not said.comment:
        yield "comment", "Say more: this answer needs a comment"
    if option in asks_for(question, "evidence") and not said.evidence:
        yield "evidence", "Say where in the record this is"
    if option in asks_for(question, "priority") and not said.priority:
        yield "priority", "Choose a priority"
    if option in needing_reason(document, question) and not said.reason:
        yield "reason", "Say why it does not apply"
    if question.get("consent_to_share") and said.may_share is None:
        yield "share", "Say whether they agree that this is shared"


def asks_for(question: Mapping[str, Any], what: str) -> tuple[str, ...]:
    """Return the answers for which a comment, evidence or a priority has to be given."""
    wanted = question.get(what)
    return tuple(wanted.get("required_when") or ()) if isinstance(wanted, Mapping) else ()


def needing_reason(document: Mapping[str, Any], question: Mapping[str, Any]) -> tuple[str, ...]:
    if question["type"] not in ("scale", "prefilled_scale"):
        return ()
    return tuple(o.code for o in options_of(document, question) if o.needs_reason)


def _of_matrix(question: Mapping[str, Any], said: Said) -> Iterator[tuple[str, str]]:
    marked = {row.part for row in said.rows}
    if not question.get("required"):
        return
    for index, row in enumerate(question["rows"]):
        if option_code(row)[:80] not in marked:
            yield f"row-{index}", f"Mark “{words_of(option_code(row))}”"


def _of_repeats(question: Mapping[str, Any], said: Said) -> Iterator[tuple[str, str]]:
    low, high = int(question.get("min") or 0), question.get("max")
    if len(said.rows) < low and question.get("required"):
        yield "1-0", f"Give at least {low}"
    if high is not None and len(said.rows) > int(high):
        yield "1-0", f"Give at most {high}"
    for number, row in enumerate(said.rows, 1):
        for index, field in enumerate(question["fields"]):
            when = field.get("required_when")
            chosen = row.value.get(when["field"]) if when else None
            if when and chosen in when["in"] and not row.value.get(field["code"]):
                name = words_of(field["code"]).lower()
                yield f"{number}-{index}", f"Row {number}: fill in {name}"
