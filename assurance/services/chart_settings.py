"""Set local targets and rebase charts: each is dated, reasoned and signed; nothing is automatic."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assurance.catalogue import BY_KEY
from assurance.measures import Measure, Unit
from assurance.models import ChartRebase, LocalTarget
from assurance.months import FLOWS, months_of_record
from assurance.rules.chart_settings import rebase_fault, target_fault
from assurance.scopes import open_scope
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert


@transaction.atomic
def set_target(
    *,
    by: User,
    council: Organisation,
    measure: str,
    value: Decimal | None,
    effective_from: date,
    reason: str,
) -> LocalTarget:
    """Set the council's own target for a measure from a day on; None: no target from that day.

    The earlier target stands until the day before. A first day in the past is allowed, because a
    council may have had its target before it records it here.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_MANAGE in `council`.
        RuleViolationError: codes `no_measure`, `no_target`, `taken`.
        ValidationError: a value is missing, or there is a target from that day already.
    """
    access.require(by, Permission.MEASURE_MANAGE, council=council)
    chosen = _measure(measure)
    fault = target_fault(
        value,
        context_only=chosen.context_only,
        direction=chosen.direction,
        is_percent=chosen.unit is Unit.PERCENT,
    )
    if fault:
        raise RuleViolationError("no_target", fault, field="value")
    target = LocalTarget(
        council=council,
        measure=measure,
        value=value,
        effective_from=effective_from,
        reason=reason.strip(),
        set_by=by,
    )
    insert(target, taken="There is a target from this day already. Remove it first.")
    activity.record(by=by, verb="local_target_set", target=target, council=council, before={})
    return target


@transaction.atomic
def remove_target(*, by: User, target: LocalTarget) -> None:
    """Take back a target that was entered in error; the activity log keeps what it said.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_MANAGE in the council of `target`.
        LocalTarget.DoesNotExist: somebody removed it meanwhile.
    """
    held = LocalTarget.objects.select_for_update().get(pk=target.pk)
    access.require(by, Permission.MEASURE_MANAGE, council=held.council)
    gone = {name: [str(value), None] for name, value in activity.snapshot(held).items()}
    activity.record(
        by=by, verb="local_target_removed", target=held, council=held.council, changes=gone
    )
    held.delete()


@transaction.atomic
def rebase_chart(
    *, by: User, council: Organisation, measure: str, on: date, reason: str
) -> ChartRebase:
    """Start the limits of one chart afresh from a month. The limits before it stay as they were.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_MANAGE in `council`.
        RuleViolationError: codes `no_measure`, `no_chart`, `not_a_month`, `too_few_points`.
        ValidationError: no reason is given.
    """
    council = Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    access.require(by, Permission.MEASURE_MANAGE, council=council)
    chosen = _measure(measure)
    if chosen.calculation.source not in FLOWS:
        raise RuleViolationError("no_chart", "This measure has no monthly chart.")
    if on.day != 1:
        raise RuleViolationError("not_a_month", "Give the first day of a month", field="on")
    standing = ChartRebase.objects.filter(council=council).of(measure).standing()
    months = months_of_record(chosen, open_scope(by=by, council=council))
    fault = rebase_fault(months, list(standing.values_list("on", flat=True)), on)
    if fault:
        raise RuleViolationError("too_few_points", fault, field="on")
    rebase = ChartRebase(council=council, measure=measure, on=on, reason=reason.strip(), made_by=by)
    insert(rebase, taken="The limits start afresh in this month already.")
    activity.record(by=by, verb="chart_rebased", target=rebase, council=council, before={})
    return rebase


@transaction.atomic
def remove_rebase(*, by: User, rebase: ChartRebase, reason: str) -> ChartRebase:
    """Let the limits run on as if they had not started afresh. The row stays, with why.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_MANAGE in the council of `rebase`.
        RuleViolationError: codes `removed`, `no_reason`.
        ValidationError: the reason is too long.
    """
    held = ChartRebase.objects.select_for_update().get(pk=rebase.pk)
    access.require(by, Permission.MEASURE_MANAGE, council=held.council)
    if held.removed_at is not None:
        raise RuleViolationError("removed", "This was removed already.")
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is removed", field="reason")
    before = activity.snapshot(held)
    held.removed_at, held.removed_by = timezone.now(), by
    held.removal_reason = reason.strip()
    held.full_clean()
    held.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    activity.record(
        by=by, verb="chart_rebase_removed", target=held, council=held.council, before=before
    )
    return held


def _measure(key: str) -> Measure:
    found = BY_KEY.get(key)
    if found is None:
        raise RuleViolationError("no_measure", f"There is no measure {key!r}.")
    return found
