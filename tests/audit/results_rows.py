"""Rounds with finished audits of the small tool, made without a service."""

from typing import Any

from django.utils import timezone

from audit.choices import AuditStatus, RoundStatus, StrandStatus, VersionStatus
from audit.models import AuditRound, CaseAudit, ToolVersion
from audit.rules.documents import hash_of
from audit.rules.scoring import score
from audit.services.questions import write_questions
from core.models import Organisation
from tests.audit.documents import document_of, question, section
from tests.factories import (
    AnswerFactory,
    AuditResultFactory,
    AuditRoundFactory,
    AuditStrandFactory,
    AuditToolFactory,
    CaseAuditFactory,
    FrameEntryFactory,
    SectionScoreFactory,
    ToolVersionFactory,
)

YES, NO = {"A": "yes", "B": "yes"}, {"A": "no", "B": "gap"}


def small(**rest: Any) -> dict[str, Any]:
    return document_of(section("S", question("A", **rest), question("B")))


def version_of(
    council: Organisation | None = None, content: dict[str, Any] | None = None, **columns: Any
) -> ToolVersion:
    """A published version whose questions have their rows."""
    content = content or small()
    if "tool" not in columns:
        columns["tool"] = AuditToolFactory(
            council=council, key=content["key"], title="A small tool"
        )
    version = ToolVersionFactory(
        content=content,
        content_sha256=hash_of(content),
        status=VersionStatus.PUBLISHED,
        **columns,
    )
    write_questions(version)
    return version


def round_of(version: ToolVersion, *, eligible: int = 0, **columns: Any) -> AuditRound:
    """A closed round; with `eligible`, drawn from a population of so many."""
    if eligible:
        columns |= {"drawn": True}
    made = AuditRoundFactory(council=version.tool.council, version=version, **columns)
    made.status, made.closed_at = RoundStatus.CLOSED, timezone.now()
    made.save()
    for _ in range(eligible):
        FrameEntryFactory(round=made, drawn_position=None)
    return made


def read(audit_round: AuditRound, answers: dict[str, str], **columns: Any) -> CaseAudit:
    """One finished audit in the round, scored as its answers say."""
    version = audit_round.version
    entry = audit_round.frame.filter(audit__isnull=True, drawn_position__isnull=True).first()
    if entry is not None:
        entry.drawn_position = audit_round.frame.drawn().count() + 1
        entry.save()
    audit = CaseAuditFactory(
        council=audit_round.council,
        version=version,
        round=audit_round,
        frame_entry=entry,
        elsewhere=True,
        submitted=True,
        **columns,
    )
    strand = AuditStrandFactory(
        audit=audit, status=StrandStatus.SUBMITTED, submitted_at=audit.submitted_at
    )
    for row in version.questions.filter(code__in=answers):
        AnswerFactory(strand=strand, question=row, option=answers[row.code])
    found = score(version.content, answers=answers, facts={})
    for line in found.sections.values():
        SectionScoreFactory(
            audit=audit,
            strand=None,
            section=line.code,
            score=None if line.score is None else round(float(line.score), 8),
            asked=line.asked,
            applied=line.applied,
            gaps=len(line.gaps),
        )
    for result in found.results.values():
        AuditResultFactory(
            audit=audit,
            strand=None,
            key=result.key,
            label=result.label,
            score=None if result.score is None else round(float(result.score), 8),
            suggested=result.suggested or "",
            capped=result.capped or "",
        )
    return audit


def under_way(audit_round: AuditRound) -> CaseAudit:
    return CaseAuditFactory(
        council=audit_round.council,
        version=audit_round.version,
        round=audit_round,
        elsewhere=True,
        status=AuditStatus.IN_PROGRESS,
    )
