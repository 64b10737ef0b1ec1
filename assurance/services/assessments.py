"""Keep peer challenges and other outside assessments, what they found, and what is answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from assurance.models import AssessmentFinding, OutsideAssessment, QualityStatement
from assurance.services.plan_rows import add, change, not_later_than_today, stripped
from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

FIELDS = (
    "kind",
    "title",
    "by_whom",
    "starts_on",
    "ends_on",
    "reported_on",
    "looked_at",
    "report",
    "report_title",
    "report_url",
)


@transaction.atomic
def add_assessment(
    *, by: User, council: Organisation, about: Mapping[str, Any]
) -> OutsideAssessment:
    """Keep that others looked at the council. `about` holds the columns of FIELDS.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in `council`.
        RuleViolationError: code `other_council`: the report is another council's.
        ValidationError: a value is missing, or the days are in the wrong order.
    """
    access.require(by, Permission.IMPROVEMENT_MANAGE, council=council)
    row = OutsideAssessment(council=council, **_checked(council, about))
    add(by, row, "assessment_added", council)
    return row


@transaction.atomic
def change_assessment(
    *, by: User, assessment: OutsideAssessment, about: Mapping[str, Any]
) -> OutsideAssessment:
    """Put right what was recorded of an assessment.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        RuleViolationError: code `other_council`: the report is another council's.
        ValidationError: a value is missing, or the days are in the wrong order.
    """
    held = _lock(by, assessment)
    columns = _checked(held.council, about)
    change(by, held, "assessment_changed", held.council, columns)
    return held


@transaction.atomic
def add_finding(
    *,
    by: User,
    assessment: OutsideAssessment,
    kind: str,
    text: str,
    statement: QualityStatement | None = None,
) -> AssessmentFinding:
    """Add one thing that an assessment found, under the next number.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        ValidationError: it is empty.
    """
    held = _lock(by, assessment)
    last = held.findings.aggregate(last=Max("number"))["last"] or 0
    row = AssessmentFinding(
        assessment=held, number=last + 1, kind=kind, text=text.strip(), statement=statement
    )
    add(by, row, "finding_added", held.council)
    return row


@transaction.atomic
def change_finding(
    *,
    by: User,
    finding: AssessmentFinding,
    kind: str,
    text: str,
    statement: QualityStatement | None = None,
) -> AssessmentFinding:
    """Put right what was recorded of a finding.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        ValidationError: it is empty.
    """
    held = _lock_finding(by, finding)
    columns = {"kind": kind, "text": text.strip(), "statement": statement}
    change(by, held, "finding_changed", held.assessment.council, columns)
    return held


@transaction.atomic
def answer_finding(
    *, by: User, finding: AssessmentFinding, answer: str, answer_text: str, on: date
) -> AssessmentFinding:
    """Keep what the council answers to a finding.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        RuleViolationError: code `later`.
        ValidationError: it is not wholly accepted, and no reason is given.
    """
    held = _lock_finding(by, finding)
    not_later_than_today(on, "on")
    columns = {
        "answer": answer,
        "answer_text": answer_text.strip(),
        "answered_on": on,
        "answered_by": by,
    }
    change(by, held, "finding_answered", held.assessment.council, columns)
    return held


def _checked(council: Organisation, about: Mapping[str, Any]) -> dict[str, Any]:
    columns = stripped({name: about[name] for name in FIELDS})
    report = columns["report"]
    if report is not None and report.council_id != council.pk:
        words = "Choose a piece of evidence of this council"
        raise RuleViolationError("other_council", words, field="report")
    return columns


def _lock(by: User, assessment: OutsideAssessment) -> OutsideAssessment:
    rows = OutsideAssessment.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=assessment.pk)
    access.require(by, Permission.IMPROVEMENT_MANAGE, council=held.council)
    return held


def _lock_finding(by: User, finding: AssessmentFinding) -> AssessmentFinding:
    rows = AssessmentFinding.objects.select_for_update(of=("self",))
    held = rows.select_related("assessment__council").get(pk=finding.pk)
    access.require(by, Permission.IMPROVEMENT_MANAGE, council=held.assessment.council)
    return held
