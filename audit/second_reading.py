"""What a moderator is asked: the questions of the auditor that are answered on a scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.doing.work import held_of, skipped_by
from audit.models import Answer, AuditStrand, CaseAudit
from audit.rules.answers import value_of
from audit.rules.documents import Document
from audit.rules.strands import document_for
from audit.rules.visibility import holds, named

SCALED = ("scale", "prefilled_scale")
AUDITORS = ("auditor", "auditor_with_practitioner", "panel")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for a second rating; `depends` where it is asked only after some answers."""

    code: str
    text: str
    section: str
    options: tuple[tuple[str, str], ...]
    guidance: str = ""
    depends: bool = False


def first_strand(audit: CaseAudit) -> AuditStrand | None:
    """Return the strand of the first auditor."""
    rows = AuditStrand.objects.filter(audit=audit, respondent__in=AUDITORS)
    return rows.order_by("pk").first()


def document_of(audit: CaseAudit, strand: AuditStrand | None) -> Document:
    """Return the tool with the sections that the first auditor answers and did not leave out."""
    content: Document = audit.version.content
    if strand is None:
        return content
    own, left_out = document_for(content, strand.key), skipped_by(audit, strand)
    return {**own, "sections": [s for s in own["sections"] if s["code"] not in left_out]}


def questions_for(audit: CaseAudit, strand: AuditStrand | None) -> list[Asked]:
    """Return what is rated a second time, worked out from the record's facts alone.

    First answers must not show through: a question that waits for an answer is always offered.
    """
    scales = audit.version.content["scales"]
    return [
        Asked(
            code=question["code"],
            text=question["text"],
            section=section["title"],
            options=tuple((o["code"], o["label"]) for o in scales[question["scale"]]["options"]),
            guidance=question.get("guidance", ""),
            depends=bool(_waits(question, section)),
        )
        for section, question in _open_to(audit, strand)
        if question["type"] in SCALED
    ]


def not_rated(audit: CaseAudit, strand: AuditStrand | None) -> list[str]:
    """Return, in words, what counts and is not rated again, because no scale answers it."""
    return [
        f"{question['code']} {question['text']}"
        for section, question in _open_to(audit, strand)
        if section.get("scored") and question.get("scored") and question["type"] not in SCALED
    ]


def _open_to(
    audit: CaseAudit, strand: AuditStrand | None
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for section in document_of(audit, strand)["sections"]:
        for question in section["questions"]:
            if _may_be_asked(question, section, audit.facts):
                yield section, question


def _waits(question: Mapping[str, Any], section: Mapping[str, Any]) -> list[str]:
    tests = [question.get("show_if"), section.get("show_if")]
    return [name for test in tests for name in named(test, "q", "answered")]


def _may_be_asked(
    question: Mapping[str, Any], section: Mapping[str, Any], facts: Mapping[str, Any]
) -> bool:
    tests = [test for test in (question.get("show_if"), section.get("show_if")) if test]
    return all(
        list(named(test, "q", "answered")) or holds(test, facts=facts, answers={}) for test in tests
    )


def first_answers(strand: AuditStrand | None) -> dict[str, Answer]:
    """Return the first auditor's answers by the code of their question."""
    if strand is None:
        return {}
    rows = Answer.objects.filter(strand=strand, part="", repeat=0).select_related("question")
    return {row.question.code: row for row in rows}


def first_values(audit: CaseAudit, strand: AuditStrand | None) -> dict[str, Any]:
    """Return the first auditor's answers as scores read them, tables and ratios too."""
    if strand is None:
        return {}
    by_code: dict[str, list[Answer]] = {}
    for row in Answer.objects.filter(strand=strand).select_related("question").order_by("pk"):
        by_code.setdefault(row.question.code, []).append(row)
    return {
        question["code"]: value_of(question, held_of(by_code[question["code"]]).said)
        for section in document_of(audit, strand)["sections"]
        for question in section["questions"]
        if question["code"] in by_code
    }
