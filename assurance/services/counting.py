"""Count a dashboard and keep what was counted, with what it was counted from."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import timezone

from assurance.catalogue import MEASURES
from assurance.dashboards.chosen import BOARD, CONTEXT, FLOW, GAP_KEYS, RETURNED, STOCK, TEN
from assurance.dashboards.counts import COUNTS
from assurance.models import CountedFigures
from assurance.scopes import open_scope
from core.log_state import log_state
from core.models import Organisation, User
from core.periods import Period
from safeguard.metrics.narrowing import Narrowing
from safeguard.metrics.scope import CaseScope

SHAPE = 1  # of what is kept; to be raised where that changes
KEPT_FOR = timedelta(days=35)


def _release() -> str:
    """Return what tells figures of this release from those of another, which are counted again."""
    chosen = [choice.key for choice in TEN], CONTEXT, GAP_KEYS, BOARD, FLOW, STOCK, RETURNED
    defined = [(measure.key, repr(measure.calculation)) for measure in MEASURES]
    # Without the addresses at which functions happen to lie.
    text = re.sub(r" at 0x[0-9a-f]+", "", repr((SHAPE, chosen, defined)))
    return f"{settings.VERSION}/{sha256(text.encode()).hexdigest()[:16]}"


RELEASE = _release()


def asked_as_text(only: Narrowing, period: Period) -> str:
    """Return a period and filters as the text they are kept under."""
    given = {"start": period.start.isoformat(), "end": period.end.isoformat(), **only.given}
    return json.dumps(given, sort_keys=True)


def asked_from_text(text: str) -> tuple[Narrowing, Period]:
    """Return the filters and the period that were kept under `text`."""
    given: dict[str, Any] = json.loads(text)
    ends = [date.fromisoformat(given.pop(name)) for name in ("start", "end")]
    return Narrowing(**given), Period.between(*ends)


def count_page(*, scope: CaseScope, page: str, period: Period) -> CountedFigures:
    """Count a dashboard over `scope`, which says who may see it, and keep the answer.

    How far the log has come is read first, so that a change made while counting shows as one.
    """
    state = log_state(scope.council)
    began = time.perf_counter()
    content: Mapping[str, Any] = COUNTS[page](scope, period)
    now = timezone.now()
    kept, _ = CountedFigures.objects.update_or_create(
        council=scope.council,
        page=page,
        asked=asked_as_text(scope.only, period),
        defaults={
            "content": content,
            "data_cut_on": scope.cut,
            "newest_event": state.newest,
            "near_events": state.near,
            "release": RELEASE,
            "counted_at": now,
            "took_ms": round(1000 * (time.perf_counter() - began)),
            "queued_at": None,
        },
    )
    CountedFigures.objects.filter(council=scope.council, counted_at__lt=now - KEPT_FOR).delete()
    return kept


def count_again(*, by: User | None, council: Organisation, page: str, asked: str) -> None:
    """Count a dashboard again from today's register, unless that has been done meanwhile.

    Raises:
        PermissionDenied: `by` may not see the figures of `council`.
    """
    only, period = asked_from_text(asked)
    scope = replace(open_scope(by=by, council=council), only=only)
    held = CountedFigures.objects.filter(council=council, page=page, asked=asked).first()
    if held is None or not is_fresh(held, scope):
        count_page(scope=scope, page=page, period=period)


def is_fresh(held: CountedFigures, scope: CaseScope) -> bool:
    """Say whether nothing can have changed since these figures were counted.

    Lateness moves with the day, so figures of another day are not fresh either.
    """
    if held.release != RELEASE or held.data_cut_on != scope.cut:
        return False
    if timezone.localdate(held.counted_at) != timezone.localdate():
        return False
    state = log_state(scope.council, held.newest_event)
    return (state.newest, state.near) == (held.newest_event, held.near_events)
