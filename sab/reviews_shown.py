"""A review as its page shows it: facts, clocks in words, markers by stage."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sab.choices import Stage
from sab.frameworks_loader import markers, stages
from sab.models import MarkerCheck, OtherReview, ReviewStage

MARKER_COLOURS = {"met": "green", "partly": "yellow", "not_met": "red"}


@dataclass(frozen=True)
class ClockShown:
    """How one stage stands against the board's own target."""

    stage: str
    started_on: date
    due_on: date | None
    finished_on: date | None
    text: str
    colour: str
    delay_reason: str


@dataclass(frozen=True)
class MarkerShown:
    """One quality marker with what was found of it; `stages` names where it bears."""

    number: int
    title: str
    stages: str
    check: MarkerCheck | None
    colour: str
    is_provisional: bool


def clock_of(row: ReviewStage, today: date) -> ClockShown:
    return ClockShown(
        row.get_stage_display(),
        row.started_on,
        row.due_on,
        row.finished_on,
        *clock_words(row, today),
        row.delay_reason,
    )


def clock_words(row: ReviewStage, today: date) -> tuple[str, str]:
    """Return how a stage stands in words, and the colour of the words."""
    ended = row.finished_on or today
    if row.due_on is None:
        return ("Finished", "grey") if row.finished_on else ("No target", "grey")
    late = (ended - row.due_on).days
    if late > 0:
        return f"{days(late)} late", "red"
    if row.finished_on:
        return "In time", "green"
    return ("Due today", "yellow") if late == 0 else (f"{days(-late)} left", "blue")


def answer_words(row: OtherReview, today: date) -> tuple[str, str]:
    """Return how the answer to a review led by others stands, and the colour of the words."""
    due = row.answer_by
    if row.answered_on:
        late = bool(due and row.answered_on > due)
        return ("Answered late", "orange") if late else ("Answered", "green")
    if due is None:
        return "No answer is due", "grey"
    left = (due - today).days
    if left == 0:
        return "Due today", "yellow"
    return (f"{days(-left)} late", "red") if left < 0 else (f"{days(left)} left", "blue")


def days(number: int) -> str:
    return f"{number:,} day{'' if number == 1 else 's'}"


def markers_shown(checks: Iterable[MarkerCheck]) -> list[MarkerShown]:
    """Return the fifteen markers in order, each with its check where there is one."""
    held = {check.marker: check for check in checks}
    bears: dict[int, list[str]] = {}
    for code, line in stages().items():
        for number in line.markers:
            bears.setdefault(number, []).append(Stage(code).label)
    return [
        MarkerShown(
            marker.number,
            marker.title,
            ", ".join(bears.get(marker.number, [])),
            held.get(marker.number),
            MARKER_COLOURS[held[marker.number].met] if marker.number in held else "grey",
            marker.status == "recall",
        )
        for marker in markers()
    ]
