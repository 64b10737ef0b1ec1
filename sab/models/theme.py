"""The taxonomy of themes that findings and recommendations are about."""

from django.db import models

from core.coded import coded, filled, known
from core.models.base import Record
from sab.choices_recommendation import Domain


class Theme(Record):
    """A theme. Its code is never used again for another; it is retired instead."""

    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(max_length=120)
    domain = coded(Domain)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            filled("theme", "title", "Give the theme a title."),
            known("theme", "domain", Domain),
        ]

    def __str__(self) -> str:
        return self.title
