"""Schedule 2 paragraph 4(1) equals a hand count, with both ends of the year and a reason."""

from datetime import date

import pytest

from core.periods import Period
from sab.metrics.board import (
    by_agency,
    delivery_by_assurance,
    open_work,
    returns_received,
    reviews_by_stage,
)
from sab.metrics.schedule import schedule_of
from sab.models import Recommendation
from sab.rules.delivery import Delivery
from tests import factories as f

pytestmark = pytest.mark.django_db
YEAR = Period.financial_year(2024)
FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)


def reviewed(board, outcome="mandatory", **columns):
    return f.ReviewFactory.with_outcome(
        outcome,
        board=board,
        received_on=date(2023, 1, 1),
        decided_on=columns.pop("decided_on", date(2023, 2, 1)),
        **columns,
    )


@pytest.fixture
def year(board):
    """Three concluded in the year (two at its ends), two outside, two ongoing, one not held."""
    first = reviewed(board, concluded_on=FIRST, reference="A")
    last = reviewed(board, "discretionary", concluded_on=LAST, reference="B")
    reviewed(board, concluded_on=date(2024, 9, 1), reference="C")
    reviewed(board, concluded_on=date(2024, 3, 31), reference="D")
    reviewed(board, concluded_on=date(2025, 4, 1), reference="E")
    reviewed(board, reference="F", decided_on=LAST)
    reviewed(board, reference="G", decided_on=date(2025, 4, 1))
    f.ReviewFactory.with_outcome(
        "no_action", board=board, received_on=FIRST, concluded_on=date(2024, 6, 1), reference="H"
    )
    for n in range(3):
        f.FindingFactory(review=first, number=n + 1, text=f"Finding A{n + 1}")
    f.FindingFactory(review=last, number=1, text="Finding B1", refused=True, responded_on=LAST)
    f.FindingFactory(review=last, number=2, refused=True, responded_on=date(2025, 4, 1))
    f.FindingFactory(
        review=last,
        number=3,
        refused=True,
        response="referred_up",
        response_reason="The law would have to change.",
        responded_on=FIRST,
    )
    return board


def test_concluded_and_ongoing(year):
    found = schedule_of(year, YEAR)
    assert [row.reference for row in found.concluded] == ["A", "C", "B"]
    assert [row.is_mandatory for row in found.concluded] == [True, True, False]
    assert found.findings == 6
    assert found.concluded[0].findings == ("Finding A1", "Finding A2", "Finding A3")
    # E concluded after the year ended, so it was ongoing then; G was decided on after it.
    assert [row.reference for row in found.ongoing] == ["E", "F"]


def test_not_implemented_with_the_reason(year):
    found = schedule_of(year, YEAR).not_implemented
    assert [(row.what, row.reason, row.is_sent_up) for row in found] == [
        ("Finding 1 of B", "The service it is about has ended.", False),
        ("Finding 3 of B", "The law would have to change.", True),
    ]


def test_what_was_done_and_what_was_not_accepted(year):
    review = year.reviews.get(reference="A")
    done = f.RecommendationFactory(board=year, review=review, accepted=True, reference="A/1")
    f.RecommendationActionFactory(
        recommendation=done, complete=True, completed_on=LAST, text="Trained"
    )
    f.RecommendationActionFactory(
        recommendation=done, complete=True, completed_on=date(2025, 4, 1), text="Later"
    )
    f.RecommendationFactory(
        board=year, review=review, closed=True, closed_on=FIRST, reference="A/2"
    )
    f.RecommendationFactory(board=year, review=review, accepted=True, reference="A/3")
    f.RecommendationFactory(
        board=year,
        review=review,
        response="not_accepted",
        response_reason="Not within our gift",
        responded_on=FIRST,
        responded_by=f.UserFactory(),
        reference="A/4",
    )
    found = schedule_of(year, YEAR)
    assert [(row.recommendation, row.actions, row.is_closed) for row in found.done] == [
        ("A/1", ("Trained",), False),
        ("A/2", (), True),
    ]
    refused = found.recommendations_not_accepted
    assert [(row.what, row.reason) for row in refused] == [("A/4", "Not within our gift")]


def test_members_who_have_said_nothing_are_named(board, police, health):
    f.MemberContributionFactory(partner=police, year="2024-25", text="Trained officers")
    f.PartnerFactory(board=board, name="Gone", left_on=date(2024, 3, 31))
    found = schedule_of(board, YEAR)
    assert [(row.agency, row.text) for row in found.contributions] == [
        ("Health", ""),
        ("Police", "Trained officers"),
    ]
    assert found.silent_members == ("Health",)


def test_a_year_without_anything(board):
    found = schedule_of(board, YEAR)
    assert (found.findings, found.concluded, found.ongoing, found.done) == (0, (), (), ())


def test_stages_and_agencies_are_counted_with_what_is_late(board, police, health):
    today = date(2025, 6, 2)
    for due in (date(2025, 6, 1), today, None):
        f.ReviewStageFactory(review__board=board, due_on=due)
    found = {row.stage: (row.cases, row.late) for row in reviews_by_stage(board, today)}
    assert found["referral"] == (3, 1)
    assert found["review"] == (0, 0)
    late = {"accepted": True, "board": board, "due_on": date(2025, 6, 1)}
    with_open = f.RecommendationFactory(partner=police, **late)
    f.RecommendationActionFactory(recommendation=with_open, partner=health, due_on=date(2025, 6, 1))
    all_done = f.RecommendationFactory(partner=police, **late)
    f.RecommendationActionFactory(recommendation=all_done, partner=health, complete=True)
    f.RecommendationFactory(partner=police, **{**late, "due_on": today})
    overdue = Recommendation.objects.overdue_on(today)
    assert list(overdue) == [with_open]
    counted = {row.agency: row for row in by_agency(open_work(board), today)}
    assert counted["Police"].late_recommendations == 1
    assert counted["Police"].open_recommendations == 3
    assert (counted["Health"].late_actions, counted["Health"].open_actions) == (1, 1)
    table = delivery_by_assurance(open_work(board), today)
    assert {found: sum(levels.values()) for found, levels in table.items()} == {
        Delivery.AT_RISK: 1,
        Delivery.COMPLETE: 1,
        None: 1,
    }


def test_returns_received_of_expected(board, police, health):
    assert returns_received(board) is None
    sent = f.AssuranceReturnFactory(cycle__board=board, partner=police, submitted=True)
    f.AssuranceReturnFactory(cycle=sent.cycle, partner=health)
    found = returns_received(board)
    assert (found.received, found.expected, found.waiting_for) == (1, 2, ("Health",))
