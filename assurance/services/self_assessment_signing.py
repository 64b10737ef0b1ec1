"""Sign a self-assessment off, post by post, and finish it: from then on it never changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assurance.choices_self_assessment import (
    ENGAGEMENT_WORDS,
    Engagement,
    SelfAssessmentStatus,
    SignedHow,
)
from assurance.choices_voices import UseKind, VoiceScope
from assurance.models import SelfAssessment, SignOff, Voice
from assurance.rules.references import Kind
from assurance.self_assessments.content import Content, content_of
from assurance.self_assessments.targets import Target
from assurance.services.rows import add, change
from assurance.services.self_assessments import lock_draft
from assurance.services.voices import record_use
from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission


@transaction.atomic
def ask_signature(
    *, by: User, self_assessment: SelfAssessment, post: str, organisation: str = ""
) -> SignOff:
    """Put a post on the list of those whose signature is needed.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in the council.
        RuleViolationError: code `finished`.
        ValidationError: the post is on the list already, or empty.
    """
    row = lock_draft(by, self_assessment, Permission.SELF_ASSESSMENT_WRITE)
    sign_off = SignOff(self_assessment=row, post=post.strip(), organisation=organisation.strip())
    add(by, sign_off, "signature_asked", row.council, taken="This post is on the list already.")
    return sign_off


@transaction.atomic
def drop_signature(*, by: User, sign_off: SignOff) -> None:
    """Take a post that has not signed off the list.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_WRITE in the council.
        RuleViolationError: code `finished` or `signed`.
    """
    row = lock_draft(by, sign_off.self_assessment, Permission.SELF_ASSESSMENT_WRITE)
    held = SignOff.objects.select_for_update().get(pk=sign_off.pk, self_assessment=row)
    if held.signed_on is not None:
        raise RuleViolationError("signed", "This post has signed, so it stays on the list")
    gone = {"post": [str(held), None]}
    activity.record(by=by, verb="signature_dropped", target=held, council=row.council, changes=gone)
    held.delete()


@transaction.atomic
def sign(
    *,
    by: User,
    sign_off: SignOff,
    how: str,
    engagement: str,
    name: str = "",
    signed_on: date | None = None,
    comment: str = "",
) -> SignOff:
    """Sign for a post what the self-assessment says at this moment.

    Args:
        how: `here` signs as `by`, today; `in_writing` enters the signature of `name`, given on
            `signed_on`.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_SIGN in the council.
        RuleViolationError: code `finished`, `no_name`, `no_day` or `later`.
    """
    row = lock_draft(by, sign_off.self_assessment, Permission.SELF_ASSESSMENT_SIGN)
    held = SignOff.objects.select_for_update().get(pk=sign_off.pk, self_assessment=row)
    if how == SignedHow.HERE:
        name, signed_on = by.full_name, timezone.localdate()
    _check_signature(name, signed_on)
    columns = {
        "name": name.strip(),
        "engagement": engagement,
        "words": ENGAGEMENT_WORDS[Engagement(engagement)],
        "comment": comment.strip(),
        "how": how,
        "signed_on": signed_on,
        "entered_by": by,
        "content_sha256": content_of(row).fingerprint,
    }
    change(by, held, "self_assessment_signed", row.council, columns)
    return held


@transaction.atomic
def finish(*, by: User, self_assessment: SelfAssessment) -> SelfAssessment:
    """Finish a version: pin its framework, its method, its figures and the hash of its words.

    Raises:
        PermissionDenied: `by` does not hold SELF_ASSESSMENT_SIGN in the council.
        RuleViolationError: code `finished`, or `not_ready` with what is missing.
    """
    row = lock_draft(by, self_assessment, Permission.SELF_ASSESSMENT_SIGN)
    content = content_of(row)
    found = content.blockers()
    if found:
        more = f" There are {len(found) - 1} more." if len(found) > 1 else ""
        raise RuleViolationError("not_ready", f"Not ready. {found[0].text}.{more}")
    columns = {
        "status": SelfAssessmentStatus.FINISHED,
        "pinned": pinned(content),
        "content_sha256": content.fingerprint,
        "finished_at": timezone.now(),
        "finished_by": by,
    }
    change(by, row, "self_assessment_finished", row.council, columns)
    note_quotes(by, content)
    return row


def note_quotes(
    by: User,
    content: Content,
    *,
    title: str = "",
    kind: UseKind = UseKind.SELF_ASSESSMENT,
    has_left: bool = False,
) -> None:
    """Keep, beside each voice whose words show, that they stand in this version or a file of it."""
    keys = [
        reference.key
        for reference in content.references
        if reference.kind is Kind.VOICE and not content.targets[reference].trouble
    ]
    for voice in Voice.objects.filter(council=content.row.council, pk__in=keys):
        record_use(
            by=by,
            voice=voice,
            kind=kind,
            title=title or content.row.title,
            scope=VoiceScope.CQC,
            has_left=has_left,
        )


def pinned(content: Content) -> dict[str, dict[str, Any]]:
    """Return what the references show, by token, but for what somebody said."""
    targets = content.targets.values()
    return {target.token: _as_kept(target) for target in targets if not target.is_said}


def _as_kept(target: Target) -> dict[str, Any]:
    return {name: value for name, value in asdict(target).items() if name != "reference"}


def _check_signature(name: str, signed_on: date | None) -> None:
    if not name.strip():
        raise RuleViolationError("no_name", "Give the name of whoever signed", field="name")
    if signed_on is None:
        raise RuleViolationError("no_day", "Give the day of the signature", field="signed_on")
    if signed_on > timezone.localdate():
        words = "Give a day that is not after today"
        raise RuleViolationError("later", words, field="signed_on")
