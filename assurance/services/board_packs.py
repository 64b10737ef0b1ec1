"""Make board packs: pin the figures of a quarter, and list what counts differently since."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from assurance.models import BoardPack, PackPlan, PackSubscription
from assurance.packs.contents import (
    DEFAULT_MEASURES,
    DEFAULT_ROLES,
    STILL_GROWING,
    kept,
    measure_named,
)
from assurance.packs.pinned import fingerprint, pin, same, unpin
from assurance.scopes import open_scope
from assurance.tasks import tell_subscribers
from assurance.words import listed, long_date
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission
from core.roles import Role
from safeguard.metrics.facts import Facts
from safeguard.metrics.scope import CaseScope

# How many earlier packs are counted again for each new one: two years of them.
LOOKS_BACK = 8


@transaction.atomic
def make_board_pack(*, by: User | None, council: Organisation, quarter: Period) -> BoardPack:
    """Pin the figures of `quarter` as the data have them now, and tell those who asked to be told.

    Args:
        by: who makes it; None for a command run by whoever holds the machine.

    Raises:
        PermissionDenied: `by` does not hold PACK_MANAGE in `council`.
        RuleViolationError: code `not_a_quarter`, `not_over` or `made_already`.
    """
    council = Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    if by is not None:
        access.require(by, Permission.PACK_MANAGE, council=council)
    scope = open_scope(by=by, council=council)
    packs = list(BoardPack.objects.filter(council=council).order_by("start"))
    _check(quarter, scope, packs)
    measures, gone = kept(chosen_measures(council))
    facts = Facts(scope.rows(quarter))
    figures = [pin(measure, measure.figure(facts)) for measure in measures]
    filters = {"council": council.code, "team": None, "left_out": "Adults under 18"}
    earlier = [pack for pack in packs if pack.start < quarter.start][-LOOKS_BACK:]
    pack = BoardPack(
        council=council,
        start=quarter.start,
        end=quarter.end,
        figures=figures,
        filters=filters,
        restated=list(restated_since(earlier, scope)),
        remarks=list(_remarks(quarter, packs, gone, figures)),
        data_cut_on=scope.cut,
        code_version=settings.VERSION,
        sha256=fingerprint(figures, filters),
        made_by=by,
    )
    pack.full_clean(exclude=["figures", "filters"])
    pack.save(force_insert=True)
    activity.record(
        by=by,
        verb="board_pack_made",
        target=pack,
        council=council,
        changes={"quarter": [None, quarter.label], "sha256": [None, pack.sha256]},
    )
    if PackSubscription.objects.filter(council=council).exists():
        transaction.on_commit(lambda: tell_subscribers.enqueue(str(pack.public_id)))
    return pack


def restated_since(packs: Sequence[BoardPack], scope: CaseScope) -> Iterator[dict[str, Any]]:
    """Yield the figures of `packs`, oldest first, that count differently now or not at all.

    What one of them has listed already is listed again only if it has moved since. What follows its
    cases to today goes on growing, and is not called restated for it.
    """
    told = {(row["quarter"], row["key"]): row["new"] for pack in packs for row in pack.restated}
    for pack in packs:
        quarter = Period.between(pack.start, pack.end)
        facts = Facts(scope.rows(quarter))
        for held in pack.figures:
            key = quarter.label, held["key"]
            row = {"quarter": key[0], "key": key[1], "title": held["title"], "old": held}
            measure = measure_named(held["key"])
            if measure is None:
                if key not in told:
                    yield {**row, "new": None}
            elif measure.key not in STILL_GROWING:
                now = measure.figure(facts)
                if not same(unpin(told.get(key) or held).figure, now):
                    yield {**row, "new": pin(measure, now)}


def chosen_measures(council: Organisation) -> Sequence[str]:
    plan = PackPlan.objects.filter(council=council).first()
    return plan.measures if plan else DEFAULT_MEASURES


def chosen_roles(council: Organisation) -> Sequence[str]:
    plan = PackPlan.objects.filter(council=council).first()
    return plan.roles if plan else DEFAULT_ROLES


@transaction.atomic
def save_plan(
    *, by: User, council: Organisation, measures: Iterable[str], roles: Iterable[str]
) -> PackPlan:
    """Choose which measures later packs hold, and which roles are offered them by mail.

    Raises:
        PermissionDenied: `by` does not hold PACK_MANAGE in `council`.
        RuleViolationError: code `no_measures` or `unknown`.
    """
    council = Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    access.require(by, Permission.PACK_MANAGE, council=council)
    found, gone = kept(measures)
    if gone:
        raise RuleViolationError(
            "unknown", f"There is no measure {listed(gone)}.", field="measures"
        )
    if not found:
        raise RuleViolationError("no_measures", "Choose at least one measure.", field="measures")
    held = PackPlan.objects.filter(council=council).first()
    before = activity.snapshot(held) if held else None
    plan = held or PackPlan(council=council)
    plan.measures = [measure.key for measure in found]
    plan.roles = [role.value for role in Role if role in set(roles)]
    plan.full_clean()
    plan.save()
    activity.record(by=by, verb="board_pack_planned", target=plan, council=council, before=before)
    return plan


def _check(quarter: Period, scope: CaseScope, packs: Sequence[BoardPack]) -> None:
    if not quarter.is_quarter:
        raise RuleViolationError(
            "not_a_quarter", f"{quarter.label} is not a quarter.", field="quarter"
        )
    if quarter.end > scope.cut:
        raise RuleViolationError(
            "not_over",
            f"{quarter.label} ends on {long_date(quarter.end)}, and the data reach to "
            f"{long_date(scope.cut)}. A pack is made once they hold the whole quarter.",
            field="quarter",
        )
    made = next((pack for pack in packs if pack.start == quarter.start), None)
    if made is not None:
        raise RuleViolationError(
            "made_already",
            f"The pack for {quarter.label} was made on {long_date(made.made_at.date())}. Its "
            "figures stay as they are; what counts differently now is listed in the next pack.",
            field="quarter",
        )


def missed_before(quarter: Period, packs: Sequence[BoardPack]) -> list[str]:
    """Return the quarters without a pack between the latest one before `quarter` and it."""
    made = {pack.start for pack in packs if pack.start < quarter.start}
    if not made:
        return []
    found, before = [], quarter.previous()
    while before.start > max(made):
        found.append(before.label)
        before = before.previous()
    return found[::-1]


def _remarks(
    quarter: Period, packs: Sequence[BoardPack], gone: Sequence[str], figures: Sequence[Any]
) -> Iterator[str]:
    missed = missed_before(quarter, packs)
    if missed:
        yield f"No pack was made for {listed(missed)}, so figures of earlier quarters have a gap."
    if any(pack.start > quarter.start for pack in packs):
        yield "This pack was made after that of a later quarter."
    for key in gone:
        yield (
            f"The measure {key}, which the pack is set to hold, is no longer kept. Choose another "
            "in its place."
        )
    if not any(held["numerator"] or held["denominator"] for held in figures):
        yield f"The register holds no case for {quarter.label}."
