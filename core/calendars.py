"""The working calendar of one council: bank holidays of England and Wales, and its closure days."""

from django.db.models import Value

from core.models import BankHoliday, ClosureDay, Organisation
from core.workdays import WorkingCalendar


def calendar_of(council: Organisation) -> WorkingCalendar:
    """Return the calendar that `council`'s clocks run on, in one query.

    A closure on a bank holiday keeps the holiday's name. The calendar reaches to the last year of
    which a bank holiday is known.
    """
    holidays = BankHoliday.objects.order_by().values_list("on", "title", Value(1))
    closures = ClosureDay.objects.filter(council=council).order_by()
    found = holidays.union(closures.values_list("on", "reason", Value(0)), all=True)
    days = sorted(found, key=lambda row: row[2])
    horizon = max((day.year for day, _, is_holiday in days if is_holiday), default=None)
    return WorkingCalendar({day: name for day, name, _ in days}, horizon=horizon)
