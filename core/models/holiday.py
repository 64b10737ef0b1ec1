"""Days that are not working days: bank holidays of England and Wales, and local closures."""

from django.db import models
from django.db.models import Q

from core.models.base import Record


class BankHoliday(Record):
    """A bank holiday of England and Wales. Shipped ones are loaded by a migration."""

    on = models.DateField(primary_key=True)
    title = models.CharField(max_length=100)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.title}, {self.on}"


class ClosureDay(Record):
    """A day on which one council's offices are closed besides the bank holidays."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="closure_days")
    on = models.DateField()
    reason = models.CharField(max_length=100)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "on"],
                name="one_closure_per_day",
                violation_error_message="That day is already a closure day.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="closure_day_has_a_reason",
                violation_error_message="Say why the offices are closed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.reason}"
