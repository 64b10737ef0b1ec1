"""Counts of a board's work. The caller passes rows it may count; no person is in any of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Subquery

from sab.choices import Stage
from sab.choices_recommendation import Assurance
from sab.models import Board, Recommendation, RecommendationAction, ReturnCycle, ReviewStage
from sab.rules.delivery import Delivery, Standing, delivery_of_all, is_overdue


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


@dataclass(frozen=True)
class OpenAction:
    """An action of an open recommendation."""

    agency: str
    standing: Standing


@dataclass(frozen=True)
class OpenRecommendation:
    """A recommendation to be carried out and not closed."""

    agency: str
    assurance: Assurance
    due_on: date | None
    actions: tuple[OpenAction, ...]

    @property
    def standings(self) -> list[Standing]:
        return [action.standing for action in self.actions]


def open_work(board: Board) -> list[OpenRecommendation]:
    """Return the open recommendations with their actions, in two queries."""
    rows = Recommendation.objects.filter(board=board).open().order_by()
    actions: dict[int, list[OpenAction]] = {}
    held = RecommendationAction.objects.filter(recommendation__in=rows)
    for key, agency, progress, due_on, verified_on in held.values_list(
        "recommendation", "partner__name", "progress", "due_on", "verified_on"
    ):
        stand = Standing(progress, due_on, verified_on is not None)
        actions.setdefault(key, []).append(OpenAction(agency, stand))
    return [
        OpenRecommendation(agency or "", Assurance(level), due_on, tuple(actions.get(key, ())))
        for key, agency, level, due_on in rows.values_list(
            "pk", "partner__name", "assurance", "due_on"
        )
    ]


def delivery_by_assurance(
    work: Iterable[OpenRecommendation], today: date
) -> dict[Delivery | None, Counter[Assurance]]:
    """Count open recommendations by delivery, None without an action, and in it by assurance."""
    found: dict[Delivery | None, Counter[Assurance]] = {}
    for row in work:
        delivery = delivery_of_all(row.standings, today)
        found.setdefault(delivery, Counter())[row.assurance] += 1
    return found


def by_agency(work: Iterable[OpenRecommendation], today: date) -> list[AgencyCount]:
    """Count what is open and overdue by agency, most overdue first; agencies without are left out.

    What is due today is not overdue, nor is a recommendation whose actions are all complete.
    """
    open_rows: Counter[str] = Counter()
    late_rows: Counter[str] = Counter()
    open_actions: Counter[str] = Counter()
    late_actions: Counter[str] = Counter()
    for row in work:
        open_rows[row.agency] += 1
        late_rows[row.agency] += is_overdue(row.due_on, row.standings, today)
        for action in row.actions:
            if action.standing.progress != "complete":
                open_actions[action.agency] += 1
                late_actions[action.agency] += action.standing.due_on < today
    found = [
        AgencyCount(name, open_rows[name], late_rows[name], open_actions[name], late_actions[name])
        for name in {*open_rows, *open_actions}
    ]
    return sorted(found, key=lambda row: (-row.late_recommendations - row.late_actions, row.agency))


def returns_received(board: Board) -> ReturnCount | None:
    """Count the returns of the newest cycle; None where there has been none."""
    cycles = ReturnCycle.objects.filter(board=board).order_by("-opens_on", "-pk")
    rows = list(
        ReturnCycle.objects.filter(pk=Subquery(cycles.values("pk")[:1]))
        .order_by("returns__partner__name")
        .values_list("title", "closes_on", "returns__partner__name", "returns__submitted_on")
    )
    if not rows:
        return None
    title, closes_on, *_ = rows[0]
    expected = [(name, sent_on) for _, _, name, sent_on in rows if name is not None]
    waiting = tuple(name for name, sent_on in expected if sent_on is None)
    return ReturnCount(title, closes_on, len(expected) - len(waiting), len(expected), waiting)
