"""What an audit came to in the end: the moderated grade where there is one, else the auditor's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audit.models import AuditResult, CaseAudit, Moderation

# Outcomes that leave the first grade standing.
FIRST_STANDS = ("first_stands", "returned", "agreed")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result: as the auditor has it, as the moderator has it, and which counts."""

    key: str
    label: str
    first: str
    moderated: str
    final: str
    score: float | None


def outcomes_of(audit: CaseAudit) -> list[Outcome]:
    """Return every result of one audit, in three queries."""
    return outcomes_of_all([audit])[audit.pk]


def outcomes_of_all(audits: Iterable[CaseAudit]) -> dict[int, list[Outcome]]:
    """Return the results of several audits, by key of the audit."""
    keys = [audit.pk for audit in audits]
    found: dict[int, list[Outcome]] = {key: [] for key in keys}
    second: dict[tuple[int, str], tuple[str, str]] = {}
    decided = Moderation.objects.filter(audit__in=keys, decided_at__isnull=False)
    for row in decided.prefetch_related("grades").order_by("decided_at", "pk"):
        for grade in row.grades.all():
            second[row.audit_id, grade.result] = (grade.grade, row.outcome)
    for result in AuditResult.objects.filter(audit__in=keys).order_by("pk"):
        moderated, outcome = second.get((result.audit_id, result.key), ("", ""))
        first = result.judged or result.capped or result.suggested
        final = first if not moderated or outcome in FIRST_STANDS else moderated
        score = None if result.score is None else float(result.score)
        found[result.audit_id].append(
            Outcome(result.key, result.label, first, moderated, final, score)
        )
    return found


def grade_label(content: Mapping[str, Any], grade: str) -> str:
    """Return a grade in the words of its tool."""
    labels = (content.get("grade_set") or {}).get("labels") or {}
    return str(labels.get(grade, grade))
