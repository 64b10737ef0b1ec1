"""Every answer of a tool's submitted audits, in all its versions, as rows for a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from audit.choices import StrandStatus
from audit.models import Answer, AuditTool, CaseAudit, Question
from audit.results.scores import outcomes

Row = Sequence[str | int | float | None]


class Sheet(NamedTuple):
    """One sheet: its name, its columns and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


def sheets_of(tool: AuditTool, audits: QuerySet[CaseAudit]) -> list[Sheet]:
    """Return audits, answers and questions. A question removed since keeps its answers.

    Args:
        audits: submitted ones, which their reader may see.
    """
    versions = list(tool.versions.exclude(status="draft").order_by("pk"))
    asked = list(
        Question.objects.filter(version__in=versions)
        .select_related("identity", "version")
        .order_by("version_id", "position")
    )
    newest = {row.identity_id for row in asked if versions and row.version_id == versions[-1].pk}
    questions = Sheet(
        "Questions",
        (
            "Version",
            "Section",
            "Code",
            "Identity",
            "Question",
            "Type",
            "Change since the version before",
            "In the newest version",
        ),
        [
            (
                row.version.number,
                row.section,
                row.code,
                row.identity.key,
                row.text,
                row.get_kind_display(),
                row.get_change_display(),
                "yes" if row.identity_id in newest else "no: removed",
            )
            for row in asked
        ],
    )
    labels = {(v.pk, q["code"]): _labels(v.content, q) for v in versions for q in _asked(v.content)}
    return [_audits(audits), _answers(audits, labels), questions]


def _asked(content: Any) -> Iterator[dict[str, Any]]:
    for section in content["sections"]:
        yield from section["questions"]


def _labels(content: Any, q: dict[str, Any]) -> dict[str, str]:
    scale = (content.get("scales") or {}).get(q.get("scale"), {})
    return {str(option["code"]): option["label"] for option in scale.get("options", ())}


def _audits(audits: QuerySet[CaseAudit]) -> Sheet:
    rows = list(audits.select_related("round", "version", "team").defer("version__content"))
    grades = outcomes([row.pk for row in rows])
    columns = (
        "Audit",
        "Round",
        "Version",
        "Team",
        "State",
        "Submitted on",
        "Minutes",
        "Result",
        "Score",
        "Auditor's grade",
        "Grade that stands",
    )
    found: list[Row] = []
    for row in rows:
        common = (
            row.reference,
            row.round.name if row.round else "",
            row.version.number,
            row.team.name if row.team else "",
            row.get_status_display(),
            f"{row.submitted_at:%Y-%m-%d}" if row.submitted_at else "",
            row.minutes_spent,
        )
        for one in grades[row.pk]:
            found.append((*common, one.label, one.score, one.first, one.final))
        if not grades[row.pk]:
            found.append((*common, "", None, "", ""))
    return Sheet("Audits", columns, found)


def _answers(audits: QuerySet[CaseAudit], labels: dict[tuple[int, str], dict[str, str]]) -> Sheet:
    rows = Answer.objects.filter(
        strand__audit__in=audits.values("pk"), strand__status=StrandStatus.SUBMITTED
    ).select_related("strand__audit__version", "question__identity")
    rows = rows.defer("strand__audit__version__content")
    columns = (
        "Audit",
        "Version",
        "Part",
        "Code",
        "Identity",
        "Question as asked",
        "Row or repeat",
        "State",
        "Answer code",
        "Answer",
        "Why it does not apply",
        "Comment",
        "Where in the record",
        "Why the record was corrected",
    )
    order = ("strand__audit__reference", "strand_id", "question__position", "repeat", "part", "pk")
    found: list[Row] = [
        (
            row.strand.audit.reference,
            row.strand.audit.version.number,
            row.strand.label,
            row.question.code,
            row.question.identity.key,
            row.question.text,
            row.part or (str(row.repeat) if row.repeat else ""),
            row.get_state_display(),
            row.option,
            labels.get((row.question.version_id, row.question.code), {}).get(row.option)
            or _said(row.value)
            or row.option,
            row.reason,
            row.comment,
            row.evidence,
            row.corrected_reason,
        )
        for row in rows.order_by(*order)
    ]
    return Sheet("Answers", columns, found)


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
