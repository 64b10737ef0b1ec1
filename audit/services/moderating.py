"""Rate an audit a second time beside the first, and settle what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.choices import AnswerState, AuditStatus, ModerationStyle, StrandStatus
from audit.models import AuditStrand, CaseAudit, ModeratedAnswer, ModeratedGrade, Moderation
from audit.outcomes import outcomes_of
from audit.rules.documents import Document
from audit.rules.moderating import RETURNED, check_outcome
from audit.rules.scoring import UnansweredError, UnknownAnswerError, score
from audit.second_reading import (
    document_of,
    first_answers,
    first_strand,
    first_values,
    questions_for,
)
from audit.services.agreeing import agree_audit, lock_moderation, rules_of, saved_moderation
from audit.services.locking import saved
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

AGREED = "agreed"


@dataclass(frozen=True)
class Rating:
    """A moderator's answer to one question, by its code."""

    code: str
    option: str
    comment: str = ""


@transaction.atomic
def save_ratings(
    *,
    by: User,
    moderation: Moderation,
    ratings: list[Rating],
    grades: Mapping[str, tuple[str, str]],
    panel: str = "",
) -> Moderation:
    """Keep a moderator's own ratings beside the first ones, which are copied as they stand.

    Args:
        grades: the moderator's grade and reason, by key of the result.

    Raises:
        PermissionDenied: `by` is not the moderator of it.
        RuleViolationError: `decided`; `rated`: a blind moderator's ratings stand once saved;
            `unanswered`; `unknown_answer`; `no_reason`; `no_panel`.
    """
    held = lock_moderation(moderation)
    _require_moderator(by, held)
    if held.style == ModerationStyle.BLIND and held.started_at:
        raise RuleViolationError("rated", "Your ratings are saved, and you have seen the first")
    if held.style == ModerationStyle.PANEL and not panel.strip():
        raise RuleViolationError("no_panel", "Say who was on the panel", field="panel")
    audit, strand = held.audit, first_strand(held.audit)
    given = {rating.code: rating for rating in ratings}
    suggested = _suggested(audit, strand, {code: each.option for code, each in given.items()})
    before = activity.snapshot(held)
    ModeratedAnswer.objects.filter(moderation=held).delete()
    ModeratedGrade.objects.filter(moderation=held).delete()
    _store_answers(held, strand, given)
    _store_grades(held, grades, suggested)
    held.started_at, held.panel = held.started_at or timezone.now(), panel.strip()
    return saved_moderation(by, held, before, "moderation_rated")


@transaction.atomic
def decide_moderation(*, by: User, moderation: Moderation, outcome: str, reason: str) -> Moderation:
    """Settle a moderation; the audit is agreed, or goes back to its auditor.

    Raises:
        PermissionDenied: `by` is not the moderator of it.
        RuleViolationError: `decided`, `not_rated`, `unknown_outcome`, `belied`, `no_reason`.
    """
    held = lock_moderation(moderation)
    _require_moderator(by, held)
    if held.started_at is None and outcome != RETURNED:
        raise RuleViolationError("not_rated", "Give your own ratings first")
    audit = held.audit
    check_outcome(
        outcome,
        listed=outcomes_listed(audit),
        order=audit.version.content["grade_set"]["order"],
        grades=[(row.first, row.grade) for row in held.grades.all()],
    )
    if outcome != AGREED and not reason.strip():
        raise RuleViolationError("no_reason", "Say why", field="reason")
    before = activity.snapshot(held)
    held.outcome, held.outcome_reason = outcome, reason.strip()
    held.decided_at = timezone.now()
    saved_moderation(by, held, before, "moderation_decided")
    if outcome == RETURNED:
        _send_back(by, audit)
    else:
        agree_audit(by, audit)
    return held


def outcomes_listed(audit: CaseAudit) -> list[str]:
    """Return the outcomes that the tool of an audit lists; the common ones where it lists none."""
    listed = rules_of(audit).get("outcome") or ("agreed", "grade_raised", "grade_lowered", RETURNED)
    return [str(each) for each in listed]


def _suggested(
    audit: CaseAudit, strand: AuditStrand | None, answers: Mapping[str, str]
) -> dict[str, str]:
    """Return the grades that a moderator's answers come to.

    Scored questions that no scale answers, such as ratios and tables, keep the first auditor's
    answer; one that only the moderator's answers open has none, and does not count.
    """
    asked = {each.code for each in questions_for(audit, strand)}
    first = first_values(audit, strand)
    kept = {code: value for code, value in first.items() if code not in asked}
    document = _without_need(document_of(audit, strand), {*asked, *first})
    try:
        found = score(
            document,
            answers={**kept, **answers},
            facts=audit.facts,
            strand=strand.key if strand else None,
        )
    except UnansweredError as error:
        raise RuleViolationError(
            "unanswered", f"Answer {', '.join(error.codes)} as well", field=f"q_{error.codes[0]}"
        ) from error
    except UnknownAnswerError as error:
        raise RuleViolationError("unknown_answer", str(error)) from error
    return {key: each.capped or each.suggested or "" for key, each in found.results.items()}


def _without_need(document: Document, answered: set[str]) -> Document:
    """Return the tool with no answer required to what nobody was or will be asked."""
    sections = [
        {
            **section,
            "questions": [
                q if q["code"] in answered else {**q, "required": False}
                for q in section["questions"]
            ],
        }
        for section in document["sections"]
    ]
    return {**document, "sections": sections}


def _store_answers(
    held: Moderation, strand: AuditStrand | None, given: Mapping[str, Rating]
) -> None:
    first = first_answers(strand)
    questions = {q.code: q for q in held.audit.version.questions.filter(code__in=list(given))}
    for code, rating in given.items():
        if code not in questions:
            raise RuleViolationError("unknown_answer", f"The tool has no question {code}")
        before = first.get(code)
        row = ModeratedAnswer(
            moderation=held,
            question=questions[code],
            option=rating.option,
            comment=rating.comment.strip(),
            state=AnswerState.ANSWERED,
            first_option=before.option if before else "",
            first_value=before.value if before else None,
            first_state=before.state if before else None,  # type: ignore[misc]
        )
        row.full_clean()
        row.save()


def _store_grades(
    held: Moderation, grades: Mapping[str, tuple[str, str]], suggested: Mapping[str, str]
) -> None:
    first = {each.key: each.first for each in outcomes_of(held.audit)}
    for key, (grade, reason) in grades.items():
        is_blind = held.style == ModerationStyle.BLIND
        if not reason.strip() and (is_blind or first.get(key, "") not in ("", grade)):
            raise RuleViolationError("no_reason", "Say why you give this grade", field=f"why_{key}")
        row = ModeratedGrade(
            moderation=held,
            result=key,
            first=first.get(key, ""),
            suggested=suggested.get(key, ""),
            grade=grade,
            reason=reason.strip(),
        )
        row.full_clean()
        row.save()


def _send_back(by: User, audit: CaseAudit) -> None:
    before = activity.snapshot(audit)
    audit.status = AuditStatus.IN_PROGRESS
    saved(by, audit, before, "case_audit_sent_back")
    strand = first_strand(audit)
    if strand is not None:
        strand.status = StrandStatus.RETURNED
        strand.full_clean()
        strand.save(update_fields=["status"])


def _require_moderator(by: User, held: Moderation) -> None:
    access.require(by, Permission.AUDIT_MODERATE, council=held.audit.council)
    if held.moderator_id != by.pk:
        raise PermissionDenied("only the moderator rates and decides")
