"""One tool as one self-contained document: what a version stores, hashes and compares. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

Document = dict[str, Any]
BANK = "bank:"
# What an answer means depends on these; guidance, weight and conditions may change without it.
MEANING = ("text", "type", "options", "rows", "fields", "min", "max", "anchors", "score_bands")


def plain(value: Any) -> Any:
    """Return `value` as JSON holds it: keys are text, days are written out."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def documents_of(file: Mapping[str, Any]) -> list[Document]:
    """Return each tool of a file with its scales, grades and shared questions spelt out.

    The file must have been found free of faults by `rules.tools.file_faults`.
    """
    return [document_of(tool, file) for tool in file["tools"]]


def document_of(tool: Mapping[str, Any], file: Mapping[str, Any]) -> Document:
    bank = {q["code"]: q for q in file.get("question_bank") or ()}
    found: Document = plain({**tool, "version": str(tool["version"])})
    for result in found.get("results") or ():
        result["label"] = result.get("label") or result["key"]
    for section in found["sections"]:
        section["title"] = section.get("title") or section["code"]
        section["questions"] = [plain(expanded(q, bank)) for q in section["questions"]]
    used = {q["scale"] for q in every_scaled(found)}
    scales = file.get("answer_scales") or {}
    grade_set = tool.get("grade_set", "none")
    none = {"label": "No grade", "order": [], "labels": {}, "thresholds": {}}
    grades = (file.get("grade_sets") or {}).get(grade_set, none)
    rules = file.get("rules") or {}
    share = {k: v for k, v in rules.items() if k == "min_applicable_share"}
    found["scales"] = plain({key: scales[key] for key in scales if key in used})
    found["grade_set"] = plain({"key": grade_set, **grades})
    found["scoring"] = plain({**share, **(tool.get("scoring") or {})})
    found["facts"] = plain(list(file.get("facts") or ()))
    found["taxonomies"] = plain(dict(file.get("taxonomies") or {}))
    found["question_bank"] = plain([q for q in bank.values() if _uses(found, q["code"])])
    return found


def _uses(document: Document, code: str) -> bool:
    return any(q.get("bank") == code for q in questions(document))


def expanded(question: Mapping[str, Any], bank: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return a question with what the question bank says of it; its own words come first."""
    shared = bank.get(question.get("bank", ""), {})
    return {**shared, **question}


def questions(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in document["sections"]:
        yield from section["questions"]


def every_scaled(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the questions, and fields of repeating rows, that are answered on a scale."""
    for q in questions(document):
        for each in (q, *(q.get("fields") or ())):
            if isinstance(each, Mapping) and each.get("scale"):
                yield each


def hash_of(document: Mapping[str, Any]) -> str:
    """Return what tells this content from any other, whatever the order of its keys."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def meaning_of(document: Mapping[str, Any], question: Mapping[str, Any]) -> str:
    """Return what tells one meaning of an answer from another: words, type, answers, scores."""
    meant = {name: question.get(name) for name in MEANING}
    scale = document["scales"].get(question.get("scale") or "")
    meant["answers"] = (
        [(o["code"], o["label"], o.get("score")) for o in scale["options"]] if (scale) else None
    )
    return hash_of(plain(meant))


def identity_of(document: Mapping[str, Any], question: Mapping[str, Any]) -> str:
    """Return the key under which a question is known when nothing says that it replaces another."""
    if question.get("bank"):
        return f"{BANK}{question['bank']}"
    return f"{document['key']}:{question['code']}"


def replaced_by(document: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each question that says so, the code it had in the version before.

    A question says it (`replaces: OLD`), or the tool says it for all (`replaces: {NEW: OLD}`).
    """
    said = document.get("replaces")
    found = dict(said) if isinstance(said, Mapping) else {}
    for q in questions(document):
        if isinstance(q.get("replaces"), str):
            found[q["code"]] = q["replaces"]
    return found


class Difference(NamedTuple):
    """One thing that differs between two versions: where, what, and both values in words."""

    where: str
    what: str
    old: str
    new: str


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Return what changed from one document to another: questions first, then the rest."""
    before, after = _parts(old), _parts(new)
    renamed = {was: now for now, was in replaced_by(new).items() if f"Question {was}" in before}
    found: list[Difference] = []
    for where, part in before.items():
        code = where.removeprefix("Question ")
        twin = f"Question {renamed[code]}" if code in renamed else where
        if twin not in after:
            found.append(Difference(where, "removed", _said(part), ""))
            continue
        if twin != where:
            found.append(Difference(where, "code", code, renamed[code]))
        found += _changed(twin, part, after.pop(twin))
    found += [Difference(where, "added", "", _said(part)) for where, part in after.items()]
    return found


def _parts(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    rest = {
        k: v
        for k, v in document.items()
        if k not in ("sections", "scales", "facts", "question_bank")
    }
    parts: dict[str, Mapping[str, Any]] = {}
    for section in document["sections"]:
        own = {k: v for k, v in section.items() if k != "questions"}
        parts[f"Section {section['code']}"] = own
        for q in section["questions"]:
            parts[f"Question {q['code']}"] = {**q, "section": section["code"]}
    for key, scale in (document.get("scales") or {}).items():
        parts[f"Scale {key}"] = scale
    return {**parts, "Tool": rest}


def _changed(
    where: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new and name != "code":
            yield Difference(where, name.replace("_", " "), _words(old), _words(new))


def _said(part: Mapping[str, Any]) -> str:
    return str(part.get("text") or part.get("title") or part.get("label") or "")


def _words(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
