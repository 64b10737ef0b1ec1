"""The waiting view in words: a table for each stage, what waits in all, and the queue by month."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from core.clock_arithmetic import INSTANT, end_of
from core.templatetags.ui import long_date, working_days
from core.workdays import WorkingCalendar
from safeguard.choices import Priority, Referrer
from safeguard.clocks_shown import TAGS, due_words
from safeguard.metrics.queue import QueueAt
from safeguard.metrics.waiting import Order, Stage, Total, WaitingCase
from safeguard.metrics.waiting_clocks import clock_of, days_waited
from safeguard.rules.clocks import Rules

Cell = Any
TITLES: Mapping[Stage, str] = {
    Stage.TRIAGE: "Waiting for triage",
    Stage.DECISION: "Waiting for a decision",
    Stage.SIGN_OFF: "Proposed, waiting for sign-off",
    Stage.NOT_STARTED: "Decided as an enquiry, not started",
    Stage.UNALLOCATED: "Started, not allocated",
    Stage.CAUSED: "Asked of others, waiting for the report",
}
PRIORITY_COLOURS = {Priority.RED: "red", Priority.AMBER: "orange", Priority.GREEN: "green"}


@dataclass(frozen=True)
class Judged:
    """What waits are judged by: up to which moment and day, on whose calendar, by which rules."""

    today: date
    until: date
    now: datetime
    calendar: WorkingCalendar
    rules: Rules

    @property
    def as_of(self) -> date:
        """The day that lateness is judged on: today, or the last that loaded data cover."""
        return min(self.today, self.until)


def judged_by(
    *, now: datetime, today: date, until: date, calendar: WorkingCalendar, rules: Rules
) -> Judged:
    """Return what waits are judged by: now, or the end of what loaded data cover."""
    return Judged(today, until, min(now, end_of(until) - INSTANT), calendar, rules)


def columns_of(
    stage: Stage, order: Order | None = None, sort_url: Callable[[Order], str] | None = None
) -> list[Cell]:
    """Return the heads of the table of one stage; with `sort_url`, three of them sort it."""

    def sorted_by(label: str, by: Order, **more: Any) -> Cell:
        head = {"label": label, **more, **({"sort_url": sort_url(by)} if sort_url else {})}
        return {**head, "sorted": "ascending"} if by is order else head

    look = sorted_by("Look again by", Order.LOOK)
    if stage is Stage.CAUSED and order is Order.LOOK:
        look.pop("sorted")  # these come by the day they are due
    return [
        {"label": "Reference"},
        {"label": "Adult"},
        {"label": "Asked of" if stage is Stage.CAUSED else "Reported by"},
        sorted_by("Priority", Order.PRIORITY),
        sorted_by("Working days in this stage", Order.WAIT, numeric=True),
        {"label": "Report due" if stage is Stage.CAUSED else "Local target"},
        {"label": "Last looked at"},
        look,
        {"label": "Safe while waiting"},
    ]


def row_of(case: WaitingCase, judged: Judged) -> list[Cell]:
    """Return one case as the cells of `columns_of`."""
    stage = Stage(case.stage)
    return [
        {"text": case.reference, "url": address_of(case)},
        case.initials,
        case.of_whom if stage is Stage.CAUSED else Referrer(case.referrer).label,
        priority_cell(case.priority),
        days_waited(case, judged.calendar, judged.until),
        due_cell(case, judged),
        long_date(case.looked_on) or "Not yet",
        look_cell(case, judged.as_of),
        case.safe_meanwhile or "Not recorded",
    ]


def address_of(case: WaitingCase) -> str:
    """Return the page of the case, or of its enquiry once there is one."""
    if case.enquiry_id is not None:
        return reverse("safeguard:enquiry-detail", args=[case.enquiry_id])
    return reverse("safeguard:concern-detail", args=[case.concern_id])


def priority_cell(priority: str | None) -> Cell:
    if not priority:
        return "Not set"
    known = Priority(priority)
    return {"text": known.label, "tag": PRIORITY_COLOURS[known]}


def due_cell(case: WaitingCase, judged: Judged) -> Cell:
    """Return how the wait stands against the council's timescale, or the day a report is due."""
    if case.due_on is not None:
        if case.due_on >= judged.as_of:
            return {"text": long_date(case.due_on), "used": _used(case, judged)}
        late = judged.calendar.working_days_between(case.due_on, judged.as_of)
        return {"text": "Late", "tag": "red", "note": f"by {working_days(late)}"}
    clock = clock_of(case, judged.rules, judged.calendar, now=judged.now)
    if clock is None:
        return "None set"
    words, colour = TAGS[clock.state]
    note = f"{due_words(clock)}, {clock.days_left}"
    return {"text": words, "tag": colour, "note": note, "used": clock.used}


def _used(case: WaitingCase, judged: Judged) -> int:
    """Return how much of the time for a report has gone, in whole percent: 0 to 100."""
    whole = (case.due_on - case.since).days + 1 if case.due_on else 1
    return max(0, min(100, 100 * (judged.as_of - case.since).days // max(whole, 1)))


def look_cell(case: WaitingCase, today: date) -> Cell:
    if case.look_due_on < today:
        return {"text": "Overdue", "tag": "red", "note": f"since {long_date(case.look_due_on)}"}
    return long_date(case.look_due_on)


def totals_table(
    totals: Mapping[Stage, Total], judged: Judged, stage_url: Callable[[Stage], str]
) -> dict[str, Any]:
    """Return how many wait in each stage, and the oldest wait, as a table."""
    rows = []
    for stage, total in totals.items():
        oldest = "None waiting"
        if total.oldest is not None:
            days = judged.calendar.decision_days(total.oldest, max(total.oldest, judged.until))
            oldest = working_days(days)
        rows.append([{"text": TITLES[stage], "url": stage_url(stage)}, total.number, oldest])
    columns = [
        {"label": "Stage"},
        {"label": "Waiting", "numeric": True},
        {"label": "Oldest wait", "numeric": True},
    ]
    return {"columns": columns, "rows": rows}


def queue_chart(queue: Sequence[QueueAt], csv_url: str) -> dict[str, Any]:
    """Return the queue of undecided concerns by month as a chart, its sentence and its table."""
    labels = [_label(point, is_last=point is queue[-1]) for point in queue]
    first, last = queue[0].waiting, queue[-1].waiting
    change = "as many as" if first == last else "more than" if last > first else "fewer than"
    since = long_date(queue[0].on)
    figure = {
        "data": [{"type": "bar", "x": labels, "y": [point.waiting for point in queue]}],
        "layout": {"height": 320, "margin": {"t": 10}, "yaxis": {"rangemode": "tozero"}},
    }
    return {
        "key": "queue",
        "title": "Concerns waiting for a decision, over twelve months",
        "reading": (
            f"{last:,} {'was' if last == 1 else 'were'} waiting at the end of "
            f"{long_date(queue[-1].on)}, {change} the {first:,} at the end of {since}."
        ),
        "figure": figure,
        "csv_url": csv_url,
        "columns": [{"label": "At the end of"}, {"label": "Waiting", "numeric": True}],
        "rows": [[label, point.waiting] for label, point in zip(labels, queue, strict=True)],
    }


def _label(point: QueueAt, *, is_last: bool) -> str:
    return long_date(point.on) if is_last else f"{point.on:%B %Y}"
