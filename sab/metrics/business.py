"""Counts of the board's business for its dashboard, in one statement. No text is in any of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, Model, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from core.periods import Period
from sab.choices_recommendation import Progress
from sab.models import (
    Board,
    BoardRisk,
    Briefing,
    BriefingReceipt,
    DatasetIndicator,
    DatasetValue,
    OtherReview,
    PriorityAction,
    StrategicPriority,
)

SOON = 14


@dataclass(frozen=True)
class Business:
    """What waits outside reviews and recommendations.

    `answers` are other reviews that wait for the board's answer by a day. Priorities are those in
    force; `plan_done` of `plan_actions` of theirs are complete. `given`, `not_supplied` and
    `missing` are numbers of the dataset of `period`, counted as `metrics.dataset` does.
    """

    period: Period
    answers: int
    answers_late: int
    answers_soon: int
    risks: int
    risks_late: int
    risks_escalated: int
    highest_risk: int
    priorities: int
    plan_actions: int
    plan_done: int
    plan_late: int
    given: int
    not_supplied: int
    missing: int
    briefings: int
    people_briefed: int

    @property
    def expected(self) -> int:
        return self.given + self.not_supplied + self.missing


def business_of(board: Board, today: date, period: Period) -> Business:
    """Count the business of a board as it stands on `today`, and the dataset of `period`."""
    counts = {
        **_answers(today),
        **_risks(today),
        **_plan(today),
        **_dataset(period),
        **_briefings(),
    }
    # A column may not be named like a relation of the board, as some of these are.
    columns = {f"{name}_found": column for name, column in counts.items()}
    row: dict[str, Any] = dict(Board.objects.filter(pk=board.pk).values(**columns).get())
    return Business(period=period, **{name: row[f"{name}_found"] for name in counts})


def _counted(model: type[Model], only: Mapping[str, Any], of: Any = None) -> Coalesce:
    """Return a column: how many rows of `model` the board has that are as `only` says."""
    rows = model._default_manager.filter(board=OuterRef("pk"), **only).order_by()
    counted = rows.values("board").annotate(found=of or Count("pk")).values("found")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _answers(today: date) -> dict[str, Coalesce]:
    by = Coalesce(F("extended_to"), F("due_on"))
    late, soon = Q(by__lt=today), Q(by__range=(today, today + timedelta(days=SOON)))

    def counted(only: Q) -> Coalesce:
        rows = OtherReview.objects.filter(
            board=OuterRef("pk"), answered_on__isnull=True, due_on__isnull=False
        )
        found = rows.order_by().annotate(by=by).filter(only).values("board")
        column = found.annotate(found=Count("pk")).values("found")
        return Coalesce(Subquery(column, output_field=IntegerField()), 0)

    return {
        "answers": counted(Q()),
        "answers_late": counted(late),
        "answers_soon": counted(soon),
    }


def _risks(today: date) -> dict[str, Coalesce]:
    still = {"closed_on__isnull": True}
    return {
        "risks": _counted(BoardRisk, still),
        "risks_late": _counted(BoardRisk, {**still, "look_again_on__lt": today}),
        "risks_escalated": _counted(BoardRisk, {**still, "escalated_on__isnull": False}),
        "highest_risk": _counted(BoardRisk, still, Max(F("likelihood") * F("impact"))),
    }


def _plan(today: date) -> dict[str, Coalesce]:
    force = {"starts_on__lte": today, "ends_on__gte": today}
    of_plan = {f"priority__{name}": day for name, day in force.items()}
    done = Q(progress=Progress.COMPLETE)
    late = Count("pk", filter=~done & Q(due_on__lt=today))
    return {
        "priorities": _counted(StrategicPriority, force),
        "plan_actions": _counted(PriorityAction, of_plan),
        "plan_done": _counted(PriorityAction, of_plan, Count("pk", filter=done)),
        "plan_late": _counted(PriorityAction, of_plan, late),
    }


def _dataset(period: Period) -> dict[str, Coalesce]:
    of_period = {"start": period.start, "end": period.end}
    values = {"indicator__is_retired": False, **of_period}
    asked = DatasetIndicator.partners.through._default_manager.filter(
        Q(partner__left_on__isnull=True) | Q(partner__left_on__gte=period.start),
        datasetindicator__board=OuterRef("pk"),
        datasetindicator__is_retired=False,
        partner__joined_on__lte=period.end,
    )
    said = DatasetValue.objects.filter(
        indicator=OuterRef("datasetindicator"), partner=OuterRef("partner"), **of_period
    )
    silent: Any = asked.filter(~Exists(said)).order_by().values("datasetindicator__board")
    missing = silent.annotate(found=Count("pk")).values("found")
    return {
        "given": _counted(DatasetValue, {**values, "is_supplied": True}),
        "not_supplied": _counted(DatasetValue, {**values, "is_supplied": False}),
        "missing": Coalesce(Subquery(missing, output_field=IntegerField()), 0),
    }


def _briefings() -> dict[str, Coalesce]:
    return {
        "briefings": _counted(Briefing, {"published_on__isnull": False}),
        "people_briefed": _counted(BriefingReceipt, {}, Sum("people")),
    }
