"""Keep evidence: add it, revise it, say who looks after it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.choices_evidence import EvidenceKind, EvidenceStatus, LinkState
from assurance.models import EvidenceItem, EvidenceRevision
from assurance.models.evidence_parts import stored_under
from assurance.services.evidence_contents import (
    Content,
    Keeping,
    Words,
    check_not_taken,
    file_content,
    link_content,
    note_content,
)
from assurance.services.evidence_links import Place, link_evidence
from assurance.services.evidence_rows import lock, save_item
from assurance.services.evidence_standing import CHANGED
from audit.choices import RoundStatus
from audit.models import AuditRound, StoryOfDifference
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert

TAKEN = "Somebody else revised this evidence meanwhile."
WORDS = ("title", "description", "effective_from", "effective_to", "strength")


@transaction.atomic
def add_file(
    *,
    by: User,
    council: Organisation,
    file: UploadedFile[Any],
    words: Words,
    keeping: Keeping | None = None,
    places: Collection[Place] = (),
) -> EvidenceItem:
    """Add a file to the library; it waits for somebody else's approval.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in `council`.
        RuleViolationError: `taken` (the same file is in the library), or see `file_content`.
        ValidationError: what the models refuse.
    """
    access.require(by, Permission.EVIDENCE_MANAGE, council=council)
    content = file_content(file)
    check_not_taken(council, content.sha256)
    return add_item(by, council, EvidenceKind.FILE, content, words, keeping, places)


@transaction.atomic
def add_link(
    *,
    by: User,
    council: Organisation,
    url: str,
    words: Words,
    keeping: Keeping | None = None,
    places: Collection[Place] = (),
    expires_on: date | None = None,
) -> EvidenceItem:
    """Add a link; nobody has opened it yet, and the service never does.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in `council`.
        RuleViolationError: see `link_content`.
        ValidationError: what the models refuse.
    """
    access.require(by, Permission.EVIDENCE_MANAGE, council=council)
    return add_item(
        by, council, EvidenceKind.LINK, link_content(url), words, keeping, places, expires_on
    )


@transaction.atomic
def add_note(
    *,
    by: User,
    council: Organisation,
    text: str,
    words: Words,
    keeping: Keeping | None = None,
    places: Collection[Place] = (),
) -> EvidenceItem:
    """Add a note: evidence in the council's own words.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in `council`.
        RuleViolationError: `no_text`.
        ValidationError: what the models refuse.
    """
    access.require(by, Permission.EVIDENCE_MANAGE, council=council)
    return add_item(by, council, EvidenceKind.NOTE, note_content(text), words, keeping, places)


def add_item(
    by: User,
    council: Organisation,
    kind: EvidenceKind,
    content: Content,
    words: Words,
    keeping: Keeping | None,
    places: Collection[Place] = (),
    expires_on: date | None = None,
) -> EvidenceItem:
    """Store an item with its first revision and its links, inside the caller's transaction.

    The caller has checked the permission. A file is stored last of all, so that none is left on
    disk where anything before fails.
    """
    held = keeping or Keeping()
    _check_keeping(by, council, held)
    item = EvidenceItem(
        council=council,
        kind=kind,
        link_state=LinkState.NOT_CHECKED if kind == EvidenceKind.LINK else "",
        link_expires_on=expires_on,
        owner=held.owner,
        review_on=held.review_on,
        story=held.story,
        audit_round=held.audit_round,
        created_by=by,
        revised_by=by,
        **words.columns,
    )
    insert(item, taken=TAKEN)
    activity.record(by=by, verb="evidence_added", target=item, council=council, before={})
    if places:
        link_evidence(by=by, item=item, places=places)
    _insert_revision(by, item, content, what_changed="")
    return item


@transaction.atomic
def revise(
    *,
    by: User,
    item: EvidenceItem,
    after: int,
    words: Words,
    content: Content | None = None,
    what_changed: str = "",
) -> EvidenceItem:
    """Make a new revision; it waits for approval, and until then the item does not count.

    Args:
        after: the revision that `by` had before them.
        content: None keeps what the latest revision holds.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in its council.
        RuleViolationError: `withdrawn`, `changed` (there is a newer revision), `nothing_new`.
        ValidationError: what the models refuse.
    """
    held = lock(by, item, Permission.EVIDENCE_MANAGE)
    if held.revision_number != after:
        raise RuleViolationError(
            CHANGED,
            f"Somebody else made revision {held.revision_number} meanwhile. What you typed is "
            "kept: look at their revision, then save again",
        )
    latest = held.revisions.get(number=after)
    if content is None:
        content = _kept(latest)
    elif held.kind == EvidenceKind.FILE and content.sha256 != latest.sha256:
        check_not_taken(held.council, content.sha256, but=held)
    same = content.sha256 == latest.sha256
    if same and all(getattr(held, name) == value for name, value in words.columns.items()):
        raise RuleViolationError("nothing_new", "Nothing was changed, so there is nothing to save")
    before = activity.snapshot(held)
    for name, value in words.columns.items():
        setattr(held, name, value)
    held.revision_number = after + 1
    held.revised_by = by
    _to_draft(held)
    if held.kind == EvidenceKind.LINK and not same:
        held.link_state, held.link_checked_on, held.link_checked_by = (
            LinkState.NOT_CHECKED,
            None,
            None,
        )
    save_item(by, held)
    _insert_revision(by, held, content, what_changed=what_changed)
    activity.record(
        by=by, verb="evidence_revised", target=held, council=held.council, before=before
    )
    return held


@transaction.atomic
def keep(
    *,
    by: User,
    item: EvidenceItem,
    keeping: Keeping,
    link_expires_on: date | None = None,
) -> EvidenceItem:
    """Set who looks after an item, when, and what it was taken from. Its approval stands.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in its council.
        RuleViolationError: `withdrawn`, `not_an_owner`, `not_told`, `abandoned`.
    """
    held = lock(by, item, Permission.EVIDENCE_MANAGE)
    _check_keeping(by, held.council, keeping, held)
    before = activity.snapshot(held)
    held.owner, held.review_on = keeping.owner, keeping.review_on
    held.story, held.audit_round = keeping.story, keeping.audit_round
    if held.kind == EvidenceKind.LINK:
        held.link_expires_on = link_expires_on
    save_item(by, held)
    activity.record(by=by, verb="evidence_kept", target=held, council=held.council, before=before)
    return held


def _check_keeping(
    by: User, council: Organisation, keeping: Keeping, held: EvidenceItem | None = None
) -> None:
    """Refuse an owner who may not read evidence, and a record that may not be used."""
    owner = keeping.owner
    may_own = access.people_with(Permission.EVIDENCE_VIEW, council)
    kept_owner = held is not None and owner is not None and held.owner_id == owner.pk
    if owner is not None and not kept_owner and not may_own.filter(pk=owner.pk).exists():
        raise RuleViolationError(
            "not_an_owner", "Choose somebody who reads evidence here", field="owner"
        )
    story, round_ = keeping.story, keeping.audit_round
    if story is not None and not (held is not None and held.story_id == story.pk):
        told = StoryOfDifference.objects.visible_to(by).filter(
            council=council,
            consent_given=True,
            withdrawn_on__isnull=True,
            reviewed_at__isnull=False,
        )
        if not told.filter(pk=story.pk).exists():
            raise RuleViolationError(
                "not_told", "Choose a story with consent that stands", field="story"
            )
    if round_ is not None and not (held is not None and held.audit_round_id == round_.pk):
        rounds = AuditRound.objects.figures_visible_to(by).filter(council=council)
        if not rounds.exclude(status=RoundStatus.ABANDONED).filter(pk=round_.pk).exists():
            raise RuleViolationError(
                "abandoned", "Choose a round that was not abandoned", field="audit_round"
            )


def _to_draft(item: EvidenceItem) -> None:
    item.status, item.approved_at, item.approved_by = EvidenceStatus.DRAFT, None, None


def _kept(latest: EvidenceRevision) -> Content:
    """Return what the latest revision holds, for a revision of its words alone."""
    names = ("filename", "content_type", "size", "url", "text", "pin")
    columns = {name: getattr(latest, name) for name in names}
    return Content({**columns, "file": latest.file.name or ""}, latest.sha256)


def _insert_revision(
    by: User, item: EvidenceItem, content: Content, *, what_changed: str
) -> EvidenceRevision:
    """Store the latest revision; its file last, so that nothing is left where this fails."""
    revision = EvidenceRevision(
        item=item,
        number=item.revision_number,
        sha256=content.sha256,
        what_changed=what_changed.strip(),
        made_by=by,
        **{name: getattr(item, name) for name in WORDS},
        **content.columns,
    )
    if content.upload is not None:
        revision.file.name = stored_under(revision, revision.filename)
    insert(revision, taken=TAKEN)
    if content.upload is not None:
        revision.file.storage.save(revision.file.name, File(content.upload))
    return revision
