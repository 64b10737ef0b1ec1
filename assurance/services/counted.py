"""Hand out the figures of a dashboard: fresh where that is quick, else as last counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from assurance.models import CountedFigures
from assurance.services.counting import (
    RELEASE,
    asked_as_text,
    count_page,
    held_figures,
    is_fresh,
    open_count,
)
from assurance.tasks import count_dashboard
from core.periods import Period
from safeguard.metrics.scope import CaseScope

# What took less than this is counted while the reader waits.
AT_ONCE_MS = 300
ASK_AGAIN = timedelta(minutes=10)
# A worker takes seconds. What has waited longer than this may have none.
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class Counted:
    """The figures of a dashboard. `is_old` if the register may have changed since `at`.

    `content` is None while they are counted for the first time, which was asked for `at`.
    """

    content: Mapping[str, Any] | None
    at: datetime
    is_old: bool = False

    @property
    def is_awaited(self) -> bool:
        return self.content is None

    @property
    def is_late(self) -> bool:
        """Whether they should long have come: perhaps no worker is running."""
        return self.is_awaited and timezone.now() - self.at > PATIENCE


def counted(*, scope: CaseScope, page: str, period: Period) -> Counted:
    """Return the figures of a dashboard over `scope`, which says who may see them.

    In a council that holds little they are counted now, where they are not fresh. Elsewhere those
    last counted are returned, marked as old, or none where there are none; and the counting is put
    in the queue. Figures of an earlier release, or of another question, are never shown instead.
    """
    held = held_figures(scope, page, period)
    if held is not None and is_fresh(held, scope):
        return Counted(held.content, held.counted_at)
    if held is not None and (not held.is_counted or held.took_ms > AT_ONCE_MS):
        return _later(scope, held)
    opened = open_count(scope, period)
    if opened.is_large:
        return _later(scope, held or _waiting(scope, page, period))
    new = count_page(scope=scope, page=page, period=period, opened=opened)
    return Counted(new.content, new.counted_at)


def last_counted(*, scope: CaseScope, page: str, period: Period) -> Counted | None:
    """Return the figures of a dashboard as last counted, old or not; None where there are none.

    Costs one query and counts nothing: for a page that shows them beside other things.
    """
    held = held_figures(scope, page, period)
    if held is None or held.release != RELEASE:
        return None
    return Counted(held.content, held.counted_at, is_old=not is_fresh(held, scope))


def counted_now(*, scope: CaseScope, page: str, period: Period) -> CountedFigures:
    """Return fresh figures of a dashboard however long it takes: for files, and at night."""
    held: CountedFigures | None = held_figures(scope, page, period)
    if held is None or not is_fresh(held, scope):
        held = count_page(scope=scope, page=page, period=period)
    return held


def _later(scope: CaseScope, held: CountedFigures) -> Counted:
    """Have the figures counted by the worker, unless that is so already; return what there is."""
    now = timezone.now()
    if held.queued_at is None or held.queued_at <= now - ASK_AGAIN:
        # In one statement, so that of two who ask at once only one has it counted.
        is_free = Q(queued_at=None) | Q(queued_at__lte=now - ASK_AGAIN)
        unqueued = CountedFigures.objects.filter(
            is_free, council=scope.council, page=held.page, asked=held.asked
        )
        if unqueued.update(queued_at=now):
            held.queued_at = now
            count_dashboard.enqueue(scope.council.code, held.page, held.asked)
    if held.release != RELEASE:
        return Counted(None, held.queued_at or now)
    return Counted(held.content, held.counted_at, is_old=True)


def _waiting(scope: CaseScope, page: str, period: Period) -> CountedFigures:
    """Enter a question that has no figures yet."""
    row = CountedFigures(
        council=scope.council,
        page=page,
        asked=asked_as_text(scope.only, period),
        content={},
        data_cut_on=scope.cut,
        newest_event=0,
        near_events=0,
        took_ms=0,
    )
    CountedFigures.objects.bulk_create([row], ignore_conflicts=True)
    return row
