"""A story is told with consent, disguised and reviewed by another; consent can be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from audit.models import StoryOfDifference
from audit.services.stories import (
    change_story,
    record_story_consent,
    review_story,
    withdraw_story_consent,
    write_story,
)
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests.audit.doing import auditor_in
from tests.factories import CaseAuditFactory

WORDS = {"title": "Keeping the card", "was_happening": "The card was kept", "is_disguised": True}
CONSENT = {"given": True, "scope": "board", "by_whom": "The adult", "how": "At home"}


@pytest.fixture
def auditor(council):
    return auditor_in(council)


@pytest.fixture
def lead(council):
    return auditor_in(council, Role.QA_LEAD)


@pytest.fixture
def story(council, auditor):
    audit = CaseAuditFactory(council=council, auditor=auditor)
    return write_story(by=auditor, audit=audit, words=WORDS)


def told():
    return StoryOfDifference.objects.may_be_told("board", "public").exists()


def test_a_story_is_told_once_agreed_to_and_reviewed_and_no_longer_when_taken_back(
    story, auditor, lead
):
    today = timezone.localdate()
    record_story_consent(by=auditor, story=story, on=today, **CONSENT)
    assert not told()
    review_story(by=lead, story=story)
    assert told()
    withdraw_story_consent(by=lead, story=story, on=today, note="Changed their mind")
    assert not told()
    verbs = ActivityEvent.objects.filter(target_model="audit.StoryOfDifference")
    assert verbs.count() == 4


def test_changed_words_are_reviewed_again(story, auditor, lead):
    record_story_consent(by=auditor, story=story, on=timezone.localdate(), **CONSENT)
    review_story(by=lead, story=story)
    change_story(by=auditor, story=story, words={**WORDS, "done": "More"})
    assert not told()


def test_its_writer_does_not_review_it(council, lead):
    audit = CaseAuditFactory(council=council)
    story = write_story(by=lead, audit=audit, words=WORDS)
    with pytest.raises(ValidationError, match="other than its writer"):
        review_story(by=lead, story=story)


def test_what_is_not_disguised_is_not_reviewed(story, auditor, lead):
    change_story(by=auditor, story=story, words={**WORDS, "is_disguised": False})
    with pytest.raises(ValidationError):
        review_story(by=lead, story=story)


def test_consent_says_who_when_and_how_far(story, auditor):
    today = timezone.localdate()
    with pytest.raises(ValidationError):
        record_story_consent(by=auditor, story=story, on=today, **{**CONSENT, "scope": ""})
    with pytest.raises(RuleViolationError):
        record_story_consent(by=auditor, story=story, on=today + timedelta(days=1), **CONSENT)


def test_a_story_is_kept_by_whoever_wrote_it_or_keeps_stories(story, council):
    stranger = auditor_in(council)
    with pytest.raises(PermissionDenied):
        change_story(by=stranger, story=story, words=WORDS)
    with pytest.raises(PermissionDenied):
        review_story(by=stranger, story=story)
    with pytest.raises(PermissionDenied):
        write_story(by=stranger, audit=story.audit, words=WORDS)
