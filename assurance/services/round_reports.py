"""Read the report of a round of audits, and hand it over as a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from assurance.reports.audit_round.document import round_document
from assurance.reports.audit_round.results import period
from assurance.reports.audit_round.sharing import shared_document
from assurance.reports.blocks import Document
from assurance.reports.render_docx import render_docx
from assurance.reports.render_html import render_html
from assurance.reports.render_pdf import render_pdf
from assurance.reports.render_xlsx import render_xlsx
from audit.models import AuditRound
from audit.results.rounds import RoundFigures, figures_of
from audit.services.tools import content_of
from core import access
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import User
from core.permissions import Permission

KIND = "audit_round_report"


class RoundFormat(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    XLSX = "xlsx"


CONTENT_TYPES: Mapping[RoundFormat, str] = {
    RoundFormat.PDF: "application/pdf",
    RoundFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    RoundFormat.HTML: "text/html; charset=utf-8",
    RoundFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WRITERS: Mapping[RoundFormat, Callable[[Document], bytes]] = {
    RoundFormat.PDF: render_pdf,
    RoundFormat.DOCX: render_docx,
    RoundFormat.HTML: lambda document: render_html(document).encode(),
    RoundFormat.XLSX: render_xlsx,
}


@dataclass(frozen=True)
class HandedOver:
    """A file that is in the ledger of exports."""

    content: bytes
    filename: str
    content_type: str


def read_round_report(
    *, by: User, audit_round: AuditRound, prepared_for: str = "", for_sharing: bool = False
) -> tuple[RoundFigures, Document]:
    """Return the report of a round as it stands today, without keeping anything.

    Args:
        for_sharing: as it may leave the council, with small numbers hidden.

    Raises:
        AuditRound.DoesNotExist: `by` may not read the figures of this round.
        RuleViolationError: `altered`: the tool's version is not what was stored; `personnel`: a
            round about workers is never shared.
    """
    rows = AuditRound.objects.figures_visible_to(by).select_related("version__tool", "council")
    held = rows.get(pk=audit_round.pk)
    figures = figures_of(held, content_of(held.version), on=timezone.localdate())
    if not for_sharing:
        return figures, round_document(figures, prepared_for=prepared_for)
    if figures.is_personnel:
        raise RuleViolationError(
            "personnel", "Audits of workers stay with those entitled to them", field="variant"
        )
    shared = shared_document(figures, period=period(figures), prepared_for=prepared_for)
    return figures, shared


@transaction.atomic
def export_round_report(
    *,
    by: User,
    audit_round: AuditRound,
    fmt: RoundFormat,
    reason: str,
    prepared_for: str = "",
    for_sharing: bool = False,
) -> HandedOver:
    """Make the report as a file and enter it in the ledger of exports, both or neither.

    Raises:
        PermissionDenied: `by` does not hold REPORT_MAKE in the council of the round.
        AuditRound.DoesNotExist, RuleViolationError: as `read_round_report`; `no_reason`.
    """
    access.require(by, Permission.REPORT_MAKE, council=audit_round.council)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say what the export is for.", field="reason")
    figures, document = read_round_report(
        by=by, audit_round=audit_round, prepared_for=prepared_for, for_sharing=for_sharing
    )
    kind = "audit-round-shared" if for_sharing else "audit-round"
    made = HandedOver(
        WRITERS[fmt](document),
        f"{kind}-{audit_round.council.code}-{audit_round.pk}-{figures.on}.{fmt}",
        CONTENT_TYPES[fmt],
    )
    record_export(
        by=by,
        council=audit_round.council,
        kind=KIND,
        filename=made.filename,
        content=made.content,
        reason=reason,
        parameters={
            "round": audit_round.pk,
            "name": audit_round.name,
            "format": fmt.value,
            "for_sharing": for_sharing,
            "fingerprint": figures.fingerprint(),
        },
        rows=None,
    )
    return made
