"""Hand over all answers of a tool as a workbook."""

import io
from typing import Any

import xlsxwriter
from django.db import transaction
from django.utils import timezone

from assurance.reports.render_xlsx import SAFE
from assurance.reports.text import clean
from assurance.services.round_reports import CONTENT_TYPES, HandedOver, RoundFormat
from audit.choices import AuditStatus
from audit.models import AuditTool, CaseAudit
from audit.results.answers import Sheet, sheets_of
from core import access
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import Organisation, User
from core.permissions import Permission

KIND = "audit_answers"
EARLY = (AuditStatus.PLANNED, AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS, AuditStatus.VOID)
# A cell of a workbook holds no more.
LONGEST = 32_000


@transaction.atomic
def export_answers(*, by: User, council: Organisation, tool: AuditTool, reason: str) -> HandedOver:
    """Make the workbook and enter it in the ledger of exports, both or neither.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_VIEW in `council`, or for a tool about workers
            not AUDIT_PERSONNEL_VIEW.
        RuleViolationError: `no_reason`; `nothing` (no audit with the tool is submitted).
    """
    access.require(by, Permission.AUDIT_VIEW, council=council)
    if tool.is_personnel:
        access.require(by, Permission.AUDIT_PERSONNEL_VIEW, council=council)
    audits = CaseAudit.objects.visible_to(by).filter(council=council, version__tool=tool)
    audits = audits.exclude(status__in=EARLY).order_by("reference")
    sheets = sheets_of(tool, audits)
    if not sheets[0].rows:
        raise RuleViolationError("nothing", "No audit with this tool is submitted yet")
    day = timezone.localdate()
    made = HandedOver(
        _workbook(tool, sheets),
        f"audit-answers-{council.code}-{tool.key}-{day}.xlsx",
        CONTENT_TYPES[RoundFormat.XLSX],
    )
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=made.filename,
        content=made.content,
        reason=reason,
        parameters={"tool": tool.key, "sheets": {sheet.name: len(sheet.rows) for sheet in sheets}},
        rows=len(sheets[1].rows),
    )
    return made


def _workbook(tool: AuditTool, sheets: list[Sheet]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    book.set_properties({"title": clean(f"All answers: {tool.title}")})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    for each in sheets:
        sheet = book.add_worksheet(each.name)
        sheet.set_column(0, len(each.columns), 20)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(each.rows)), len(each.columns) - 1)
        for place, column in enumerate(each.columns):
            sheet.write_string(0, place, column, head)
        for at, row in enumerate(each.rows, 1):
            for place, value in enumerate(row):
                _write(sheet, at, place, value, text)
    book.close()
    return out.getvalue()


def _write(sheet: Any, at: int, place: int, value: str | int | float | None, style: Any) -> None:
    if isinstance(value, int | float):
        sheet.write_number(at, place, value)
    elif value:
        sheet.write_string(at, place, clean(value)[:LONGEST], style)
