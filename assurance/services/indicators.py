"""Define indicators, and enter what they came to. What is restated stands beside what was."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from assurance.choices_improvement import IndicatorUnit
from assurance.models import Indicator, IndicatorValue
from assurance.rules.indicators import Numbers, differs, number_faults, period_label
from assurance.services.plan_rows import add, change, stripped
from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission

FIELDS = (
    "code",
    "title",
    "collection",
    "question_code",
    "unit",
    "better",
    "source",
    "source_url",
    "is_provisional",
    "statement",
    "is_retired",
)
COMPARED = ("value", "england", "comparator", "comparator_name", "variation", "is_provisional")


@transaction.atomic
def add_indicator(*, by: User, council: Organisation, about: Mapping[str, Any]) -> Indicator:
    """Define an indicator of `council`. `about` holds the columns of FIELDS.

    Raises:
        PermissionDenied: `by` does not hold INDICATOR_MANAGE in `council`.
        ValidationError: a value is missing, or the code is taken.
    """
    access.require(by, Permission.INDICATOR_MANAGE, council=council)
    row = Indicator(council=council, **_columns(about))
    add(by, row, "indicator_added", council, taken="There is an indicator with this code already")
    return row


@transaction.atomic
def change_indicator(*, by: User, indicator: Indicator, about: Mapping[str, Any]) -> Indicator:
    """Change the definition of an indicator; what its unit is stays once it has values.

    Raises:
        PermissionDenied: `by` does not hold INDICATOR_MANAGE in its council.
        RuleViolationError: code `unit`.
        ValidationError: a value is missing, or the code is taken.
    """
    held = lock_indicator(by, indicator)
    columns = _columns(about)
    if columns["unit"] != held.unit and held.values.exists():
        words = "It has values in this unit. Add another indicator for another unit"
        raise RuleViolationError("unit", words, field="unit")
    change(by, held, "indicator_changed", held.council, columns)
    return held


@transaction.atomic
def enter_value(
    *,
    by: User,
    indicator: Indicator,
    period: Period,
    numbers: Numbers,
    why: str = "",
) -> IndicatorValue | None:
    """Enter what an indicator came to. A value that is held already is restated, with a reason.

    Returns the row; None where the very same is held.

    Raises:
        PermissionDenied: `by` does not hold INDICATOR_MANAGE in its council.
        RuleViolationError: code `number`, `retired`, or `restated` where no reason is given.
        ValidationError: a text is too long.
    """
    held = lock_indicator(by, indicator)
    if held.is_retired:
        raise RuleViolationError("retired", f"{held.code} is no longer collected")
    for column, fault in number_faults(numbers, is_percent=held.unit == IndicatorUnit.PERCENT):
        raise RuleViolationError("number", fault[:1].upper() + fault[1:], field=column)
    was = held.values.standing().filter(start=period.start, end=period.end).first()
    columns = asdict(numbers)
    if was is not None:
        if not changed_in(was, numbers):
            return None
        if not why.strip():
            words = f"{held.code} is held as {in_words(was)} for {was.label}. Say why it changes"
            raise RuleViolationError("restated", words, field="why")
        was.replaced_at = timezone.now()
        was.save(update_fields=["replaced_at"])
    row = IndicatorValue(
        indicator=held,
        start=period.start,
        end=period.end,
        label=period_label(period),
        restates=was,
        restated_why=why.strip() if was else "",
        entered_by=by,
        **columns,
    )
    verb = "indicator_restated" if was else "indicator_entered"
    add(by, row, verb, held.council, taken="Somebody entered this period meanwhile")
    return row


def changed_in(was: IndicatorValue, numbers: Numbers) -> list[str]:
    """Return what differs between a value that is held and new numbers."""
    new = {name: value for name, value in asdict(numbers).items() if name in COMPARED}
    return list(differs({name: getattr(was, name) for name in COMPARED}, new))


def in_words(row: IndicatorValue) -> str:
    """Return the numbers of a row in a few words."""
    named = (("", row.value), ("England", row.england), (row.comparator_name, row.comparator))
    said = [f"{name} {plain(number)}".strip() for name, number in named if number is not None]
    return ", ".join(said) or "no number"


def plain(number: Decimal) -> str:
    """Return a number without decimals of nought."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def lock_indicator(by: User, indicator: Indicator) -> Indicator:
    """Return the indicator locked for a change that `by` may make.

    Raises:
        PermissionDenied: `by` does not hold INDICATOR_MANAGE in its council.
    """
    rows = Indicator.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=indicator.pk)
    access.require(by, Permission.INDICATOR_MANAGE, council=held.council)
    return held


def _columns(about: Mapping[str, Any]) -> dict[str, Any]:
    columns = stripped({name: about[name] for name in FIELDS})
    return {**columns, "code": columns["code"].upper()}
