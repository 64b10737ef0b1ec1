"""SG5 of the return is counted from the board's reviews, and each number opens its reviews."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.sac.cells import build_return
from assurance.scopes import open_scope
from core.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
YEAR = "2024-25"


def concluded(board, day, *harms, **columns):
    review = f.ReviewFactory.with_outcome(
        columns.pop("outcome", "mandatory"),
        board=board,
        received_on=date(2023, 5, 1),
        decided_on=date(2023, 6, 1),
        concluded_on=day,
        **columns,
    )
    for harm in harms:
        f.ReviewPersonFactory(review=review, harm=harm)
    f.ReviewPersonFactory(review=review, kind="family", harm="")
    return review


@pytest.fixture
def reviews(council, other_council):
    """Three of the year: two with a death; five people, three of whom died."""
    f.ConcernFactory(adult__council=council, received_on=date(2024, 5, 1))
    board = f.BoardFactory(council=council)
    both = concluded(board, date(2024, 4, 1), "died", "died", "survived", reference="BOTH")
    died = concluded(board, date(2025, 3, 31), "died", outcome="discretionary", reference="DIED")
    alive = concluded(board, date(2024, 8, 1), "survived", reference="ALIVE")
    concluded(board, date(2024, 3, 31), "died")
    concluded(board, date(2025, 4, 1), "died")
    concluded(board, None, "died")
    concluded(board, date(2024, 8, 1), "died", outcome="no_action")
    f.BoardAreaFactory(board=board, council=other_council)
    concluded(board, date(2024, 8, 1), "died", council=other_council)
    return both, died, alive


def value(built, table, row):
    return built.value(table, "", row, "COUNT")


def test_reviews_and_individuals(council, analyst, reviews):
    built = build_return(open_scope(by=analyst, council=council), YEAR)
    assert (value(built, "SG5a", "DIED"), value(built, "SG5a", "NODEATH")) == (2, 1)
    assert (value(built, "SG5b", "DIED"), value(built, "SG5b", "SURVIVED")) == (3, 2)


def test_no_reviews_is_nought(council, analyst):
    built = build_return(open_scope(by=analyst, council=council), YEAR)
    assert {value(built, t, r) for t, r in (("SG5a", "DIED"), ("SG5b", "SURVIVED"))} == {0}


@pytest.mark.parametrize(
    ("table", "row", "number", "references"),
    [
        ("SG5a", "DIED", 2, {"BOTH", "DIED"}),
        ("SG5a", "NODEATH", 1, {"ALIVE"}),
        ("SG5b", "DIED", 3, {"BOTH", "DIED"}),
        ("SG5b", "SURVIVED", 2, {"BOTH", "ALIVE"}),
    ],
)
def test_a_number_opens_its_reviews(signed_in, reviews, table, row, number, references):
    query = {"table": table, "panel": "", "row": row, "column": "COUNT"}
    client = signed_in(Role.SAB_MANAGER)
    response = client.get(reverse("assurance:return-cell", args=[YEAR]), query)
    assert response.context["behind"].value == number
    assert {review.reference for review in response.context["reviews"]} == references
    assert "Margery" not in response.content.decode()


def test_who_may_not_read_reviews_is_told_so(signed_in, reviews):
    query = {"table": "SG5a", "panel": "", "row": "DIED", "column": "COUNT"}
    address = reverse("assurance:return-cell", args=[YEAR])
    text = signed_in(Role.ANALYST).get(address, query).content.decode()
    assert "<strong>2</strong>" in text
    assert "BOTH" not in text
    page = signed_in(Role.ANALYST).get(
        reverse("assurance:return-detail", args=[YEAR]), {"table": "SG5a"}
    )
    assert "row=DIED" in page.content.decode()
