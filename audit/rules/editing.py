"""One change to a draft at a time, as a new document. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from audit.rules.documents import Document


def question_of(document: Mapping[str, Any], code: str) -> tuple[str, dict[str, Any]] | None:
    """Return the section code and the question with this code."""
    for section in document["sections"]:
        for q in section["questions"]:
            if q["code"] == code:
                return section["code"], q
    return None


def put_question(
    document: Document, *, section: str, said: Mapping[str, Any], old_code: str = ""
) -> Document:
    """Return the document with a question changed in its place, or added at the end of a section.

    What `said` does not name stays as it was; a name with None is taken away. A question whose
    code changed says which it replaces, so that its trend goes on.
    """
    changed = deepcopy(document)
    found = question_of(changed, old_code) if old_code else None
    before = found[1] if found else {}
    question = {k: v for k, v in {**before, **said}.items() if v is not None}
    if before and before["code"] != question["code"]:
        question.setdefault("replaces", before["code"])
    if found and found[0] == section:
        before.clear()
        before.update(question)
        return changed
    changed = remove_question(changed, old_code) if found else changed
    target = next(each for each in changed["sections"] if each["code"] == section)
    target["questions"].append(question)
    return changed


def remove_question(document: Document, code: str) -> Document:
    """Return the document without a question. Versions that asked it keep it, and its answers."""
    changed = deepcopy(document)
    for section in changed["sections"]:
        section["questions"] = [q for q in section["questions"] if q["code"] != code]
    return changed


def move_question(document: Document, code: str, *, section: str, after: str = "") -> Document:
    """Return the document with a question put elsewhere: after another, or first in a section."""
    found = question_of(document, code)
    if found is None or after == code:
        return deepcopy(document)
    changed = remove_question(document, code)
    target = next(each for each in changed["sections"] if each["code"] == section)
    codes = [q["code"] for q in target["questions"]]
    at = codes.index(after) + 1 if after in codes else 0
    target["questions"].insert(at, deepcopy(found[1]))
    return changed


def section_of(document: Mapping[str, Any], code: str) -> dict[str, Any] | None:
    """Return the section with this code."""
    return next((each for each in document["sections"] if each["code"] == code), None)


def put_section(document: Document, *, said: Mapping[str, Any], old_code: str = "") -> Document:
    """Return the document with a section changed in its place, or added at the end.

    Results that name the section follow its new code. A name with None is taken away.
    """
    changed = deepcopy(document)
    before = section_of(changed, old_code) if old_code else None
    after = {k: v for k, v in {**(before or {"questions": []}), **said}.items() if v is not None}
    if before is None:
        changed["sections"].append(after)
        return changed
    before.clear()
    before.update(after)
    for result in changed.get("results") or ():
        if old_code in (result.get("sections") or ()):
            result["sections"] = [after["code"] if c == old_code else c for c in result["sections"]]
    return changed


def remove_section(document: Document, code: str) -> Document:
    """Return the document without a section and its questions."""
    changed = deepcopy(document)
    changed["sections"] = [each for each in changed["sections"] if each["code"] != code]
    return changed


def put_scale(
    document: Document, key: str, *, label: str, options: list[dict[str, Any]]
) -> Document:
    """Return the document with an answer scale changed or added.

    What an option says beside code, label, score and gap stays as it was.
    """
    changed = deepcopy(document)
    scales = changed.setdefault("scales", {})
    before = {o["code"]: o for o in scales.get(key, {}).get("options", ())}
    merged = []
    for option in options:
        rest = {k: v for k, v in before.get(option["code"], {}).items() if k != "recording_gap"}
        merged.append({**rest, **option})
    scales[key] = {**scales.get(key, {}), "label": label, "options": merged}
    return changed


def put_grades(document: Document, *, label: str, grades: list[tuple[str, str, float]]) -> Document:
    """Return the document with other grades: code, words, and the score from which each is given.

    Worst first. None at all makes a tool that gives no grade.
    """
    changed = deepcopy(document)
    changed["grade_set"] = {
        "key": changed["grade_set"].get("key") or "own",
        "label": label,
        "order": [code for code, _, _ in grades],
        "labels": {code: words for code, words, _ in grades},
        "thresholds": {code: least for code, _, least in grades},
    }
    return changed


def strand_of(document: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    return next((each for each in document.get("strands") or () if each["key"] == key), None)


def put_strand(document: Document, *, said: Mapping[str, Any], old_key: str = "") -> Document:
    """Return the document with a strand changed in its place, or added at the end.

    Sections, results and other strands that name it follow its new key. A name with None is taken
    away.
    """
    changed = deepcopy(document)
    strands = changed.setdefault("strands", [])
    before = strand_of(changed, old_key) if old_key else None
    after = {k: v for k, v in {**(before or {}), **said}.items() if v is not None}
    if before is None:
        strands.append(after)
        return changed
    before.clear()
    before.update(after)
    new_key = after["key"]
    for section in changed["sections"]:
        _renamed(section, "strand", old_key, new_key)
    for result in changed.get("results") or ():
        _renamed(result, "per_strand", old_key, new_key)
    for strand in strands:
        _renamed(strand, "same_questions_as", old_key, new_key)
        if old_key in (strand.get("blind_to") or ()):
            strand["blind_to"] = [new_key if k == old_key else k for k in strand["blind_to"]]
    return changed


def _renamed(part: dict[str, Any], name: str, old: str, new: str) -> None:
    if part.get(name) == old:
        part[name] = new


def remove_strand(document: Document, key: str) -> Document:
    """Return the document without a strand; its sections are faults until they have another."""
    changed = deepcopy(document)
    changed["strands"] = [each for each in changed.get("strands") or () if each["key"] != key]
    for strand in changed["strands"]:
        if strand.get("blind_to"):
            strand["blind_to"] = [each for each in strand["blind_to"] if each != key]
        if strand.get("same_questions_as") == key:
            del strand["same_questions_as"]
    return changed
