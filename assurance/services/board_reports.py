"""The board's annual report as a page and as a file. The file goes into the ledger of exports."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assurance.reports.blocks import Document
from assurance.reports.board_annual import annual_document
from assurance.services.reports import CONTENT_TYPES, WRITERS, Format
from core.exports import record_export
from core.models import Organisation, User
from core.periods import parse_financial_year
from core.permissions import Permission
from sab.metrics.schedule import Schedule, schedule_of
from sab.metrics.year import Year, year_of
from sab.models import AnnualReport, Board

KIND = "sab_annual_report"


@dataclass(frozen=True)
class MadeFile:
    """A file ready to hand over."""

    content: bytes
    filename: str
    content_type: str


@dataclass(frozen=True)
class ReadReport:
    """One year's report: what the Act asks for, what else the records show, and all of it."""

    schedule: Schedule
    year: Year
    document: Document


def read_annual_report(*, by: User, board: Board, year: str) -> ReadReport:
    """Return what is computed of one year's report, and the whole report.

    Raises:
        PermissionDenied: `by` does not hold BOARD_VIEW for the board.
        ValueError: `year` is not a financial year.
    """
    if not Board.objects.visible_to(by).filter(pk=board.pk).exists():
        raise PermissionDenied("the board's report is not for this reader")
    period = parse_financial_year(year)
    written = AnnualReport.objects.filter(board=board, year=period.label).first()
    today = timezone.localdate()
    schedule, found = schedule_of(board, period), year_of(board, period, today)
    document = annual_document(
        schedule,
        found,
        board=board.name,
        objective=written.objective if written else "",
        strategy=written.strategy if written else "",
        made_on=today,
    )
    return ReadReport(schedule, found, document)


@transaction.atomic
def export_annual_report(
    *, by: User, board: Board, council: Organisation, year: str, fmt: Format
) -> MadeFile:
    """Make the draft as a file and enter it in the ledger of exports.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        ValueError: `year` is not a financial year.
    """
    boards = Board.objects.visible_to(by, Permission.BOARD_MANAGE)
    if not boards.filter(pk=board.pk).exists():
        raise PermissionDenied("the report is made by whoever manages the board")
    found = read_annual_report(by=by, board=board, year=year)
    content = WRITERS[fmt](found.document)
    filename = f"sab-annual-report-{year}.{fmt}"
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=filename,
        content=content,
        reason="Draft of the board's annual report",
        parameters={"year": year, "board": board.name},
        rows=None,
    )
    return MadeFile(content, filename, CONTENT_TYPES[fmt])
