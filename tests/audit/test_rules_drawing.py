"""The draw is repeatable, fair, and says where it falls short."""

from collections import Counter
from fractions import Fraction
from math import sqrt

import pytest

from audit.rules import drawing
from audit.rules.drawing import Candidate, Shortfall
from core.errors import RuleViolationError
from tests.core.statistics.golden import expected

GOLDEN = expected("sampling_seeded")
SEEDS = 2_000


def golden_candidates() -> list[Candidate]:
    return [
        Candidate(reference, team)
        for team, references in GOLDEN["strata"].items()
        for reference in references
    ]


def test_draws_the_golden_sample_whatever_the_order_of_rows():
    candidates = golden_candidates()
    wanted = drawing.in_proportion(drawing.group_sizes(candidates), GOLDEN["n"])
    assert wanted == GOLDEN["allocation"]
    names = [name for team in sorted(GOLDEN["sample"]) for name in GOLDEN["sample"][team]]
    for order in (candidates, candidates[::-1]):
        assert list(drawing.draw(order, wanted=wanted, seed=GOLDEN["seed"]).references) == names


def test_every_case_has_the_same_chance_over_many_seeds():
    candidates = [Candidate(f"E-{n}") for n in range(20)]
    drawn: Counter[str] = Counter()
    for seed in range(SEEDS):
        drawn.update(drawing.draw(candidates, wanted={"": 5}, seed=str(seed)).references)
    share, error = 5 / 20, sqrt(0.25 * 0.75 / SEEDS)
    assert all(abs(drawn[c.reference] / SEEDS - share) < 4 * error for c in candidates)


def test_every_case_of_a_stratum_has_the_same_chance():
    candidates = [Candidate(f"N{n}", "North") for n in range(8)]
    candidates += [Candidate(f"S{n}", "South") for n in range(4)]
    drawn: Counter[str] = Counter()
    for seed in range(SEEDS):
        wanted = {"North": 2, "South": 1}
        drawn.update(drawing.draw(candidates, wanted=wanted, seed=f"s{seed}").references)
    error = sqrt(0.25 * 0.75 / SEEDS)
    assert all(abs(drawn[c.reference] / SEEDS - 0.25) < 4 * error for c in candidates)


def test_second_reads_are_fair_and_at_least_one():
    references = [f"E-{n}" for n in range(10)]
    drawn: Counter[str] = Counter()
    for seed in range(SEEDS):
        drawn.update(drawing.second_reads(references, share=Fraction(1, 5), seed=str(seed)))
    error = sqrt(0.2 * 0.8 / SEEDS)
    assert all(abs(drawn[ref] / SEEDS - 0.2) < 4 * error for ref in references)
    assert len(drawing.second_reads(references[:2], share=Fraction(1, 10), seed="x")) == 1
    assert not drawing.second_reads(references, share=Fraction(0), seed="x")
    assert not drawing.second_reads([], share=Fraction(1), seed="x")


def test_a_short_group_is_shown_and_not_filled_from_others():
    candidates = [Candidate("a", "No"), Candidate("b", "Yes"), Candidate("c", "Yes")]
    drawn = drawing.draw(candidates, wanted={"No": 3, "Yes": 1}, seed="s")
    assert drawn.short == (Shortfall("No", 3, 1),)
    assert len(drawn.references) == 2


def test_too_few_for_the_groups_says_how_many():
    with pytest.raises(RuleViolationError, match="at least 3"):
        drawing.in_proportion({"a": 4, "b": 1, "c": 2}, 2)
    assert drawing.in_proportion({}, 2) == {}


@pytest.mark.parametrize(
    ("shares", "total", "numbers"),
    [
        ({"no": "0.5", "s42": "0.3", "other": "0.2"}, 20, {"no": 10, "s42": 6, "other": 4}),
        ({"no": "0.5", "s42": "0.3", "other": "0.2"}, 7, {"no": 4, "s42": 2, "other": 1}),
        ({"no": "0.5"}, 7, {"no": 4}),
        ({}, 7, {}),
    ],
)
def test_quotas_become_numbers_that_add_up(shares, total, numbers):
    assert drawing.of_quotas({k: Fraction(v) for k, v in shares.items()}, total) == numbers


def test_nominated_come_first_and_replacements_are_next_in_order():
    candidates = [Candidate(f"E-{n}") for n in range(6)]
    candidates.append(Candidate("chosen", nominated=True))
    drawn = drawing.draw(candidates, wanted={"": 3}, seed="s").references
    assert drawn[0] == "chosen"
    longer = drawing.draw(candidates, wanted={"": 4}, seed="s").references
    assert drawing.next_in_order(candidates, group="", seed="s", used=drawn) == longer[3]
    everyone = {c.reference for c in candidates}
    assert drawing.next_in_order(candidates, group="", seed="s", used=everyone) is None


def test_the_hash_tells_who_was_left_out_and_why():
    candidates = [Candidate("a"), Candidate("b")]
    plain = drawing.digest(candidates, {})
    assert plain == drawing.digest(candidates[::-1], {})
    assert len({plain, *(drawing.digest(candidates, {"c": why}) for why in ("x", "y"))}) == 3
