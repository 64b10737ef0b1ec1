"""Links by which somebody without an account answers a checklist. Made as those of audits are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assurance.models import ChecklistPart
from audit.doing.links import LinkState, hash_of_token, new_token

__all__ = ["Link", "LinkState", "hash_of_token", "link_of", "new_token", "state_of"]


@dataclass(frozen=True)
class Link:
    """What a token leads to, and whether it may still be used."""

    state: LinkState
    part: ChecklistPart | None = None


def link_of(token: str, *, now: datetime) -> Link:
    """Return the part that a token opens, and in what state the link is."""
    rows = ChecklistPart.objects.select_related("group__round", "council")
    part = rows.filter(token_sha256=hash_of_token(token)).first()
    return Link(state_of(part, now=now), part)


def state_of(part: ChecklistPart | None, *, now: datetime) -> LinkState:
    if part is None:
        return LinkState.UNKNOWN
    if part.withdrawn_at is not None:
        return LinkState.REVOKED
    if part.sent_at is not None:
        return LinkState.USED
    if part.token_expires_at is None or part.token_expires_at <= now:
        return LinkState.EXPIRED
    if not part.group.round.is_open(timezone.localdate(now)):
        return LinkState.CLOSED
    return LinkState.OPEN
