"""The working calendar of one council: bank holidays of England and Wales, and its closure days."""

from core.models import BankHoliday, ClosureDay, Organisation
from core.workdays import WorkingCalendar


def calendar_of(council: Organisation) -> WorkingCalendar:
    """Return the calendar that `council`'s clocks run on, in two queries."""
    return WorkingCalendar(
        bank_holidays=dict(BankHoliday.objects.values_list("on", "title")),
        closures=dict(ClosureDay.objects.filter(council=council).values_list("on", "reason")),
    )
