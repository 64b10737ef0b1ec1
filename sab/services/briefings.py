"""Seven-minute briefings: written, published in editions that never change, used by agencies."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices import PublicationDecision
from sab.models import (
    Board,
    Briefing,
    BriefingEdition,
    BriefingReceipt,
    OtherReview,
    Partner,
    Publication,
    Review,
)
from sab.models.briefing import PARTS
from sab.services.boards import add, answers_for, change, note, require_in_board
from sab.services.findings import refuse_names
from sab.services.reviews import not_later_than_today


def lock_briefing(by: User, briefing: Briefing, *, version: int | None = None) -> Briefing:
    """Return the briefing locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile`.
    """
    rows = Briefing.objects.select_for_update(of=("self",)).select_related("board", "review")
    held = rows.get(pk=briefing.pk)
    require_in_board(by, Permission.BOARD_MANAGE, held.board)
    refuse_changed(version, fingerprint(held))
    return held


@transaction.atomic
def add_briefing(
    *,
    by: User,
    board: Board,
    title: str,
    review: Review | None = None,
    other_review: OtherReview | None = None,
) -> Briefing:
    """Begin a briefing about a review, about a review that others lead, or about neither.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `names_somebody`, `other_board` or `two_sources`.
        ValidationError: no title.
    """
    require_in_board(by, Permission.BOARD_MANAGE, board)
    if review is not None and other_review is not None:
        words = "A briefing is about one review"
        raise RuleViolationError("two_sources", words, field="other_review")
    if any(source is not None and source.board_id != board.pk for source in (review, other_review)):
        raise RuleViolationError("other_board", "The review is of another board")
    if review is not None:
        refuse_names(review, {"title": title})
    row = Briefing(board=board, title=title.strip(), review=review, other_review=other_review)
    add(by, row, "briefing_added", board)
    return row


@transaction.atomic
def write_briefing(
    *,
    by: User,
    briefing: Briefing,
    title: str,
    except_words: str = "",
    version: int | None = None,
    **parts: str,
) -> Briefing:
    """Keep the seven parts. What is published stays as it is until a new edition is published.

    Args:
        except_words: parts of a name that mean something else here, apart by commas.

    Raises:
        as `lock_briefing`, and RuleViolationError, code `names_somebody`.
        ValidationError: no title; or a part is empty that is published.
    """
    held = lock_briefing(by, briefing, version=version)
    texts = {"title": title.strip(), **{name: parts[name].strip() for name in PARTS}}
    if held.review is not None:
        refuse_names(held.review, texts, except_words=except_words.split(","))
    change(by, held, "briefing_written", held.board, texts)
    return held


@transaction.atomic
def publish_briefing(
    *,
    by: User,
    briefing: Briefing,
    published_on: date,
    before_report: str = "",
    except_words: str = "",
    version: int | None = None,
) -> BriefingEdition:
    """Publish the briefing as it stands, as its next edition, to every partner of the board.

    Args:
        before_report: why it does not wait for the report of its review to be published.
        version: the `fingerprint` of the briefing that its reader saw on the page.

    Raises:
        as `lock_briefing`, and RuleViolationError, code `not_whole`, `names_somebody`,
        `before_report`, `in_future`, `too_early` or `same`.
    """
    held = lock_briefing(by, briefing, version=version)
    not_later_than_today("published_on", "Day of publication", published_on)
    if not all(getattr(held, name) for name in PARTS):
        raise RuleViolationError("not_whole", "Write all seven parts first")
    if held.review is not None:
        _check_report(held.review, before_report)
        texts = {name: getattr(held, name) for name in ("title", *PARTS)}
        refuse_names(held.review, texts, except_words=except_words.split(","))
    parts = {name: getattr(held, name) for name in PARTS}
    _check_edition(held, parts, published_on)
    row = BriefingEdition(
        briefing=held,
        number=held.edition + 1,
        title=held.title,
        parts=parts,
        published_on=published_on,
        published_by=by,
    )
    add(by, row, "briefing_edition_added", held.board)
    columns = {"edition": row.number, "published_on": published_on}
    change(by, held, "briefing_published", held.board, columns)
    if before_report.strip():
        told = {"before_report": [None, before_report.strip()]}
        note(by, "briefing_before_report", held, held.board, changes=told)
    return row


def _check_report(review: Review, before_report: str) -> None:
    published = Publication.objects.filter(
        review=review, decision=PublicationDecision.PUBLISH, published_on__isnull=False
    )
    if not before_report.strip() and not published.exists():
        words = (
            "The report of this review is not published. Say why its learning need not wait, and "
            "that nobody can be told from the briefing"
        )
        raise RuleViolationError("before_report", words, field="before_report")


def _check_edition(held: Briefing, parts: dict[str, str], published_on: date) -> None:
    """Refuse an edition that says nothing new, or stands before the last one."""
    last = held.editions.first()
    if last is None:
        return
    if published_on < last.published_on:
        words = "The edition before it was published on a later day"
        raise RuleViolationError("too_early", words, field="published_on")
    if held.published_on and (last.title, last.parts) == (held.title, parts):
        raise RuleViolationError("same", "Nothing was changed since the last edition")


@transaction.atomic
def withdraw_briefing(*, by: User, briefing: Briefing, reason: str) -> Briefing:
    """Take a briefing back from partners at once. Its editions and their use are kept.

    Raises:
        as `lock_briefing`, and RuleViolationError, code `not_published` or `no_reason`.
    """
    held = lock_briefing(by, briefing)
    if held.published_on is None:
        raise RuleViolationError("not_published", "This briefing is not published")
    if not reason.strip():
        words = "Say why it is taken back"
        raise RuleViolationError("no_reason", words, field="reason")
    change(by, held, "briefing_withdrawn", held.board, {"published_on": None})
    note(
        by,
        "briefing_withdrawn_because",
        held,
        held.board,
        changes={"reason": [None, reason.strip()]},
    )
    return held


@transaction.atomic
def give_receipt(
    *,
    by: User,
    briefing: Briefing,
    partner: Partner,
    team: str,
    used_on: date,
    people: int,
    what_we_will_do: str,
) -> BriefingReceipt:
    """Keep that a team of a partner used a published briefing. None is ever changed.

    Raises:
        PermissionDenied: `by` neither answers for the partner nor manages the board.
        RuleViolationError: code `other_board`, `not_published`, `in_future` or `too_early`.
        ValidationError: a value is missing, or nobody was there.
    """
    if not answers_for(by, partner):
        require_in_board(by, Permission.BOARD_MANAGE, partner.board)
    held = Briefing.objects.select_for_update(of=("self",)).select_related("board")
    shown = held.get(pk=briefing.pk)
    if partner.board_id != shown.board_id:
        words = "The agency is not on this board"
        raise RuleViolationError("other_board", words, field="partner")
    if shown.published_on is None:
        raise RuleViolationError("not_published", "This briefing is not published")
    not_later_than_today("used_on", "Day it was used", used_on)
    first = shown.editions.order_by("number").first()
    if first and used_on < first.published_on:
        words = "It was first published on a later day"
        raise RuleViolationError("too_early", words, field="used_on")
    row = BriefingReceipt(
        board=shown.board,
        briefing=shown,
        partner=partner,
        edition=shown.edition,
        team=team.strip(),
        used_on=used_on,
        people=people,
        what_we_will_do=what_we_will_do.strip(),
        given_by=by,
        given_on=timezone.localdate(),
    )
    add(by, row, "briefing_used", shown.board)
    return row
