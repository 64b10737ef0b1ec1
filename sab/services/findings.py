"""What a review found, the board's answer to each finding, and the report's publication."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.versions import fingerprint, refuse_changed
from sab.choices import PublicationDecision
from sab.models import CriteriaTest, Finding, Publication, Review, ReviewPerson, Theme
from sab.rules.names import names_in
from sab.services.boards import add, change, note
from sab.services.reviews import lock_review, not_later_than_today


@transaction.atomic
def add_finding(*, by: User, review: Review, text: str, themes: Iterable[Theme] = ()) -> Finding:
    """Add the next finding of a review that is held.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_decided` or `names_somebody`.
        ValidationError: it is empty.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    test = CriteriaTest.objects.filter(review=held).first()
    if test is None or not test.is_held:
        raise RuleViolationError("not_decided", "The chair has not decided to hold a review")
    refuse_names(held, {"text": text})
    last = held.findings.order_by("-number").first()
    row = Finding(review=held, number=last.number + 1 if last else 1, text=text.strip())
    add(by, row, "finding_added", held.board)
    row.themes.set(themes)
    return row


@transaction.atomic
def respond_to_finding(
    *,
    by: User,
    finding: Finding,
    response: str,
    response_reason: str,
    responded_on: date,
    version: int | None = None,
) -> Finding:
    """Keep what the board decided on a finding. Not implementing it needs the reason.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `changed_meanwhile` or `in_future`.
        ValidationError: the reason is missing.
    """
    review = lock_review(by, finding.review, Permission.BOARD_MANAGE)
    held = Finding.objects.select_for_update().get(pk=finding.pk)
    refuse_changed(version, fingerprint(held))
    not_later_than_today("responded_on", "Day of the decision", responded_on)
    columns = {
        "response": response,
        "response_reason": response_reason.strip(),
        "responded_on": responded_on,
        "responded_by": by,
    }
    change(by, held, "finding_answered", review.board, columns)
    return held


def refuse_names(
    review: Review, texts: dict[str, str], *, except_words: Iterable[str] = ()
) -> None:
    """Refuse texts that name a person of the review.

    The message names no more of them than the text itself does.

    Raises:
        RuleViolationError: code `names_somebody`, on the first field that does.
    """
    names = list(_names_of(review))
    for field, text in texts.items():
        found = names_in(text, names, except_words=except_words)
        if found:
            words = ", ".join(f"“{word}”" for word in found)
            message = f"The text names a person of the review: {words}. Take the name out"
            raise RuleViolationError("names_somebody", message, field=field)


def _names_of(review: Review) -> Iterable[str]:
    for name, others in ReviewPerson.objects.filter(review=review).values_list(
        "name", "other_names"
    ):
        yield name
        yield from (other.strip() for other in others.replace(";", ",").split(",") if other.strip())


@transaction.atomic
def write_report(
    *,
    by: User,
    review: Review,
    title: str,
    summary: str,
    text: str,
    version: int | None = None,
) -> Publication:
    """Keep the text of a report as a draft. A text changed after its reading is read again.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `published` or `changed_meanwhile`.
        ValidationError: a text is missing.
    """
    held = lock_review(by, review, Permission.BOARD_MANAGE)
    row = Publication.objects.select_for_update().filter(review=held).first()
    if row is not None and row.published_on:
        raise RuleViolationError("published", "The report is published and no longer changes")
    refuse_changed(version, fingerprint(row))
    columns = {
        "title": title.strip(),
        "summary": summary.strip(),
        "text": text.strip(),
        "checked_on": None,
        "checked_by": None,
    }
    if row is None:
        row = Publication(review=held, **columns)
        add(by, row, "report_written", held.board)
        return row
    change(by, row, "report_written", held.board, columns)
    return row


@transaction.atomic
def check_report(*, by: User, publication: Publication, except_words: str = "") -> Publication:
    """Say that `by` read the report through, and that it names nobody in the review.

    Args:
        except_words: words that are part of somebody's name but mean something else in the text,
            apart by commas.

    Raises:
        PermissionDenied: `by` does not hold REVIEW_PEOPLE_VIEW for the board.
        RuleViolationError: code `no_people` (nobody is held to look for) or `names_somebody`.
    """
    review = lock_review(by, publication.review, Permission.REVIEW_PEOPLE_VIEW)
    held = Publication.objects.select_for_update().get(pk=publication.pk)
    words = [word.strip() for word in except_words.split(",") if word.strip()]
    _refuse_named(review, held, words)
    columns = {"checked_on": timezone.localdate(), "checked_by": by}
    change(by, held, "report_read_for_names", review.board, columns)
    if words:
        note(by, "words_not_names", held, review.board, changes={"words": [None, ", ".join(words)]})
    return held


def _refuse_named(review: Review, held: Publication, words: Iterable[str]) -> None:
    if not review.people.exists():
        message = "No person of this review is held, so there is nobody to look for. Add them first"
        raise RuleViolationError("no_people", message)
    texts = {"title": held.title, "summary": held.summary, "text": held.text}
    refuse_names(review, texts, except_words=words)


@transaction.atomic
def decide_publication(
    *,
    by: User,
    publication: Publication,
    decision: str,
    decision_reason: str = "",
    published_on: date | None = None,
    link: str = "",
) -> Publication:
    """Publish a report that was read for names, or hold it back and say why.

    A person added to the review after the reading, or the text changed, means reading it again.

    Raises:
        PermissionDenied: `by` does not hold REVIEW_DECIDE for the board.
        RuleViolationError: code `published`, `not_read`, `no_day`, `in_future`, `no_reason` or
            `names_somebody`.
    """
    review = lock_review(by, publication.review, Permission.REVIEW_DECIDE)
    held = Publication.objects.select_for_update().get(pk=publication.pk)
    if held.published_on:
        raise RuleViolationError("published", "The report is published already")
    columns: dict[str, object] = {
        "decision": decision,
        "decision_reason": decision_reason.strip(),
    }
    if decision == PublicationDecision.PUBLISH:
        if held.checked_on is None:
            words = "Nobody has read the report for names yet"
            raise RuleViolationError("not_read", words, field="decision")
        if review.people.filter(created_at__gt=held.changed_at).exists():
            words = "A person was added to the review since the report was read for names. Read it "
            raise RuleViolationError("not_read", words + "again", field="decision")
        if published_on is None:
            raise RuleViolationError("no_day", "Give the day it is published", field="published_on")
        not_later_than_today("published_on", "Day of publication", published_on)
        columns |= {"published_on": published_on, "link": link.strip()}
    elif not decision_reason.strip():
        words = "Say why the report is not published"
        raise RuleViolationError("no_reason", words, field="decision_reason")
    change(by, held, "publication_decided", review.board, columns)
    return held


@transaction.atomic
def send_to_library(*, by: User, publication: Publication, library_sent_on: date) -> Publication:
    """Keep the day on which a published report went to the national library.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `not_published` or `in_future`.
    """
    review = lock_review(by, publication.review, Permission.BOARD_MANAGE)
    held = Publication.objects.select_for_update().get(pk=publication.pk)
    if held.published_on is None:
        raise RuleViolationError("not_published", "Publish the report first")
    not_later_than_today("library_sent_on", "Day it was sent", library_sent_on)
    change(by, held, "report_sent_to_library", review.board, {"library_sent_on": library_sent_on})
    return held
