"""Write the questions of a version beside its content, each with the identity it keeps."""

from __future__ import annotations

from typing import Any

from audit.choices import QuestionType, WordingChange
from audit.models import Question, QuestionIdentity, ToolVersion
from audit.rules.documents import identity_of, meaning_of, replaced_by


def write_questions(version: ToolVersion) -> None:
    """Make the question rows of a draft say what its content says. Called within a transaction.

    A question that the content does not describe well enough (no words, a code given twice) has no
    row until it is put right; the faults of the draft name it.
    """
    document = version.content
    before = _before(version)
    replaces = replaced_by(document)
    version.questions.all().delete()
    rows: list[Question] = []
    used: list[str] = []
    for position, (section, q) in enumerate(_described(document), 1):
        old = before.get(replaces.get(q["code"], q["code"]))
        key = old.identity.key if old and not q.get("bank") else identity_of(document, q)
        if key in used:
            continue
        used.append(key)
        rows.append(_row(version, section, q, position, key, old, replaces.get(q["code"], "")))
    identities = _identities(used)
    for row, key in zip(rows, used, strict=True):
        row.identity = identities[key]
    Question.objects.bulk_create(rows)


def _described(document: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    found, codes = [], set()
    for section in document.get("sections") or ():
        for q in section.get("questions") or ():
            code = q.get("code")
            if (
                code
                and q.get("text")
                and q.get("type") in QuestionType.values
                and code not in codes
            ):
                codes.add(code)
                found.append((section, q))
    return found


def _before(version: ToolVersion) -> dict[str, Question]:
    """Return the questions of the version that this one came from, by code."""
    if version.based_on_id is None:
        return {}
    rows = Question.objects.filter(version=version.based_on_id).select_related("identity")
    return {row.code: row for row in rows}


def _row(
    version: ToolVersion,
    section: dict[str, Any],
    q: dict[str, Any],
    position: int,
    key: str,
    old: Question | None,
    replaces: str,
) -> Question:
    meaning = meaning_of(version.content, q)
    is_scored = bool(section.get("scored") and q.get("scored") and (q.get("weight") or 0) > 0)
    return Question(
        version=version,
        code=q["code"],
        section=section["code"],
        strand=section.get("strand") or "",
        position=position,
        kind=q["type"],
        text=q["text"],
        scale=q.get("scale") or "",
        is_scored=is_scored,
        weight=q.get("weight") if is_scored else None,
        is_required=bool(q.get("required")),
        wording_sha256=meaning,
        change=_change(q, meaning, old, key),
        replaces=replaces if old else "",
    )


def _change(q: dict[str, Any], meaning: str, old: Question | None, key: str) -> WordingChange:
    if old is None or old.identity.key != key:
        return WordingChange.NEW
    if old.wording_sha256 == meaning:
        return WordingChange.SAME
    return WordingChange.CLARIFIED if q.get("clarified") else WordingChange.CHANGED


def _identities(keys: list[str]) -> dict[str, QuestionIdentity]:
    QuestionIdentity.objects.bulk_create(
        [QuestionIdentity(key=key) for key in sorted(keys)], ignore_conflicts=True
    )
    return {row.key: row for row in QuestionIdentity.objects.filter(key__in=keys)}
