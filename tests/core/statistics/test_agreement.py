from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics import agreement, kappa
from core.statistics.agreement import Metric
from tests.core.statistics.golden import expected, rows

CASES = [case for case in expected("agreement") if case["statistic"] != "optional_standard_errors"]
ERRORS = expected("agreement")[-1]
SCALES = {
    "edge_all_agree_one_category": ["not", "met"],
    "edge_perfect": ["not", "partly", "met"],
    "krippendorff_3coders_15units": [1, 2, 3, 4],
    "moderation_30_files_4_point": [0, 1, 2, 3],
    "unused_category_trap": [0, 1, 2],
}
FIVE = [1, 2, 3, 4, 5]


def scale(case: dict[str, Any]) -> list[Any]:
    return SCALES.get(case["id"], FIVE)


def table(case: dict[str, Any]) -> list[list[int]]:
    if case["input"] == "table":
        return case["data"]
    return kappa.cross_tabulate([tuple(row) for row in case["data"]], scale(case))


def counts(case: dict[str, Any]) -> list[list[int]]:
    """The ratings of each subject by category, whichever way the case gives them."""
    if case["input"] == "distribution":
        return case["data"]
    if case["input"] == "raw":
        return agreement.count_ratings(case["data"], scale(case))
    size = len(case["data"])
    return [
        [(c == i) + (c == j) for c in range(size)]
        for i in range(size)
        for j in range(size)
        for _ in range(case["data"][i][j])
    ]


def alpha(case: dict[str, Any], metric: Metric) -> float | None:
    found = counts(case)
    worth = scale(case) if case["id"].startswith("krippendorff") else None
    return agreement.krippendorff_alpha(found, metric, worth)


def weighted(case: dict[str, Any]) -> Any:
    weights = kappa.linear_weights if "linear" in case["statistic"] else kappa.quadratic_weights
    return kappa.cohen_kappa(table(case), weights(len(table(case))))


def custom(case: dict[str, Any]) -> Any:
    weights = kappa.weights_from_disagreement(case["disagreement_weights"])
    return kappa.cohen_kappa(table(case), weights)


def ac2(case: dict[str, Any]) -> Any:
    weights = kappa.linear_weights if "linear" in case["statistic"] else kappa.quadratic_weights
    return agreement.gwet_ac(counts(case), weights(len(scale(case))))


STATISTICS = {
    "cohen_kappa": lambda case: kappa.cohen_kappa(table(case)),
    "cohen_kappa_se": lambda case: kappa.cohen_kappa(table(case)),
    "cohen_kappa_se_large_sample": lambda case: kappa.cohen_kappa(table(case)),
    "fleiss_kappa": lambda case: agreement.fleiss_kappa(counts(case)),
    "gwet_ac1": lambda case: agreement.gwet_ac(counts(case)),
    "gwet_ac2_linear": ac2,
    "gwet_ac2_quadratic": ac2,
    "krippendorff_alpha_interval": lambda case: alpha(case, Metric.INTERVAL),
    "krippendorff_alpha_nominal": lambda case: alpha(case, Metric.NOMINAL),
    "krippendorff_alpha_ordinal": lambda case: alpha(case, Metric.ORDINAL),
    "krippendorff_alpha_ratio": lambda case: alpha(case, Metric.RATIO),
    "percent_agreement": lambda case: kappa.percent_agreement(table(case)),
    "scott_pi_fleiss": lambda case: agreement.fleiss_kappa(counts(case)),
    "weighted_kappa_custom_disagreement_weights": custom,
    "weighted_kappa_linear": weighted,
    "weighted_kappa_linear_se": weighted,
    "weighted_kappa_quadratic": weighted,
    "weighted_kappa_quadratic_se": weighted,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['statistic']}")
def test_golden(case):
    found = STATISTICS[case["statistic"]](case)
    if isinstance(found, kappa.Coefficient):
        found = found.standard_error if "_se" in case["statistic"] else found.value
    if case["expected"] is None:
        assert found is None
    else:
        assert found == pytest.approx(case["expected"], rel=1e-9, abs=case["tolerance"])
        assert found == pytest.approx(case["independent"], rel=1e-9)


def test_golden_chance_and_observed_agreement():
    case = next(c for c in CASES if "pa" in c)
    assert agreement.percent_agreement(counts(case)).value == pytest.approx(case["pa"], abs=5e-8)


def test_golden_standard_errors():
    case = next(c for c in CASES if c["id"] == ERRORS["id"])
    found = {
        "gwet_ac1": agreement.gwet_ac(counts(case)).standard_error,
        "fleiss_kappa": agreement.fleiss_kappa(counts(case)).standard_error,
        "krippendorff_alpha_nominal": agreement.nominal_alpha_error(counts(case)),
        "percent_agreement": agreement.percent_agreement(counts(case)).standard_error,
    }
    assert found == pytest.approx(ERRORS["expected"], abs=ERRORS["tolerance"])


def test_golden_files_hold_the_same_ratings():
    raw = next(c for c in CASES if c["id"] == "gwet_raw4raters_missing")
    read = [
        [int(row[f"rater{n}"]) if row[f"rater{n}"] else None for n in (1, 2, 3, 4)]
        for row in rows("agreement_raw4raters")
    ]
    assert read == raw["data"]
    moderation = next(c for c in CASES if "table" in c)
    pairs = [(row["auditor"], row["moderator"]) for row in rows("agreement_moderation_30_files")]
    assert kappa.cross_tabulate(pairs, moderation["labels"]) == moderation["table"]


def test_the_declared_scale_matters():
    case = next(c for c in CASES if c["id"] == "unused_category_trap")
    seen = agreement.count_ratings(case["data"], [0, 2])
    assert agreement.gwet_ac(seen).value == pytest.approx(0.753846, abs=5e-7)


@pytest.mark.parametrize(
    ("found", "nothing"),
    [
        (kappa.cohen_kappa([[0, 0], [0, 0]]), "no pairs"),
        (kappa.percent_agreement([[0, 0], [0, 0]]), "no pairs"),
        (agreement.percent_agreement([[1, 0]]), "one rating"),
        (agreement.gwet_ac([[1, 0]]), "one rating"),
        (agreement.gwet_ac([[2]]), "one category"),
        (agreement.gwet_ac([]), "no subjects"),
        (agreement.fleiss_kappa([[1, 0]]), "one rating"),
        (agreement.fleiss_kappa([[2, 0], [2, 0]]), "one answer"),
        (agreement.krippendorff_alpha([[1, 0]], Metric.NOMINAL), "one rating"),
        (agreement.krippendorff_alpha([], Metric.NOMINAL), "no subjects"),
        (agreement.nominal_alpha_error([[2, 0]]), "one subject"),
        (agreement.nominal_alpha_error([[2, 0], [2, 0]]), "one answer"),
    ],
)
def test_not_calculable(found, nothing):
    assert found is None, nothing


def test_one_subject_has_no_spread():
    assert agreement.percent_agreement([[1, 1]]).standard_error == 0


def test_ratio_of_two_zeros_is_no_distance():
    assert agreement.krippendorff_alpha([[2, 0], [0, 2]], Metric.RATIO, [0, 5]) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kappa.cohen_kappa([[1, 2]]), "not square"),
        (lambda: kappa.cross_tabulate([("met", "perhaps")], ["met"]), "'perhaps' is not on"),
        (lambda: agreement.count_ratings([["perhaps"]], ["met"]), "'perhaps' is not on"),
        (lambda: kappa.weights_from_disagreement([[0, 0], [0, 0]]), "costs nothing"),
    ],
)
def test_refuses(call, message):
    with pytest.raises(ValueError, match=message):
        call()


tables = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3)


@given(tables)
def test_swapping_the_raters_changes_nothing(cells):
    turned = [list(column) for column in zip(*cells, strict=True)]
    for weights in (None, kappa.linear_weights(3), kappa.quadratic_weights(3)):
        first, second = kappa.cohen_kappa(cells, weights), kappa.cohen_kappa(turned, weights)
        assert (first is None) == (second is None)
        if first and second:
            assert first.value == pytest.approx(second.value, abs=1e-9)
            assert first.standard_error == pytest.approx(second.standard_error, abs=1e-6)


@given(tables)
def test_no_coefficient_exceeds_1(cells):
    for found in (
        kappa.cohen_kappa(cells),
        agreement.gwet_ac(cells),
        agreement.fleiss_kappa(cells),
    ):
        assert found is None or found.value <= 1 + 1e-9
    for metric in Metric:
        value = agreement.krippendorff_alpha(cells, metric)
        assert value is None or value <= 1 + 1e-9
