"""The board's dataset by the six principles. What an agency did not supply is never a nought."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.coded import coded, filled, known
from core.models.base import Record, Stamped
from sab.choices_board import Direction, Principle, Unit
from sab.models._scoped import AgencyRows, BoardRows


class DatasetIndicatorQuerySet(BoardRows["DatasetIndicator"]):
    """Row selection."""


class DatasetIndicator(Record):
    """Something the board asks its partners to count: a prompt for a question, not a target."""

    board = models.ForeignKey("sab.Board", models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    principle = coded(Principle)
    definition = models.TextField("what is counted", blank=True, default="")
    unit = coded(Unit, default=Unit.COUNT)
    whole = models.CharField("what it is a share of", max_length=200, blank=True, default="")
    direction = coded(Direction, default=Direction.CONTEXT)
    partners = models.ManyToManyField("sab.Partner", blank=True, related_name="indicators")
    source = models.CharField("who supplies it", max_length=120, blank=True, default="")
    caution = models.CharField(max_length=200, blank=True, default="")
    measure_key = models.CharField("measure of the register", max_length=80, blank=True, default="")
    is_retired = models.BooleanField(default=False)

    objects = DatasetIndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "code"],
                name="one_indicator_of_a_code_on_a_board",
                violation_error_message="The board has an indicator of this code already.",
            ),
            filled("datasetindicator", "title", "Give the indicator a title."),
            known("datasetindicator", "principle", Principle),
            known("datasetindicator", "unit", Unit),
            known("datasetindicator", "direction", Direction),
        ]

    def __str__(self) -> str:
        return self.title


class DatasetValueQuerySet(AgencyRows["DatasetValue"]):
    """Row selection."""


class DatasetValue(Stamped):
    """What one agency supplied for one indicator and period, or that it did not, and why."""

    board = models.ForeignKey("sab.Board", models.PROTECT, related_name="+")
    indicator = models.ForeignKey(DatasetIndicator, models.PROTECT, related_name="values")
    partner = models.ForeignKey("sab.Partner", models.PROTECT, related_name="dataset_values")
    start = models.DateField()
    end = models.DateField()
    is_supplied = models.BooleanField()
    numerator = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    commentary = models.TextField(blank=True, default="")

    objects = DatasetValueQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "start", "partner__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "partner", "start", "end"],
                name="an_agency_supplies_a_value_once_a_period",
                violation_error_message="This agency has a value for this period already.",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="a_dataset_period_ends_on_or_after_it_starts",
                violation_error_message="The period ends before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(is_supplied=True, numerator__isnull=False)
                | Q(is_supplied=False, numerator__isnull=True, denominator__isnull=True),
                name="what_is_not_supplied_is_not_a_number",
                violation_error_message="Give a number, or say that it was not supplied.",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0),
                name="a_dataset_number_is_not_negative",
                violation_error_message="A number cannot be less than 0.",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="a_dataset_share_is_of_something",
                violation_error_message="The number it is a share of must be more than 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.partner}"
