"""The working calendar of one council: bank holidays of England and Wales, and its closure days."""

from core.models import BankHoliday, ClosureDay, Organisation
from core.workdays import WorkingCalendar


def calendar_of(council: Organisation) -> WorkingCalendar:
    """Return the calendar that `council`'s clocks run on, in two queries."""
    days_off = dict(ClosureDay.objects.filter(council=council).values_list("on", "reason"))
    holidays = dict(BankHoliday.objects.values_list("on", "title"))
    horizon = max((day.year for day in holidays), default=None)
    return WorkingCalendar(days_off | holidays, horizon=horizon)
