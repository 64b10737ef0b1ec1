"""What must hold for an enquiry to conclude, and what outcomes come to together."""

from datetime import date

import pytest

from safeguard.choices_work import ClosingItem
from safeguard.rules.concluding import Check, Dated, Judgement, Standing, faults, suggested
from tests.safeguard.closing_answers import CLOSING, ENDED, closing

STARTED = Dated(date(2025, 4, 2), "the enquiry commenced then")
NOTHING_OPEN = Standing(today=ENDED, dated=(STARTED,))
FULL, PART, NOT = "FULL", "PART", "NOT"
WANTED = Standing(today=ENDED, dated=(STARTED,), outcomes=(7,))
EXPRESSED = {"outcomes_asked": "ASK_EXP"}


def codes(said, standing=NOTHING_OPEN) -> list[str]:
    return [fault.code for fault in faults(said, standing)]


def test_nothing_stands_against_a_whole_conclusion():
    assert codes(CLOSING) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"concluded_on": date(2025, 5, 2)}, "future", "concluded_on"),
        ({"concluded_on": date(2025, 4, 1)}, "out_of_order", "concluded_on"),
        ({"risk_outcome": None}, "risk_outcome_missing", "risk_outcome"),
        ({"risk_assessment_result": "NR_N"}, "outcome_without_risk", "risk_outcome"),
        ({"supported": True}, "support_without_lack", "supported"),
        ({"supported": False, "lacked_capacity": "DK"}, "support_without_lack", "supported"),
        ({"outcomes_asked": "NO"}, "not_asked_reason", "not_asked_reason"),
        ({"outcomes_achieved": FULL}, "achieved_without_expressed", "outcomes_achieved"),
    ],
)
def test_each_answer_fits_the_others(changes, code, field):
    assert [(f.code, f.field) for f in faults(closing(**changes), NOTHING_OPEN)] == [(code, field)]


@pytest.mark.parametrize("item", list(ClosingItem))
def test_every_line_of_the_checklist_is_answered(item):
    checks = {name: check for name, check in CLOSING.checks.items() if name != item}
    assert codes(closing(checks=checks)) == ["check_missing"]
    assert codes(closing(checks={**checks, item: Check("not_done")})) == ["check_reason"]
    assert codes(closing(checks={**checks, item: Check("not_done", "She declined")})) == []
    assert codes(closing(checks={**checks, item: Check("na")})) == []


def test_the_day_of_conclusion_may_be_today_and_the_day_of_the_last_step():
    standing = Standing(today=ENDED, dated=(STARTED, Dated(ENDED, "a report came then")))
    assert codes(CLOSING, standing) == []


def test_the_latest_of_what_came_before_is_named():
    later = Dated(date(2025, 5, 3), "a report that was asked for came then")
    standing = Standing(today=date(2025, 6, 1), dated=(STARTED, later))
    (fault,) = faults(CLOSING, standing)
    assert "on or after 3 May 2025: a report that was asked for came then" in fault.message


def test_an_open_hold_is_ended_first():
    standing = Standing(today=ENDED, dated=(STARTED,), open_hold=date(2025, 4, 9))
    assert codes(CLOSING, standing) == ["on_hold"]


def test_open_work_needs_somebody_who_sees_to_it():
    standing = Standing(today=ENDED, dated=(STARTED,), open_work=("Fit a key safe",))
    assert codes(CLOSING, standing) == ["open_actions"]
    assert codes(closing(open_actions_reason="The care team does"), standing) == []


@pytest.mark.parametrize(
    ("judged", "together", "code"),
    [
        (Judgement(FULL, "the adult's"), FULL, None),
        (Judgement(FULL, "the adult's"), NOT, None),  # chosen by a person, not by the rule
        (Judgement(FULL, ""), FULL, "whose_view"),
        (Judgement(None), None, "outcome_not_judged"),
        (Judgement(None, "", "She moved away"), None, None),
        (Judgement(PART, "her son's"), None, "achieved_missing"),
    ],
)
def test_each_outcome_is_judged_in_somebodys_view_or_says_why_not(judged, together, code):
    said = closing(**EXPRESSED, outcomes={7: judged}, outcomes_achieved=together)
    assert codes(said, WANTED) == ([code] if code else [])


def test_an_outcome_left_out_is_not_judged():
    assert "outcome_not_judged" in codes(closing(**EXPRESSED), WANTED)


def test_outcomes_on_record_were_expressed():
    said = closing(outcomes={7: Judgement(None, "", "She moved away")})
    assert codes(said, WANTED) == ["outcomes_expressed"]


def test_everything_is_found_at_once():
    said = closing(concluded_on=date(2026, 1, 1), risk_outcome=None, outcomes_asked="NO")
    assert codes(said) == ["future", "risk_outcome_missing", "not_asked_reason"]


@pytest.mark.parametrize(
    ("achieved", "together"),
    [
        ([FULL], FULL),
        ([FULL, FULL, FULL], FULL),
        ([NOT, NOT], NOT),
        ([PART], PART),
        ([FULL, NOT], PART),
        ([FULL, PART], PART),
        ([NOT, PART], PART),
        ([None, FULL], FULL),
    ],
)
def test_what_outcomes_come_to_together(achieved, together):
    assert suggested(achieved).achieved == together


def test_a_suggestion_says_why():
    why = "Of 3 judged, achieved: 1 fully, 1 partially, 1 not. 1 not judged."
    assert suggested([FULL, None, PART, NOT]).why == why
    assert suggested([None]) is None
    assert suggested([]) is None
