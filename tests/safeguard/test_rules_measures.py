"""One row of truth for each way a case can read."""

from datetime import date

import pytest

from core.workdays import WorkingCalendar
from safeguard.choices import OutcomesAchieved, RiskOutcome
from safeguard.rules import measures
from safeguard.rules.measures import CommencedFact, ConcernFact, ConcludedFact, Status

MET, NOT_MET = Status.MET, Status.NOT_MET
NA, NK = Status.NOT_APPLICABLE, Status.NOT_KNOWN
FRIDAY = date(2024, 5, 3)


def concluded(**changes):
    plain = {
        "month": "2024-05",
        "kind": "s42",
        "result": "RI_A",
        "outcome": None,
        "lacked_capacity": None,
        "supported": None,
        "asked": None,
        "achieved": None,
    }
    return ConcludedFact(**{**plain, **changes})


@pytest.mark.parametrize(
    ("decided_on", "within", "status"),
    [
        pytest.param(None, 1, NA, id="undecided is not judged yet"),
        pytest.param(FRIDAY, 0, MET, id="the same day"),
        pytest.param(date(2024, 5, 7), 1, MET, id="end of the next working day"),
        pytest.param(date(2024, 5, 8), 1, NOT_MET, id="a day later"),
    ],
)
def test_decided_within(decided_on, within, status):
    calendar = WorkingCalendar({date(2024, 5, 6): "Early May bank holiday"}, horizon=2024)
    fact = ConcernFact(FRIDAY, decided_on, decided_on and "not_an_enquiry")
    assert measures.decided_within(fact, working_days=within, calendar=calendar) is status


@pytest.mark.parametrize(
    ("decision", "status"),
    [(None, NA), ("s42_enquiry", MET), ("other_enquiry", MET), ("not_an_enquiry", NOT_MET)],
)
def test_became_enquiry(decision, status):
    assert measures.became_enquiry(ConcernFact(FRIDAY, FRIDAY, decision)) is status


@pytest.mark.parametrize(
    ("result", "outcome", "status"),
    [
        ("RI_A", "REDUCE", MET),
        ("RI_N", "REMOVE", MET),
        ("RI_A", "REMAIN", NOT_MET),
        ("RI_A", None, NK),
        ("NR_A", None, NA),
        ("CEASED", None, NA),
    ],
)
def test_risk_lowered(result, outcome, status):
    assert measures.risk_lowered(concluded(result=result, outcome=outcome)) is status


def test_risk_ended_as_one_outcome():
    fact = concluded(outcome="REMOVE")
    assert measures.risk_ended_as(fact, outcomes=(RiskOutcome.REMOVED,)) is MET
    assert measures.risk_ended_as(fact, outcomes=(RiskOutcome.REDUCED,)) is NOT_MET


@pytest.mark.parametrize(
    ("answer", "asked", "expressed"),
    [
        ("ASK_EXP", MET, MET),
        ("ASK_NONE", MET, NOT_MET),
        ("NO", NOT_MET, NA),
        ("DK", NK, NA),
        ("NR", NK, NA),
        (None, NK, NA),
    ],
)
def test_asked_and_expressed(answer, asked, expressed):
    assert measures.asked(concluded(asked=answer)) is asked
    assert measures.expressed(concluded(asked=answer)) is expressed


@pytest.mark.parametrize(
    ("asked", "achieved", "status"),
    [
        ("ASK_EXP", "FULL", MET),
        ("ASK_EXP", "PART", MET),
        ("ASK_EXP", "NOT", NOT_MET),
        ("ASK_EXP", None, NK),
        ("ASK_NONE", None, NA),
        ("NO", None, NA),
    ],
)
def test_achieved(asked, achieved, status):
    assert measures.achieved(concluded(asked=asked, achieved=achieved)) is status


def test_achieved_as_one_answer():
    fact = concluded(asked="ASK_EXP", achieved="PART")
    assert measures.achieved_as(fact, results=(OutcomesAchieved.PARTIALLY,)) is MET
    assert measures.achieved_as(fact, results=(OutcomesAchieved.FULLY,)) is NOT_MET


@pytest.mark.parametrize(
    ("lacked", "helped", "recorded", "capacity", "support"),
    [
        ("YES", True, MET, MET, MET),
        ("YES", False, MET, MET, NOT_MET),
        ("YES", None, MET, MET, NK),
        ("NO", None, MET, NOT_MET, NA),
        ("DK", None, NOT_MET, NK, NA),
        ("NR", None, NOT_MET, NK, NA),
        (None, None, NOT_MET, NK, NA),
    ],
)
def test_capacity_and_support(lacked, helped, recorded, capacity, support):
    fact = concluded(lacked_capacity=lacked, supported=helped)
    assert measures.capacity_recorded(fact) is recorded
    assert measures.lacked_capacity(fact) is capacity
    assert measures.supported(fact) is support


@pytest.mark.parametrize(
    ("result", "outcome", "identified", "recorded"),
    [("RI_A", "REMAIN", MET, MET), ("RI_A", None, MET, NOT_MET), ("NR_N", None, NOT_MET, NA)],
)
def test_risk_identified_and_outcome_recorded(result, outcome, identified, recorded):
    fact = concluded(result=result, outcome=outcome)
    assert measures.risk_identified(fact) is identified
    assert measures.outcome_recorded(fact) is recorded


def test_caused():
    assert measures.caused(CommencedFact("2024-05", "s42", 0, caused=True)) is MET
    assert measures.caused(CommencedFact("2024-05", "s42", 0, caused=False)) is NOT_MET
