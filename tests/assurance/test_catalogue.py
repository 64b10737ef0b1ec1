"""Every measure is whole, and each headline is the sum of its cases."""

from datetime import date

import pytest

from assurance.catalogue import BY_KEY, MEASURES, RETURN_KEYS, all_figures, in_four_places
from assurance.drilldown import cases_of
from assurance.measures import Count, Followed, Quantile, RatioOf, Unit
from assurance.words import NOTHING, ON_PAGES, Words
from core.disclosure import Mode
from core.periods import Period
from core.rates import Rate
from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Facts
from safeguard.metrics.figures import Figure
from safeguard.metrics.scope import CaseScope
from safeguard.rules.measures import Status
from tests.factories import ConcernFactory, EnquiryFactory

YEAR = Period.financial_year(2024)


@pytest.fixture
def facts(council):
    scope = CaseScope(council, WorkingCalendar(horizon=2030), date(2025, 10, 1))
    return Facts(scope.rows(YEAR))


def test_keys_are_unique_and_words_are_there():
    assert len(BY_KEY) == len(MEASURES)
    for measure in MEASURES:
        assert measure.title
        assert measure.meaning.endswith(".")
        assert measure.source
        is_share = measure.unit is Unit.PERCENT and not isinstance(measure.calculation, Followed)
        assert bool(measure.numerator) or not is_share
        assert measure.denominator or measure.unit is Unit.COUNT
    assert set(RETURN_KEYS) <= set(BY_KEY)


def test_conversion_is_context_only_and_never_judged():
    conversion = [measure for measure in MEASURES if "conversion" in measure.key]
    assert len(conversion) == 2
    assert all(m.context_only and m.direction == "neutral" for m in conversion)
    assert not any(m.context_only for m in MEASURES if m not in conversion)


def test_an_empty_period_gives_no_value_and_no_error(facts):
    for key, figure in all_figures(facts).items():
        if BY_KEY[key].unit is Unit.COUNT:
            assert figure.value == 0
        else:
            assert figure.value is None
            # Where the council has set no timescale, that is the reason.
            assert ON_PAGES.value(BY_KEY[key], figure) == (figure.note or "no cases")


@pytest.fixture
def some_cases(council):
    results = ("RI_A", "RI_N", "NR_A", "CEASED")
    for index in range(24):
        concern = ConcernFactory(
            adult__council=council,
            received_on=date(2024, 4 + index % 9, 1 + index),
            **{("s42", "closed", "other", "decided")[index % 4]: True} if index % 4 != 3 else {},
        )
        if index % 4 in (0, 2):
            ended = date(2025, 1, 1 + index) if index % 3 else None
            result = results[index % len(results)]
            EnquiryFactory(
                concern=concern,
                kind="s42" if index % 4 == 0 else "other",
                commenced_on=concern.decided_on,
                concluded_on=ended,
                risk_assessment_result=result if ended else None,
                risk_outcome="REDUCE" if ended and result == "RI_A" else None,
                lacked_capacity=("YES", "NO", "DK", None)[index % 4],
                supported=None,
                outcomes_asked=("ASK_EXP", "NO", "DK", None)[index % 4],
                outcomes_achieved="FULL" if index % 4 == 0 and index % 8 else None,
                caused_to="NHS trust" if index % 5 == 0 else "",
            )


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_headline_is_the_sum_of_its_cases(measure, facts, some_cases):
    figure = measure.figure(facts)
    cases = cases_of(measure, facts, Status.MET)
    met = cases.tally[Status.MET]
    assert len(cases.keys) == met
    if isinstance(measure.calculation, Quantile | Followed):
        assert met == figure.denominator
    elif isinstance(measure.calculation, Count):
        assert met == figure.value
    else:
        assert met == figure.numerator
    if not isinstance(measure.calculation, Quantile | Followed | Count | RatioOf):
        known = met + cases.tally[Status.NOT_MET]
        counted = measure.calculation
        extra = cases.tally[Status.NOT_KNOWN] if getattr(counted, "counts_not_known", False) else 0
        assert figure.denominator == known + extra
        assert figure.not_known == cases.tally[Status.NOT_KNOWN]


@pytest.mark.parametrize(
    ("key", "figure", "value", "basis"),
    [
        ("asked_pct", Figure(80.442, 1020, 1268, 12), "80.4%", "1,020 of 1,268, 12 not known"),
        ("asked_pct", Figure(0.05, 1, 2000), "0.1%", "1 of 2,000"),
        ("concerns_raised", Figure(4016, 4016), "4,016", ""),
        ("decision_working_days_median", Figure(1.0, None, 1), "1 working day", "1 case"),
        ("decision_working_days_median", Figure(1.5, None, 2), "1.5 working days", "2 cases"),
        ("s42_days_to_conclude_p90", Figure(127.0, None, 1188), "127 days", "1,188 cases"),
        (
            "s42_days_to_conclude_km_median",
            Figure(None, None, 40, still_open=30),
            "not reached: over half still open",
            "40 cases, 30 still open",
        ),
        ("asked_pct", Figure(None, 0, 0), "no cases", "0 of 0"),
    ],
)
def test_words(key, figure, value, basis):
    assert ON_PAGES.value(BY_KEY[key], figure) == value
    assert ON_PAGES.basis(BY_KEY[key], figure) == basis


@pytest.mark.parametrize(
    ("figure", "basis"),
    [
        (Figure(80.0, 48, 60, 12), "50 of 60, 10 not known"),
        (Figure(80.0, 48, 60, 3), "50 of 60"),
        (Figure(95.0, 57, 60, 12), ""),
    ],
)
def test_what_a_shared_figure_was_made_from_is_hidden_or_rounded(figure, basis):
    assert Words(Mode.PUBLICATION).basis(BY_KEY["asked_pct"], figure) == basis


def test_an_interval_in_words():
    figure = Figure(80.0, 8, 10, interval=Rate(8, 10).interval())
    assert ON_PAGES.margin(BY_KEY["asked_pct"], figure) == "49.0% to 94.3%"
    assert ON_PAGES.margin(BY_KEY["concerns_raised"], Figure(4, 4)) == NOTHING


def test_a_share_by_a_day_beyond_what_was_followed_is_not_known_yet():
    measure = next(
        m for m in MEASURES if isinstance(m.calculation, Followed) and m.calculation.within
    )
    assert ON_PAGES.value(measure, Figure(None, None, 40, still_open=10)) == "not known yet"


def test_four_places_round_half_up():
    assert in_four_places(30.17925) == 30.1793
    assert in_four_places(None) is None
