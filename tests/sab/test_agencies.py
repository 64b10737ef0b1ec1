"""One partner reaches nothing of another: not by page, form, count, list or home page."""

from datetime import date

import pytest
from django.urls import reverse

from core.roles import Role
from sab.models import AssuranceReturn, DatasetValue, RecommendationAction
from tests import factories as f
from tests.sab.conftest import lead_of

pytestmark = pytest.mark.django_db
PAGES = ("agency-action", "agency-action-update", "agency-action-evidence")
BOARD_PAGES = (
    "home",
    "review-list",
    "library",
    "partner-list",
    "recommendation-list",
    "composite-plan",
    "other-review-list",
)


@pytest.fixture
def theirs(board, health):
    """An action of the other agency, with a text of its own."""
    row = f.RecommendationFactory(board=board, accepted=True, partner=health, reference="R-9")
    return f.RecommendationActionFactory(
        recommendation=row, partner=health, text="Something of the other agency"
    )


@pytest.fixture
def lead(client, police):
    person = lead_of(police)
    client.force_login(person)
    return person


def test_a_lead_reads_and_answers_for_their_own(client, lead, action):
    for name in PAGES:
        assert client.get(reverse(f"sab:{name}", args=[action.pk])).status_code == 200
    told = {"progress": "on_track", "text": "The agreement is drafted."}
    response = client.post(reverse("sab:agency-action-update", args=[action.pk]), told)
    assert response.status_code == 302
    action.refresh_from_db()
    assert action.progress == "on_track"
    shown = client.get(reverse("sab:agency-action", args=[action.pk])).content.decode()
    assert "The agreement is drafted." in shown


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_agencys_action_is_not_found(client, lead, theirs, name, method):
    told = {"progress": "complete", "text": "x"}
    response = getattr(client, method)(reverse(f"sab:{name}", args=[theirs.pk]), told)
    assert response.status_code in (404, 405)
    theirs.refresh_from_db()
    assert theirs.progress == "not_started"


def test_lists_and_the_home_page_hold_ones_own_only(client, lead, action, theirs):
    for address in (reverse("sab:agency-actions"), reverse("core:home")):
        text = client.get(address).content.decode()
        assert action.text in text
        assert theirs.text not in text
        assert theirs.recommendation.reference not in text


@pytest.mark.parametrize("name", BOARD_PAGES)
def test_the_boards_pages_are_closed(client, lead, theirs, name):
    assert client.get(reverse(f"sab:{name}")).status_code == 403


def test_nothing_of_a_review_opens(client, lead, theirs):
    review, row = theirs.recommendation.review, theirs.recommendation
    for address in (
        reverse("sab:review-detail", args=[review.pk]),
        reverse("sab:people", args=[review.pk]),
        reverse("sab:report", args=[review.pk]),
        reverse("sab:recommendation-detail", args=[row.pk]),
        reverse("assurance:board-annual-report"),
    ):
        assert client.get(address).status_code == 403


def test_visible_to_gives_ones_own_rows(lead, action, theirs, police, health):
    mine = f.AssuranceReturnFactory(cycle__board=police.board, partner=police)
    f.AssuranceReturnFactory(cycle=mine.cycle, partner=health)
    value = f.DatasetValueFactory(indicator__board=police.board, partner=police)
    f.DatasetValueFactory(indicator=value.indicator, partner=health)
    assert list(RecommendationAction.objects.visible_to(lead)) == [action]
    assert list(AssuranceReturn.objects.visible_to(lead)) == [mine]
    assert list(DatasetValue.objects.visible_to(lead)) == [value]


def test_a_lead_whose_role_has_ended_reaches_nothing(client, lead, action):
    lead.memberships.update(until=date(2021, 1, 1))
    assert client.get(reverse("sab:agency-action", args=[action.pk])).status_code == 403
    assert not RecommendationAction.objects.visible_to(lead).exists()


def test_a_lead_refers_a_case_and_sees_no_review(client, lead, board, police):
    referral = {
        "title": "Exploitation at home",
        "circumstances": "An adult's home was taken over.",
        "why_criteria": "Each agency knew a part.",
        "received_on": "1/6/2025",
        "referrer_name": "A sergeant",
    }
    response = client.post(reverse("sab:review-refer"), referral)
    assert response.status_code == 302
    review = board.reviews.get()
    assert (review.referrer, review.council) == (police, board.areas.get().council)
    assert client.get(reverse("sab:review-detail", args=[review.pk])).status_code == 403


def test_a_director_sees_counts_and_no_words(client, person_with, theirs):
    client.force_login(person_with(Role.DIRECTOR))
    text = client.get(reverse("sab:home")).content.decode()
    assert "Overdue by agency" in text
    assert theirs.text not in text
    assert theirs.recommendation.text not in text
    review = theirs.recommendation.review
    assert client.get(reverse("sab:review-detail", args=[review.pk])).status_code == 403
