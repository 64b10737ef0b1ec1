"""Keep the days that do not count: closures of one council, bank holidays announced late."""

from datetime import date

from django.db import transaction

from core import access, activity
from core.models import BankHoliday, ClosureDay, Organisation, User
from core.permissions import Permission
from core.services.saving import insert


@transaction.atomic
def add_closure_day(*, by: User, council: Organisation, on: date, reason: str) -> ClosureDay:
    """Make `on` a day on which no clock of `council` runs.

    Raises:
        PermissionDenied: `by` does not hold CALENDAR_MANAGE in `council`.
        RuleViolationError: code `taken`.
        ValidationError: the day is closed already, or no reason is given.
    """
    access.require(by, Permission.CALENDAR_MANAGE, council=council)
    closure = ClosureDay(council=council, on=on, reason=reason.strip())
    insert(closure, taken="That day is already a closure day.")
    activity.record(by=by, verb="closure_day_added", target=closure, council=council, before={})
    return closure


@transaction.atomic
def remove_closure_day(*, by: User, closure: ClosureDay) -> None:
    """Make the day of `closure` a working day again; the activity log keeps what it was.

    Raises:
        PermissionDenied: `by` does not hold CALENDAR_MANAGE in the council of `closure`.
        ClosureDay.DoesNotExist: somebody removed it meanwhile.
    """
    closure = ClosureDay.objects.select_for_update().get(pk=closure.pk)
    access.require(by, Permission.CALENDAR_MANAGE, council=closure.council)
    gone = {"on": [closure.on.isoformat(), None], "reason": [closure.reason, None]}
    activity.record(
        by=by,
        verb="closure_day_removed",
        target=closure,
        council=closure.council,
        changes=gone,
    )
    closure.delete()


@transaction.atomic
def add_bank_holiday(
    *, by: User, council: Organisation, on: date, title: str, source: str
) -> BankHoliday:
    """Add a bank holiday that was announced after the shipped list was made.

    It is a day off for every council of the installation, because it is one by law.

    Raises:
        PermissionDenied: `by` does not hold CALENDAR_MANAGE in `council`.
        RuleViolationError: code `taken`.
        ValidationError: the day is a bank holiday already, or a value is missing.
    """
    access.require(by, Permission.CALENDAR_MANAGE, council=council)
    holiday = BankHoliday(on=on, title=title.strip(), source=source.strip())
    insert(holiday, taken="That day is already a bank holiday.")
    activity.record(by=by, verb="bank_holiday_added", target=holiday, council=council, before={})
    return holiday
