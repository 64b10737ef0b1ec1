"""Keep what people type until they save it. Drafts are no record of anything and are not logged."""

import json
from contextlib import suppress

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone

from core.drafts import HELD, KEPT_FOR, Answers, seen_of
from core.errors import RuleViolationError
from core.models import FormDraft, User

MOST_BYTES = 1_000_000
LONGEST_ADDRESS = FormDraft._meta.get_field("form_key").max_length


@transaction.atomic
def save_draft(*, by: User, form_key: str, answers: Answers, seen: str | None = None) -> FormDraft:
    """Keep what `by` has typed on one form, in the place of what was kept of it before.

    Args:
        seen: what the page says of the draft it knows (`drafts.seen_of`), so that one of two tabs
            does not write over the other; None to replace whatever there is.

    Raises:
        RuleViolationError: too_large (over 1 MB as JSON in UTF-8, or a form whose address is over
            200 characters), other_tab (kept from another page since), or gone (saved or discarded
            since).
    """
    # A null character says nothing, and PostgreSQL cannot store one.
    answers = {name: [each.replace("\0", "") for each in held] for name, held in answers.items()}
    size = len(json.dumps(answers, ensure_ascii=False).encode())
    if size > MOST_BYTES or len(form_key) > (LONGEST_ADDRESS or 0):
        raise RuleViolationError("too_large", "This is more than can be kept as a draft.")
    rows = FormDraft.objects.select_for_update()
    held = rows.filter(person=by, form_key=form_key).first()
    if seen is not None:
        _check_seen(held, seen)
    draft, _ = rows.update_or_create(
        person=by,
        form_key=form_key,
        defaults={"answers": answers, "saved_at": timezone.now()},
    )
    return draft


def _check_seen(held: FormDraft | None, seen: str) -> None:
    if held is None and seen:
        raise RuleViolationError("gone", "This form was saved or discarded in another tab.")
    if held is not None and seen_of(held) != seen:
        raise RuleViolationError("other_tab", "You typed on this form in another tab since.")


def discard_draft(*, by: User, form_key: str) -> None:
    """Forget what `by` typed on one form, if anything is kept of it."""
    FormDraft.objects.filter(person=by, form_key=form_key).delete()


def claim_held(*, by: User, session: SessionBase) -> int:
    """Make drafts of what was posted before `by` signed in; forget what somebody else had typed.

    Returns how many forms were kept.
    """
    claimed = 0
    for form_key, held in session.pop(HELD, {}).items():
        if held["person"] != by.pk:
            continue
        with suppress(RuleViolationError):
            save_draft(by=by, form_key=form_key, answers=held["answers"])
            claimed += 1
    return claimed


def remove_old_drafts() -> int:
    """Remove what nobody has come back to in 30 days. Returns how many drafts went."""
    return FormDraft.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()[0]
