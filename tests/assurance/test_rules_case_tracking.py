"""The list of a case-tracking sample: quotas from the scarcest, repeatable, honest when short."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.rules.case_tracking import Quota, digest, draw_list, next_listed, pick
from core.errors import RuleViolationError

OLD, MH = Quota("age", "old", 2), Quota("reason", "mh", 2)


def frame(**kinds):
    """Return so many cases of each kind; a kind names its facts, such as "old_mh"."""
    cases = {}
    for kind, number in kinds.items():
        facts = {
            "age": ["old" if "old" in kind else "young"],
            "reason": ["mh" if "mh" in kind else "ld"],
        }
        cases |= {f"{kind}-{place}": facts for place in range(number)}
    return cases


def test_the_scarcest_quota_is_filled_first():
    cases = frame(young_ld=20, old_ld=10, young_mh=2)
    drawn = draw_list(cases, quotas=[OLD, MH], size=4, seed="s")
    assert set(drawn.references[:2]) == {"young_mh-0", "young_mh-1"}
    assert [met.listed for met in drawn.quotas] == [2, 2]
    assert drawn.short == 0


def test_one_case_counts_towards_every_quota_it_fits():
    drawn = draw_list(frame(old_mh=2, young_ld=5), quotas=[OLD, MH], size=3, seed="s")
    assert [met.short for met in drawn.quotas] == [0, 0]
    assert len(drawn.references) == 3


@pytest.mark.parametrize(
    ("kinds", "size", "short", "out_of_reach"),
    [
        ({"young_ld": 5, "old_ld": 1}, 5, [1, 2], [True, True]),
        ({"old_ld": 5, "young_mh": 5}, 3, [1, 0], [False, False]),
        ({"old_mh": 3}, 5, [0, 0], [False, False]),
    ],
)
def test_what_cannot_be_met_is_said(kinds, size, short, out_of_reach):
    drawn = draw_list(frame(**kinds), quotas=[OLD, MH], size=size, seed="s")
    assert sorted(met.short for met in drawn.quotas) == sorted(short)
    assert [met.is_out_of_reach for met in drawn.quotas] == out_of_reach
    assert drawn.short == max(0, size - sum(kinds.values()))


def test_a_quota_larger_than_the_list_is_refused():
    with pytest.raises(RuleViolationError) as refusal:
        draw_list(frame(old_mh=9), quotas=[Quota("age", "old", 6)], size=5, seed="s")
    assert refusal.value.code == "too_much"


CASES = st.dictionaries(
    st.text("abc", min_size=1, max_size=4),
    st.fixed_dictionaries(
        {
            "age": st.sampled_from([["old"], ["young"]]),
            "reason": st.lists(st.sampled_from(["mh", "ld"]), max_size=2),
        }
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40)
@given(cases=CASES, size=st.integers(2, 12), seed=st.text(max_size=5), turned=st.randoms())
def test_the_same_seed_and_frame_give_the_same_list(cases, size, seed, turned):
    drawn = draw_list(cases, quotas=[OLD, MH], size=size, seed=seed)
    rows = list(cases.items())
    turned.shuffle(rows)
    assert draw_list(dict(rows), quotas=[OLD, MH], size=size, seed=seed) == drawn
    assert digest(dict(rows), {}) == digest(cases, {})
    assert len(set(drawn.references)) == len(drawn.references) == min(size, len(cases))
    # A quota is short only for want of such cases, or because no place was left.
    for met in drawn.quotas:
        assert not met.short or met.listed == met.available or len(drawn.references) == size


def test_a_known_list():
    """Worked out once by hand from SHA-256 of "seed|stratum|case"."""
    cases = {f"C{n}": {"age": ["old" if n in (3, 7) else "young"]} for n in range(1, 10)}
    drawn = draw_list(cases, quotas=[Quota("age", "old", 2)], size=5, seed="visit")
    assert drawn.references == ("C3", "C7", "C1", "C6", "C4")


def test_chance_is_fair():
    cases = frame(young_ld=10)
    counted = dict.fromkeys(cases, 0)
    for seed in range(500):
        for reference in draw_list(cases, quotas=[], size=3, seed=str(seed)).references:
            counted[reference] += 1
    # 150 of 500 are expected for each; five standard errors are about 51.
    assert all(99 < number < 201 for number in counted.values())


def test_a_lost_case_is_followed_by_one_that_helps_a_short_quota():
    cases = frame(young_ld=6, old_ld=3)
    drawn = draw_list(cases, quotas=[OLD], size=4, seed="s")
    lost = next(ref for ref in drawn.references if ref.startswith("old"))
    still = [ref for ref in drawn.references if ref != lost]
    joined = next_listed(cases, quotas=[OLD], listed=still, used=drawn.references, seed="s")
    assert joined
    assert joined.startswith("old")
    assert joined not in drawn.references


def test_nobody_is_left_to_join():
    cases = frame(old_ld=2)
    assert next_listed(cases, quotas=[OLD], listed=["old_ld-0"], used=cases, seed="s") is None


def test_a_rehearsal_picks_some_of_the_list():
    listed = [f"C{n}" for n in range(50)]
    chosen = pick(listed, size=10, seed="s")
    assert len(set(chosen)) == 10
    assert set(chosen) <= set(listed)
    assert pick(listed[::-1], size=10, seed="s") == chosen
