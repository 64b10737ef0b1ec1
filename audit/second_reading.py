"""What a moderator is asked: the questions of the auditor that are answered on a scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.models import Answer, AuditStrand, CaseAudit
from audit.rules.visibility import holds, in_strand, named

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


def questions_for(audit: CaseAudit, strand: AuditStrand | None) -> list[Asked]:
    """Return what is rated a second time, worked out from the record's facts alone.

    First answers must not show through: a question that waits for an answer is always offered.
    """
    content, key = audit.version.content, strand.key if strand else None
    found = []
    for section in content["sections"]:
        if section["code"] in audit.skipped_sections or not in_strand(section, key):
            continue
        for question in section["questions"]:
            if question["type"] not in SCALED or not _may_be_asked(question, section, audit.facts):
                continue
            scale = content["scales"][question["scale"]]
            found.append(
                Asked(
                    code=question["code"],
                    text=question["text"],
                    section=section["title"],
                    options=tuple((o["code"], o["label"]) for o in scale["options"]),
                    guidance=question.get("guidance", ""),
                    depends=bool(_waits(question, section)),
                )
            )
    return found


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
