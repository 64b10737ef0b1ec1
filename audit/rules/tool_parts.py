"""Whether each part of a tool has the form the program relies on, and says what it must. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any, TypeGuard

from audit.choices import WHEN_OTHERS_ARE_IN, QuestionType, RespondentKind
from audit.rules.faults import Fault

KINDS: Mapping[type, str] = {dict: "a set of named parts", list: "a list", str: "text"}
OF_TOOL: Mapping[str, type] = {
    **dict.fromkeys(("scales", "grade_set", "scoring", "taxonomies"), dict),
    **dict.fromkeys(("sections", "strands", "results", "facts", "question_bank"), list),
    **dict.fromkeys(("key", "version", "title"), str),
}
OF_SECTION: Mapping[str, type] = {"code": str, "title": str, "questions": list, "show_if": dict}
OF_QUESTION: Mapping[str, type] = {
    **dict.fromkeys(("critical", "alert", "prefill", "suggest_action", "show_if", "anchors"), dict),
    **dict.fromkeys(("options", "rows", "fields", "score_bands", "tags"), list),
    **dict.fromkeys(("blocks_section_when", "shared_with_strands"), list),
    **dict.fromkeys(("code", "text", "type", "scale", "taxonomy"), str),
}
OF_STRAND: Mapping[str, type] = {"key": str, "label": str, "blind_to": list}
OF_RESULT: Mapping[str, type] = {"key": str, "label": str, "sections": list, "questions": list}
WITHIN_QUESTION: Mapping[str, Mapping[str, type]] = {
    "critical": {"when": list, "cap_result": dict, "unless": dict},
    "alert": {"when": list, "text": str, "to": list, "within": dict},
    "suggest_action": {"when": list},
    "comment": {"required_when": list},
    "evidence": {"required_when": list},
    "priority": {"required_when": list, "options": list},
}
# How long a name may be, because what is made of it is stored.
LONGEST = {"question": 60, "section": 30, "strand": 40, "result": 60}
METHODS = ("weighted_sections", "sections", "compare_strands", "panel_judgement")
IN_ROWS = ("scale", "choice", "number", "number_scale", "date", "datetime", "short_text")
MOST_ROWS = 60


def structure_faults(document: Mapping[str, Any]) -> list[Fault]:
    """Return where a list stands for a name or a name for a list, so that nothing can be read."""
    key = str(document.get("key"))
    found = list(_held_as(key, document, OF_TOOL))
    if found:
        return found
    for part, kinds in (("strands", OF_STRAND), ("results", OF_RESULT)):
        for n, each in enumerate(document.get(part) or (), 1):
            where = f"{key}/{part}[{n}]"
            found += (
                _held_as(where, each, kinds) if isinstance(each, Mapping) else [_unnamed(where)]
            )
    for section in document["sections"]:
        where = f"{key}/{section.get('code')}"
        found += _held_as(where, section, OF_SECTION)
        for q in section.get("questions") or ():
            found += _of_question(f"{where}/{q.get('code')}", q)
    return found


def _unnamed(where: str) -> Fault:
    return Fault(where, "should be a set of named parts")


def _held_as(where: str, part: Mapping[str, Any], kinds: Mapping[str, type]) -> Iterator[Fault]:
    for name, kind in kinds.items():
        value = part.get(name)
        if value is not None and not isinstance(value, kind):
            yield Fault(f"{where}/{name}", f"should be {KINDS[kind]}")


def _of_question(where: str, q: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _held_as(where, q, OF_QUESTION)
    for name, kinds in WITHIN_QUESTION.items():
        if isinstance(q.get(name), Mapping):
            yield from _held_as(f"{where}/{name}", q[name], kinds)
    for name in ("options", "rows"):
        rows = q.get(name)
        for n, each in enumerate(rows if isinstance(rows, list) else (), 1):
            if isinstance(each, list) or (isinstance(each, Mapping) and "code" not in each):
                yield Fault(f"{where}/{name}[{n}]", "needs a code")
    fields = q.get("fields")
    for n, each in enumerate(fields if isinstance(fields, list) else (), 1):
        if not isinstance(each, Mapping) or not each.get("code") or not each.get("type"):
            yield Fault(f"{where}/fields[{n}]", "needs a code and a type")


def part_faults(document: Mapping[str, Any]) -> list[Fault]:
    """Return what parts of a readable tool leave out, or say twice."""
    found: list[Fault] = []
    key = document["key"]
    found += _strands(key, document.get("strands") or ())
    found += _results(key, document)
    share = (document.get("scoring") or {}).get("min_applicable_share")
    if share is not None and not (is_number(share) and 0 <= share <= 1):
        found.append(Fault(f"{key}/scoring", "min_applicable_share is not a number from 0 to 1"))
    for section in document["sections"]:
        where = f"{key}/{section['code']}"
        found += _too_long(where, "section", section["code"])
        for q in section["questions"]:
            found += _question(f"{where}/{q['code']}", document, q)
    return found


def is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _too_long(where: str, what: str, name: str) -> Iterator[Fault]:
    if len(name) > LONGEST[what]:
        yield Fault(where, f"its name is longer than {LONGEST[what]} characters")
    if "/" in name:
        yield Fault(where, "its name holds a slash")


def _twice(where: str, names: Iterable[Any]) -> Iterator[Fault]:
    for name, count in Counter(map(str, names)).items():
        if count > 1:
            yield Fault(where, f"{name} is there {count} times")


def _code(each: Any) -> str:
    return str(each["code"] if isinstance(each, Mapping) else each)


def _strands(key: str, strands: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    strands = list(strands)
    keys = [strand["key"] for strand in strands]
    yield from _twice(f"{key}/strands", keys)
    for strand in strands:
        where = f"{key}/{strand['key']}"
        yield from _too_long(where, "strand", strand["key"])
        if strand.get("respondent") not in RespondentKind.values:
            known = ", ".join(RespondentKind.values)
            yield Fault(where, f"respondent {strand.get('respondent')} is none of: {known}")
        if strand.get("opens_when") not in (None, WHEN_OTHERS_ARE_IN):
            yield Fault(where, f"opens_when can only be {WHEN_OTHERS_ARE_IN}")
        for other in (*(strand.get("blind_to") or ()), strand.get("same_questions_as")):
            if other is not None and other not in keys:
                yield Fault(where, f"names a missing strand, {other}")


def _results(key: str, document: Mapping[str, Any]) -> Iterator[Fault]:
    codes = {q["code"] for section in document["sections"] for q in section["questions"]}
    strands = {strand["key"] for strand in document.get("strands") or ()}
    for result in document.get("results") or ():
        where = f"{key}/{result['key']}"
        yield from _too_long(where, "result", result["key"])
        if result.get("method") not in METHODS:
            known = ", ".join(METHODS)
            yield Fault(where, f"method {result.get('method')} is none of: {known}")
        if result.get("method") == "sections" and not result.get("sections"):
            yield Fault(where, "names no section to count")
        only = result.get("per_strand")
        if isinstance(only, str) and only not in strands:
            yield Fault(where, f"is of a missing strand, {only}")
        for code in result.get("questions") or ():
            if code not in codes:
                yield Fault(where, f"compares a missing question, {code}")


def _question(where: str, document: Mapping[str, Any], q: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _too_long(where, "question", q["code"])
    yield from _bounds(where, q)
    yield from _twice(f"{where}/options", map(_code, q.get("options") or ()))
    yield from _calls(where, q)
    kind = q["type"]
    if kind == "matrix":
        yield from _matrix(where, q)
    elif kind == "repeat_group":
        yield from _fields(where, document, q)
    elif kind == "tags" and not (document.get("taxonomies") or {}).get(q.get("taxonomy") or ""):
        yield Fault(where, f"there is no list of themes {q.get('taxonomy') or '(none named)'}")
    elif kind == "ratio":
        yield from _bands(where, q.get("score_bands") or ())


def _calls(where: str, q: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what a cap or an alert leaves out."""
    for name in ("critical", "alert"):
        if q.get(name) is not None and not q[name].get("when"):
            yield Fault(f"{where}/{name}", "names no answer: say which in when")
    if q.get("alert") and not str(q["alert"].get("text") or "").strip():
        yield Fault(f"{where}/alert", "has no text to show")
    within = (q.get("alert") or {}).get("within")
    if within is not None and not (is_number(within.get("value")) and within.get("unit")):
        yield Fault(f"{where}/alert", "within needs a value and a unit")


def _bounds(where: str, q: Mapping[str, Any]) -> Iterator[Fault]:
    low, high = q.get("min"), q.get("max")
    for name in ("min", "max", "max_words"):
        if q.get(name) is not None and not is_number(q[name]):
            yield Fault(where, f"{name} is not a number")
    if is_number(low) and is_number(high) and low > high:
        yield Fault(where, f"min {low} is above max {high}")
    if q["type"] == "repeat_group" and is_number(high) and not 1 <= high <= MOST_ROWS:
        yield Fault(where, f"max is not from 1 to {MOST_ROWS}")


def _matrix(where: str, q: Mapping[str, Any]) -> Iterator[Fault]:
    if not q.get("rows"):
        yield Fault(where, "has no rows to answer")
    yield from _twice(f"{where}/rows", (_code(row)[:80] for row in q.get("rows") or ()))


def _fields(where: str, document: Mapping[str, Any], q: Mapping[str, Any]) -> Iterator[Fault]:
    fields = q.get("fields") or ()
    if not fields:
        yield Fault(where, "has no fields to fill in")
    yield from _twice(f"{where}/fields", (field["code"] for field in fields))
    for field in fields:
        own = f"{where}/{field['code']}"
        if field["type"] not in IN_ROWS:
            word = "known" if field["type"] not in QuestionType.values else "possible in a row"
            yield Fault(own, f"type {field['type']} is not {word}")
        if field["type"] == "scale" and field.get("scale") not in document["scales"]:
            yield Fault(own, f"unknown scale {field.get('scale')}")
        if field["type"] == "choice" and not field.get("options"):
            yield Fault(own, "has no options to choose from")


def _bands(where: str, bands: Iterable[Any]) -> Iterator[Fault]:
    for n, band in enumerate(bands, 1):
        values = [band.get(name) for name in ("at_least", "score")] if band else [None]
        if not all(is_number(value) and 0 <= value <= 1 for value in values):
            yield Fault(f"{where}/score_bands[{n}]", "needs at_least and score, each from 0 to 1")
