"""A self-assessment from opening to the last word: its statements, its parts, what is carried over.

Two people may write at once: what is saved rests on a version, and the second is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.db import transaction

from assurance.choices_self_assessment import BOX_COLUMNS, Box, Part, SelfAssessmentStatus
from assurance.models import (
    DocumentPart,
    Framework,
    QualityStatement,
    SelfAssessment,
    StatementAssessment,
)
from assurance.rules.references import Reference, inserted
from assurance.self_assessments.references import shown
from assurance.services.rows import add, change
from core import access
from core.errors import CHANGED, RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

Written = TypeVar("Written", StatementAssessment, DocumentPart)
MOVED = "Somebody else saved this while you were writing"


@transaction.atomic
def open_self_assessment(
    *,
    by: User | None,
    council: Organisation,
    framework: Framework,
    title: str,
    period_from: date,
    period_to: date,
    statements: Iterable[QualityStatement],
    previous: SelfAssessment | None = None,
) -> SelfAssessment:
    """Begin a self-assessment with every box empty; nothing of `previous` is in it yet.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in `council`.
        RuleViolationError: code `no_statements`, `other_version` or `other_council`.
        ValidationError: the title is taken or empty, or the period ends before it starts.
    """
    if by is not None:
        access.require(by, Permission.SELF_ASSESSMENT_WRITE, council=council)
    chosen = _checked(framework, statements)
    if previous is not None and previous.council_id != council.pk:
        raise RuleViolationError("other_council", "The earlier one is of another council")
    row = SelfAssessment(
        council=council,
        framework=framework,
        title=title.strip(),
        period_from=period_from,
        period_to=period_to,
        previous=previous,
    )
    add(by, row, "self_assessment_opened", council)
    shared = {"council": council, "self_assessment": row, "created_by": by}
    StatementAssessment.objects.bulk_create(
        StatementAssessment(statement=statement, **shared) for statement in chosen
    )
    DocumentPart.objects.bulk_create(DocumentPart(part=part, **shared) for part in Part)
    return row


@transaction.atomic
def change_self_assessment(
    *,
    by: User,
    self_assessment: SelfAssessment,
    title: str,
    period_from: date,
    period_to: date,
    statements: Iterable[QualityStatement],
) -> SelfAssessment:
    """Change what a draft is called, is about, and which statements it is on.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in the council.
        RuleViolationError: code `finished`, `no_statements`, `other_version`, or `written`: one
            that would go has something written in it.
        ValidationError: the title is taken or empty, or the period ends before it starts.
    """
    row = lock_draft(by, self_assessment, Permission.SELF_ASSESSMENT_WRITE)
    chosen = {statement.pk: statement for statement in _checked(row.framework, statements)}
    held = {each.statement_id: each for each in row.statements.select_related("statement")}
    gone = [each for key, each in held.items() if key not in chosen]
    written = [each for each in gone if not is_empty(each)]
    if written:
        words = f"Something is written about {written[0].statement}, so it stays"
        raise RuleViolationError("written", words, field="statements")
    row.statements.filter(pk__in=[each.pk for each in gone]).delete()
    StatementAssessment.objects.bulk_create(
        StatementAssessment(
            council=row.council, self_assessment=row, statement=statement, created_by=by
        )
        for key, statement in chosen.items()
        if key not in held
    )
    columns = {"title": title.strip(), "period_from": period_from, "period_to": period_to}
    change(by, row, "self_assessment_changed", row.council, columns)
    return row


def is_empty(row: StatementAssessment) -> bool:
    """Say whether nothing is written about a statement, and no score given."""
    return row.score is None and not any(getattr(row, name) for name in BOX_COLUMNS)


def _checked(
    framework: Framework, statements: Iterable[QualityStatement]
) -> list[QualityStatement]:
    chosen = list(statements)
    if not chosen:
        words = "Choose at least one quality statement"
        raise RuleViolationError("no_statements", words, field="statements")
    if any(statement.framework_id != framework.pk for statement in chosen):
        words = "Choose statements of this framework version"
        raise RuleViolationError("other_version", words, field="statements")
    return chosen


def lock_draft(by: User, row: SelfAssessment, permission: Permission) -> SelfAssessment:
    """Return a draft locked for somebody who holds `permission` in its council."""
    rows = SelfAssessment.objects.select_for_update(of=("self",))
    held = rows.select_related("council", "framework").get(pk=row.pk)
    access.require(by, permission, council=held.council)
    if held.is_finished:
        raise RuleViolationError("finished", "This version is finished and never changes")
    return held


@transaction.atomic
def write_statement(
    *,
    by: User,
    row: StatementAssessment,
    version: int,
    boxes: Mapping[str, str],
    score: int | None,
    score_reason: str = "",
    insert: Reference | None = None,
    into: str = "",
) -> StatementAssessment:
    """Save the five boxes and the score of one statement. This confirms what was carried over.

    Args:
        version: what the writer's page showed.
        insert: a reference to put at the end of the box `into`.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in the council.
        RuleViolationError: code `changed_meanwhile`, `finished`, `not_offered` or `where`.
        ValidationError: a score without a reason.
    """
    held = lock_written(by, row, version)
    texts = {name: boxes.get(name, "").strip() for name in BOX_COLUMNS}
    if insert is not None:
        texts = _with_reference(held.council, texts, insert, into)
    columns = {**texts, "score": score, "score_reason": score_reason.strip(), "is_confirmed": True}
    change(by, held, "statement_written", held.council, {**columns, "version": held.version + 1})
    return held


@transaction.atomic
def write_part(*, by: User, row: DocumentPart, version: int, text: str) -> DocumentPart:
    """Save one part of the document.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in the council.
        RuleViolationError: code `changed_meanwhile` or `finished`.
    """
    held = lock_written(by, row, version)
    columns = {"text": text.strip(), "version": held.version + 1}
    change(by, held, "document_part_written", held.council, columns)
    return held


@transaction.atomic
def carry_over(*, by: User, row: StatementAssessment, version: int) -> StatementAssessment:
    """Copy the boxes of the same statement in the version before, to be confirmed by saving them.

    The score is not copied: it is given anew.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in the council.
        RuleViolationError: code `changed_meanwhile`, `finished`, `not_empty` or `nothing`.
    """
    held = lock_written(by, row, version)
    if not is_empty(held):
        words = "Something is written here already, so nothing is carried over it"
        raise RuleViolationError("not_empty", words)
    earlier = earlier_of(held)
    if earlier is None:
        raise RuleViolationError("nothing", "No earlier version says anything of this statement")
    texts = {name: getattr(earlier, name) for name in BOX_COLUMNS}
    kept = {"carried_from": earlier, "is_confirmed": False, "version": held.version + 1}
    change(by, held, "statement_carried_over", held.council, {**texts, **kept})
    return held


def earlier_of(row: StatementAssessment) -> StatementAssessment | None:
    """Return the same statement, by its code, in the version before; None where it has none."""
    rows = StatementAssessment.objects.filter(
        self_assessment=row.self_assessment.previous_id, statement__code=row.statement.code
    )
    return rows.select_related("self_assessment", "statement__framework").first()


def lock_written(by: User, row: Written, version: int) -> Written:
    """Lock something written in a draft, for somebody who writes and has seen it as it stands."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    held = rows.select_related("council", "self_assessment").get(pk=row.pk)
    access.require(by, Permission.SELF_ASSESSMENT_WRITE, council=held.council)
    # Finishing locks the whole, so that nothing is written into it while it is read and hashed.
    whole = SelfAssessment.objects.select_for_update(of=("self",)).get(pk=held.self_assessment_id)
    if whole.status == SelfAssessmentStatus.FINISHED:
        raise RuleViolationError("finished", "This version is finished. Begin another to change it")
    if held.version != version:
        raise RuleViolationError(CHANGED, MOVED)
    return held


def _with_reference(
    council: Organisation, texts: Mapping[str, str], insert: Reference, into: str
) -> dict[str, str]:
    if into not in BOX_COLUMNS:
        raise RuleViolationError("where", "Choose the box to put it in", field="into")
    target = shown(council, [insert])[insert]
    if target.trouble:
        raise RuleViolationError("not_offered", f"{target.trouble}. Choose another", field="insert")
    return {**texts, Box(into).value: inserted(texts[into], insert)}
