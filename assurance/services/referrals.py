"""Refer the case of an enquiry to the board, which gets plain words and a reference, no case."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import activity
from core.errors import RuleViolationError
from core.models import User
from sab.models import Board, Review
from sab.rules.names import names_in
from sab.services.reviews import refer_case
from safeguard.models import Enquiry


@transaction.atomic
def refer_enquiry(
    *,
    by: User,
    enquiry: Enquiry,
    title: str,
    circumstances: str,
    why_criteria: str,
    received_on: date,
    referrer_name: str,
    event_on: date | None = None,
) -> Review:
    """Refer the case of an enquiry to the board that covers its council.

    Raises:
        PermissionDenied: `by` may not see the enquiry, or holds REVIEW_REFER nowhere in the board.
        RuleViolationError: code `no_board` or `names_adult`; as `refer_case`.
    """
    held = Enquiry.objects.visible_to(by).select_related("concern__adult__identity", "council")
    found = held.filter(pk=enquiry.pk).first()
    if found is None:
        raise PermissionDenied("the enquiry is not seen by who refers it")
    board = Board.objects.covering(found.council).first()
    if board is None:
        raise RuleViolationError("no_board", "No board is set up for this council")
    _refuse_name(
        found, {"title": title, "circumstances": circumstances, "why_criteria": why_criteria}
    )
    review = refer_case(
        by=by,
        board=board,
        council=found.council,
        title=title,
        circumstances=circumstances,
        why_criteria=why_criteria,
        received_on=received_on,
        referrer_name=referrer_name,
        case_reference=found.reference,
        event_on=event_on,
    )
    activity.record(
        by=by,
        verb="enquiry_referred_to_board",
        target=found,
        council=found.council,
        changes={"review": [None, review.reference]},
    )
    return review


def _refuse_name(enquiry: Enquiry, texts: dict[str, str]) -> None:
    """Refuse texts that name the adult: the board holds people apart from what it reads."""
    identity = getattr(enquiry.concern.adult, "identity", None)
    if identity is None:
        return
    for field, text in texts.items():
        if found := names_in(text, [str(identity)]):
            words = ", ".join(f"“{word}”" for word in found)
            message = f"The text names the adult: {words}. Write “the adult” instead"
            raise RuleViolationError("names_adult", message, field=field)
