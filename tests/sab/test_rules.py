"""The board's rules: the section 44 test, names, delivery, closing, themes that return."""

from datetime import date, timedelta

import pytest

from core.errors import RuleViolationError
from sab.rules.closing import Closing, check_closing, smart_gaps
from sab.rules.criteria import Criteria, check_outcome, judge
from sab.rules.delivery import Delivery, Standing, delivery_of, delivery_of_all
from sab.rules.names import names_in
from sab.rules.repeats import Closed, Raised, repeats

MET = {"needs": "yes", "working_together": "yes", "life": "died", "harm": "yes"}
TODAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Criteria.MET),
        ({"life": "alive"}, Criteria.MET),
        ({"needs": "no"}, Criteria.NOT_MET),
        ({"working_together": "no"}, Criteria.NOT_MET),
        ({"harm": "no"}, Criteria.NOT_MET),
        ({"harm": "unknown"}, Criteria.NOT_KNOWN),
        ({"life": "unknown"}, Criteria.NOT_KNOWN),
        ({"needs": "no", "harm": "unknown"}, Criteria.NOT_MET),
    ],
)
def test_judge(changed, expected):
    assert judge(**{**MET, **changed}) is expected


@pytest.mark.parametrize(
    ("outcome", "criteria", "needs", "code"),
    [
        ("mandatory", Criteria.MET, "yes", None),
        ("no_action", Criteria.MET, "yes", "must_review"),
        ("single_agency", Criteria.MET, "yes", "must_review"),
        ("discretionary", Criteria.MET, "yes", "must_review"),
        ("mandatory", Criteria.NOT_MET, "yes", "not_mandatory"),
        ("mandatory", Criteria.NOT_KNOWN, "yes", "not_mandatory"),
        ("discretionary", Criteria.NOT_MET, "yes", None),
        ("discretionary", Criteria.NOT_KNOWN, "yes", None),
        ("discretionary", Criteria.NOT_MET, "no", "no_needs"),
        ("no_action", Criteria.NOT_MET, "no", None),
        ("no_action", Criteria.NOT_KNOWN, "yes", "not_known"),
    ],
)
def test_check_outcome(outcome, criteria, needs, code):
    if code is None:
        check_outcome(outcome, criteria=criteria, needs=needs)
        return
    with pytest.raises(RuleViolationError) as refusal:
        check_outcome(outcome, criteria=criteria, needs=needs)
    assert refusal.value.code == code
    assert refusal.value.field == "outcome"


def test_the_refusal_says_the_law_and_offers_a_method():
    with pytest.raises(RuleViolationError, match=r"section 44\(1\) to \(3\).*lighter method"):
        check_outcome("no_action", criteria=Criteria.MET, needs="yes")


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("An adult died.", ["Margery Allthorpe"], []),
        ("Margery Allthorpe died.", ["Margery Allthorpe"], ["Margery Allthorpe"]),
        ("MARGERY died.", ["Margery Allthorpe"], ["Margery"]),
        ("Mrs Allthorpe's home", ["Margery Allthorpe"], ["Allthorpe"]),
        ("Mrs Allthorpe\N{RIGHT SINGLE QUOTATION MARK}s home", ["M. Allthorpe"], ["Allthorpe"]),
        ("The Allthorpe-Green family", ["Margery Allthorpe"], ["Allthorpe"]),
        ("Margerys were planted.", ["Margery Allthorpe"], []),
        ("Zo\N{LATIN SMALL LETTER E WITH DIAERESIS} was asked", ["Zoe Quill"], ["Zoe"]),
        ("Mr and Mrs came", ["Mr Van Dyke"], []),
        ("margery\nallthorpe", ["Margery Allthorpe"], ["Margery Allthorpe"]),
        ("", ["Margery"], []),
    ],
)
def test_names_in(text, names, found):
    assert names_in(text, names) == found


def test_a_word_that_means_something_else_is_let_through_but_not_the_whole_name():
    allowed = {"except_words": ["rose", "hill"]}
    assert names_in("The risk rose.", ["Rose Hill"], **allowed) == []
    assert names_in("Then Rose Hill came.", ["Rose Hill"], **allowed) == ["Rose Hill"]


@pytest.mark.parametrize(
    ("progress", "late", "verified", "expected"),
    [
        ("complete", 90, True, Delivery.VERIFIED),
        ("complete", 90, False, Delivery.COMPLETE),
        ("on_track", 0, False, Delivery.ON_TRACK),
        ("on_track", 1, False, Delivery.AT_RISK),
        ("on_track", 30, False, Delivery.AT_RISK),
        ("on_track", 31, False, Delivery.LATE),
        ("at_risk", -5, False, Delivery.AT_RISK),
        ("blocked", -5, False, Delivery.LATE),
        ("not_started", 0, False, Delivery.NOT_STARTED),
        ("not_started", 1, False, Delivery.AT_RISK),
    ],
)
def test_delivery_of(progress, late, verified, expected):
    action = Standing(progress, TODAY - timedelta(days=late), verified)
    assert delivery_of(action, TODAY) is expected


def test_a_recommendation_stands_as_its_worst_action():
    good, bad = Standing("complete", TODAY, True), Standing("blocked", TODAY, False)
    assert delivery_of_all([good, bad], TODAY) is Delivery.LATE
    assert delivery_of_all([], TODAY) is None


READY = {
    "is_accepted": True,
    "assurance": 3,
    "evidence": 1,
    "open_actions": 0,
    "is_by_owner": False,
    "level_reason": "",
}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"assurance": 2, "level_reason": "It is a policy"}, None),
        ({"assurance": 2}, "no_level_reason"),
        ({"assurance": 1}, "not_assured"),
        ({"evidence": 0}, "no_evidence"),
        ({"open_actions": 1}, "open_actions"),
        ({"is_by_owner": True}, "owner"),
        ({"is_accepted": False}, "not_accepted"),
    ],
)
def test_check_closing(changed, code):
    held = Closing(**{**READY, **changed})
    if code is None:
        check_closing(held)
        return
    with pytest.raises(RuleViolationError) as refusal:
        check_closing(held)
    assert refusal.value.code == code


SMART = {
    "text": "Publish the pathway.",
    "measure": "A test",
    "target": "Eight in ten",
    "owner": "Somebody",
    "has_agency": True,
    "intended_difference": "Fewer fires",
    "has_due_day": True,
}


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"text": "Agencies should consider training."}, "Specific"),
        ({"target": " "}, "Measurable"),
        ({"has_agency": False}, "Achievable"),
        ({"intended_difference": ""}, "Relevant"),
        ({"has_due_day": False}, "Time-bound"),
    ],
)
def test_smart_gaps(changed, word):
    assert smart_gaps(**SMART) == ()
    gaps = smart_gaps(**{**SMART, **changed})
    assert len(gaps) == 1
    assert gaps[0].startswith(word)


CLOSED = Closed(recommendation=1, theme=7, closed_on=date(2024, 1, 10), source=1)


@pytest.mark.parametrize(
    ("raised", "is_repeat"),
    [
        (Raised(7, date(2024, 1, 11), 2), True),
        (Raised(7, date(2024, 1, 10), 2), False),
        (Raised(8, date(2024, 5, 1), 2), False),
        (Raised(7, date(2024, 5, 1), 1), False),
        (Raised(7, date(2024, 5, 1), None), True),
        (Raised(7, date(2029, 1, 31), 2), True),
        (Raised(7, date(2029, 2, 1), 2), False),
    ],
)
def test_repeats(raised, is_repeat):
    assert bool(repeats([raised], [CLOSED], months=60)) is is_repeat


def test_a_repeat_names_the_latest_that_was_closed():
    later = Closed(2, 7, date(2024, 3, 1), 3)
    found = repeats([Raised(7, date(2024, 5, 1), 2)], [CLOSED, later], months=60)
    assert found[0].earlier is later
