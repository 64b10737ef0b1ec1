"""Schedule 2 paragraph 4(1) of the Care Act, counted and listed for one financial year.

(d) the findings of reviews concluded in the year; (e) reviews ongoing at its end; (f) what was done
in the year to implement findings; (g) findings the board decided in the year not to implement, and
why. Every review under section 44 counts, mandatory or discretionary.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core.periods import Period
from sab.choices import FindingResponse
from sab.choices_recommendation import Response
from sab.models import (
    Board,
    CriteriaTest,
    Finding,
    MemberContribution,
    Partner,
    Recommendation,
    RecommendationAction,
    Review,
    StrategicPriority,
)

NOT_IMPLEMENTED = (FindingResponse.NOT_IMPLEMENT, FindingResponse.REFERRED_UP)


@dataclass(frozen=True)
class ConcludedReview:
    """A review that concluded in the year, with its findings in order."""

    reference: str
    title: str
    is_mandatory: bool
    concluded_on: date
    findings: tuple[str, ...]


@dataclass(frozen=True)
class OngoingReview:
    """A review that was not concluded at the end of the year."""

    reference: str
    title: str
    is_mandatory: bool
    decided_on: date


@dataclass(frozen=True)
class Done:
    """What was done in the year about one recommendation, by whom."""

    recommendation: str
    text: str
    agency: str
    actions: tuple[str, ...]
    is_closed: bool


@dataclass(frozen=True)
class NotDone:
    """A finding or recommendation that the board decided in the year not to implement, and why."""

    what: str
    text: str
    reason: str
    is_sent_up: bool


@dataclass(frozen=True)
class Contribution:
    """What one member did; empty where it has not said."""

    agency: str
    is_statutory: bool
    text: str


@dataclass(frozen=True)
class Schedule:
    """The parts that are computed. `findings` is how many (d) lists."""

    period: Period
    priorities: tuple[tuple[str, str, str], ...]
    contributions: tuple[Contribution, ...]
    concluded: tuple[ConcludedReview, ...]
    ongoing: tuple[OngoingReview, ...]
    done: tuple[Done, ...]
    not_implemented: tuple[NotDone, ...]
    recommendations_not_accepted: tuple[NotDone, ...]

    @property
    def findings(self) -> int:
        return sum(len(review.findings) for review in self.concluded)

    @property
    def silent_members(self) -> tuple[str, ...]:
        """Members of whom nothing is said under (c)."""
        return tuple(row.agency for row in self.contributions if not row.text)


def schedule_of(board: Board, period: Period) -> Schedule:
    """Return paragraph 4(1)(b) to (g) of one year of `board`; both ends of `period` count."""
    return Schedule(
        period,
        _priorities(board, period),
        _contributions(board, period),
        _concluded(board, period),
        _ongoing(board, period),
        _done(board, period),
        _not_implemented(board, period),
        _not_accepted(board, period),
    )


def _priorities(board: Board, period: Period) -> tuple[tuple[str, str, str], ...]:
    rows = StrategicPriority.objects.filter(
        board=board, starts_on__lte=period.end, ends_on__gte=period.start
    )
    return tuple(rows.values_list("title", "intended_difference", "done"))


def _contributions(board: Board, period: Period) -> tuple[Contribution, ...]:
    said = dict(
        MemberContribution.objects.filter(board=board, year=period.label).values_list(
            "partner", "text"
        )
    )
    still = Q(left_on__isnull=True) | Q(left_on__gte=period.start)
    members = Partner.objects.filter(still, board=board, joined_on__lte=period.end)
    return tuple(Contribution(row.name, row.is_statutory, said.get(row.pk, "")) for row in members)


def _concluded(board: Board, period: Period) -> tuple[ConcludedReview, ...]:
    rows = Review.objects.filter(board=board).concluded_in(period.start, period.end)
    reviews = rows.select_related("criteria").prefetch_related("findings")
    return tuple(
        ConcludedReview(
            row.reference,
            row.title,
            _is_mandatory(row.criteria),
            row.concluded_on or period.end,
            tuple(finding.text for finding in row.findings.all()),
        )
        for row in reviews.order_by("concluded_on", "pk")
    )


def _ongoing(board: Board, period: Period) -> tuple[OngoingReview, ...]:
    rows = Review.objects.filter(board=board).ongoing_on(period.end).select_related("criteria")
    return tuple(
        OngoingReview(
            row.reference,
            row.title,
            _is_mandatory(row.criteria),
            row.criteria.decided_on or period.end,
        )
        for row in rows.order_by("received_on", "pk")
    )


def _is_mandatory(test: CriteriaTest) -> bool:
    return test.outcome == "mandatory"


def _done(board: Board, period: Period) -> tuple[Done, ...]:
    """Recommendations of section 44 reviews with an action completed, or closed, in the year."""
    span = (period.start, period.end)
    completed = RecommendationAction.objects.filter(board=board, completed_on__range=span)
    rows = Recommendation.objects.filter(board=board, review__criteria__isnull=False)
    touched = rows.filter(Q(pk__in=completed.values("recommendation")) | Q(closed_on__range=span))
    texts: dict[int, list[str]] = {}
    for key, text in completed.order_by("completed_on", "pk").values_list("recommendation", "text"):
        texts.setdefault(key, []).append(text)
    return tuple(
        Done(
            row.reference,
            row.text,
            row.partner.name if row.partner else "",
            tuple(texts.get(row.pk, ())),
            row.closed_on is not None and period.contains(row.closed_on),
        )
        for row in touched.select_related("partner").order_by("reference")
    )


def _not_implemented(board: Board, period: Period) -> tuple[NotDone, ...]:
    rows = Finding.objects.filter(
        review__board=board,
        response__in=NOT_IMPLEMENTED,
        responded_on__range=(period.start, period.end),
    )
    return tuple(
        NotDone(
            f"Finding {row.number} of {row.review.reference}",
            row.text,
            row.response_reason,
            row.response == FindingResponse.REFERRED_UP,
        )
        for row in rows.select_related("review").order_by("review__reference", "number")
    )


def _not_accepted(board: Board, period: Period) -> tuple[NotDone, ...]:
    rows = Recommendation.objects.filter(
        board=board,
        review__isnull=False,
        response=Response.NOT_ACCEPTED,
        responded_on__range=(period.start, period.end),
    )
    return tuple(
        NotDone(row.reference, row.text, row.response_reason, False)
        for row in rows.order_by("reference")
    )
