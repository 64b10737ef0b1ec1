"""Whether working days are known far enough ahead."""

from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from core.checks import MONTHS_AHEAD, months_known
from core.doctor.registry import Asked, Finding, Severity, examination, warning
from core.models import BankHoliday, ClosureDay


@examination("calendar", "bank_holidays", "closure_days")
def calendar(asked: Asked) -> Iterator[Finding]:
    """Look at how far bank holidays and the councils' closure days reach."""
    today = timezone.localdate(asked.now)
    months = months_known(BankHoliday.objects.aggregate(last=Max("on"))["last"], today)
    if months < MONTHS_AHEAD:
        yield Finding(
            "bank_holidays",
            Severity.WARNING if months else Severity.FAULT,
            f"Bank holidays are known for {months} more months only: later deadlines may be wrong.",
            "Add the years that have been announced, on the calendar page; core/data/README.md "
            "says how they come with the product.",
        )
    last = ClosureDay.objects.order_by("council__code").values("council__code")
    for row in last.annotate(last=Max("on")).filter(last__lt=today):
        yield warning(
            "closure_days",
            f"The closure days of council {row['council__code']} end on {row['last']:%d/%m/%Y}: "
            "later deadlines take the days its offices are closed for working days.",
            "Have an administrator of the council enter the next ones on the calendar page.",
        )
