"""Sharing work, margins in words, spans, triggers, looks again, agreement."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from audit.rules import agreeing, margins, moderating, reaudits, spans
from audit.rules.agreeing import Pair
from audit.rules.moderating import Submitted
from audit.rules.sharing import NOBODY, Auditor, share_out
from core.errors import RuleViolationError
from core.workdays import WorkingCalendar

CASES = [f"E-{n}" for n in range(12)]
CALENDAR = WorkingCalendar({date(2026, 5, 4): "Bank holiday"}, horizon=2027)


def test_work_is_shared_evenly_and_always_alike():
    auditors = [Auditor(1), Auditor(2), Auditor(3)]
    shared = share_out(CASES, auditors, barred={}, seed="s")
    assert set(Counter(shared.given.values()).values()) == {4}
    assert shared == share_out(CASES[::-1], auditors[::-1], barred={}, seed="s")


def test_shares_loads_and_capacity_count():
    auditors = [Auditor(1, Fraction(2)), Auditor(2), Auditor(3, capacity=1), Auditor(4, load=9)]
    loads = Counter(share_out(CASES, auditors, barred={}, seed="s").given.values())
    assert loads[1] > loads[2] > loads[3] == 1
    assert loads[4] == 0


def test_nobody_is_given_what_they_may_not_audit():
    barred = {case: {1: "Leads the enquiry"} for case in CASES[:6]}
    barred["E-0"][2] = "Decided on the concern"
    shared = share_out(CASES, [Auditor(1), Auditor(2)], barred=barred, seed="s")
    assert shared.left == {"E-0": NOBODY}
    assert all(shared.given[case] == 2 for case in CASES[1:6])


@pytest.mark.parametrize(
    ("sample", "population", "by_chance", "said"),
    [
        (10, 60, True, "10 of 60 files: about 30 points either way."),
        (30, 120, True, "30 of 120 files: about 16 points either way."),
        (1, 60, True, "1 of 60 files: one file says nothing about the others."),
        (12, 12, True, "All 12 files: nothing is left to chance."),
        (0, 12, True, "None of 12 files drawn."),
    ],
)
def test_the_margin_is_said_honestly(sample, population, by_chance, said):
    assert margins.headline(sample, population, by_chance=by_chance) == said


def test_a_chosen_sample_has_no_margin():
    assert "no margin" in margins.headline(10, 60, by_chance=False)
    said = margins.caveats(5, 60, method="quota", per_group_equal=True, groups=["a", "b"])
    assert len(said) == 5
    assert not margins.caveats(12, 12, method="random", per_group_equal=False)


@pytest.mark.parametrize(
    ("span", "due"),
    [
        ({"value": 2, "unit": "working_day"}, date(2026, 5, 6)),
        ({"value": 90, "unit": "calendar_day"}, date(2026, 7, 30)),
        ({"value": 2, "unit": "weeks"}, date(2026, 5, 15)),
        ({"value": 10, "unit": "month"}, date(2027, 3, 1)),
    ],
)
def test_spans(span, due):
    assert spans.after(date(2026, 5, 1), span, CALENDAR) == due


def test_a_month_without_such_a_day_ends_on_its_last():
    assert spans.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert spans.add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)
    with pytest.raises(ValueError, match="fortnight"):
        spans.after(date(2026, 1, 1), {"value": 1, "unit": "fortnight"}, CALENDAR)


@pytest.mark.parametrize(
    ("rule", "found", "fires"),
    [
        ({"grade_in": ["bad"]}, Submitted(grades=["bad"]), True),
        ({"grade_in": ["bad"]}, Submitted(grades=["fine"]), False),
        ({"cap_fired": True}, Submitted(cap_fired=True), True),
        ({"cap_fired": True}, Submitted(), False),
        ({"auditor_overrode": True}, Submitted(overrode=True), True),
        ({"auditor_overrode": True}, Submitted(), False),
        ({"auditor_first_three": True}, Submitted(audits_before=2), True),
        ({"auditor_first_three": True}, Submitted(audits_before=3), False),
        ({"answer_in": {"q": "B2", "values": ["no"]}}, Submitted(answers={"B2": "no"}), True),
        ({"answer_in": {"q": "B2", "values": ["no"]}}, Submitted(answers={"B2": "yes"}), False),
        ({"strands_disagree_on": ["B2"]}, Submitted(disagreements=["B2"]), True),
        ({"strands_disagree_on": ["B2"]}, Submitted(), False),
        ({"something_else": 1}, Submitted(), False),
    ],
)
def test_each_trigger(rule, found, fires):
    assert bool(moderating.triggers([rule], found)) is fires


def test_an_alert_is_always_read_again():
    assert moderating.triggers([], Submitted(has_alert=True)) == [moderating.ALERT]


LISTED = ("agreed", "grade_raised", "grade_lowered", "returned")


@pytest.mark.parametrize(
    ("outcome", "grades", "code"),
    [
        ("agreed", [("fair", "fair")], None),
        ("agreed", [("fair", "fine")], "belied"),
        ("grade_raised", [("fair", "fine")], None),
        ("grade_raised", [("fine", "fair")], "belied"),
        ("grade_lowered", [("fine", "fair")], None),
        ("grade_lowered", [("fine", "fine")], "belied"),
        ("returned", [("fine", "bad")], None),
        ("third_view", [], "unknown_outcome"),
    ],
)
def test_an_outcome_fits_its_grades(outcome, grades, code):
    check = {"listed": LISTED, "order": ("bad", "fair", "fine"), "grades": grades}
    if code is None:
        moderating.check_outcome(outcome, **check)
        return
    with pytest.raises(RuleViolationError) as refusal:
        moderating.check_outcome(outcome, **check)
    assert refusal.value.code == code


def test_the_soonest_look_again_of_each_scope():
    rules = [
        {
            "when": {"grade_in": ["bad"]},
            "within": {"value": 3, "unit": "week"},
            "scope": "same_case",
        },
        {
            "when": {"grade_in": ["bad", "fair"]},
            "within": {"value": 2, "unit": "week"},
            "scope": "same_case",
        },
        {"when": {"theme_repeats": 2}, "within": {"value": 1, "unit": "week"}, "scope": "theme"},
    ]
    found = reaudits.due_again(rules, grades=["bad"], agreed_on=date(2026, 5, 1), calendar=CALENDAR)
    assert [(due.scope, due.due_on) for due in found] == [("same_case", date(2026, 5, 15))]
    assert reaudits.below("fine", order=["bad", "fair", "fine"], grades=["fair"]) == ["fair"]
    assert reaudits.below("?", order=["bad"], grades=["bad"]) == []


YPN = [
    {"code": "yes", "score": 1.0},
    {"code": "partly", "score": 0.5},
    {"code": "no", "score": 0.0},
    {"code": "na", "score": None},
]


def test_too_few_pairs_says_so():
    scale = agreeing.scale_of(YPN)
    found = agreeing.agreement([Pair("yes", "yes")] * 9, scale)
    assert (found.note, found.percent) == ("too few pairs: 9", None)


def test_not_applicable_leaves_the_judgement():
    scale = agreeing.scale_of(YPN)
    pairs = [Pair("yes", "yes")] * 10 + [Pair("na", "no")] * 2 + [Pair("na", "na")]
    found = agreeing.agreement(pairs, scale)
    assert (found.pairs, found.seen, found.applicable) == (10, 13, 11)
    assert (found.percent, found.ac, found.alpha, found.kappa) == (1, 1, None, None)


def test_kappa_only_for_two_fixed_readers():
    scale = agreeing.scale_of(YPN)
    pairs = [Pair("yes", "yes", 1, 2)] * 8 + [Pair("no", "no", 1, 2)] * 2
    assert agreeing.agreement(pairs, scale).kappa == 1
    assert agreeing.agreement([*pairs, Pair("no", "no", 1, 3)], scale).kappa is None


def test_a_recording_gap_has_no_place_in_an_order():
    assert agreeing.scale_of(YPN).is_ordered
    assert not agreeing.scale_of(
        [*YPN, {"code": "gap", "score": 0.0, "recording_gap": True}]
    ).is_ordered
    assert not agreeing.scale_of([{"code": "yes", "score": 1.0}]).is_ordered
