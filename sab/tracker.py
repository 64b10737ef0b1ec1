"""Recommendations as the tracker shows them: delivery apart from assurance, and what returns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sab.choices_recommendation import Assurance
from sab.metrics.themes import marks_of, repeats_in
from sab.models import Board, Recommendation, RecommendationAction
from sab.rules.closing import smart_gaps
from sab.rules.delivery import (
    COLOURS,
    WORDS,
    Delivery,
    Standing,
    delivery_of,
    delivery_of_all,
    is_overdue,
)
from sab.rules.repeats import Repeat

ACCEPTED = ("accepted", "accepted_in_part")
ASSURANCE_COLOURS = {
    Assurance.NONE: "grey",
    Assurance.TOLD: "yellow",
    Assurance.SHOWN: "blue",
    Assurance.TESTED: "teal",
    Assurance.DIFFERENCE: "green",
}


@dataclass(frozen=True)
class Tag:
    """A state in words, with the colour of the words."""

    text: str
    colour: str


@dataclass(frozen=True)
class Tracked:
    """One recommendation of the tracker."""

    row: Recommendation
    delivery: Tag
    assurance: Tag
    is_late: bool
    is_repeated: bool


def delivery_tag(found: Delivery | None) -> Tag:
    if found is None:
        return Tag("No actions yet", "grey")
    return Tag(WORDS[found], COLOURS[found])


def action_tag(action: RecommendationAction, today: date) -> Tag:
    return delivery_tag(delivery_of(standing(action), today))


def standing(action: RecommendationAction) -> Standing:
    return Standing(action.progress, action.due_on, action.verified_on is not None)


def assurance_tag(row: Recommendation) -> Tag:
    level = Assurance(row.assurance)
    return Tag(level.label, ASSURANCE_COLOURS[level])


def tracked(
    rows: Iterable[Recommendation], today: date, again: frozenset[int] = frozenset()
) -> list[Tracked]:
    """Return each recommendation with its states. Its actions have been fetched with it."""
    found = []
    for row in rows:
        held = [standing(action) for action in row.actions.all()]
        delivery = delivery_of_all(held, today)
        is_open = row.response in ACCEPTED and row.closed_on is None
        is_late = is_open and is_overdue(row.due_on, held, today)
        found.append(
            Tracked(row, delivery_tag(delivery), assurance_tag(row), is_late, row.pk in again)
        )
    return found


def state_of(row: Recommendation) -> Tag:
    """Return whether a recommendation is answered, open or closed."""
    if not row.response:
        return Tag("Not answered yet", "yellow")
    if row.response == "not_accepted":
        return Tag("Not accepted", "red")
    if row.closed_on:
        return Tag("Closed", "green")
    return Tag("Open", "blue")


def gaps_of(row: Recommendation) -> tuple[str, ...]:
    """Return what a recommendation lacks to be SMART."""
    return smart_gaps(
        text=row.text,
        measure=row.measure,
        target=row.target,
        owner=row.owner_name,
        has_agency=row.partner_id is not None,
        intended_difference=row.intended_difference,
        has_due_day=row.due_on is not None,
    )


def repeats_on(board: Board) -> tuple[Repeat, ...]:
    """Return themes of findings and recommendations that came back after one was closed."""
    return repeats_in(marks_of(board), months=board.months_to_look_back)
