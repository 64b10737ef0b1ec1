"""One audit with its strands, questions and answers, read once for a page or a service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from audit.models import Answer, AuditStrand, CaseAudit, Question
from audit.rules.answers import Given, Said, value_of
from audit.rules.completeness import Problem, problems
from audit.rules.strands import Part, document_for, sections_of, skip_name
from audit.rules.visibility import asked

Document = dict[str, Any]
Shown = list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]


@dataclass(frozen=True)
class Held:
    """The answer to one question as it stands, and what a page must show to change it."""

    said: Said = field(default_factory=Said)
    seen: str = "0"
    saved_at: datetime | None = None
    fact: Any = None
    is_corrected: bool = False


NOTHING = Held()


def seen_of(rows: Iterable[Answer]) -> str:
    """Return what tells one state of an answer from any other, earlier or later."""
    parts = [f"{r.part}|{r.repeat}|{r.version}|{r.saved_at.timestamp()}" for r in rows]
    return sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16] if parts else "0"


def held_of(rows: list[Answer]) -> Held:
    """Return the answer that these rows of one question and strand make."""
    if not rows:
        return NOTHING
    rows = sorted(rows, key=lambda row: (row.repeat, row.pk))
    first, is_matrix = rows[0], bool(rows[0].part)
    said = Said(
        rows=tuple(
            Given(r.part, r.repeat, r.state, r.option, r.value, r.comment if r.part else "")
            for r in rows
        ),
        comment="" if is_matrix else first.comment,
        evidence=first.evidence,
        reason=first.reason,
        corrected_reason=first.corrected_reason,
        priority=first.priority or "",
        may_share=first.may_share,
    )
    latest = max(row.saved_at for row in rows)
    return Held(said, seen_of(rows), latest, first.fact_value, first.is_corrected)


class Work:
    """An audit as it stands. `answers` is by strand and by code."""

    def __init__(
        self,
        audit: CaseAudit,
        strands: list[AuditStrand],
        questions: list[Question],
        answers: dict[int, dict[str, Held]],
    ) -> None:
        self.audit, self.strands, self.questions, self.answers = audit, strands, questions, answers
        self.document: Document = audit.version.content
        self.by_code = {question.code: question for question in questions}

    @cached_property
    def parts(self) -> list[Part]:
        return [part_of(strand) for strand in self.strands]

    def strand(self, pk: int) -> AuditStrand:
        return next(each for each in self.strands if each.pk == pk)

    def held(self, strand: AuditStrand) -> dict[str, Held]:
        return self.answers.setdefault(strand.pk, {})

    def said(self, strand: AuditStrand) -> dict[str, Said]:
        return {code: held.said for code, held in self.held(strand).items()}

    def values(self, strand: AuditStrand) -> dict[str, Any]:
        """Return this strand's answers as conditions and scores read them."""
        said = self.said(strand)
        found = {}
        for section in self.document["sections"]:
            for question in section["questions"]:
                value = value_of(question, said.get(question["code"]))
                if value is not None:
                    found[question["code"]] = value
        return found

    def known(self, strand: AuditStrand) -> dict[str, Any]:
        """Return the answers that this strand's conditions may read: its own, then others'."""
        found: dict[str, Any] = {}
        for other in self.strands:
            if other.pk != strand.pk:
                found |= self.values(other)
        return found | self.values(strand)

    def skipped(self, strand: AuditStrand) -> frozenset[str]:
        return skipped_by(self.audit, strand)

    def sections(self, strand: AuditStrand) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = document_for(self.document, strand.key)["sections"]
        return found

    def shown(self, strand: AuditStrand) -> Shown:
        """Return what is asked of a strand now."""
        return asked(
            document_for(self.document, strand.key),
            facts=self.audit.facts,
            answers=self.known(strand),
            skipped=self.skipped(strand),
        )

    def problems(self, strand: AuditStrand, today: Any) -> list[Problem]:
        held = self.held(strand)
        return problems(
            self.document,
            self.shown(strand),
            self.said(strand),
            record={code: each.fact for code, each in held.items()},
            today=today,
        )


def skipped_by(audit: CaseAudit, strand: AuditStrand) -> frozenset[str]:
    """Return the codes of optional sections that a strand leaves out."""
    document = audit.version.content
    return frozenset(
        section["code"]
        for section in sections_of(document, strand.key)
        if section.get("optional")
        and skip_name(document, (strand.key, strand.number), section["code"])
        in audit.skipped_sections
    )


def part_of(strand: AuditStrand) -> Part:
    return Part(strand.key, strand.number, strand.status, strand.is_required, strand.is_blind)


def work_of(audit: CaseAudit) -> Work:
    """Read the strands, questions and answers of an audit: three statements."""
    strands = list(
        AuditStrand.objects.filter(audit=audit)
        .select_related("person", "second_person", "organisation")
        .order_by("pk")
    )
    for strand in strands:
        strand.audit = audit
    questions = list(Question.objects.filter(version=audit.version_id).order_by("position"))
    codes = {question.pk: question.code for question in questions}
    rows: dict[int, dict[str, list[Answer]]] = {}
    for row in Answer.objects.filter(strand__audit=audit).order_by("pk"):
        of_strand = rows.setdefault(row.strand_id, {})
        of_strand.setdefault(codes[row.question_id], []).append(row)
    answers = {
        strand: {code: held_of(each) for code, each in by_code.items()}
        for strand, by_code in rows.items()
    }
    return Work(audit, strands, questions, answers)
