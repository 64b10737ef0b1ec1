"""Give records that a data-quality rule found to somebody who puts them right."""

from collections.abc import Collection

from django.db import transaction

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.models import QualityTask
from safeguard.quality.desk import BY_CODE
from safeguard.quality.rule import Rule, rows_of

AT_ONCE = 50


@transaction.atomic
def give_records(
    *,
    by: User,
    council: Organisation,
    rule: Rule,
    records: Collection[int],
    owner: User,
    note: str = "",
) -> int:
    """Give up to 50 records under one rule to `owner`, whoever had them before; say how many.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in `council`.
        RuleViolationError: `none_chosen`, `too_many`, `not_here` (a record is not of `council`),
            `no_rule`, or `cannot_see` (the owner may not open cases of `council`).
        ValidationError: a value is refused.
    """
    access.require(by, Permission.CASE_DECIDE, council=council)
    keys = sorted(set(records))
    _check(council, rule, keys)
    if not access.has(owner, Permission.CASE_VIEW, council=council):
        raise RuleViolationError(
            "cannot_see", f"{owner.full_name} may not open cases of this council", field="owner"
        )
    held = QualityTask.objects.select_for_update().filter(council=council, rule=rule.code)
    before = {row.record_id: row for row in held.filter(record_id__in=keys)}
    for key in keys:
        task = before.get(key) or QualityTask(council=council, rule=rule.code, record_id=key)
        _give(by, task, owner, note.strip())
    return len(keys)


def _give(by: User, task: QualityTask, owner: User, note: str) -> None:
    before = activity.snapshot(task) if task.pk else {}
    task.owner, task.note, task.given_by = owner, note, by
    if task.pk:
        task.full_clean()
        task.save(update_fields=["owner", "note", "given_by"])
    else:
        insert(task, taken="Somebody gave one of these records away just now. Try again.")
    activity.record(
        by=by, verb="quality_task_given", target=task, council=task.council, before=before
    )


def _check(council: Organisation, rule: Rule, keys: list[int]) -> None:
    if rule.code not in BY_CODE:
        raise RuleViolationError("no_rule", "There is no such rule")
    if not keys:
        raise RuleViolationError("none_chosen", "Choose at least one record on the page before")
    if len(keys) > AT_ONCE:
        raise RuleViolationError("too_many", f"Choose {AT_ONCE} records or fewer at a time")
    here = rows_of(rule.subject).filter(council=council, pk__in=keys).count()
    if here != len(keys):
        raise RuleViolationError("not_here", "A chosen record does not belong to this council")
