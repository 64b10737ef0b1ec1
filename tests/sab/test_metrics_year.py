"""What the records show of a year equals a hand count, with both ends of the year."""

from datetime import date

import pytest
from django.urls import reverse

from core.periods import Period
from sab.metrics.business import business_of
from sab.metrics.year import QuarterGiven, year_of
from sab.rules.dataset import quarters_to
from tests import factories as f
from tests.factories.sab_business import published_briefing

pytestmark = pytest.mark.django_db
YEAR = Period.financial_year(2024)
FIRST, LAST, NEXT = date(2024, 4, 1), date(2025, 3, 31), date(2025, 4, 1)
TODAY = date(2025, 6, 2)


def risk(board, since, closed=None):
    reason = "Done" if closed else ""
    row = f.BoardRiskFactory(board=board, closed_on=closed, closing_reason=reason)
    f.RiskReviewFactory(risk=row, on=since)


@pytest.fixture
def year(board, police, health):
    for since, closed in (
        (date(2023, 1, 1), FIRST),
        (FIRST, LAST),
        (LAST, None),
        (date(2023, 1, 1), NEXT),
        (NEXT, None),
        (date(2023, 1, 1), date(2024, 3, 31)),
    ):
        risk(board, since, closed)
    for answered, extended in ((FIRST, None), (LAST, date(2025, 4, 30)), (NEXT, None)):
        f.OtherReviewFactory(
            board=board,
            received_on=date(2023, 12, 1),
            due_on=date(2024, 3, 1),
            answered_on=answered,
            extended_to=extended,
            extension_reason="Agreed" if extended else "",
        )
    briefing = published_briefing(board=board, published_on=FIRST)
    briefing.editions.update(published_on=FIRST)
    for used, people in ((FIRST, 5), (LAST, 7), (NEXT, 100)):
        f.BriefingReceiptFactory(
            briefing=briefing, partner=health, used_on=used, people=people, given_on=NEXT
        )
    priority = f.StrategicPriorityFactory(board=board, starts_on=FIRST, ends_on=NEXT)
    f.PriorityActionFactory(
        priority=priority,
        year="2024-25",
        partner=police,
        complete=True,
        completed_on=LAST,
        due_on=LAST,
    )
    f.PriorityActionFactory(priority=priority, year="2025-26", partner=police)
    asked = f.DatasetIndicatorFactory(board=board)
    asked.partners.set([police, health])
    f.DatasetValueFactory(indicator=asked, partner=police, start=FIRST, end=date(2024, 6, 30))
    f.DatasetValueFactory(
        indicator=asked,
        partner=health,
        start=FIRST,
        end=date(2024, 6, 30),
        is_supplied=False,
        numerator=None,
        denominator=None,
        commentary="Held elsewhere",
    )
    return board


def test_the_year_equals_a_hand_count(year, police, health):
    found = year_of(year, YEAR, TODAY)
    assert (found.risks_added, found.risks_closed, found.risks_at_end) == (2, 2, 2)
    assert (found.answers_given, found.answers_late) == (2, 1)
    assert (found.editions, found.sessions, found.people) == (1, 2, 12)
    assert [(line.progress, line.evidence) for line in found.plan] == [
        ("Complete", "The signed pathway")
    ]
    assert found.quarters[0] == QuarterGiven("2024-25 Q1", 1, 1, 0)
    assert [row.missing for row in found.quarters[1:]] == [2, 2, 2]
    assert found.members[police.name] == (
        "1 action completed",
        "gave 1 of 4 numbers of the dataset",
    )
    assert found.members[health.name] == (
        "used briefings in 2 sessions with 12 people",
        "gave 0 of 4 numbers of the dataset",
    )


def test_a_quarter_that_is_not_over_is_not_missing(year):
    assert [row.quarter for row in year_of(year, YEAR, date(2024, 11, 1)).quarters] == [
        "2024-25 Q1",
        "2024-25 Q2",
    ]


def test_the_dashboard_counts_what_waits(year):
    found = business_of(year, TODAY, quarters_to(TODAY)[0])
    assert (found.answers, found.risks, found.highest_risk) == (0, 2, 12)
    assert (found.priorities, found.plan_actions, found.plan_done, found.plan_late) == (0, 0, 0, 0)
    assert (found.missing, found.briefings, found.people_briefed) == (2, 1, 112)
    early = business_of(year, date(2024, 12, 1), quarters_to(TODAY)[0])
    assert (early.priorities, early.plan_actions, early.plan_done) == (1, 2, 1)
    f.OtherReviewFactory(board=year, received_on=date(2025, 4, 10), due_on=date(2025, 6, 5))
    f.OtherReviewFactory(board=year, received_on=date(2025, 4, 1), due_on=date(2025, 5, 27))
    found = business_of(year, TODAY, quarters_to(TODAY)[0])
    assert (found.answers, found.answers_late, found.answers_soon) == (2, 1, 1)


def test_the_report_says_it_beside_what_was_written(client, year, unit):
    client.force_login(unit)
    page = client.get(reverse("assurance:board-annual-report") + "?year=2024-25")
    assert "The records show: 1 action completed" in page.content.decode()
    made = client.post(
        reverse("assurance:board-annual-download") + "?year=2024-25", {"format": "html"}
    )
    assert "Actions that the plan set down for the year" in made.content.decode()
