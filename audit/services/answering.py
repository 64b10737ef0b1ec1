"""Begin a part of an audit, keep its answers one by one, and leave out an optional section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.choices import AuditStatus, StrandStatus
from audit.doing.facts import facts_of
from audit.doing.work import Held, held_of, seen_of
from audit.models import Answer, AuditStrand, CaseAudit, Question
from audit.rules.answers import Given, Said
from audit.rules.prefill import differs, fact_of, filled
from audit.rules.strands import Part, may_open, sections_of, skip_name, strand_of
from audit.services.alerts import follow_answer
from audit.services.contributing import locked_strand
from core import activity
from core.errors import RuleViolationError
from core.models import User

MOST_SECONDS = 120
CHANGED = "This answer was changed in another tab or by somebody else since you opened it."


class ChangedMeanwhileError(RuleViolationError):
    """An answer is not what its page knew; `held` is what it is now."""

    def __init__(self, held: Held) -> None:
        self.held = held
        super().__init__("changed_meanwhile", CHANGED)


@dataclass(frozen=True)
class Saved:
    """What became of one answer, and whether anything was new in it."""

    held: Held
    is_new: bool


@transaction.atomic
def begin_part(*, by: User | None, strand: AuditStrand, token: str = "") -> AuditStrand:
    """Begin a strand: the record's facts are taken and frozen, and fill in what they answer.

    Beginning again changes nothing.

    Raises:
        PermissionDenied: it is not for `by`, or the link is not good.
        RuleViolationError: `not_open`; `waits` (others come first); `consent` is not given.
    """
    held = locked_strand(by=by, token=token, strand=strand)
    audit = CaseAudit.objects.select_for_update(of=("self",)).get(pk=held.audit_id)
    audit.version, audit.council, held.audit = held.audit.version, held.audit.council, audit
    _check_may_open(held, audit)
    told = strand_of(audit.version.content, held.key)
    if by is None and told.get("consent_required") and held.consent_given is not True:
        raise RuleViolationError("consent", "Say first whether you agree to take part")
    now, before = timezone.now(), activity.snapshot(audit)
    if audit.facts_taken_at is None:
        audit.facts, audit.facts_taken_at = facts_of(audit), now
    if audit.status == AuditStatus.ALLOCATED:
        audit.status = AuditStatus.IN_PROGRESS
    audit.started_at = audit.started_at or now
    audit.full_clean()
    audit.save()
    activity.record(
        by=by, verb="case_audit_begun", target=audit, council=audit.council, before=before
    )
    if held.begun_at is None:
        held.begun_at = now
        held.opened_at = held.opened_at or now
        held.save(update_fields=["begun_at", "opened_at"])
        _fill(held, by)
    return held


def _check_may_open(strand: AuditStrand, audit: CaseAudit) -> None:
    rows = AuditStrand.objects.filter(audit=audit)
    parts = [Part(r.key, r.number, r.status, r.is_required, r.is_blind) for r in rows]
    if not may_open(audit.version.content, strand.key, parts):
        raise RuleViolationError("waits", "This part opens when the other parts are in")


def _fill(strand: AuditStrand, by: User | None) -> None:
    """Write the answers that the record gives, each with what the record said."""
    document, facts = strand.audit.version.content, strand.audit.facts
    by_code = {row.code: row for row in Question.objects.filter(version=strand.audit.version_id)}
    rows = []
    for section in sections_of(document, strand.key):
        for question in section["questions"]:
            said = filled(document, question, facts) if question.get("prefill") else None
            if said is not None and question["code"] in by_code:
                row = _row(strand, by_code[question["code"]], said.rows[0], by)
                row.fact_value = fact_of(question, facts)
                rows.append(row)
    Answer.objects.bulk_create(rows)


@transaction.atomic
def save_answer(
    *,
    by: User | None,
    strand: AuditStrand,
    question: Question,
    said: Said,
    seen: str,
    seconds: int = 0,
    token: str = "",
) -> Saved:
    """Keep what is said to one question, in the place of what was said before.

    Args:
        said: nothing in it takes the answer away.
        seen: what the page knew of the answer (`Held.seen`), so that of two tabs the second is
            told, and neither writes over the other.
        seconds: spent on it, as the page measured; no more than two minutes count.

    Raises:
        PermissionDenied: the strand is not `by`'s, or the link is not good.
        RuleViolationError: `not_open`, `not_begun`, `not_asked` (the question is another strand's).
        ChangedMeanwhileError: the answer is not what the page knew.
    """
    held = locked_strand(by=by, token=token, strand=strand)
    if held.begun_at is None:
        raise RuleViolationError("not_begun", "Begin this part of the audit first")
    document = held.audit.version.content
    asked = _question_in(document, held, question)
    rows = list(Answer.objects.filter(strand=held, question=question).order_by("pk"))
    before = held_of(rows)
    if before.said == said:
        return Saved(before, is_new=False)
    if seen_of(rows) != seen:
        raise ChangedMeanwhileError(before)
    fact = before.fact if rows else fact_of(asked, held.audit.facts)
    kept = _write(held, question, rows, said, by, fact, differs(document, asked, said, fact))
    follow_answer(by=by, strand=held, question=question, asked=asked, said=said)
    if seconds > 0:
        held.measured_seconds += min(seconds, MOST_SECONDS)
        held.save(update_fields=["measured_seconds"])
    return Saved(held_of(kept), is_new=True)


def _question_in(document: dict[str, Any], strand: AuditStrand, question: Question) -> Any:
    if question.version_id == strand.audit.version_id:
        for section in sections_of(document, strand.key):
            for each in section["questions"]:
                if each["code"] == question.code:
                    return each
    raise RuleViolationError("not_asked", "This question is not asked in this part of the audit")


def _write(
    strand: AuditStrand,
    question: Question,
    rows: list[Answer],
    said: Said,
    by: User | None,
    fact: Any,
    is_different: bool,
) -> list[Answer]:
    now = timezone.now()
    held = {(row.part, row.repeat): row for row in rows}
    kept: list[Answer] = []
    for index, given in enumerate(said.rows):
        row = held.pop((given.part, given.repeat), None)
        is_there = row is not None
        row = row or _row(strand, question, given, by)
        if is_there:
            row.version += 1
        row.state, row.option, row.value = given.state, given.option, given.value
        row.comment = given.comment if given.part else (said.comment if index == 0 else "")
        row.saved_at, row.saved_by = now, by
        if index == 0:
            _put_beside(row, said, fact, is_different)
        # What its constraints hold is made so above, and asking each would cost a query while
        # every other auditor waits; the database still refuses what is not.
        row.clean_fields(exclude=("strand", "question", "saved_by"))
        row.save()
        kept.append(row)
    if held:
        Answer.objects.filter(pk__in=[row.pk for row in held.values()]).delete()
    return kept


def _put_beside(row: Answer, said: Said, fact: Any, is_different: bool) -> None:
    row.evidence, row.reason = said.evidence, said.reason
    row.priority = said.priority or None  # type: ignore[assignment]
    row.may_share = said.may_share
    row.fact_value = fact
    row.corrected_reason = said.corrected_reason if is_different else ""
    row.is_corrected = is_different and bool(said.corrected_reason)


def _row(strand: AuditStrand, question: Question, given: Given, by: User | None) -> Answer:
    return Answer(
        strand=strand,
        question=question,
        part=given.part,
        repeat=given.repeat,
        state=given.state,
        option=given.option,
        value=given.value,
        saved_by=by,
    )


@transaction.atomic
def skip_section(
    *, by: User | None, strand: AuditStrand, section: str, skip: bool, token: str = ""
) -> AuditStrand:
    """Leave out a section that the tool calls optional, or take it up again. Answers are kept.

    Raises:
        PermissionDenied: the strand is not `by`'s, or the link is not good.
        RuleViolationError: `not_open`; `not_optional`.
    """
    held = locked_strand(by=by, token=token, strand=strand)
    audit = CaseAudit.objects.select_for_update(of=("self",)).get(pk=held.audit_id)
    sections = sections_of(held.audit.version.content, held.key)
    if not any(each["code"] == section and each.get("optional") for each in sections):
        raise RuleViolationError("not_optional", "This section cannot be left out")
    before = activity.snapshot(audit)
    name = skip_name(held.audit.version.content, (held.key, held.number), section)
    others = [each for each in audit.skipped_sections if each != name]
    audit.skipped_sections = [*others, name] if skip else others
    audit.save(update_fields=["skipped_sections"])
    activity.record(
        by=by, verb="audit_section_skipped", target=audit, council=held.audit.council, before=before
    )
    return held


def open_waiting(strands: Iterable[AuditStrand], document: dict[str, Any]) -> list[AuditStrand]:
    """Open the strands that waited for the others. Called within a transaction."""
    strands = list(strands)
    parts = [Part(s.key, s.number, s.status, s.is_required, s.is_blind) for s in strands]
    opened = []
    for strand in strands:
        if strand.status == StrandStatus.WAITING and may_open(document, strand.key, parts):
            strand.status, strand.opened_at = StrandStatus.OPEN, timezone.now()
            strand.save(update_fields=["status", "opened_at"])
            opened.append(strand)
    return opened
