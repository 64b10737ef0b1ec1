"""What is said of scores and ratings beside the rating itself."""

import csv

import pytest

from assurance.frameworks_loader import shipped_scoring_methods
from assurance.rules.rating import overall_rating
from assurance.rules.rating_checks import (
    band_room,
    category_lines,
    misfits,
    rating_of_total,
    read_scores,
    with_score,
)
from tests.assurance.test_command_cqc_score import PUBLISHED

A, B = (shipped_scoring_methods()[code] for code in "ab")
NAMES = {"assessing needs": 1, "safeguarding": 7, "safe systems": 6}


@pytest.mark.parametrize(
    ("total", "spare", "first", "last", "other"),
    [
        (9, None, False, False, None),
        (13, None, False, True, None),
        (14, 0, True, False, "Inadequate"),
        (15, 1, False, False, None),
        (22, 8, False, True, None),
        (23, 0, True, False, None),
        (31, 8, False, True, None),
        (32, 0, True, False, None),
        (36, 4, False, False, None),
    ],
)
def test_room_in_a_band(total, spare, first, last, other):
    room = band_room(rating_of_total(total, B), B)
    assert (room.points_to_spare, room.is_first_of_band) == (spare, first)
    assert (room.is_last_of_band, room.other_by_rounding) == (last, other)


def test_rounding_decides_for_one_sum_only():
    sums = [t for t in range(9, 37) if band_room(rating_of_total(t, B), B).other_by_rounding]
    assert sums == [14]


def test_no_sum_is_printed_between_two_bands():
    printed = {rating_of_total(total, B).percent for total in range(9, 37)}
    assert not printed & {38, 62.5, 63, 88}
    assert {37, 39, 62, 64, 87, 89} <= printed


def test_category_totals_on_an_edge():
    lines = category_lines(4, A)
    assert [line.total for line in lines] == list(range(4, 17))
    assert [line.total for line in lines if line.score.is_on_band_edge] == [6, 10, 14]
    assert [line.score.score for line in lines] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4]


def test_one_statement_scored_otherwise():
    scores = [3, 3, 3, 2, 2, 2, 2, 2, 3]
    assert overall_rating(scores, B).rating == "Requires improvement"
    assert with_score(scores, 7, 3, B).rating == "Good"
    with pytest.raises(ValueError, match="there is no statement 10"):
        with_score(scores, 10, 3, B)
    with pytest.raises(ValueError, match="the score 5"):
        with_score(scores, 1, 5, B)


def test_published_ratings_fit_their_scores_and_slips_are_found():
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        scores = [int(row[f"qs{place}"]) for place in range(1, 10)]
        percent = int(row["overall_pct"]) if row["overall_pct"] else None
        assert misfits(scores, B, percent=percent, rating=row["overall_rating"]) == []
        assert misfits(scores, B, percent=None, rating="") == []
        slip = [*scores[:-1], scores[-1] % 4 + 1]
        assert percent is None or misfits(slip, B, percent=percent, rating="")


def test_the_example_of_the_seed_is_impossible():
    """Eight scores add up to 21; a ninth cannot make it 26."""
    printed = [2, 3, 3, 3, 2, 2, 3, 3]
    assert sum(printed) == 21
    assert 26 - sum(printed) > B.highest
    with pytest.raises(ValueError, match="needs 9 quality statement scores, not 8"):
        overall_rating(printed, B)
    put_right = overall_rating([*printed, 3], B)
    assert (put_right.total, put_right.percent, put_right.rating) == (24, 67, "Good")
    assert misfits([3, 3, 3, 3, 3, 3, 3, 3, 2], B, percent=67, rating="") == [
        "26 of 36 points print as 73%, not 67%"
    ]


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("1 2 3 4 1 2 3 4 1", dict(enumerate([1, 2, 3, 4, 1, 2, 3, 4, 1], start=1))),
        ("1,2,3;4\n1\t2 3 4 1", dict(enumerate([1, 2, 3, 4, 1, 2, 3, 4, 1], start=1))),
        ("Assessing needs 3\nSAFEGUARDING: 2", {1: 3, 7: 2}),
        ("2 - Requires improvement: Safeguarding\nOverall 75%", {7: 2}),
        ("Theme 3: safety\nSafeguarding\nScore\n4", {7: 4}),
        ("Safe systems\n3\nSafeguarding\n1\n", {6: 3, 7: 1}),
    ],
)
def test_pasted_scores(text, scores):
    assert read_scores(text, NAMES, B) == scores
