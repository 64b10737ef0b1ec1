"""What the records show of one year: the plan, risks, dataset, briefings, and each member's part.

It stands beside what people write for Schedule 2 paragraph 4(1)(a) to (c), and never in its place.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Sum

from core.periods import Period
from sab.metrics.dataset import Row, dataset_of
from sab.models import (
    Board,
    BoardRisk,
    BriefingEdition,
    BriefingReceipt,
    OtherReview,
    PriorityAction,
    RecommendationAction,
)


@dataclass(frozen=True)
class PlanLine:
    """One action that the plan set down for the year."""

    priority: str
    text: str
    agency: str
    progress: str
    told: str
    evidence: str


@dataclass(frozen=True)
class QuarterGiven:
    """How many numbers of the dataset came in one quarter, of how many asked."""

    quarter: str
    given: int
    not_supplied: int
    missing: int


@dataclass(frozen=True)
class Year:
    """What the records show. `members` is by the name of the agency."""

    plan: tuple[PlanLine, ...]
    risks_at_end: int
    risks_added: int
    risks_closed: int
    answers_given: int
    answers_late: int
    editions: int
    sessions: int
    people: int
    quarters: tuple[QuarterGiven, ...]
    members: dict[str, tuple[str, ...]]


def year_of(board: Board, period: Period, today: date) -> Year:
    """Return what the records show of `period`, both of whose ends count, as of `today`.

    A quarter of the dataset is asked for once it is over.
    """
    span = (period.start, period.end)
    risks = _risks(board, period)
    answers = OtherReview.objects.filter(board=board, answered_on__range=span)
    due = [(row.answered_on, row.answer_by) for row in answers]
    receipts = BriefingReceipt.objects.filter(board=board, used_on__range=span).order_by()
    used = {
        agency: (sessions, people)
        for agency, sessions, people in receipts.values_list("partner__name").annotate(
            sessions=Count("pk"), people=Sum("people")
        )
    }
    quarters = [quarter for quarter in period.quarters() if quarter.end < today]
    rows = dataset_of(board, quarters)
    return Year(
        plan=_plan(board, period),
        risks_at_end=risks[0],
        risks_added=risks[1],
        risks_closed=risks[2],
        answers_given=len(due),
        answers_late=sum(bool(on and by and on > by) for on, by in due),
        editions=BriefingEdition.objects.filter(
            briefing__board=board, published_on__range=span
        ).count(),
        sessions=sum(sessions for sessions, _ in used.values()),
        people=sum(people for _, people in used.values()),
        quarters=tuple(_quarter(rows, at, quarter) for at, quarter in enumerate(quarters)),
        members=_members(board, span, used, rows),
    )


def _plan(board: Board, period: Period) -> tuple[PlanLine, ...]:
    rows = PriorityAction.objects.filter(board=board, year=period.label)
    return tuple(
        PlanLine(
            row.priority.title,
            row.text,
            row.partner.name if row.partner else "",
            row.get_progress_display(),
            row.told,
            row.evidence,
        )
        for row in rows.select_related("priority", "partner").order_by("priority", "due_on", "pk")
    )


def _risks(board: Board, period: Period) -> tuple[int, int, int]:
    """Return how many were open at the end of the year, put on in it, and closed in it."""
    found = BoardRisk.objects.filter(board=board).order_by().annotate(since=Min("reviews__on"))
    rows = [(since, closed) for since, closed in found.values_list("since", "closed_on") if since]
    return (
        sum(
            since <= period.end and not (closed and closed <= period.end) for since, closed in rows
        ),
        sum(period.contains(since) for since, _ in rows),
        sum(bool(closed and period.contains(closed)) for _, closed in rows),
    )


def _quarter(rows: list[Row], at: int, quarter: Period) -> QuarterGiven:
    cells = [row.cells[at] for row in rows]
    return QuarterGiven(
        quarter.label,
        sum(len(cell.given) for cell in cells),
        sum(len(cell.not_supplied) for cell in cells),
        sum(len(cell.missing) for cell in cells),
    )


def _members(
    board: Board, span: tuple[date, date], used: dict[str, tuple[int, int]], rows: list[Row]
) -> dict[str, tuple[str, ...]]:
    done: Counter[str] = Counter()
    for model in (RecommendationAction, PriorityAction):
        acts = model._default_manager.filter(board=board, completed_on__range=span)
        done.update(name for name in acts.values_list("partner__name", flat=True) if name)
    given, asked = _numbers(rows)
    found: dict[str, tuple[str, ...]] = {}
    for name in {*done, *used, *asked}:
        facts = []
        if done[name]:
            facts.append(f"{_many(done[name], 'action')} completed")
        if name in used:
            sessions, people = used[name]
            facts.append(f"used briefings in {_many(sessions, 'session')} with {people:,} people")
        if asked[name]:
            facts.append(f"gave {given[name]:,} of {asked[name]:,} numbers of the dataset")
        found[name] = tuple(facts)
    return found


def _numbers(rows: list[Row]) -> tuple[Counter[str], Counter[str]]:
    given: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in rows:
        for cell in row.cells:
            given.update(value.agency for value in cell.given)
            asked.update({*cell.asked, *(value.agency for value in cell.values)})
    return given, asked


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
