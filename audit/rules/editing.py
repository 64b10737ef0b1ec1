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
