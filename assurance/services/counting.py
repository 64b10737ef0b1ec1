"""Count a dashboard and keep what was counted, with what it was counted from."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import OuterRef
from django.utils import timezone

from assurance.catalogue import MEASURES
from assurance.dashboards.chosen import BOARD, CONTEXT, FLOW, GAP_KEYS, RETURNED, STOCK, TEN
from assurance.dashboards.counts import COUNTS
from assurance.models import CountedFigures
from assurance.months import months_shown
from assurance.scopes import open_scope
from core.log_state import LogState, log_state_rows, near_of, newest_of
from core.models import Organisation, User
from core.periods import Period
from core.together import read_together
from safeguard.metrics.narrowing import Narrowing
from safeguard.metrics.scope import CaseScope
from safeguard.metrics.timescales import rule_rows, rules_from
from safeguard.models import Concern

SHAPE = 1  # of what is kept; to be raised where that changes
KEPT_FOR = timedelta(days=35)
KEPT_UNDER = ("council", "page", "asked")
COUNTED = (
    "content",
    "data_cut_on",
    "newest_event",
    "near_events",
    "release",
    "counted_at",
    "took_ms",
    "queued_at",
)
# A council that holds more concerns than this has its dashboards counted in the background.
LARGE = 20_000


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


class Opened(NamedTuple):
    """What is known before counting begins: how far the log has come, and how much is held."""

    state: LogState
    is_large: bool


def open_count(scope: CaseScope, period: Period) -> Opened:
    """Read in one statement what counting begins with; the rest of it is held by `scope`."""
    council = scope.council
    first = months_shown(scope, period).start - timedelta(days=1)
    many = Concern.objects.filter(council=council).order_by().values_list("pk")
    state, beyond, rules, young = read_together(
        [
            log_state_rows(council),
            many[LARGE : LARGE + 1],
            rule_rows(council),
            scope.young_rows(first),
        ]
    )
    scope.take_rules(rules_from(rules))
    scope.take_young(first, young)
    return Opened(LogState(*state[0]), bool(beyond))


def count_page(
    *, scope: CaseScope, page: str, period: Period, opened: Opened | None = None
) -> CountedFigures:
    """Count a dashboard over `scope`, which says who may see it, and keep the answer.

    How far the log has come is read first, so that a change made while counting shows as one.
    """
    began = time.perf_counter()
    state, _ = opened or open_count(scope, period)
    content: Mapping[str, Any] = COUNTS[page].count(scope, period)
    kept = CountedFigures(
        council=scope.council,
        page=page,
        asked=asked_as_text(scope.only, period),
        content=content,
        data_cut_on=scope.cut,
        newest_event=state.newest,
        near_events=state.near,
        release=RELEASE,
        took_ms=round(1000 * (time.perf_counter() - began)),
    )
    CountedFigures.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=KEPT_UNDER, update_fields=COUNTED
    )
    return kept


def count_again(*, by: User | None, council: Organisation, page: str, asked: str) -> None:
    """Count a dashboard again from today's register, unless that has been done meanwhile.

    Raises:
        PermissionDenied: `by` may not see the figures of `council`.
    """
    only, period = asked_from_text(asked)
    scope = replace(open_scope(by=by, council=council), only=only)
    held = held_figures(scope, page, period)
    if held is None or not is_fresh(held, scope):
        count_page(scope=scope, page=page, period=period)
    long_ago = timezone.now() - KEPT_FOR
    CountedFigures.objects.filter(council=council, counted_at__lt=long_ago).delete()


def held_figures(scope: CaseScope, page: str, period: Period) -> Any:
    """Return the figures kept for one question, with how far the log has come since; or None."""
    rows = CountedFigures.objects.filter(
        council=scope.council, page=page, asked=asked_as_text(scope.only, period)
    )
    return (
        rows.annotate(
            newest_now=newest_of(scope.council),
            near_now=near_of(scope.council, OuterRef("newest_event")),
        )
        .order_by()
        .first()
    )


def is_fresh(held: Any, scope: CaseScope) -> bool:
    """Say whether nothing can have changed since these figures were counted.

    Lateness moves with the day, so figures of another day are not fresh either.
    """
    if held.release != RELEASE or held.data_cut_on != scope.cut:
        return False
    if timezone.localdate(held.counted_at) != timezone.localdate():
        return False
    state = (held.newest_now, held.near_now)
    return bool(state == (held.newest_event, held.near_events))
