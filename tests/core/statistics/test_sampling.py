from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.sampling import (
    allocate,
    draw_key,
    draw_order,
    draw_sample,
    draw_stratified,
    exact_sample_size,
    frame_digest,
    krejcie_morgan,
    margin_of_error,
    sample_size,
)
from tests.core.statistics.golden import expected

SIZES, SEEDED = expected("sample_size"), expected("sampling_seeded")
SURVEY, TABLE = SIZES["nhs_social_care"], SIZES["krejcie_morgan_1970"]["rows"]
KEYS = [f"C{n:03}" for n in range(100)]


def test_golden_survey_calculator():
    exact = exact_sample_size(SURVEY["N"], 0.05)
    assert exact == pytest.approx(SURVEY["returned_unrounded"], rel=1e-9)
    assert round(exact) == SURVEY["returned"]
    assert -(-exact // SURVEY["response"]) == SURVEY["sent"]
    assert margin_of_error(278, 1000) == pytest.approx(SURVEY["margin_278"], rel=1e-9)
    assert margin_of_error(360, 1000) == pytest.approx(SURVEY["margin_360"], rel=1e-9)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["N"]))
def test_golden_published_table(row):
    exact = krejcie_morgan(row["N"])
    assert exact == pytest.approx(row["formula"], rel=1e-9)
    assert round(exact) == row["published"]
    assert sample_size(row["N"], 0.05) == row["recommended_ceil"]


@pytest.mark.parametrize("row", SIZES["recommended"], ids=lambda r: f"{r['N']} {r['margin']}")
def test_golden_recommended(row):
    assert sample_size(row["N"], row["margin"]) == row["n"]


def test_golden_draw():
    frame, n = SEEDED["strata"], SEEDED["n"]
    assert allocate({name: len(cases) for name, cases in frame.items()}, n) == SEEDED["allocation"]
    drawn = draw_stratified(frame, sample=n, seed=SEEDED["seed"])
    assert {name: list(cases) for name, cases in drawn.items()} == SEEDED["sample"]
    for stratum, key in SEEDED["first_keys"].items():
        first = drawn[stratum][0]
        assert draw_key(first, stratum=stratum, seed=SEEDED["seed"]) == key


@pytest.mark.parametrize(
    ("sample", "population", "margin"),
    [(10, 60, 0.30), (30, 120, 0.16), (60, 60, 0.0)],
)
def test_margin_of_a_routine_audit(sample, population, margin):
    assert margin_of_error(sample, population) == pytest.approx(margin, abs=0.005)


@pytest.mark.parametrize(("sample", "population"), [(0, 0), (0, 9), (1, 9), (1, 1)])
def test_no_margin_for_fewer_than_two(sample, population):
    assert margin_of_error(sample, population) is None


def test_no_files_need_no_sample():
    assert sample_size(0, 0.05) == 0


@pytest.mark.parametrize(
    ("sizes", "sample", "shares"),
    [
        pytest.param({"a": 5, "b": 5}, 3, {"a": 2, "b": 1}, id="a tie goes to the first"),
        pytest.param({"a": 98, "b": 1, "c": 1}, 4, {"a": 2, "b": 1, "c": 1}, id="each has one"),
        pytest.param({"a": 3, "b": 0}, 2, {"a": 2, "b": 0}, id="an empty stratum has none"),
        pytest.param({"a": 3, "b": 1}, 9, {"a": 3, "b": 1}, id="no more than there are"),
        pytest.param({}, 0, {}, id="nothing"),
    ],
)
def test_allocate(sizes, sample, shares):
    assert allocate(sizes, sample) == shares


def test_draw_ignores_input_order():
    backwards = draw_order(KEYS[::-1], stratum="A", seed="Q1")
    assert draw_order(KEYS, stratum="A", seed="Q1") == backwards


def test_later_cases_do_not_reshuffle_the_others():
    before = draw_order(KEYS[:60], stratum="A", seed="Q1")
    after = draw_order(KEYS, stratum="A", seed="Q1")
    assert tuple(case for case in after if case in set(before)) == before


def test_larger_draw_begins_with_the_smaller():
    larger = draw_sample(KEYS, stratum="A", size=20, seed="Q1")
    assert larger[:10] == draw_sample(KEYS, stratum="A", size=10, seed="Q1")


def test_seed_and_stratum_matter():
    drawn = {draw_order(KEYS, stratum=s, seed=q) for s in "AB" for q in ("Q1", "Q2")}
    assert len(drawn) == 4


def test_draw_is_fair():
    draws = (draw_sample(KEYS[:10], stratum="A", size=3, seed=str(n)) for n in range(2000))
    counts = Counter(key for draw in draws for key in draw)
    assert all(520 < counts[key] < 680 for key in KEYS[:10])


def test_the_frame_digest_knows_a_changed_frame_from_a_reordered_one():
    frame = {"A": ["1", "2"], "B": ["3"]}
    assert frame_digest(frame) == frame_digest({"B": ["3"], "A": ["2", "1"]})
    assert frame_digest(frame) != frame_digest({"A": ["1", "2", "3"], "B": []})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exact_sample_size(-1, 0.1), "negative"),
        (lambda: exact_sample_size(9, 0), "margin 0"),
        (lambda: exact_sample_size(9, 0.1, p=2), "p 2"),
        (lambda: margin_of_error(3, 2), "not in 0 to 2"),
        (lambda: allocate({"a": -1}, 1), "negative size"),
        (lambda: allocate({"a": 5, "b": 5}, 1), "cannot reach 2 strata"),
        (lambda: draw_order(["a", "a"], stratum="A", seed="Q"), "repeated"),
        (lambda: draw_sample(KEYS, stratum="A", size=101, seed="Q"), "not in 0 to 100"),
        (lambda: draw_sample(KEYS, stratum="A", size=-1, seed="Q"), "not in 0 to 100"),
    ],
)
def test_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 200), max_size=8), st.data())
def test_every_stratum_gets_its_due(sizes, data):
    filled = sum(size > 0 for size in sizes.values())
    sample = data.draw(st.integers(filled, sum(sizes.values()) + 5))
    shares = allocate(sizes, sample)
    assert sum(shares.values()) == min(sample, sum(sizes.values()))
    for name, size in sizes.items():
        assert min(1, size) <= shares[name] <= size


@given(st.integers(1, 5000), st.floats(0.01, 0.3))
def test_the_size_found_gives_the_margin_asked_for(population, margin):
    found = sample_size(population, margin)
    assert 1 <= found <= population
    assert found == population or found >= exact_sample_size(population, margin)
