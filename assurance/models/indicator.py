"""Figures counted elsewhere: surveys, workforce data, DoLS waits, with what they compare with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assurance.choices_improvement import Better, Collection, IndicatorUnit
from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from core.permissions import Permission
from core.scoping import ScopedQuerySet

NUMBERS = ("value", "england", "comparator")


class IndicatorQuerySet(ScopedQuerySet["Indicator"]):
    permission = Permission.IMPROVEMENT_VIEW

    def in_use(self) -> IndicatorQuerySet:
        return self.filter(is_retired=False)


def number(label: str) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


class Indicator(Stamped):
    """What is counted, by which question of which collection, and which way is better."""

    council = models.ForeignKey("core.Organisation", models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    collection = coded(Collection)
    question_code = models.CharField("code of the question", max_length=30, blank=True, default="")
    unit = coded(IndicatorUnit)
    better = coded(Better)
    source = models.CharField("where it is published", max_length=200)
    source_url = models.URLField("address of the source", max_length=300, blank=True, default="")
    is_provisional = models.BooleanField("the definition is not checked yet", default=False)
    statement = models.ForeignKey(
        "assurance.QualityStatement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="quality statement",
    )
    is_retired = models.BooleanField("no longer collected", default=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["collection", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "code"],
                name="one_council_indicator_of_a_code",
                violation_error_message="There is an indicator with this code already.",
            ),
            known("indicator", "collection", Collection),
            known("indicator", "unit", IndicatorUnit),
            known("indicator", "better", Better),
            filled("indicator", "code", "Give the indicator a code."),
            filled("indicator", "title", "Give the indicator a title."),
            filled("indicator", "source", "Say where it is published."),
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def standing(self) -> IndicatorValueQuerySet:
        """Those that nothing later restated."""
        return self.filter(replaced_at__isnull=True)


class IndicatorValue(Record):
    """One indicator over one period. A restated value stands beside the one it replaces."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    start = models.DateField()
    end = models.DateField()
    label = models.CharField("period", max_length=40)
    value = number("this council")
    england = number("England")
    comparator = number("comparator group")
    comparator_name = models.CharField(max_length=120, blank=True, default="")
    variation = models.CharField("how it differs, in words", max_length=120, blank=True, default="")
    source = models.CharField("where the figures stand", max_length=200, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    is_provisional = models.BooleanField("provisional", default=False)
    restates = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="restated_by"
    )
    restated_why = models.CharField("why it is restated", max_length=300, blank=True, default="")
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-end", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "start", "end"],
                condition=Q(replaced_at__isnull=True),
                name="one_standing_value_of_an_indicator_a_period",
                violation_error_message="There is a value for this period already.",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="indicator_period_ends_on_or_after_it_starts",
                violation_error_message="The period ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False)
                | Q(england__isnull=False)
                | Q(comparator__isnull=False),
                name="indicator_value_has_a_number",
                violation_error_message="Give at least one number.",
            ),
            models.CheckConstraint(
                condition=~Q(value__lt=0) & ~Q(england__lt=0) & ~Q(comparator__lt=0),
                name="indicator_value_is_not_below_nought",
                violation_error_message="A number cannot be below 0.",
            ),
            models.CheckConstraint(
                condition=Q(comparator__isnull=True) | ~Q(comparator_name=""),
                name="indicator_comparator_has_a_name",
                violation_error_message="Name the comparator group.",
            ),
            models.CheckConstraint(
                condition=Q(restates__isnull=True) | ~Q(restated_why=""),
                name="indicator_value_says_why_it_is_restated",
                violation_error_message="Say why the value is restated.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.label}"
