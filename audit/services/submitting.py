"""Submit a part of an audit; and with the last of them the audit, with what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.choices import AnswerState, AuditStatus, StrandStatus
from audit.doing import outcome
from audit.doing.work import Work, work_of
from audit.models import (
    Answer,
    AuditAlert,
    AuditResult,
    AuditStrand,
    CaseAudit,
    FiredCap,
    SectionScore,
)
from audit.rules.completeness import Problem
from audit.rules.judging import is_above
from audit.rules.scoring import Result, Scored, UnansweredError
from audit.rules.strands import waits_for
from audit.services.answering import open_waiting
from audit.services.contributing import locked_strand
from audit.services.second_readings import settle_submission
from core import activity
from core.errors import RuleViolationError
from core.models import User

PLACES = Decimal("0.00000001")


@dataclass(frozen=True)
class Judged:
    """The grade a person gives a result, and why it is not the one suggested."""

    grade: str
    reason: str = ""


class IncompleteError(RuleViolationError):
    """A part that cannot be submitted yet, with everything that is missing."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        codes = ", ".join(dict.fromkeys(problem.code for problem in problems))
        super().__init__("incomplete", f"Some questions still need an answer: {codes}")


@transaction.atomic
def submit_part(
    *,
    by: User | None,
    strand: AuditStrand,
    judged: Mapping[str, Judged],
    minutes: int | None = None,
    token: str = "",
) -> AuditStrand:
    """Submit a strand. With the last one required, the audit is submitted and scored.

    Args:
        judged: the grade of each result that this strand judges, by key.
        minutes: that it took; without it, what the page measured.

    Raises:
        PermissionDenied: the strand is not `by`'s, or the link is not good.
        IncompleteError: a question that is asked and required has no answer.
        RuleViolationError: `not_open`, `waits` (others come first), `alert` (one is not answered
            for), `grade`, `above_cap`, `reason`.
    """
    held = locked_strand(by=by, token=token, strand=strand)
    audit = CaseAudit.objects.select_for_update(of=("self",)).get(pk=held.audit_id)
    audit.version, audit.council = held.audit.version, held.audit.council
    work = work_of(audit)
    held = work.strand(held.pk)
    _check_ready(work, held, is_outside=by is None)
    _judge_all(work, held, by, judged)
    before = activity.snapshot(held)
    held.status, held.submitted_at, held.submitted_by = StrandStatus.SUBMITTED, timezone.now(), by
    measured = -(-held.measured_seconds // 60)
    held.minutes_spent = minutes or measured or None
    held.full_clean(exclude=("audit", "person", "second_person", "organisation"))
    held.save()
    activity.record(
        by=by, verb="audit_part_submitted", target=held, council=audit.council, before=before
    )
    if outcome.is_scored_alone(work, held):
        write_scores(work, outcome.of_strand(work, held), held)
    open_waiting(work.strands, work.document)
    settle_audit(by=by, work=work)
    return held


def _check_ready(work: Work, strand: AuditStrand, *, is_outside: bool) -> None:
    waiting = waits_for(work.document, strand.key, work.parts)
    if waiting:
        labels = {each.key: each.label for each in work.strands}
        names = ", ".join(labels[part.key] for part in waiting)
        raise RuleViolationError("waits", f"This part is finished after: {names}")
    problems = work.problems(strand, timezone.localdate())
    if problems:
        raise IncompleteError(problems)
    alerts = AuditAlert.objects.filter(strand=strand).unanswered()
    # Somebody outside has told us; answering for it is the council's.
    if not is_outside and alerts.exists():
        raise RuleViolationError(
            "alert", "Say first who was told of the alert, and when: it is open still"
        )


def _judge_all(
    work: Work, strand: AuditStrand, by: User | None, judged: Mapping[str, Judged]
) -> None:
    grades = work.document["grade_set"]
    for result in outcome.to_judge(work, strand):
        given = judged.get(result["key"])
        name = f"grade-{result['key']}"
        if given is None or given.grade not in grades["order"]:
            raise RuleViolationError("grade", f"Give a grade: {result['label']}", field=name)
        scored = outcome.scored_for(work, strand, result)
        limit = outcome.ceiling_for(work, strand, result, scored)
        if is_above(grades, given.grade, limit):
            raise RuleViolationError(
                "above_cap",
                f"{result['label']} is held to {grades['labels'][limit or '']} or lower. "
                "Only a moderator can go above that",
                field=name,
            )
        suggested = scored.results.get(result["key"]) if scored else None
        capped = (suggested.capped if suggested else None) or ""
        if capped and given.grade != capped and not given.reason.strip():
            raise RuleViolationError(
                "reason",
                "Say why the grade differs from the one the answers suggest",
                field=f"reason-{result['key']}",
            )
        _write_judged(work, strand, by, result, given, suggested)
        _write_grade_answer(work, strand, by, result["key"], given)


def _write_judged(
    work: Work,
    strand: AuditStrand,
    by: User | None,
    result: Mapping[str, Any],
    given: Judged,
    suggested: Result | None,
) -> None:
    own = strand if result.get("per_strand") else None
    row = _result_row(
        work, own, suggested or Result(result["key"], result["label"], None, None, None)
    )
    row.judged, row.judged_reason = given.grade, given.reason.strip()
    row.judged_by, row.judged_at = by, timezone.now()
    row.full_clean(exclude=("audit", "strand", "judged_by"), validate_unique=False)
    row.save()


def _write_grade_answer(
    work: Work, strand: AuditStrand, by: User | None, key: str, given: Judged
) -> None:
    """Keep the grade as the answer to the question that asks for it, where the tool has one."""
    for section in work.sections(strand):
        for asked in section["questions"]:
            if asked["type"] != "grade" or asked.get("result") != key:
                continue
            Answer.objects.update_or_create(
                strand=strand,
                question=work.by_code[asked["code"]],
                part="",
                repeat=0,
                defaults={
                    "option": given.grade,
                    "state": AnswerState.ANSWERED,
                    "saved_at": timezone.now(),
                    "saved_by": by,
                },
            )


def settle_audit(*, by: User | None, work: Work) -> bool:
    """Submit the audit if every required part is in and every alert answered for.

    Called within a transaction. Returns whether it is submitted now.
    """
    audit = work.audit
    over = (StrandStatus.SUBMITTED, StrandStatus.MISSING)
    is_in = all(each.status in over for each in work.strands if each.is_required)
    has_any = any(each.status == StrandStatus.SUBMITTED for each in work.strands)
    if audit.status != AuditStatus.IN_PROGRESS or not is_in or not has_any:
        return False
    if AuditAlert.objects.filter(audit=audit).unanswered().exists():
        return False
    before = activity.snapshot(audit)
    _write_whole(work)
    audit.status, audit.submitted_at = AuditStatus.SUBMITTED, timezone.now()
    audit.minutes_spent = sum(each.minutes_spent or 0 for each in work.strands) or None
    audit.full_clean()
    audit.save()
    activity.record(
        by=by, verb="case_audit_submitted", target=audit, council=audit.council, before=before
    )
    settle_submission(by=by, audit=audit)
    return True


def _write_whole(work: Work) -> None:
    try:
        write_scores(work, outcome.of_audit(work), None)
    except UnansweredError:
        # A part that is missing for good leaves its questions without an answer, and no sum.
        write_scores(work, Scored(), None)


def write_scores(work: Work, scored: Scored, strand: AuditStrand | None) -> None:
    """Put what was worked out in the place of what was there; what was judged stays."""
    audit = work.audit
    SectionScore.objects.filter(audit=audit, strand=strand).delete()
    FiredCap.objects.filter(audit=audit, strand=strand).delete()
    SectionScore.objects.bulk_create(
        SectionScore(
            audit=audit,
            strand=strand,
            section=section.code,
            score=rounded(section.score),
            weight=rounded(section.weight) or Decimal(1),
            asked=section.asked,
            applied=section.applied,
            gaps=len(section.gaps),
        )
        for section in scored.sections.values()
    )
    FiredCap.objects.bulk_create(
        FiredCap(
            audit=audit,
            strand=strand,
            question=work.by_code[cap.question],
            option=cap.answer,
            target=cap.target,
            grade=cap.grade,
        )
        for cap in scored.caps
    )
    for row in _rows_of(work, scored.results.values(), strand):
        row.save()


def _rows_of(
    work: Work, results: Iterable[Result], strand: AuditStrand | None
) -> Iterable[AuditResult]:
    for result in results:
        yield _result_row(work, strand, result)


def _result_row(work: Work, strand: AuditStrand | None, result: Result) -> AuditResult:
    row = AuditResult.objects.filter(audit=work.audit, strand=strand, key=result.key).first()
    row = row or AuditResult(audit=work.audit, strand=strand, key=result.key)
    row.label, row.score = result.label, rounded(result.score)
    row.suggested, row.capped = result.suggested or "", result.capped or ""
    return row


def rounded(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES)
