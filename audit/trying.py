"""What a version would ask and say, given some answers that nobody keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.rules.scoring import UnansweredError, UnknownAnswerError, score
from audit.rules.visibility import asked, named


@dataclass(frozen=True)
class Tried:
    """The sections asked, each with its questions; and what they come to so far."""

    shown: tuple[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]], ...]
    hidden: int
    missing: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    results: tuple[tuple[str, str, str], ...]
    alerts: tuple[str, ...]


def facts_read(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the facts that conditions and pre-filled questions of a version read."""
    declared = {fact["key"]: fact for fact in document.get("facts") or ()}
    read = list(named(document["sections"], "fact"))
    return [declared.get(key, {"key": key}) for key in dict.fromkeys(read)]


def tried(
    document: Mapping[str, Any], facts: Mapping[str, Any], answers: Mapping[str, Any], strand: str
) -> Tried:
    """Say what would be asked of one strand, or of all where `strand` is empty."""
    filled = {
        q["code"]: facts[q["prefill"]["fact"]]
        for section in document["sections"]
        for q in section["questions"]
        if (q.get("prefill") or {}).get("fact") in facts
    }
    given = {**filled, **answers}
    shown = asked(document, facts=facts, answers=given, strand=strand or None)
    every = sum(len(section["questions"]) for section in document["sections"])
    missing: tuple[str, ...] = ()
    sections: tuple[tuple[str, str], ...] = ()
    results: tuple[tuple[str, str, str], ...] = ()
    try:
        found = score(document, answers=given, facts=facts, strand=strand or None)
    except UnansweredError as error:
        missing = error.codes
    except UnknownAnswerError as error:
        missing = (str(error),)
    else:
        labels = document["grade_set"].get("labels") or {}
        sections = tuple((s.code, _percent(s.score)) for s in found.sections.values())
        results = tuple(
            (r.label, _percent(r.score), _grade(labels, r.suggested, r.capped, r.caps))
            for r in found.results.values()
        )
    alerts = tuple(
        f"{q['code']}: {q['alert']['text']}"
        for _, questions in shown
        for q in questions
        if q.get("alert") and _is_in(given.get(q["code"]), q["alert"].get("when") or ())
    )
    return Tried(
        shown=tuple((section, tuple(questions)) for section, questions in shown),
        hidden=every - sum(len(questions) for _, questions in shown),
        missing=missing,
        sections=sections,
        results=results,
        alerts=alerts,
    )


def _is_in(answer: Any, when: Any) -> bool:
    return isinstance(answer, str) and answer in when


def _percent(value: Any) -> str:
    return "too little to score" if value is None else f"{float(value) * 100:.1f}%"


def _grade(
    labels: Mapping[str, str], suggested: str | None, capped: str | None, caps: tuple[str, ...]
) -> str:
    if not suggested:
        return "no grade"
    words = labels.get(suggested, suggested)
    if capped and capped != suggested:
        return f"{words}, held to {labels.get(capped, capped)} by {', '.join(caps)}"
    return words
