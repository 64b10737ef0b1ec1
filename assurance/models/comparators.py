"""Figures of other councils as they were published, and the councils a council compares with."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.disclosure import HIDDEN, MISSING
from core.models.base import Record
from core.permissions import Permission
from core.scoping import ScopedQuerySet

MARKS = ("", HIDDEN, MISSING)


class NeighbourQuerySet(ScopedQuerySet["StatisticalNeighbour"]):
    permission = Permission.MEASURE_VIEW


class PublishedRelease(Record):
    """One year of the national publication, as one file gave it. Public, so of no council."""

    year = models.CharField("reporting year", max_length=7, unique=True)
    source = models.CharField(max_length=200)
    source_url = models.URLField("address of the source", max_length=300, blank=True)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(default=timezone.now)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""),
                name="published_release_names_its_source",
                violation_error_message="Say where the file comes from.",
            ),
        ]

    def __str__(self) -> str:
        return f"Published figures of {self.year}"


class PublishedValue(Record):
    """One cell of one council in a release: a rounded count, or the mark that stands for one."""

    release = models.ForeignKey(PublishedRelease, models.CASCADE, related_name="values")
    code = models.CharField("code of the council", max_length=12)
    name = models.CharField("name of the council", max_length=120)
    region = models.CharField(max_length=60, blank=True)
    table = models.CharField(max_length=12)
    enquiry_type = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=200)
    subcategory = models.CharField(max_length=200, blank=True)
    value = models.PositiveIntegerField(null=True, blank=True)
    mark = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "code", "table", "enquiry_type", "category", "subcategory"],
                name="one_published_value_a_cell",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, mark="")
                | Q(value__isnull=True, mark__in=MARKS[1:]),
                name="published_value_is_a_count_or_a_mark",
                violation_error_message="Give a count, [c] or [x].",
            ),
        ]
        indexes = [
            models.Index(fields=["release", "table", "enquiry_type"], name="published_by_table"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.table} {self.category}: {self.mark or self.value}"


class StatisticalNeighbour(Record):
    """A council that this council chose to be compared with, by its code in the publication."""

    council = models.ForeignKey("core.Organisation", models.CASCADE, related_name="neighbours")
    code = models.CharField("code in the publication", max_length=12)
    name = models.CharField(max_length=120)

    objects = NeighbourQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["council", "code"], name="one_neighbour_of_a_code"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="neighbour_has_a_code_and_a_name",
                violation_error_message="Give the code and the name of the council.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
