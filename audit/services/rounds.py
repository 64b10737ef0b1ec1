"""Plan a round: its tool, its population, how cases are drawn, by when they are audited."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from audit.choices import PopulationSource, RoundStatus, SamplingMethod, VersionStatus
from audit.models import AuditRound, RoundQuota, ToolVersion
from audit.services.locking import lock_round, saved
from audit.services.round_references import Line, checked_references
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert


@dataclass(frozen=True)
class Quota:
    """So large a share of the round, or so many cases, for which a condition on facts holds."""

    label: str
    condition: Mapping[str, Any]
    share: Decimal | None = None
    wanted: int | None = None


@transaction.atomic
def plan_round(
    *,
    by: User,
    council: Organisation,
    version: ToolVersion,
    name: str,
    starts_on: date,
    ends_on: date,
    theme: str = "",
    purpose: str = "",
    seed: str = "",
) -> AuditRound:
    """Begin a round with a published version. The seed is set here, before anybody sees a case.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in `council`.
        RuleViolationError: `not_published`, `elsewhere`, `taken`.
        ValidationError: the name is missing or taken, or the period ends before it begins.
    """
    access.require(by, Permission.AUDIT_ROUND_MANAGE, council=council)
    held = ToolVersion.objects.select_related("tool").get(pk=version.pk)
    if held.tool.council_id not in (None, council.pk):
        raise RuleViolationError("elsewhere", "This tool belongs to another council")
    if held.tool.is_personnel:
        access.require(by, Permission.AUDIT_PERSONNEL_VIEW, council=council)
    if held.status != VersionStatus.PUBLISHED:
        raise RuleViolationError(
            "not_published", "A round needs a published version", field="version"
        )
    planned = AuditRound(
        council=council,
        version=held,
        name=name.strip(),
        theme=theme.strip(),
        purpose=purpose.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        seed=seed.strip() or secrets.token_hex(8),
        created_by=by,
        exclusions=["own_casework"],
    )
    insert(planned, taken="Somebody planned a round of this name just now")
    activity.record(by=by, verb="audit_round_planned", target=planned, council=council, before={})
    return planned


@transaction.atomic
def set_population(
    *,
    by: User,
    audit_round: AuditRound,
    source: str,
    filters: Mapping[str, Any] | None = None,
    references: Sequence[Line] = (),
    filename: str = "",
) -> AuditRound:
    """Say which cases may be drawn: those that filters leave, or those with these references.

    Args:
        references: each with the line on which it stands.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`; `references`: some are unknown, repeated or of another
            council, each named by its line.
    """
    held = lock_round(by, audit_round, RoundStatus.PLANNED, but="The population is fixed")
    before = activity.snapshot(held)
    kept = {k: v for k, v in held.population.items() if k == "nominated"}
    held.population_source, held.population_filename = source, ""
    if source == PopulationSource.REFERENCES:
        found = checked_references(held, references, "references")
        held.population = {**kept, "references": found}
        held.population_filename = filename[:200]
    else:
        held.population = {**kept, **dict(filters or {})}
    return saved(by, held, before, "audit_round_population_set")


@transaction.atomic
def set_sample(
    *,
    by: User,
    audit_round: AuditRound,
    method: str,
    method_reason: str = "",
    wanted_total: int | None = None,
    wanted_per_team: int | None = None,
    stratify_by: Sequence[str] = (),
    quotas: Sequence[Quota] = (),
    nominated: Sequence[Line] = (),
    allows_repeats: bool = False,
    repeats_reason: str = "",
) -> AuditRound:
    """Say how cases are drawn, and how many.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`; `two_numbers`, `no_groups`, `no_quotas`, `too_much`,
            `no_reason`, `references`.
        ValidationError: the method or a quota cannot be as it is.
    """
    held = lock_round(by, audit_round, RoundStatus.PLANNED, but="The draw is settled")
    _check_method(method, wanted_total, wanted_per_team, stratify_by, quotas)
    if allows_repeats and not repeats_reason.strip():
        raise RuleViolationError(
            "no_reason",
            "Say why a case may be audited twice in a year",
            field="repeats_reason",
        )
    before = activity.snapshot(held)
    named = checked_references(held, nominated, "nominated") if nominated else []
    rest = {k: v for k, v in held.population.items() if k != "nominated"}
    held.population = {**rest, **({"nominated": named} if named else {})}
    held.method, held.method_reason = method, method_reason.strip()
    held.wanted_total, held.wanted_per_team = wanted_total, wanted_per_team
    held.stratify_by = list(stratify_by) if method == SamplingMethod.STRATIFIED else []
    held.allows_repeats, held.repeats_reason = allows_repeats, repeats_reason.strip()
    kept = saved(by, held, before, "audit_round_sample_set")
    held.quotas.all().delete()
    for quota in quotas if method == SamplingMethod.QUOTA else ():
        row = RoundQuota(round=held, **vars(quota))
        row.full_clean()
        row.save()
    return kept


def _check_method(
    method: str,
    total: int | None,
    per_team: int | None,
    stratify_by: Sequence[str],
    quotas: Sequence[Quota],
) -> None:
    if total and per_team:
        raise RuleViolationError(
            "two_numbers",
            "Give a number for the round or a number for each team, not both",
            field="wanted_per_team",
        )
    if per_team and method != SamplingMethod.RANDOM:
        raise RuleViolationError(
            "two_numbers",
            "A number for each team goes with a random draw only",
            field="wanted_per_team",
        )
    if method == SamplingMethod.STRATIFIED and not stratify_by:
        raise RuleViolationError(
            "no_groups", "Choose what the population is divided by", field="stratify_by"
        )
    if method != SamplingMethod.QUOTA:
        return
    if not quotas:
        raise RuleViolationError("no_quotas", "Give at least one quota", field="quotas")
    shares = sum((quota.share or Decimal()) for quota in quotas)
    numbers = sum(quota.wanted or 0 for quota in quotas)
    if shares > 1 or (total and numbers > total):
        raise RuleViolationError(
            "too_much", "The quotas add up to more than the whole round", field="quotas"
        )


@transaction.atomic
def set_work(
    *,
    by: User,
    audit_round: AuditRound,
    due_on: date | None = None,
    moderation_due_on: date | None = None,
    second_read_share: Decimal = Decimal(),
    reaudit_below: str = "",
    reaudit_weeks: int | None = None,
    reaudit_scope: str | None = None,
) -> AuditRound:
    """Say by when audits and second readings are due, how many are read twice, what is looked at
    again.

    Raises:
        PermissionDenied: `by` does not hold AUDIT_ROUND_MANAGE in the council of the round.
        RuleViolationError: `not_now`, `too_early`, `unknown_grade`.
        ValidationError: the rule for looking again is not whole, or the share is no share.
    """
    held = lock_round(
        by, audit_round, RoundStatus.PLANNED, RoundStatus.FROZEN, RoundStatus.DRAWN, but="Too late"
    )
    if due_on and moderation_due_on and moderation_due_on < due_on:
        raise RuleViolationError(
            "too_early", "Second readings are due after the audits", field="moderation_due_on"
        )
    order = (held.version.content.get("grade_set") or {}).get("order") or []
    if reaudit_below and reaudit_below not in order:
        raise RuleViolationError(
            "unknown_grade", "The tool has no such grade", field="reaudit_below"
        )
    before = activity.snapshot(held)
    held.due_on, held.moderation_due_on = due_on, moderation_due_on
    held.second_read_share = second_read_share
    held.reaudit_below, held.reaudit_weeks = reaudit_below, reaudit_weeks
    held.reaudit_scope = reaudit_scope or None  # type: ignore[assignment]
    return saved(by, held, before, "audit_round_work_set")
