"""A briefing as a file of one page, entered in the ledger of exports."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assurance.reports.briefing_sheet import fit, sheet_docx, sheet_pdf
from assurance.services.board_reports import MadeFile
from assurance.services.reports import CONTENT_TYPES, Format
from assurance.words import long_date
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import User
from sab.briefings_shown import draft_sheet, edition_sheet, has_changed
from sab.models import Briefing
from sab.one_page import Sheet
from sab.services.boards import host_of

KIND = "sab_briefing"
WRITERS = {Format.PDF: sheet_pdf, Format.DOCX: sheet_docx}
DRAFT = "Draft: not for sharing"


@transaction.atomic
def export_draft(*, by: User, briefing: Briefing, fmt: Format) -> MadeFile:
    """Make the file of a briefing as it stands: its edition, or where it differs the draft.

    Raises:
        PermissionDenied: `by` does not hold BOARD_VIEW for the board.
        RuleViolationError: code `too_long`: it does not fit on one page.
    """
    found = Briefing.objects.visible_to(by).select_related("board").filter(pk=briefing.pk).first()
    if found is None:
        raise PermissionDenied("the briefing is not for this reader")
    last = found.editions.first()
    if found.published_on is None or last is None or has_changed(found, last):
        return _made(by, found, draft_sheet(found, found.board), fmt, DRAFT, "draft")
    foot = f"Edition {last.number}, {long_date(last.published_on)}"
    sheet = edition_sheet(last, found.board)
    return _made(by, found, sheet, fmt, foot, f"edition-{last.number}")


@transaction.atomic
def export_edition(*, by: User, briefing: Briefing, fmt: Format) -> MadeFile:
    """Make the file of the published edition for somebody who answers for a partner.

    Raises:
        PermissionDenied: no board of theirs has published it.
        RuleViolationError: code `too_long`.
    """
    rows = Briefing.objects.for_agency(by).select_related("board")
    found = rows.filter(pk=briefing.pk).first()
    if found is None:
        raise PermissionDenied("the briefing is not published to this reader")
    last = found.editions.get(number=found.edition)
    foot = f"Edition {last.number}, {long_date(last.published_on)}"
    sheet = edition_sheet(last, found.board)
    return _made(by, found, sheet, fmt, foot, f"edition-{last.number}")


def _made(
    by: User, briefing: Briefing, sheet: Sheet, fmt: Format, foot: str, state: str
) -> MadeFile:
    found = fit(sheet)
    if not found.is_one_page:
        raise RuleViolationError("too_long", found.text)
    content = WRITERS[fmt](sheet, foot=foot, made_on=long_date(timezone.localdate()))
    filename = f"briefing-{briefing.pk}-{state}.{fmt}"
    host = host_of(briefing.board)
    if host is None:
        raise PermissionDenied("a board without a council keeps no ledger")
    record_export(
        by=by,
        council=host,
        kind=KIND,
        filename=filename,
        content=content,
        reason="Seven-minute briefing",
        parameters={"briefing": briefing.pk, "state": state, "board": briefing.board.name},
        rows=None,
    )
    return MadeFile(content, filename, CONTENT_TYPES[fmt])
