"""CQC's own scores, entered or loaded with where and when they were published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assurance.models import Framework, PublishedScore, QualityStatement
from assurance.self_assessments.published_file import PublishedLine, read_published
from assurance.services.rows import add
from core import access, activity
from core.errors import InputError, RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

TAKEN = "This report's score for the statement is entered already."


@dataclass(frozen=True, slots=True)
class LoadedScores:
    """What a file brought: new scores, and those that were held already just so."""

    new: int
    held: int


@transaction.atomic
def enter_score(
    *,
    by: User,
    council: Organisation,
    statement: QualityStatement,
    score: int,
    report_date: date,
    source: str,
    source_url: str = "",
) -> PublishedScore:
    """Enter CQC's published score of one statement.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in `council`.
        RuleViolationError: code `later` or `taken`.
        ValidationError: a value is bad, or the score of this day is held already.
    """
    access.require(by, Permission.SELF_ASSESSMENT_WRITE, council=council)
    if report_date > timezone.localdate():
        words = "Give a day that is not after today"
        raise RuleViolationError("later", words, field="report_date")
    row = PublishedScore(
        council=council,
        statement=statement,
        score=score,
        report_date=report_date,
        source=source.strip(),
        source_url=source_url.strip(),
    )
    add(by, row, "published_score_entered", council, taken=TAKEN)
    return row


@transaction.atomic
def remove_score(*, by: User, row: PublishedScore) -> None:
    """Remove a score entered by mistake; the log keeps what it was.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in its council.
    """
    rows = PublishedScore.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=row.pk)
    access.require(by, Permission.SELF_ASSESSMENT_WRITE, council=held.council)
    gone = {name: [str(value), None] for name, value in activity.snapshot(held).items()}
    activity.record(
        by=by, verb="published_score_removed", target=held, council=held.council, changes=gone
    )
    held.delete()


@transaction.atomic
def load_scores(
    *,
    by: User,
    council: Organisation,
    framework: Framework,
    open_bytes: Callable[[], IO[bytes]],
    filename: str,
) -> LoadedScores:
    """Load a file of scores, all of it or nothing. One that is held just so is passed over.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in `council`.
        InputError: the file has faults, or says another score than is held for a day.
    """
    access.require(by, Permission.SELF_ASSESSMENT_WRITE, council=council)
    lines = read_published(open_bytes, filename, list(framework.statements.all()))
    new = 0
    for line in lines:
        held = PublishedScore.objects.filter(
            council=council, statement=line.statement, report_date=line.report_date
        ).first()
        if held is not None:
            _refuse_other(filename, line, held)
            continue
        _enter(by, council, filename, line)
        new += 1
    return LoadedScores(new=new, held=len(lines) - new)


def _enter(by: User, council: Organisation, filename: str, line: PublishedLine) -> None:
    try:
        enter_score(
            by=by,
            council=council,
            statement=line.statement,
            score=line.score,
            report_date=line.report_date,
            source=line.source,
            source_url=line.source_url,
        )
    except RuleViolationError as error:
        raise InputError(f"{filename}, line {line.line}: {error}") from error
    except ValidationError as error:
        words = " ".join(error.messages)
        raise InputError(f"{filename}, line {line.line}: {words}") from error


def _refuse_other(filename: str, line: PublishedLine, held: PublishedScore) -> None:
    if held.score != line.score:
        raise InputError(
            f"{filename}, line {line.line}: {line.statement.code} has {held.score} for this day, "
            f"and the file says {line.score}. Remove the one that is wrong first"
        )
