"""Hand out the figures of a dashboard: fresh where that is quick, else as last counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from assurance.models import CountedFigures
from assurance.services.counting import RELEASE, asked_as_text, count_page, is_fresh
from assurance.tasks import count_dashboard
from core.periods import Period
from safeguard.metrics.scope import CaseScope

# What took less than this is counted while the reader waits.
AT_ONCE_MS = 300
ASK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Counted:
    """The figures of a dashboard. `is_old` if the register may have changed since `at`."""

    content: Mapping[str, Any]
    at: datetime
    is_old: bool = False


def counted(*, scope: CaseScope, page: str, period: Period) -> Counted:
    """Return the figures of a dashboard over `scope`, which says who may see them.

    They are counted now where they never were, or where that takes little time. Otherwise those
    last counted are returned, marked as old, and counted again in the background.
    """
    asked = asked_as_text(scope.only, period)
    rows = CountedFigures.objects.filter(council=scope.council, page=page, asked=asked)
    held = rows.select_related("council").first()
    if held is not None:
        if is_fresh(held, scope):
            return Counted(held.content, held.counted_at)
        if held.release == RELEASE and held.took_ms > AT_ONCE_MS:
            _count_later(held)
            return Counted(held.content, held.counted_at, is_old=True)
    new = count_page(scope=scope, page=page, period=period)
    return Counted(new.content, new.counted_at)


def _count_later(held: CountedFigures) -> None:
    """Put the counting in the queue, unless it is there already."""
    now = timezone.now()
    if held.queued_at is not None and held.queued_at > now - ASK_AGAIN:
        return
    unqueued = CountedFigures.objects.filter(pk=held.pk, queued_at=held.queued_at)
    if unqueued.update(queued_at=now):
        count_dashboard.enqueue(held.council.code, held.page, held.asked)
