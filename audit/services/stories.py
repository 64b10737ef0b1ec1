"""Stories of difference: written from an audit, told with consent, which can be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.models import CaseAudit, StoryOfDifference
from core import access, activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

FIELDS = ("title", "was_happening", "wanted", "done", "changed", "is_disguised", "disguise_note")


@transaction.atomic
def write_story(*, by: User, audit: CaseAudit, words: dict[str, Any]) -> StoryOfDifference:
    """Write a story that an audit of a case came upon.

    Raises:
        PermissionDenied: `by` neither keeps stories there nor is the auditor.
        RuleViolationError: `personnel` (an audit of a worker tells no story of an adult).
        ValidationError: no title, or no beginning.
    """
    keeps = access.has(by, Permission.STORY_MANAGE, council=audit.council)
    does = access.has(by, Permission.AUDIT_DO, council=audit.council)
    if not keeps and not (does and audit.auditor_id == by.pk):
        raise PermissionDenied("only who keeps stories, or the auditor")
    if audit.is_personnel:
        raise RuleViolationError("personnel", "A story is of an adult, not of a worker's audit")
    story = StoryOfDifference(
        council=audit.council,
        audit=audit,
        enquiry=audit.enquiry,
        written_by=by,
        created_by=by,
        **_told(words),
    )
    story.full_clean()
    story.save()
    _record(by, "story_written", story, {})
    return story


@transaction.atomic
def change_story(*, by: User, story: StoryOfDifference, words: dict[str, Any]) -> StoryOfDifference:
    """Change the words of a story. What was reviewed has to be reviewed again.

    Raises:
        PermissionDenied: `by` neither keeps stories there nor wrote it.
        ValidationError: no title, or no beginning.
    """
    held = _locked(by, story)
    before = activity.snapshot(held)
    for field, value in _told(words).items():
        setattr(held, field, value)
    held.reviewed_by, held.reviewed_at = None, None
    return _save(by, "story_changed", held, before)


@transaction.atomic
def record_story_consent(
    *,
    by: User,
    story: StoryOfDifference,
    given: bool,
    scope: str,
    on: date,
    by_whom: str,
    how: str = "",
) -> StoryOfDifference:
    """Keep whether the person agrees that the story is told, to whom, and when they were asked.

    Raises:
        PermissionDenied: `by` neither keeps stories there nor wrote it.
        RuleViolationError: `later` (a day to come).
        ValidationError: agreed, and not said by whom or how far.
    """
    held = _locked(by, story)
    _check_day(on)
    before = activity.snapshot(held)
    held.consent_given, held.consent_on = given, on
    held.consent_scope = (scope or None) if given else None  # type: ignore[assignment]
    held.consent_by, held.consent_how = by_whom.strip(), how.strip()
    held.withdrawn_on, held.withdrawn_note = None, ""
    return _save(by, "story_consent_recorded", held, before)


@transaction.atomic
def withdraw_story_consent(
    *, by: User, story: StoryOfDifference, on: date, note: str = ""
) -> StoryOfDifference:
    """Take consent back: the story is told nowhere from then on.

    Raises:
        PermissionDenied: `by` neither keeps stories there nor wrote it.
        RuleViolationError: `none` (there is no consent), `later`.
        ValidationError: before it was given.
    """
    held = _locked(by, story)
    if not held.consent_given or held.withdrawn_on is not None:
        raise RuleViolationError("none", "There is no consent to take back")
    _check_day(on)
    before = activity.snapshot(held)
    held.withdrawn_on, held.withdrawn_note = on, note.strip()
    return _save(by, "story_consent_withdrawn", held, before)


@transaction.atomic
def review_story(*, by: User, story: StoryOfDifference) -> StoryOfDifference:
    """Say that nobody can be recognised in a story: somebody other than its writer does.

    Raises:
        PermissionDenied: `by` does not hold STORY_MANAGE there.
        ValidationError: `by` wrote it, or it is not disguised.
    """
    held = _lock(story)
    access.require(by, Permission.STORY_MANAGE, council=held.council)
    before = activity.snapshot(held)
    held.reviewed_by, held.reviewed_at = by, timezone.now()
    return _save(by, "story_reviewed", held, before)


def _told(words: dict[str, Any]) -> dict[str, Any]:
    return {
        field: value.strip() if isinstance(value := words.get(field, ""), str) else value
        for field in FIELDS
    }


def _lock(story: StoryOfDifference) -> StoryOfDifference:
    rows = StoryOfDifference.objects.select_for_update(of=("self",)).select_related("council")
    return rows.get(pk=story.pk)


def _locked(by: User, story: StoryOfDifference) -> StoryOfDifference:
    held = _lock(story)
    keeps = access.has(by, Permission.STORY_MANAGE, council=held.council)
    does = access.has(by, Permission.AUDIT_DO, council=held.council)
    if not keeps and not (does and held.written_by_id == by.pk):
        raise PermissionDenied("only who keeps stories, or its writer")
    return held


def _check_day(on: date) -> None:
    if on > timezone.localdate():
        raise RuleViolationError("later", "Give a day that is not after today", field="on")


def _save(
    by: User, verb: str, story: StoryOfDifference, before: dict[str, Any]
) -> StoryOfDifference:
    story.changed_at, story.changed_by = timezone.now(), by
    story.full_clean()
    story.save()
    _record(by, verb, story, before)
    return story


def _record(by: User, verb: str, story: StoryOfDifference, before: dict[str, Any]) -> None:
    activity.record(by=by, verb=verb, target=story, council=story.council, before=before)
