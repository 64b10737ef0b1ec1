"""Write the activity log. Services call `record`; nothing else does."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from core.models import ActivityEvent, Organisation, User
from core.trail_linking import link_after_commit

SYSTEM = "command line"
# What a row is a part of: the label of a model and a key, or None. Each app adds what it knows.
WholeOf = Callable[[models.Model], tuple[str, int] | None]
_wholes: list[WholeOf] = []


def add_wholes(whole_of: WholeOf) -> WholeOf:
    """Have the log name, beside a row, the record that `whole_of` says it is a part of."""
    if whole_of not in _wholes:
        _wholes.append(whole_of)
    return whole_of


def snapshot(target: models.Model) -> dict[str, Any]:
    """Return the concrete column values of `target`, by attribute name."""
    return {
        field.attname: getattr(target, field.attname)
        for field in target._meta.concrete_fields
        if not field.generated
    }


def changed_columns(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, list[str | None]]:
    """Return each column whose value differs, as [old, new] in words."""
    return {
        name: [_words(before.get(name)), _words(value)]
        for name, value in after.items()
        if before.get(name) != value
    }


def record(
    *,
    by: User | None,
    verb: str,
    target: models.Model,
    council: Organisation | None,
    before: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Store who did what to `target`; once that is committed, it is linked to the chain.

    Args:
        by: the person; None for a command run by whoever holds the machine.
        before: a `snapshot` from before the change; each changed column is stored as [old, new].
        changes: given instead of `before` where the columns do not tell the story.
    """
    if changes is None:
        changes = changed_columns(before or {}, snapshot(target))
    found = (whole_of(target) for whole_of in _wholes)
    about_model, about_id = next((whole for whole in found if whole), ("", ""))
    ActivityEvent.objects.create(
        council_id=council.pk if council else None,
        verb=verb,
        target_model=target._meta.label,
        target_id=str(target.pk),
        about_model=about_model,
        about_id=str(about_id),
        changes=dict(changes),
        actor_id=str(by.pk) if by else "",
        actor_name=by.full_name if by else SYSTEM,
    )
    link_after_commit()


def _words(value: Any) -> str | None:
    return None if value is None else str(value)
