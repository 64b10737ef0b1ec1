"""Themes of findings and recommendations: how often each is met, and which come back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sab.models import Board, Finding, OtherReview, Recommendation
from sab.rules.repeats import Closed, Raised, Repeat, repeats


@dataclass(frozen=True)
class Mark:
    """A theme of one finding, or of one recommendation, with the review it comes from.

    `on` is the day that review was received. `closed_on` is of a recommendation that is closed.
    One `is_of_others` is of what the board learnt from a review that somebody else led.
    """

    theme: int
    title: str
    review: int | None
    on: date
    recommendation: int | None = None
    closed_on: date | None = None
    is_of_others: bool = False


def marks_of(board: Board) -> list[Mark]:
    """Return every theme of a board's findings, recommendations and learning, in three queries."""
    findings = Finding.objects.filter(review__board=board, themes__isnull=False).order_by()
    rows = Recommendation.objects.filter(board=board, themes__isnull=False).order_by()
    found = [
        Mark(*columns)
        for columns in findings.values_list(
            "themes", "themes__title", "review", "review__received_on"
        )
    ]
    for theme, title, review, of_review, of_other, key, closed_on in rows.values_list(
        "themes",
        "themes__title",
        "review",
        "review__received_on",
        "other_review__received_on",
        "pk",
        "closed_on",
    ):
        found.append(Mark(theme, title, review, of_review or of_other, key, closed_on))
    learnt = OtherReview.objects.filter(board=board, themes__isnull=False).order_by()
    found += [
        Mark(theme, title, None, on, is_of_others=True)
        for theme, title, on in learnt.values_list("themes", "themes__title", "received_on")
    ]
    return found


def themes_of(marks: Iterable[Mark], *, most: int = 10) -> list[tuple[str, int, int, int]]:
    """Return the themes most met: title, and findings, recommendations, other reviews of each."""
    titles: dict[int, str] = {}
    counted: dict[int, tuple[int, int, int]] = {}
    for mark in marks:
        titles[mark.theme] = mark.title
        findings, recommendations, others = counted.get(mark.theme, (0, 0, 0))
        if mark.is_of_others:
            others += 1
        elif mark.recommendation is None:
            findings += 1
        else:
            recommendations += 1
        counted[mark.theme] = (findings, recommendations, others)
    order = sorted(titles, key=lambda key: (-sum(counted[key]), titles[key]))
    return [(titles[key], *counted[key]) for key in order[:most]]


def repeats_in(marks: Iterable[Mark], *, months: int) -> tuple[Repeat, ...]:
    """Return themes raised again within `months` after a recommendation on them was closed."""
    held = list(marks)
    closed = [
        Closed(mark.recommendation, mark.theme, mark.closed_on, mark.review)
        for mark in held
        if mark.recommendation is not None and mark.closed_on is not None
    ]
    raised = {Raised(mark.theme, mark.on, mark.review) for mark in held}
    ordered = sorted(raised, key=lambda mark: (mark.on, mark.theme, mark.source or 0))
    return repeats(ordered, closed, months=months)
