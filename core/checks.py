"""What `manage.py check` says about this installation: the role table and the calendar."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.db.models import Max
from django.utils import timezone

from core.models import BankHoliday
from core.permissions import Permission
from core.roles import roles_granting

MONTHS_AHEAD = 12


@register(Tags.security)
def every_permission_is_granted(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A permission that no role grants locks everybody out of what it guards."""
    return [
        Error(f"No role grants {permission}.", hint="See core/roles.py.", id="core.E001")
        for permission in Permission
        if not roles_granting(permission)
    ]


@register(Tags.database)
def calendar_reaches_far_enough(
    app_configs: Sequence[AppConfig] | None,
    databases: Iterable[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Deadlines past the last known bank holidays may move; say so a year before."""
    if "default" not in (databases or ()):
        return []
    table = BankHoliday._meta.db_table
    if table not in connections["default"].introspection.table_names():
        return []  # before the first migration
    last = BankHoliday.objects.aggregate(last=Max("on"))["last"]
    months = months_known(last, timezone.localdate())
    if months >= MONTHS_AHEAD:
        return []
    return [
        Warning(
            f"Bank holidays are known for {months} more months only.",
            hint="Add the years that have been announced: core/data/README.md says how.",
            id="core.W001",
        )
    ]


def months_known(last: date | None, today: date) -> int:
    """Return the whole months from `today` to the end of the year of the `last` bank holiday."""
    if last is None or last.year < today.year:
        return 0
    return (last.year - today.year) * 12 + 12 - today.month
