"""What was done to a version, from the activity log, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audit.models import ToolVersion
from core.models import ActivityEvent

MOST = 100
WORDS = {
    "tool_version_loaded": "Loaded",
    "tool_draft_changed": "Changed",
    "tool_version_published": "Published",
    "tool_version_retired": "Retired",
}


@dataclass(frozen=True)
class Done:
    """One thing done to a version, and what changed by it, a line each."""

    what: str
    who: str
    at: datetime
    lines: tuple[str, ...] = ()


def done_to(version: ToolVersion) -> list[Done]:
    """Return the latest things done to a version, newest first, in one query."""
    events = ActivityEvent.objects.filter(
        target_model=ToolVersion._meta.label, target_id=str(version.pk)
    )
    return [
        Done(
            WORDS.get(event.verb, event.verb.replace("_", " ").capitalize()),
            event.actor_name,
            event.created_at,
            tuple(str((event.changes.get("what") or ["", ""])[1]).splitlines()),
        )
        for event in events.order_by("-created_at", "-pk")[:MOST]
    ]
