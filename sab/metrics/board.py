"""Counts of a board's work. The caller passes rows it may count; no person is in any of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from sab.choices import Stage
from sab.choices_recommendation import Assurance, Response
from sab.models import (
    AssuranceReturn,
    Board,
    Finding,
    Recommendation,
    RecommendationAction,
    ReturnCycle,
    ReviewStage,
    Theme,
)
from sab.rules.delivery import Delivery, Standing, delivery_of_all

ACCEPTED = (Response.ACCEPTED, Response.IN_PART)


@dataclass(frozen=True)
class StageCount:
    """How many cases are in a stage, and how many of them are past its target."""

    stage: str
    label: str
    cases: int
    late: int


@dataclass(frozen=True)
class AgencyCount:
    """Open and overdue recommendations and actions of one agency."""

    agency: str
    open_recommendations: int
    late_recommendations: int
    open_actions: int
    late_actions: int


@dataclass(frozen=True)
class ReturnCount:
    """How many returns of the newest cycle have been received, of how many expected."""

    title: str
    closes_on: date
    received: int
    expected: int
    waiting_for: tuple[str, ...]


def reviews_by_stage(board: Board, today: date) -> list[StageCount]:
    """Count cases by the stage they are in, every stage but the last; a stage without is 0."""
    late = Q(due_on__lt=today)
    rows = ReviewStage.objects.filter(review__board=board, finished_on__isnull=True)
    counted = (
        rows.order_by()
        .values_list("stage")
        .annotate(cases=Count("id"), past=Count("id", filter=late))
    )
    found = {stage: (cases, past) for stage, cases, past in counted}
    return [
        StageCount(stage, Stage(stage).label, *found.get(stage, (0, 0)))
        for stage in Stage.values
        if stage != Stage.CLOSED
    ]


def delivery_by_assurance(board: Board, today: date) -> dict[Delivery | None, Counter[Assurance]]:
    """Count open recommendations by delivery, None without an action, and in it by assurance."""
    rows = Recommendation.objects.filter(board=board).open()
    actions: dict[int, list[Standing]] = {}
    held = RecommendationAction.objects.filter(recommendation__in=rows)
    for key, progress, due_on, verified_on in held.values_list(
        "recommendation", "progress", "due_on", "verified_on"
    ):
        actions.setdefault(key, []).append(Standing(progress, due_on, verified_on is not None))
    found: dict[Delivery | None, Counter[Assurance]] = {}
    for key, level in rows.values_list("pk", "assurance"):
        delivery = delivery_of_all(actions.get(key, []), today)
        found.setdefault(delivery, Counter())[Assurance(level)] += 1
    return found


def by_agency(board: Board, today: date) -> list[AgencyCount]:
    """Count what is open and overdue by agency, most overdue first; agencies without are left out.

    What is due today is not overdue, nor is a recommendation whose actions are all complete.
    """
    rows = Recommendation.objects.filter(board=board).order_by()
    overdue = Q(pk__in=rows.overdue_on(today).values("pk"))
    recommendations = {
        name: (count, late)
        for name, count, late in rows.open()
        .values_list("partner__name")
        .annotate(count=Count("id"), late=Count("id", filter=overdue))
    }
    held = RecommendationAction.objects.filter(board=board).open()
    live = held.filter(recommendation__closed_on__isnull=True).order_by()
    actions = {
        name: (count, late)
        for name, count, late in live.values_list("partner__name").annotate(
            count=Count("id"), late=Count("id", filter=Q(due_on__lt=today))
        )
    }
    found = [
        AgencyCount(name, *recommendations.get(name, (0, 0)), *actions.get(name, (0, 0)))
        for name in {*recommendations, *actions}
    ]
    return sorted(found, key=lambda row: (-row.late_recommendations - row.late_actions, row.agency))


def returns_received(board: Board) -> ReturnCount | None:
    """Count the returns of the newest cycle; None where there has been none."""
    cycle = ReturnCycle.objects.filter(board=board).order_by("-opens_on", "-pk").first()
    if cycle is None:
        return None
    rows = AssuranceReturn.objects.filter(cycle=cycle).select_related("partner")
    waiting = tuple(row.partner.name for row in rows if row.submitted_on is None)
    return ReturnCount(cycle.title, cycle.closes_on, len(rows) - len(waiting), len(rows), waiting)


def themes_of(board: Board, *, most: int = 10) -> list[tuple[str, int, int]]:
    """Return the themes most found: title, findings and recommendations about each."""
    findings = Counter(
        Finding.objects.filter(review__board=board, themes__isnull=False).values_list(
            "themes", flat=True
        )
    )
    recommendations = Counter(
        Recommendation.objects.filter(board=board, themes__isnull=False).values_list(
            "themes", flat=True
        )
    )
    titles = dict(
        Theme.objects.filter(pk__in={*findings, *recommendations}).values_list("pk", "title")
    )
    rows = [(titles[key], findings[key], recommendations[key]) for key in titles]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))[:most]
