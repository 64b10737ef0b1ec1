"""Keep how one council counts, and the changes of policy that its charts should show."""

from datetime import date

from django.db import transaction

from core import access, activity
from core.models import Organisation, User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.models import PolicyChange, RegisterSettings

REMINDERS = ("look_again_days", "experience_weeks", "contacts_that_stand_out")


@transaction.atomic
def set_counting_rule(*, by: User, council: Organisation, counting_rule: str) -> RegisterSettings:
    """Keep the council's own words on how it counts; they stand beside every conversion figure.

    Raises:
        PermissionDenied: `by` does not hold COUNCIL_MANAGE in `council`.
    """
    access.require(by, Permission.COUNCIL_MANAGE, council=council)
    RegisterSettings.objects.get_or_create(council=council)
    settings = RegisterSettings.objects.select_for_update().get(council=council)
    before = activity.snapshot(settings)
    settings.counting_rule = counting_rule.strip()
    settings.full_clean()
    settings.save(update_fields=["counting_rule"])
    activity.record(
        by=by, verb="counting_rule_set", target=settings, council=council, before=before
    )
    return settings


@transaction.atomic
def set_reminders(
    *,
    by: User,
    council: Organisation,
    look_again_days: int,
    experience_weeks: int,
    contacts_that_stand_out: int,
) -> RegisterSettings:
    """Set when a case that waits is looked at again, when experience is asked about, and how many
    contacts about a provider are suggested for a look.

    Raises:
        PermissionDenied: `by` does not hold COUNCIL_MANAGE in `council`.
        ValidationError: a number is too small.
    """
    access.require(by, Permission.COUNCIL_MANAGE, council=council)
    RegisterSettings.objects.get_or_create(council=council)
    settings = RegisterSettings.objects.select_for_update().get(council=council)
    before = activity.snapshot(settings)
    settings.look_again_days = look_again_days
    settings.experience_weeks = experience_weeks
    settings.contacts_that_stand_out = contacts_that_stand_out
    settings.full_clean()
    settings.save(update_fields=REMINDERS)
    activity.record(by=by, verb="reminders_set", target=settings, council=council, before=before)
    return settings


@transaction.atomic
def add_policy_change(
    *, by: User, council: Organisation, on: date, title: str, explanation: str
) -> PolicyChange:
    """Mark a day on which the council changed what it does or how it records.

    Raises:
        PermissionDenied: `by` does not hold COUNCIL_MANAGE in `council`.
        RuleViolationError: code `taken`.
        ValidationError: it is marked already, or has no title.
    """
    access.require(by, Permission.COUNCIL_MANAGE, council=council)
    change = PolicyChange(
        council=council, on=on, title=title.strip(), explanation=explanation.strip()
    )
    insert(change, taken="This change is marked already.")
    activity.record(by=by, verb="policy_change_added", target=change, council=council, before={})
    return change


@transaction.atomic
def remove_policy_change(*, by: User, change: PolicyChange) -> None:
    """Take a mark off the charts; the activity log keeps what it said.

    Raises:
        PermissionDenied: `by` does not hold COUNCIL_MANAGE in the council of `change`.
        PolicyChange.DoesNotExist: somebody removed it meanwhile.
    """
    change = PolicyChange.objects.select_for_update().get(pk=change.pk)
    access.require(by, Permission.COUNCIL_MANAGE, council=change.council)
    gone = {name: [str(value), None] for name, value in activity.snapshot(change).items()}
    activity.record(
        by=by, verb="policy_change_removed", target=change, council=change.council, changes=gone
    )
    change.delete()
