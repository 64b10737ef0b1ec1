"""Audits as they stand after their auditor submitted them."""

from typing import Any

from django.utils import timezone

from audit.choices import AuditStatus, StrandStatus
from audit.models import AuditStrand, CaseAudit
from audit.rules.scoring import score
from core.models import User
from tests.factories import AnswerFactory, AuditResultFactory, CaseAuditFactory

ANSWERS = {"A": "yes", "B": "yes"}


def submit(audit: CaseAudit, answers: dict[str, Any] | None = None, judged: str = "") -> CaseAudit:
    """Answer an audit of the small tool, score it and submit it, without a service."""
    given = answers or ANSWERS
    strand = AuditStrand.objects.filter(audit=audit, respondent="auditor").first()
    strand = strand or AuditStrand.objects.create(
        audit=audit, key="auditor", label="Auditor", respondent="auditor", person=audit.auditor
    )
    for question in audit.version.questions.filter(code__in=given):
        said = given[question.code]
        if isinstance(said, str):
            AnswerFactory(strand=strand, question=question, option=said)
        elif "ratio" in said:
            AnswerFactory(strand=strand, question=question, option="", value=said)
        else:
            for part, option in said.items():
                AnswerFactory(strand=strand, question=question, part=part, option=option)
    for result in score(audit.version.content, answers=given, facts=audit.facts).results.values():
        AuditResultFactory(
            audit=audit,
            strand=None,
            key=result.key,
            label=result.label,
            score=float(result.score or 0),
            suggested=result.suggested or "",
            capped=result.capped or "",
            judged=judged,
            judged_at=timezone.now() if judged else None,
            judged_reason="I saw more" if judged else "",
        )
    strand.status, strand.submitted_at = StrandStatus.SUBMITTED, timezone.now()
    strand.save()
    audit.status, audit.submitted_at = AuditStatus.SUBMITTED, timezone.now()
    audit.save()
    return audit


def submitted(version: Any, auditor: User, **columns: Any) -> CaseAudit:
    answers = columns.pop("answers", None)
    audit = CaseAuditFactory(
        council=version.tool.council, version=version, auditor=auditor, **columns
    )
    return submit(audit, answers)
