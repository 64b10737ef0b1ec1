"""Links by which somebody without an account answers one strand. Only a hash of each is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from audit.choices import AuditStatus, StrandStatus
from audit.models import AuditStrand

LETTERS = 32


class LinkState(StrEnum):
    OPEN = "open"
    UNKNOWN = "unknown"
    REVOKED = "revoked"
    USED = "used"
    EXPIRED = "expired"
    CLOSED = "closed"


@dataclass(frozen=True)
class Link:
    """What a token leads to, and whether it may still be used."""

    state: LinkState
    strand: AuditStrand | None = None


def new_token() -> str:
    return secrets.token_urlsafe(LETTERS)


def hash_of_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def link_of(token: str, *, now: datetime) -> Link:
    """Return the strand that a token opens, and in what state the link is."""
    rows = AuditStrand.objects.select_related("audit__version", "audit__council")
    strand = rows.filter(token_sha256=hash_of_token(token)).first()
    return Link(state_of(strand, now=now), strand)


def state_of(strand: AuditStrand | None, *, now: datetime) -> LinkState:
    if strand is None:
        return LinkState.UNKNOWN
    if strand.token_revoked_at is not None:
        return LinkState.REVOKED
    if strand.status == StrandStatus.SUBMITTED:
        return LinkState.USED
    if strand.token_expires_at is None or strand.token_expires_at <= now:
        return LinkState.EXPIRED
    over = (AuditStatus.VOID, AuditStatus.CLOSED)
    if strand.audit.status in over or strand.status == StrandStatus.MISSING:
        return LinkState.CLOSED
    return LinkState.OPEN
