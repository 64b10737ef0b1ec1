"""A self-assessment as a file, entered in the ledger of exports."""

from django.db import transaction
from django.utils import timezone

from assurance.models import SelfAssessment
from assurance.reports.self_assessment import self_assessment_document
from assurance.self_assessments.content import content_of
from assurance.self_assessments.document import document_of
from assurance.services.board_reports import MadeFile
from assurance.services.reports import CONTENT_TYPES, WRITERS, Format
from assurance.services.self_assessment_signing import note_quotes
from core import access
from core.disclosure import Mode
from core.exports import record_export
from core.models import User
from core.permissions import Permission

KIND = "self_assessment"


@transaction.atomic
def export_self_assessment(
    *, by: User, row: SelfAssessment, fmt: Format, mode: Mode, reason: str
) -> MadeFile:
    """Make the document of sections A to E; a draft is marked as one.

    Args:
        mode: PUBLICATION hides small numbers in the figures it refers to.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_VIEW in its council.
        RuleViolationError: `no_reason`.
        ValidationError: the reason is too long.
    """
    access.require(by, Permission.SELF_ASSESSMENT_VIEW, council=row.council)
    document = self_assessment_document(document_of(row, mode), made_on=timezone.localdate())
    content = WRITERS[fmt](document)
    filename = f"self-assessment-{row.council.code}-{row.period_to:%Y-%m-%d}.{fmt}"
    record_export(
        by=by,
        council=row.council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={
            "self_assessment": str(row.public_id),
            "format": fmt.value,
            "mode": mode.value,
            "finished": row.is_finished,
        },
        rows=None,
    )
    note_quotes(by, content_of(row), title=filename, has_left=True)
    return MadeFile(content, filename, CONTENT_TYPES[fmt])
