"""The last number given to a record of one kind in one council and year."""

from __future__ import annotations

from django.db import models

from core.models.base import Record


class ReferenceCounter(Record):
    """Where the references that the register gives have got to."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "kind", "year"], name="one_counter_per_council_kind_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"
