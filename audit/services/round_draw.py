"""Fix the population of a round, and draw from it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from audit.choices import RoundStatus, SamplingMethod
from audit.models import AuditRound, FrameEntry
from audit.populations import candidates_of, population_of
from audit.rules.drawing import ALGORITHM, draw, group_sizes, of_quotas, wanted_by_group
from audit.services.locking import lock_round, saved
from core import activity
from core.errors import RuleViolationError
from core.models import User

BATCH = 500


@transaction.atomic
def freeze_population(*, by: User, audit_round: AuditRound) -> AuditRound:
    """Fix the population with its hash: who could be drawn, and who could not and why.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`, `nobody` (there is nothing to draw from), or what
            `wanted_numbers` refuses.
    """
    held = lock_round(by, audit_round, RoundStatus.PLANNED, but="The population is fixed already")
    found = population_of(held, today=timezone.localdate())
    if not found.eligible:
        raise RuleViolationError("nobody", "There is no case that could be drawn")
    wanted_numbers(held, found.groups, found.nominated)
    before = activity.snapshot(held)
    FrameEntry.objects.bulk_create(found.entries, batch_size=BATCH)
    held.status, held.frame_taken_at = RoundStatus.FROZEN, timezone.now()
    held.frame_size, held.frame_sha256 = len(found.entries), found.sha256
    return saved(by, held, before, "audit_round_frozen")


@transaction.atomic
def draw_round(*, by: User, audit_round: AuditRound) -> AuditRound:
    """Draw the sample from the fixed population, by the seed of the round.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`.
    """
    held = lock_round(by, audit_round, RoundStatus.FROZEN, but="The sample cannot be drawn")
    entries = list(held.frame.all())
    candidates = candidates_of(entries)
    wanted = wanted_numbers(
        held, group_sizes(candidates), sum(each.nominated for each in candidates)
    )
    if held.method == SamplingMethod.TARGETED:
        candidates = [each for each in candidates if each.nominated]
    drawn = draw(candidates, wanted=wanted, seed=held.seed)
    places = {reference: place for place, reference in enumerate(drawn.references, start=1)}
    chosen = [entry for entry in entries if entry.reference in places]
    for entry in chosen:
        entry.drawn_position = places[entry.reference]
    FrameEntry.objects.bulk_update(chosen, ["drawn_position"], batch_size=BATCH)
    for quota in held.quotas.all():
        quota.wanted = wanted.get(quota.label, 0)
        quota.drawn = sum(entry.stratum == quota.label for entry in chosen)
        quota.full_clean()
        quota.save()
    before = activity.snapshot(held)
    held.status, held.drawn_at, held.algorithm = RoundStatus.DRAWN, timezone.now(), ALGORITHM
    return saved(by, held, before, "audit_round_drawn")


def wanted_numbers(
    audit_round: AuditRound, groups: Mapping[str, int], nominated: int
) -> dict[str, int]:
    """Return how many cases of each group the round asks for.

    Raises:
        RuleViolationError: as `rules.drawing.wanted_by_group`.
    """
    total = audit_round.wanted_total
    numbers: dict[str, int] = {}
    if audit_round.method == SamplingMethod.QUOTA:
        rows = list(audit_round.quotas.all())
        shares = {q.label: Fraction(q.share) for q in rows if q.share is not None}
        given = {q.label: q.wanted or 0 for q in rows if q.share is None}
        numbers = {**of_quotas(shares, total or 0), **given}
    return wanted_by_group(
        audit_round.method,
        groups,
        total=total,
        per_team=audit_round.wanted_per_team,
        quotas=numbers,
        nominated=nominated,
    )
