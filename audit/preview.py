"""A version in words: what is asked, when, and what an answer does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.choices import QuestionType

COMPARED = {"gte": "is at least", "lte": "is at most", "gt": "is above", "lt": "is below"}
TYPES = dict(QuestionType.choices)


@dataclass(frozen=True)
class QuestionShown:
    """One question as its readers see it."""

    code: str
    text: str
    kind: str
    options: tuple[str, ...]
    guidance: str
    is_required: bool
    is_shared: bool
    weight: str
    asked_when: str
    effects: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class SectionShown:
    """One section with its questions."""

    code: str
    title: str
    strand: str
    weight: str
    is_optional: bool
    asked_when: str
    questions: tuple[QuestionShown, ...]


def sections_shown(document: Mapping[str, Any]) -> list[SectionShown]:
    """Return the sections of a document, as far as a draft describes them."""
    strands = {s["key"]: s.get("label", s["key"]) for s in document.get("strands") or ()}
    strands["each_agency"] = "Each agency"
    return [
        SectionShown(
            code=section["code"],
            title=section.get("title", ""),
            strand=strands.get(section.get("strand"), ""),
            weight=number_words(section.get("weight", 1)) if section.get("scored") else "",
            is_optional=bool(section.get("optional")),
            asked_when=words_of(section.get("show_if"), document),
            questions=tuple(_question(document, q, section) for q in section["questions"]),
        )
        for section in document["sections"]
    ]


def grades_shown(document: Mapping[str, Any]) -> list[str]:
    """Return the grades, worst first, each with the score from which it is given."""
    grades = document["grade_set"]
    labels, least = grades.get("labels") or {}, grades.get("thresholds") or {}
    return [f"{labels.get(g, g)} from {number_words(least.get(g, 0))}" for g in grades["order"]]


def _question(
    document: Mapping[str, Any], q: Mapping[str, Any], section: Mapping[str, Any]
) -> QuestionShown:
    is_scored = q.get("scored") and section.get("scored")
    return QuestionShown(
        code=q["code"],
        text=q.get("text", ""),
        kind=TYPES.get(q.get("type", ""), str(q.get("type", ""))),
        options=tuple(options_of(document, q)),
        guidance=q.get("guidance", ""),
        is_required=bool(q.get("required")),
        is_shared=bool(q.get("bank")),
        weight=number_words(q.get("weight")) if is_scored else "",
        asked_when=words_of(q.get("show_if"), document),
        effects=tuple(_effects(document, q)),
        tags=tuple(q.get("tags") or ()),
    )


def options_of(document: Mapping[str, Any], q: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a question may be answered with, or what its rows and fields are."""
    scale = document["scales"].get(q.get("scale") or "")
    for option in scale["options"] if scale else q.get("options") or ():
        yield option["label"] if isinstance(option, Mapping) else str(option)
    for row in q.get("rows") or ():
        yield f"Row: {row}"
    for field in q.get("fields") or ():
        yield f"Column: {field.get('label') or field.get('code')}"


def words_of(condition: Any, document: Mapping[str, Any]) -> str:
    """Return a condition in words; nothing for none."""
    if not isinstance(condition, Mapping):
        return ""
    for joining, word in (("all", " and "), ("any", " or ")):
        if joining in condition:
            return word.join(words_of(each, document) for each in condition[joining])
    if "not" in condition:
        return f"not ({words_of(condition['not'], document)})"
    if "ratio_below" in condition:
        below = condition["ratio_below"]
        return f"{below.get('q')} is below {below.get('value')}"
    return _comparison(condition)


def _comparison(condition: Mapping[str, Any]) -> str:
    name = condition.get("q") or condition.get("answered") or condition.get("fact")
    for test, words in COMPARED.items():
        if test in condition:
            return f"{name} {words} {condition[test]}"
    if "ne" in condition:
        return f"{name} is not {_value(condition['ne'])}"
    values = condition.get("in") or ([condition["eq"]] if "eq" in condition else [])
    if not values:
        return f"{name} is answered"
    return f"{name} is {' or '.join(_value(v) for v in values)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _effects(document: Mapping[str, Any], q: Mapping[str, Any]) -> Iterator[str]:
    critical = q.get("critical") or {}
    if critical:
        held = " and ".join(_caps(document, critical))
        yield f"{_when(critical)}: {held}{_unless(critical, document)}"
    if q.get("alert"):
        yield f"{_when(q['alert'])}: alerts {', '.join(q['alert'].get('to') or ())} at once"
    if q.get("suggest_action"):
        yield f"{_when(q['suggest_action'])}: suggests an action"
    for part in ("comment", "evidence", "priority"):
        wanted = (
            (q.get(part) or {}).get("required_when") if isinstance(q.get(part), Mapping) else ()
        )
        if wanted:
            yield f"If {' or '.join(map(_value, wanted))}: {part} needed"


def _when(part: Mapping[str, Any]) -> str:
    return f"If {' or '.join(_value(v) for v in part.get('when') or ())}"


def _unless(critical: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    return f", unless {words_of(critical['unless'], document)}" if critical.get("unless") else ""


def _caps(document: Mapping[str, Any], critical: Mapping[str, Any]) -> Iterator[str]:
    labels = document["grade_set"].get("labels") or {}
    targets = {"cap_overall": "overall", "cap_section": "this section"}
    for name, target in targets.items():
        if critical.get(name):
            yield f"{target} no better than {labels.get(critical[name], critical[name])}"
    for key, grade in (critical.get("cap_result") or {}).items():
        yield f"{key} no better than {labels.get(grade, grade)}"


def number_words(value: Any) -> str:
    """Return a number without a needless ".0"."""
    return f"{value:g}" if isinstance(value, int | float) else str(value or "")
