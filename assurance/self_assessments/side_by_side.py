"""Our newest score of each statement beside CQC's, each with its day and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assurance.models import PublishedScore, StatementAssessment
from assurance.rules.self_assessment import difference_in_words
from assurance.self_assessments.standing import latest_published
from core.models import Organisation


@dataclass(frozen=True, slots=True)
class Beside:
    """One statement. `ours_is_draft`: our score is of a version that is not finished.

    `note` says where the two are not of the same words: another framework version, or an older day.
    """

    code: str
    label: str
    ours: str
    ours_on: date | None
    ours_from: str
    ours_is_draft: bool
    theirs: str
    theirs_on: date | None
    theirs_from: str
    theirs_url: str
    difference: str
    note: str


def side_by_side(council: Organisation) -> list[Beside]:
    """Return every statement that either has scored, in the framework's order: two queries."""
    published, own = latest_published(council), _newest_own(council)
    statements = [row.statement for row in published.values()]
    statements += [row.statement for row in own.values()]
    orders = {statement.code: statement.order for statement in statements}
    codes = sorted({*published, *own}, key=lambda code: (orders[code], code))
    return [_beside(code, own.get(code), published.get(code)) for code in codes]


def _newest_own(council: Organisation) -> dict[str, StatementAssessment]:
    """Return our newest scored text of each statement; a finished version goes before a draft."""
    rows = StatementAssessment.objects.filter(
        self_assessment__council=council, score__isnull=False
    ).select_related("self_assessment", "statement")
    found: dict[str, StatementAssessment] = {}
    newest = rows.order_by("-self_assessment__period_to", "-self_assessment_id")
    for row in sorted(newest, key=lambda each: not each.self_assessment.is_finished):
        found.setdefault(row.statement.code, row)
    return found


def _beside(code: str, ours: StatementAssessment | None, theirs: PublishedScore | None) -> Beside:
    statement = (ours or theirs).statement  # type: ignore[union-attr]
    whole = ours.self_assessment if ours else None
    return Beside(
        code=code,
        label=statement.label,
        ours=ours.get_score_display() if ours else "",
        ours_on=_day(ours),
        ours_from=whole.title if whole else "",
        ours_is_draft=whole is not None and not whole.is_finished,
        theirs=theirs.get_score_display() if theirs else "",
        theirs_on=theirs.report_date if theirs else None,
        theirs_from=theirs.source if theirs else "",
        theirs_url=theirs.source_url if theirs else "",
        difference=difference_in_words(
            ours.score if ours else None, theirs.score if theirs else None
        ),
        note=_note(ours, theirs),
    )


def _day(row: StatementAssessment | None) -> date | None:
    if row is None:
        return None
    at = row.self_assessment.finished_at
    return timezone.localdate(at) if at else row.self_assessment.period_to


def _note(ours: StatementAssessment | None, theirs: PublishedScore | None) -> str:
    if ours is None or theirs is None:
        return ""
    if ours.statement.framework_id != theirs.statement.framework_id:
        return "The two are of different versions of the framework"
    day = _day(ours)
    if day is not None and theirs.report_date < day:
        return "CQC's report is older than our view"
    return ""
