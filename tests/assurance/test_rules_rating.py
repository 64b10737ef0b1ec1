import csv
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.frameworks_loader import FILE, read_scoring_methods, shipped_scoring_methods
from assurance.rules.rating import (
    Rounding,
    low_scores,
    overall_rating,
    statement_score,
    theme_position,
)
from tests.assurance.test_command_cqc_score import PUBLISHED

A, B = (shipped_scoring_methods()[code] for code in "ab")
INADEQUATE, IMPROVE, GOOD = "Inadequate", "Requires improvement", "Good"
OUTSTANDING = "Outstanding"


def spread(total: int, count: int) -> list[int]:
    """Scores from 1 to 4 that add up to `total`."""
    extra = total - count
    return [1 + min(3, max(0, extra - 3 * place)) for place in range(count)]


@pytest.mark.parametrize(
    ("total", "percent", "rating", "more", "following"),
    [
        (9, 25, INADEQUATE, 5, IMPROVE),
        (12, 34, INADEQUATE, 2, IMPROVE),
        (13, 37, INADEQUATE, 1, IMPROVE),
        (14, 39, IMPROVE, 9, GOOD),
        (18, 50, IMPROVE, 5, GOOD),
        (19, 53, IMPROVE, 4, GOOD),
        (20, 56, IMPROVE, 3, GOOD),
        (21, 59, IMPROVE, 2, GOOD),
        (22, 62, IMPROVE, 1, GOOD),
        (23, 64, GOOD, 9, OUTSTANDING),
        (24, 67, GOOD, 8, OUTSTANDING),
        (25, 70, GOOD, 7, OUTSTANDING),
        (26, 73, GOOD, 6, OUTSTANDING),
        (27, 75, GOOD, 5, OUTSTANDING),
        (28, 78, GOOD, 4, OUTSTANDING),
        (29, 81, GOOD, 3, OUTSTANDING),
        (31, 87, GOOD, 1, OUTSTANDING),
        (32, 89, OUTSTANDING, None, None),
        (36, 100, OUTSTANDING, None, None),
    ],
)
def test_overall(total, percent, rating, more, following):
    for method in (A, B):
        found = overall_rating(spread(total, 9), method)
        assert (found.total, found.maximum) == (total, 36)
        assert found.exact_percent == Fraction(100 * total, 36)
        assert (found.percent, found.rating) == (percent, rating)
        assert (found.points_to_next, found.next_rating) == (more, following)


@pytest.mark.parametrize("rounding", [Rounding.HALF_UP, Rounding.UP])
def test_with_nine_statements_the_word_does_not_hang_on_rounding_up(rounding):
    method = replace(B, overall_rounding=rounding)
    words = [overall_rating(spread(total, 9), method).rating for total in range(9, 37)]
    assert words == [overall_rating(spread(total, 9), B).rating for total in range(9, 37)]


def test_rounding_down_would_change_one_sum():
    method = replace(B, overall_rounding=Rounding.DOWN)
    differs = [
        total
        for total in range(9, 37)
        if overall_rating(spread(total, 9), method).rating
        != overall_rating(spread(total, 9), B).rating
    ]
    assert differs == [14]


def published() -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", published(), ids=lambda row: row["council"])
def test_published_ratings(row):
    found = overall_rating([int(row[f"qs{place}"]) for place in range(1, 10)], B)
    assert (found.total, found.rating) == (int(row["score_sum"]), row["overall_rating"])
    assert row["overall_pct"] in ("", str(found.percent))


@pytest.mark.parametrize("count", [0, 1, 2, 8, 10])
def test_no_rating_from_fewer_or_more_than_nine(count):
    with pytest.raises(ValueError, match=f"needs 9 quality statement scores, not {count}"):
        overall_rating([3] * count, B)


@pytest.mark.parametrize("score", [0, 5, -1])
def test_off_the_scale(score):
    with pytest.raises(ValueError, match=f"the score {score} is not 1 to 4"):
        overall_rating([3] * 8 + [score], B)


def test_a_score_of_1_is_an_alert_but_no_limit():
    found = overall_rating([4, 4, 4, 4, 4, 4, 1, 4, 4], B)
    assert (found.alerts, found.rating) == ((7,), OUTSTANDING)
    assert low_scores([1, 2, 1], B) == (1, 3)


@pytest.mark.parametrize(
    ("scores", "percent"), [([2, 2], 50), ([2, 3], 62.5), ([3, 3], 75), ([3, 4], 87.5)]
)
def test_theme_3_is_a_position_without_a_word(scores, percent):
    found = theme_position(scores, B)
    assert (found.total, found.maximum, found.exact_percent) == (sum(scores), 8, percent)
    assert not hasattr(found, "rating")


def test_no_position_without_scores():
    with pytest.raises(ValueError, match="no scores"):
        theme_position([], B)


@pytest.mark.parametrize(
    ("total", "percent", "score", "edge"),
    [
        (4, 25, 1, False),
        (5, 32, 1, False),
        (6, 38, 1, True),
        (7, 44, 2, False),
        (8, 50, 2, False),
        (9, 57, 2, False),
        (10, 63, 3, True),
        (11, 69, 3, False),
        (12, 75, 3, False),
        (13, 82, 3, False),
        (14, 88, 4, True),
        (15, 94, 4, False),
        (16, 100, 4, False),
    ],
)
def test_categories_to_a_statement_score(total, percent, score, edge):
    found = statement_score(spread(total, 4), A)
    assert (found.total, found.maximum) == (total, 16)
    assert (found.percent, found.score, found.is_on_band_edge) == (percent, score, edge)


@pytest.mark.parametrize(
    ("rounding", "scores"),
    [(Rounding.UP, [1, 3, 4]), (Rounding.HALF_UP, [1, 3, 4]), (Rounding.DOWN, [1, 2, 3])],
)
def test_rounding_is_a_field_of_the_method(rounding, scores):
    method = replace(A, categories=replace(A.categories, rounding=rounding))
    assert [statement_score(spread(total, 4), method).score for total in (6, 10, 14)] == scores


def test_method_b_scores_no_categories():
    with pytest.raises(ValueError, match="does not score evidence categories"):
        statement_score([3, 3, 3, 3], B)


@given(st.lists(st.integers(1, 4), min_size=9, max_size=9))
def test_the_points_to_the_next_band_are_just_enough(scores):
    found = overall_rating(scores, B)
    if found.points_to_next is None:
        assert found.rating == OUTSTANDING
    else:
        there = spread(found.total + found.points_to_next, 9)
        short = spread(found.total + found.points_to_next - 1, 9)
        assert overall_rating(there, B).rating == found.next_rating
        assert overall_rating(short, B).rating == found.rating


@pytest.mark.parametrize("bands", [[25, 39], [39, 25], [25, 25]])
def test_bands_must_go_upwards(bands):
    text = FILE.read_text(encoding="utf-8")
    start = text.index("overall_bands:")
    wrong = "".join(f"  - {{from: {lower}, result: X}}\n" for lower in bands)
    text = f"{text[:start]}overall_bands:\n{wrong}\n{text[text.index('methods:') :]}"
    if bands == sorted(set(bands)):
        assert len(read_scoring_methods(text)["b"].overall_bands) == 2
    else:
        with pytest.raises(ValueError, match="bands must go upwards"):
            read_scoring_methods(text)


@pytest.mark.parametrize("text", ["", "[]", "title: x", "{", "title: x\nextra: 1"])
def test_a_file_that_does_not_hold_together(text):
    with pytest.raises(ValueError, match=r"YAML|valid"):
        read_scoring_methods(text)


def test_a_percentage_under_the_lowest_band_is_in_it():
    method = replace(B, lowest=0)
    assert overall_rating([0] * 9, method).rating == INADEQUATE
