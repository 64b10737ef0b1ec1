"""A board with its manager and chair, and two partners with a lead each."""

from datetime import date

import pytest

from core.roles import Role
from tests import factories as f

TODAY = date(2025, 6, 2)


@pytest.fixture
def board(council):
    return f.BoardFactory(council=council)


@pytest.fixture
def unit(person_with):
    """The board's manager."""
    return person_with(Role.SAB_MANAGER)


@pytest.fixture
def chair(person_with):
    return person_with(Role.SAB_CHAIR)


@pytest.fixture
def review(board):
    return f.ReviewFactory(board=board, received_on=date(2025, 5, 1))


@pytest.fixture
def held(board, chair):
    """A review that the chair decided to hold."""
    return f.ReviewFactory.with_outcome("mandatory", board=board, by=chair)


def send(client, address, typed):
    """Open a form and send it with what is typed, and with the version that its page holds."""
    form = client.get(address).context["form"]
    holds = {"version": form["version"].value()} if "version" in form.fields else {}
    return client.post(address, {**holds, **typed})


def lead_of(partner):
    """Return somebody who answers for a partner."""
    membership = f.MembershipFactory(organisation=partner.organisation, role=Role.PARTNER_LEAD)
    return membership.person


@pytest.fixture
def police(board):
    return f.PartnerFactory(board=board, name="Police", kind="police")


@pytest.fixture
def health(board):
    return f.PartnerFactory(board=board, name="Health", kind="integrated_care_board")


@pytest.fixture
def recommendation(board, held, police):
    return f.RecommendationFactory(
        board=board,
        review=held,
        accepted=True,
        partner=police,
        owner=lead_of(police),
        reference="R-1",
    )


@pytest.fixture
def action(recommendation, police):
    return f.RecommendationActionFactory(
        recommendation=recommendation, partner=police, owner=recommendation.owner
    )
