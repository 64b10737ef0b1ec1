"""The improvement plan: items, their actions, evidence of effect, closing and opening again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assurance.catalogue import BY_KEY
from assurance.choices_improvement import Effect, ItemNoteKind, ItemSource
from assurance.models import (
    AssessmentFinding,
    ImprovementItem,
    ImprovementNote,
    ImprovementStep,
    Voice,
)
from assurance.rules.improving import Standing, aim_fault, check_closing, check_verifying
from assurance.services.plan_rows import add, change, not_later_than_today, stripped, tell
from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from sab.choices_recommendation import NEEDS_NOTE, Progress
from safeguard.services.numbering import next_reference

PREFIX = "IMP"
FIELDS = (
    "source",
    "source_note",
    "audit_theme",
    "statement",
    "text",
    "difference",
    "owner",
    "owner_name",
    "due_on",
    "changed_on",
    "measure",
    "baseline",
    "aim",
)


@transaction.atomic
def add_item(
    *,
    by: User,
    council: Organisation,
    about: Mapping[str, Any],
    finding: AssessmentFinding | None = None,
    voice: Voice | None = None,
) -> ImprovementItem:
    """Add something to improve to the plan of `council`, under the next reference.

    Args:
        about: the columns of FIELDS.
        finding: the finding of an outside assessment that it answers.
        voice: what somebody said that it answers; they can then be told what came of it.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in `council`.
        RuleViolationError: code `other_council`, `no_finding`, `no_measure`, `never_an_aim` or
            `may_not`.
        ValidationError: a value is missing.
    """
    access.require(by, Permission.IMPROVEMENT_MANAGE, council=council)
    columns = _checked(council, about)
    if finding is not None and finding.assessment.council_id != council.pk:
        raise RuleViolationError("other_council", "The finding is of another council")
    if voice is not None and voice.council_id != council.pk:
        raise RuleViolationError("other_council", "The voice is of another council")
    if columns["source"] == ItemSource.FINDING and finding is None:
        words = "Begin from the finding: open the assessment and add the item there"
        raise RuleViolationError("no_finding", words, field="source")
    row = ImprovementItem(
        council=council,
        reference=next_reference(
            ImprovementItem, council, timezone.localdate().year, prefix=PREFIX
        ),
        finding=finding,
        first_due_on=columns["due_on"],
        **columns,
    )
    add(by, row, "improvement_added", council)
    if voice is not None:
        row.replies.create(voice=voice)
    return row


@transaction.atomic
def change_item(
    *, by: User, item: ImprovementItem, about: Mapping[str, Any], why: str = ""
) -> ImprovementItem:
    """Change what an open item says. A due date is moved with a reason, which is kept.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        RuleViolationError: code `closed`, `no_reason`, `no_finding`, `no_measure`, `never_an_aim`,
            `verified` or `may_not`.
        ValidationError: a value is missing.
    """
    held = lock_item(by, item)
    _refuse_closed(held)
    columns = _checked(held.council, about, was=held)
    if columns["source"] == ItemSource.FINDING and held.finding_id is None:
        raise RuleViolationError("no_finding", "It does not come from a finding", field="source")
    if held.verified_on and columns["owner"] and columns["owner"].pk == held.verified_by_id:
        words = "This person verified the effect, so they cannot be the owner"
        raise RuleViolationError("verified", words, field="owner")
    moved = columns["due_on"] != held.due_on
    if moved and not why.strip():
        raise RuleViolationError("no_reason", "Say why the due date is moved", field="why")
    if moved:
        words = f"From {held.due_on:%d/%m/%Y} to {columns['due_on']:%d/%m/%Y}. {why.strip()}"
        _write(by, held, ItemNoteKind.MOVED, words)
    change(by, held, "improvement_changed", held.council, columns)
    return held


@transaction.atomic
def add_step(
    *, by: User, item: ImprovementItem, text: str, owner_name: str, due_on: date
) -> ImprovementStep:
    """Add an action to an open item.

    Raises:
        PermissionDenied: `by` neither holds IMPROVEMENT_MANAGE there nor owns the item.
        RuleViolationError: code `closed`.
        ValidationError: a value is missing.
    """
    held = lock_item(by, item, owner_may=True)
    _refuse_closed(held)
    row = ImprovementStep(
        item=held, text=text.strip(), owner_name=owner_name.strip(), due_on=due_on
    )
    add(by, row, "improvement_step_added", held.council)
    return row


@transaction.atomic
def update_step(
    *, by: User, step: ImprovementStep, progress: str, words: str, on: date | None = None
) -> ImprovementStep:
    """Say how an action stands. At risk or blocked needs a note.

    Raises:
        PermissionDenied: `by` neither holds IMPROVEMENT_MANAGE there nor owns the item.
        RuleViolationError: code `closed`, `no_note` or `later`.
    """
    held = ImprovementStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    item = lock_item(by, held.item, owner_may=True)
    _refuse_closed(item)
    if progress in NEEDS_NOTE and not words.strip():
        said = "Say what stands in the way, and what is needed"
        raise RuleViolationError("no_note", said, field="words")
    is_done = progress == Progress.COMPLETE
    done_on = (on or timezone.localdate()) if is_done else None
    if done_on:
        not_later_than_today(done_on, "on")
    columns = {"progress": progress, "done_on": done_on}
    change(by, held, "improvement_step_updated", item.council, columns)
    said = f"{held.text.strip()}: {held.get_progress_display().lower()}"
    _write(by, item, ItemNoteKind.PROGRESS, f"{said}. {words.strip()}".strip())
    return held


@transaction.atomic
def remove_step(*, by: User, step: ImprovementStep, why: str) -> None:
    """Take an action off an open item, with a note of why.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        RuleViolationError: code `closed` or `no_reason`.
    """
    held = ImprovementStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    item = lock_item(by, held.item)
    _refuse_closed(item)
    if not why.strip():
        raise RuleViolationError("no_reason", "Say why it is removed", field="why")
    _write(by, item, ItemNoteKind.PROGRESS, f"Removed: {held.text.strip()}. {why.strip()}")
    tell(by, "improvement_step_removed", held, item.council)
    held.delete()


@transaction.atomic
def write_note(*, by: User, item: ImprovementItem, words: str) -> ImprovementNote:
    """Write what happened to an open item.

    Raises:
        PermissionDenied: `by` neither holds IMPROVEMENT_MANAGE there nor owns the item.
        RuleViolationError: code `closed`.
        ValidationError: it is empty.
    """
    held = lock_item(by, item, owner_may=True)
    _refuse_closed(held)
    row = _write(by, held, ItemNoteKind.PROGRESS, words)
    tell(by, "improvement_noted", held, held.council)
    return row


@transaction.atomic
def record_effect(
    *, by: User, item: ImprovementItem, effect: str, evidence: str
) -> ImprovementItem:
    """Say what there is to show that the change did any good. It has to be verified anew.

    Raises:
        PermissionDenied: `by` neither holds IMPROVEMENT_MANAGE there nor owns the item.
        RuleViolationError: code `closed`.
        ValidationError: nothing is said of what shows it.
    """
    held = lock_item(by, item, owner_may=True)
    _refuse_closed(held)
    has_some = effect != Effect.NONE
    columns = {
        "effect": effect,
        "effect_evidence": evidence.strip() if has_some else "",
        "effect_on": timezone.localdate() if has_some else None,
        "effect_by": by if has_some else None,
        **_UNVERIFIED,
    }
    change(by, held, "improvement_effect_recorded", held.council, columns)
    said = f"{held.get_effect_display()}. {evidence.strip()}".strip()
    _write(by, held, ItemNoteKind.EFFECT, said)
    return held


@transaction.atomic
def verify_effect(*, by: User, item: ImprovementItem, note: str) -> ImprovementItem:
    """Confirm the evidence of effect: neither its owner nor who recorded it does.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        RuleViolationError: code `closed`, `no_effect`, `owner` or `recorder`.
        ValidationError: nothing is said of how it was verified.
    """
    held = lock_item(by, item)
    _refuse_closed(held)
    check_verifying(
        effect=held.effect, owner=held.owner_id, recorded_by=held.effect_by_id, by=by.pk
    )
    columns = {
        "verified_on": timezone.localdate(),
        "verified_by": by,
        "verified_note": note.strip(),
    }
    change(by, held, "improvement_effect_verified", held.council, columns)
    _write(by, held, ItemNoteKind.EFFECT, f"Verified. {note.strip()}")
    return held


@transaction.atomic
def close_item(*, by: User, item: ImprovementItem, reason: str) -> ImprovementItem:
    """Close an item whose effect somebody other than its owner has verified.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        RuleViolationError: see `rules.improving.check_closing`.
        ValidationError: no reason is given.
    """
    held = lock_item(by, item)
    check_closing(
        Standing(
            is_closed=held.closed_on is not None,
            effect=held.effect,
            is_verified=held.verified_on is not None,
            open_steps=held.steps.exclude(progress=Progress.COMPLETE).count(),
            is_by_owner=held.owner_id == by.pk,
        )
    )
    columns = {"closed_on": timezone.localdate(), "closed_by": by, "closing_reason": reason.strip()}
    change(by, held, "improvement_closed", held.council, columns)
    _write(by, held, ItemNoteKind.CLOSED, reason)
    return held


@transaction.atomic
def reopen_item(*, by: User, item: ImprovementItem, reason: str, due_on: date) -> ImprovementItem:
    """Open an item again that did not hold. What was shown before is kept in its notes.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council.
        RuleViolationError: code `open` or `no_reason`.
    """
    held = lock_item(by, item)
    if held.closed_on is None:
        raise RuleViolationError("open", "This item is open already")
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is opened again", field="reason")
    was = f"It was closed on {held.closed_on:%d/%m/%Y}: {held.closing_reason}"
    columns = {
        "closed_on": None,
        "closed_by": None,
        "closing_reason": "",
        "due_on": due_on,
        "effect": Effect.NONE,
        "effect_evidence": "",
        "effect_on": None,
        "effect_by": None,
        **_UNVERIFIED,
    }
    change(by, held, "improvement_reopened", held.council, columns)
    _write(by, held, ItemNoteKind.REOPENED, f"{reason.strip()}\n{was}")
    return held


_UNVERIFIED: Mapping[str, Any] = {"verified_on": None, "verified_by": None, "verified_note": ""}


def lock_item(by: User, item: ImprovementItem, *, owner_may: bool = False) -> ImprovementItem:
    """Return the item locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in its council; an owner who may
            read the plan is let by too where `owner_may`.
    """
    rows = ImprovementItem.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=item.pk)
    if access.has(by, Permission.IMPROVEMENT_MANAGE, council=held.council):
        return held
    reads = access.has(by, Permission.IMPROVEMENT_VIEW, council=held.council)
    if not (owner_may and reads and held.owner_id == by.pk):
        raise PermissionDenied("only who keeps the plan, or the owner")
    return held


def _refuse_closed(item: ImprovementItem) -> None:
    if item.closed_on is not None:
        raise RuleViolationError("closed", "This item is closed. Open it again first")


def _checked(
    council: Organisation, about: Mapping[str, Any], *, was: ImprovementItem | None = None
) -> dict[str, Any]:
    columns = stripped({name: about[name] for name in FIELDS})
    theme, owner, key = columns["audit_theme"], columns["owner"], columns["measure"]
    if theme is not None and theme.council_id != council.pk:
        raise RuleViolationError("other_council", "Choose a theme of this council")
    is_new_owner = owner is not None and (was is None or owner.pk != was.owner_id)
    if is_new_owner and not access.has(owner, Permission.IMPROVEMENT_VIEW, council=council):
        words = "Choose somebody who may read the improvement plan, or write a name"
        raise RuleViolationError("may_not", words, field="owner")
    if key:
        measure = BY_KEY.get(key)
        if measure is None:
            raise RuleViolationError("no_measure", "There is no such measure", field="measure")
        fault = aim_fault(
            title=measure.title,
            context_only=measure.context_only,
            direction=measure.direction,
        )
        if fault:
            raise RuleViolationError("never_an_aim", fault, field="measure")
    return columns


def _write(by: User, item: ImprovementItem, kind: str, words: str) -> ImprovementNote:
    row = ImprovementNote(item=item, kind=kind, words=words.strip(), written_by=by)
    row.full_clean()
    row.save()
    return row
