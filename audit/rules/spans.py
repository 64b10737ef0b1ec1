"""Amounts of time as tools write them: {value: 15, unit: working_day}. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.workdays import WorkingCalendar


def after(start: date, span: Mapping[str, Any], calendar: WorkingCalendar) -> date:
    """Return the last day of `span` from `start`.

    Raises:
        ValueError: the unit is none that tools may name.
    """
    value, unit = int(span["value"]), str(span["unit"]).removesuffix("s")
    if unit == "working_day":
        return calendar.due_on(start, value)
    if unit in ("calendar_day", "day"):
        return start + timedelta(days=value)
    if unit == "week":
        return start + timedelta(weeks=value)
    if unit == "month":
        return add_months(start, value)
    raise ValueError(f"unit {unit} is none of working_day, calendar_day, week, month")


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on; the last of the month where there is no such day."""
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return min(
        date(year, month, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1)
    )
