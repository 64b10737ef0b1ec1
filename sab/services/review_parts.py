"""What is kept about one review: panel, parallel processes, quality markers, people."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.models import MarkerCheck, PanelMember, ParallelProcess, Partner, Review, ReviewPerson
from sab.services.boards import add, change, note, require_in_board
from sab.services.reviews import lock_review


@transaction.atomic
def add_panel_member(
    *, by: User, review: Review, name: str, role: str, partner: Partner | None = None
) -> PanelMember:
    """Add somebody to the panel of a review. A reviewer speaks for no partner.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        ValidationError: a value is bad, or a reviewer speaks for a partner.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    row = PanelMember(review=held, name=name.strip(), role=role, partner=partner)
    add(by, row, "panel_member_added", held.board)
    return row


@transaction.atomic
def add_parallel_process(
    *,
    by: User,
    review: Review,
    kind: str,
    lead_body: str,
    agreed: str = "",
    since: date | None = None,
    ended_on: date | None = None,
) -> ParallelProcess:
    """Note another process about the same events.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        ValidationError: a value is bad.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    row = ParallelProcess(
        review=held,
        kind=kind,
        lead_body=lead_body.strip(),
        agreed=agreed.strip(),
        since=since,
        ended_on=ended_on,
    )
    add(by, row, "parallel_process_added", held.board)
    return row


@transaction.atomic
def check_marker(
    *,
    by: User,
    review: Review,
    marker: int,
    met: str,
    note_text: str,
    version: int | None = None,
) -> MarkerCheck:
    """Say how far a quality marker is met, and what that rests on. A later check replaces it.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`.
        ValidationError: there is no such marker, or nothing is said.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    columns = {
        "met": met,
        "note": note_text.strip(),
        "checked_on": timezone.localdate(),
        "checked_by": by,
    }
    row = MarkerCheck.objects.select_for_update().filter(review=held, marker=marker).first()
    refuse_changed(version, fingerprint(row))
    if row is None:
        row = MarkerCheck(review=held, marker=marker, **columns)
        add(by, row, "marker_checked", held.board)
    else:
        change(by, row, "marker_checked", held.board, columns)
    return row


@transaction.atomic
def add_person(
    *,
    by: User,
    review: Review,
    kind: str,
    name: str,
    other_names: str = "",
    born_on: date | None = None,
    died_on: date | None = None,
    harm: str = "",
    wishes: str = "",
) -> ReviewPerson:
    """Add a person to a review. The log keeps that it was done, not who they are.

    Raises:
        PermissionDenied: `by` does not hold REVIEW_PEOPLE_VIEW for the board.
        ValidationError: a value is bad.
    """
    held = lock_review(by, review, Permission.REVIEW_PEOPLE_VIEW)
    row = ReviewPerson(
        board=held.board,
        review=held,
        kind=kind,
        name=" ".join(name.split()),
        other_names=other_names.strip(),
        born_on=born_on,
        died_on=died_on,
        harm=harm,
        wishes=wishes.strip(),
        created_by=by,
    )
    row.full_clean()
    row.save()
    note(by, "review_person_added", held, held.board, changes={"kind": [None, kind]})
    return row


@transaction.atomic
def remove_person(*, by: User, person: ReviewPerson, reason: str) -> None:
    """Remove a person who was added by mistake.

    Raises:
        PermissionDenied: `by` does not hold REVIEW_PEOPLE_VIEW for the board.
        RuleViolationError: code `no_reason`.
    """
    held = ReviewPerson.objects.select_for_update().select_related("review__board")
    row = held.get(pk=person.pk)
    require_in_board(by, Permission.REVIEW_PEOPLE_VIEW, row.board)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why this person is removed", field="reason")
    note(by, "review_person_removed", row.review, row.board, changes={"reason": [None, reason]})
    row.delete()


def open_people(*, by: User, review: Review) -> list[ReviewPerson]:
    """Return the people of a review, and keep in the activity log that `by` read who they are.

    Raises:
        PermissionDenied: `by` does not hold REVIEW_PEOPLE_VIEW for the board.
    """
    require_in_board(by, Permission.REVIEW_PEOPLE_VIEW, review.board)
    note(by, "review_people_read", review, review.board, changes={})
    return list(review.people.all())
