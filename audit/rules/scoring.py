"""From answers to sections, results and caps, by the rules at the top of the tool format. Pure.

Sums are exact fractions until somebody prints them, so that a threshold is met or is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from audit.choices import SCORED_METHODS
from audit.rules.visibility import Values, asked, holds

MIN_APPLICABLE_SHARE = "0.4"
WHOLE = "overall"


class UnansweredError(ValueError):
    """A question that is asked and counts has no answer, so there is no score yet."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(f"not answered: {', '.join(self.codes)}")


class UnknownAnswerError(ValueError):
    """An answer that the question does not list."""


class Part(NamedTuple):
    """An answer's or a section's points, 0 to 1; None where it does not apply."""

    weight: Fraction
    value: Fraction | None


class Cap(NamedTuple):
    """A critical answer, and what it holds down: `overall`, `section:CODE` or `result:KEY`."""

    question: str
    answer: str
    target: str
    grade: str


@dataclass(frozen=True, slots=True)
class SectionResult:
    """One scored section. `score` is None where too little of its weight applied."""

    code: str
    weight: Fraction
    score: Fraction | None
    asked: int
    applied: int
    gaps: tuple[str, ...]
    grade: str | None = None
    capped: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One result: the grade the arithmetic suggests, and the one that the caps leave."""

    key: str
    label: str
    score: Fraction | None
    suggested: str | None
    capped: str | None
    caps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything that one strand, or a whole audit, came to."""

    sections: Mapping[str, SectionResult] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def caps_fired(self) -> list[str]:
        """The questions whose cap fired, each once, in the order asked."""
        return list(dict.fromkeys(cap.question for cap in self.caps))


def number(value: Any) -> Fraction:
    """Return the number that was written, such as 0.34, without the error of a float."""
    return Fraction(str(value))


def weighted_mean(parts: Iterable[Part]) -> Fraction | None:
    """Average what applies, by weight; None when nothing does.

    What does not apply leaves both sides, so that the rest count for more.
    """
    applicable = [(part.weight, part.value) for part in parts if part.value is not None]
    total = sum((weight for weight, _ in applicable), Fraction())
    if not total:
        return None
    return sum((weight * value for weight, value in applicable), Fraction()) / total


def grade_of(score: Fraction, grades: Mapping[str, Any]) -> str | None:
    """Return the best grade whose threshold `score` reaches; None in a set without grades."""
    reached = [g for g in grades["order"] if score >= number(grades["thresholds"][g])]
    return reached[-1] if reached else None


def lower(grades: Mapping[str, Any], *candidates: str | None) -> str | None:
    """Return the worst of the grades given."""
    given = [grade for grade in candidates if grade]
    return min(given, key=grades["order"].index) if given else None


def score(
    document: Mapping[str, Any],
    *,
    answers: Values,
    facts: Values,
    strand: str | None = None,
    skipped: Iterable[str] = (),
) -> Scored:
    """Score one strand of an audit, or with `strand` None all that has been answered.

    Raises:
        UnansweredError: a scored question is asked and has no answer.
        UnknownAnswerError: an answer is not one of those its question lists.
    """
    shown = asked(document, facts=facts, answers=answers, strand=strand, skipped=skipped)
    live = [(s, [q for q in qs if q.get("scored")]) for s, qs in shown if s.get("scored")]
    live = [(s, qs) for s, qs in live if not _is_blocked(s, answers)]
    shown = [(s, qs) for s, qs in shown if not _is_blocked(s, answers)]
    missing = [
        q["code"]
        for _, qs in live
        for q in qs
        if q.get("required") and answers.get(q["code"]) is None
    ]
    if missing:
        raise UnansweredError(missing)
    grades = document["grade_set"]
    caps = _caps(shown, answers, facts)
    share = number(
        (document.get("scoring") or {}).get("min_applicable_share", MIN_APPLICABLE_SHARE)
    )
    sections = {
        s["code"]: _section(document, s, qs, answers, share, grades, caps) for s, qs in live
    }
    results = {
        each["key"]: _result(each, sections, caps, grades)
        for each in document.get("results", ())
        if each.get("method") in SCORED_METHODS and _is_of(each, strand)
    }
    gaps = tuple(code for section in sections.values() for code in section.gaps)
    return Scored(sections, results, tuple(caps), gaps)


def _is_of(result: Mapping[str, Any], strand: str | None) -> bool:
    """Say whether a result is one of this strand: `per_strand` names one, or is for each."""
    only = result.get("per_strand")
    return strand is None or not isinstance(only, str) or only == strand


def _is_blocked(section: Mapping[str, Any], answers: Values) -> bool:
    """Say whether an answer stops the section, such as no consent to be observed."""
    return any(
        answers.get(q["code"]) in q["blocks_section_when"]
        for q in section["questions"]
        if q.get("blocks_section_when")
    )


def _caps(
    shown: list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]],
    answers: Values,
    facts: Values,
) -> list[Cap]:
    # An excuse counts only while its own question is asked.
    codes = {q["code"] for _, qs in shown for q in qs}
    heard = {code: value for code, value in answers.items() if code in codes}
    caps: list[Cap] = []
    for section, questions in shown:
        for q in questions:
            critical, answer = q.get("critical"), answers.get(q["code"])
            if not critical or not _is_chosen(answer, critical["when"]):
                continue
            unless = critical.get("unless")
            if unless and holds(unless, facts=facts, answers=heard):
                continue
            caps += _targets(q["code"], str(answer), section["code"], critical)
    return caps


def _is_chosen(answer: Any, when: Iterable[Any]) -> bool:
    return not isinstance(answer, Mapping | list) and answer in when


def _targets(code: str, answer: str, section: str, critical: Mapping[str, Any]) -> list[Cap]:
    found = []
    if critical.get("cap_overall"):
        found.append(Cap(code, answer, WHOLE, critical["cap_overall"]))
    if critical.get("cap_section"):
        found.append(Cap(code, answer, f"section:{section}", critical["cap_section"]))
    for key, grade in (critical.get("cap_result") or {}).items():
        found.append(Cap(code, answer, f"result:{key}", grade))
    return found


def points(
    document: Mapping[str, Any], question: Mapping[str, Any], answer: Any
) -> tuple[Fraction | None, bool]:
    """Return the points of one answer, None for not applicable, and whether it is a gap.

    Raises:
        UnknownAnswerError: the question does not list it.
    """
    if question["type"] == "ratio":
        return _ratio_points(question, answer), False
    if question["type"] == "matrix":
        return _matrix_points(document, question, answer)
    options = document["scales"][question["scale"]]["options"]
    chosen = next((option for option in options if option["code"] == answer), None)
    if chosen is None:
        raise UnknownAnswerError(f"{question['code']}: {answer!r} is not one of its answers")
    value = chosen.get("score")
    return (None if value is None else number(value)), bool(chosen.get("recording_gap"))


def _matrix_points(
    document: Mapping[str, Any], question: Mapping[str, Any], answer: Any
) -> tuple[Fraction | None, bool]:
    if not isinstance(answer, Mapping):
        raise UnknownAnswerError(f"{question['code']}: give an answer for each row")
    rows = [points(document, {**question, "type": "scale"}, each) for each in answer.values()]
    mean = weighted_mean(Part(Fraction(1), value) for value, _ in rows)
    return mean, any(is_gap for _, is_gap in rows)


def _ratio_points(question: Mapping[str, Any], answer: Any) -> Fraction | None:
    parts = answer.get("ratio") if isinstance(answer, Mapping) else None
    if not parts or len(parts) != 2:
        raise UnknownAnswerError(f"{question['code']}: {answer!r} is not so many out of so many")
    if not number(parts[1]):
        return None
    share = number(parts[0]) / number(parts[1])
    bands = sorted(question["score_bands"], key=lambda b: -number(b["at_least"]))
    band = next((b for b in bands if share >= number(b["at_least"])), None)
    return number(band["score"]) if band else Fraction()


def _section(
    document: Mapping[str, Any],
    section: Mapping[str, Any],
    questions: list[Mapping[str, Any]],
    answers: Values,
    share: Fraction,
    grades: Mapping[str, Any],
    caps: Iterable[Cap],
) -> SectionResult:
    parts, gaps = [], []
    for q in questions:
        # Nobody has to answer it and nobody did: there is nothing to score.
        answer = answers.get(q["code"])
        value, is_gap = (None, False) if answer is None else points(document, q, answer)
        parts.append(Part(number(q["weight"]), value))
        if is_gap:
            gaps.append(q["code"])
    asked_weight = sum((part.weight for part in parts), Fraction())
    applied = [part for part in parts if part.value is not None]
    applied_weight = sum((part.weight for part in applied), Fraction())
    enough = bool(asked_weight) and applied_weight / asked_weight >= share
    mean = weighted_mean(parts) if enough else None
    grade = None if mean is None else grade_of(mean, grades)
    held = [cap.grade for cap in caps if cap.target == f"section:{section['code']}"]
    return SectionResult(
        code=section["code"],
        weight=number(section.get("weight", 1)),
        score=mean,
        asked=len(parts),
        applied=len(applied),
        gaps=tuple(gaps),
        grade=grade,
        capped=lower(grades, grade, *held) if grade else None,
    )


def _result(
    wanted: Mapping[str, Any],
    sections: Mapping[str, SectionResult],
    caps: Iterable[Cap],
    grades: Mapping[str, Any],
) -> Result:
    is_whole = wanted["method"] == "weighted_sections"
    used = [s for s in sections.values() if is_whole or s.code in wanted.get("sections", ())]
    mean = weighted_mean(Part(s.weight, s.score) for s in used)
    grade = None if mean is None else grade_of(mean, grades)
    targets = {f"result:{wanted['key']}", *([WHOLE] if is_whole else ())}
    fired = [cap for cap in caps if cap.target in targets]
    return Result(
        key=wanted["key"],
        label=wanted.get("label", wanted["key"]),
        score=mean,
        suggested=grade,
        capped=lower(grades, grade, *(cap.grade for cap in fired)) if grade else None,
        caps=tuple(dict.fromkeys(cap.question for cap in fired)),
    )
