"""What the rules found when they were last counted, when that was, and what was recorded since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from core.models import ActivityEvent, ClosureDay
from core.paginators import MoreThan
from safeguard.metrics.figures import Figure
from safeguard.models import (
    CaseAccess,
    CaseDocument,
    ConcernDraft,
    ExtractMapping,
    QualityCount,
    QualityFinding,
    QualityTask,
)
from safeguard.quality.desk import RULES, Found, decisions_in_time, owners_by_rule, what_if
from safeguard.quality.effects import WhatIf
from safeguard.quality.rule import Reach, Rule

CHANGES_SHOWN = 100
# A count that has not come after this long is asked for again: its worker may have stopped.
PATIENCE = timedelta(minutes=10)
# An entry of the log is written before its transaction ends: one that was under way when a count
# began is taken for not seen by it.
MARGIN = timedelta(seconds=2)
DECISIONS = "no-decision"
# Changes of these alter nothing that a rule looks at.
BESIDE_RULES = [
    model._meta.label
    for model in (CaseAccess, CaseDocument, ConcernDraft, ExtractMapping, QualityTask)
]


@dataclass(frozen=True)
class Counted:
    """One reporting year as it was last counted. `found` is in the order of the rules.

    `changes` is how many changes were recorded since, counted no further than 100.
    """

    found: Sequence[Found] = ()
    at: datetime | None = None
    until: date | None = None
    asked_at: datetime | None = None
    changes: int = 0
    is_stale: bool = True

    def is_awaited(self, now: datetime) -> bool:
        """Say whether a newer count has been asked for and may still come."""
        if self.asked_at is None or (self.at is not None and self.asked_at <= self.at):
            return False
        return self.asked_at > now - PATIENCE


def counted(reach: Reach) -> Counted:
    """Return the last count of the year of `reach`, in four queries at most."""
    held = QualityCount.objects.filter(council=reach.council, year=reach.year.label).first()
    if held is None or held.counted_at is None:
        return Counted(asked_at=held.asked_at if held else None)
    owners = owners_by_rule(reach.council)
    findings = {row.rule: row for row in held.findings.all()}
    found = [
        _found(rule, findings[rule.code], owners.get(rule.code, ()))
        for rule in RULES
        if rule.code in findings
    ]
    changes = changes_since(held)
    return Counted(
        found,
        held.counted_at,
        held.until,
        held.asked_at,
        changes,
        is_stale=bool(changes) or held.until != reach.until or len(found) < len(RULES),
    )


def counted_rule(reach: Reach, rule: Rule) -> Counted:
    """Return the last count of the year of `reach` with one rule alone, in two queries at most."""
    row = (
        QualityFinding.objects.filter(
            count__council=reach.council, count__year=reach.year.label, rule=rule.code
        )
        .select_related("count")
        .first()
    )
    if row is None:
        return Counted()
    held = row.count
    changes = changes_since(held)
    is_stale = bool(changes) or held.until != reach.until
    found = [_found(rule, row, ())]
    return Counted(found, held.counted_at, held.until, held.asked_at, changes, is_stale)


def newest_event(before: datetime) -> int:
    """Return the key of the newest entry of the log that a count begun now certainly sees."""
    seen = ActivityEvent.objects.filter(created_at__lt=before - MARGIN)
    return seen.order_by("-pk").values_list("pk", flat=True).first() or 0


def changes_since(held: QualityCount) -> int:
    """Return how many changes of records were recorded since a count, up to 100."""
    about = Q(target_model__startswith="safeguard.") | Q(target_model=ClosureDay._meta.label)
    rows = ActivityEvent.objects.filter(
        about, pk__gt=held.newest_event, council_id=held.council_id
    ).exclude(target_model__in=BESIDE_RULES)
    n = rows.order_by().values("pk")[: CHANGES_SHOWN + 1].count()
    return MoreThan(CHANGES_SHOWN) if n > CHANGES_SHOWN else n


def with_effects(reach: Reach, found: Iterable[Found]) -> list[Found]:
    """Return what was found together with what putting it right could do to each measure."""
    known = list(found)
    effects = what_if(reach, [each.rule for each in known if each.count])
    return [
        replace(
            each,
            effects=tuple(effects.get(each.rule.code, ())),
            decisions=decisions_in_time(reach) if each.rule.code == DECISIONS else None,
        )
        for each in known
    ]


def figures_of(found: Found) -> list[list[list[float | None]]]:
    """Return the effects of what was found as they are stored."""
    triples: list[tuple[Figure, ...]] = [
        (what.now, what.best, what.worst) for what in found.effects
    ]
    if found.decisions is not None:
        triples.append(found.decisions)
    return [
        [[figure.value, figure.numerator, figure.denominator] for figure in triple]
        for triple in triples
    ]


def _found(rule: Rule, row: QualityFinding, owners: tuple[str, ...]) -> Found:
    triples: list[Any] = [tuple(Figure(*figure) for figure in each) for each in row.effects]
    decisions = triples[0] if rule.code == DECISIONS and triples else None
    # Nothing is stored of a rule that found nothing.
    pairs = zip(rule.effects, triples, strict=False)
    effects = tuple(WhatIf(effect, *triple) for effect, triple in pairs)
    return Found(rule, row.records, row.oldest, owners, effects, decisions)
