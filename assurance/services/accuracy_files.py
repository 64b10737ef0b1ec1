"""The response to a draft report as a file, entered in the ledger of exports."""

from django.db import transaction
from django.utils import timezone

from assurance.models import AccuracyCheck
from assurance.reports.accuracy_response import response_document
from assurance.services.board_reports import MadeFile
from assurance.services.reports import CONTENT_TYPES, WRITERS, Format
from core import access
from core.exports import record_export
from core.models import User
from core.permissions import Permission

KIND = "accuracy_response"


@transaction.atomic
def export_response(*, by: User, check: AccuracyCheck, fmt: Format, reason: str) -> MadeFile:
    """Make the response document from the points that are to be sent.

    Raises:
        PermissionDenied: `by` does not hold VISIT_MANAGE in the council of the check.
        RuleViolationError: `no_reason`.
        ValidationError: the reason is too long.
    """
    access.require(by, Permission.VISIT_MANAGE, council=check.council)
    points = check.points.select_related("statement").prefetch_related("evidence")
    document = response_document(check, points, made_on=timezone.localdate())
    content = WRITERS[fmt](document)
    filename = f"factual-accuracy-{check.council.code}-{check.received_on:%Y-%m-%d}.{fmt}"
    record_export(
        by=by,
        council=check.council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={"check": str(check.public_id), "format": fmt.value},
        rows=None,
    )
    return MadeFile(content, filename, CONTENT_TYPES[fmt])
