"""The minutes of a challenge event as a file, entered in the ledger of exports."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assurance.reports.challenge_minutes import minutes_document
from assurance.services.board_reports import MadeFile
from assurance.services.reports import CONTENT_TYPES, WRITERS, Format
from core.exports import record_export
from core.models import Organisation, User
from core.permissions import Permission
from sab.models import Board, ChallengeEvent

KIND = "sab_challenge_minutes"


@transaction.atomic
def export_minutes(*, by: User, event: ChallengeEvent, council: Organisation) -> MadeFile:
    """Make the minutes as a PDF and enter them in the ledger of exports.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
    """
    boards = Board.objects.visible_to(by, Permission.BOARD_MANAGE)
    if not boards.filter(pk=event.board_id).exists():
        raise PermissionDenied("the minutes are made by whoever manages the board")
    rows = event.questions.select_related("assurance_return__partner", "standard")
    content = WRITERS[Format.PDF](minutes_document(event, rows.prefetch_related("actions")))
    filename = f"challenge-event-{event.held_on:%Y-%m-%d}.pdf"
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=filename,
        content=content,
        reason="Minutes of a challenge event",
        parameters={"event": event.pk, "board": event.board.name},
        rows=None,
    )
    return MadeFile(content, filename, CONTENT_TYPES[Format.PDF])
