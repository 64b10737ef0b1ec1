"""Risks, the plan and other reviews: what is kept, what is refused, and that no edit is lost."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.services.versions import fingerprint
from sab.models import BoardRisk, RiskReview
from sab.risks_shown import RiskShown, scale_of
from sab.rules.risks import Movement, band_at, movement
from sab.services import other_reviews, priorities, risks
from tests import factories as f
from tests.sab.conftest import TODAY, lead_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LATER = date(2025, 9, 30)
RISK = {
    "title": "Advocates",
    "cause": "The contract ends",
    "event": "Nobody speaks for them",
    "effect": "Their voice is lost",
    "controls": "A review",
    "owner_name": "Head of commissioning",
    "inherent_likelihood": 4,
    "inherent_impact": 4,
    "likelihood": 3,
    "impact": 4,
    "target_likelihood": 1,
    "target_impact": 4,
    "look_again_on": LATER,
}


@pytest.fixture
def today():
    with time_machine.travel(TODAY):
        yield TODAY


def refused(code, service, **told):
    with pytest.raises(RuleViolationError) as refusal:
        service(**told)
    assert refusal.value.code == code
    return refusal.value


def test_a_risk_is_added_looked_at_and_moves(board, unit):
    risk = risks.add_risk(by=unit, board=board, **RISK)
    assert (risk.reference, risk.reviews.get().score) == ("R-1", 12)
    look = {"by": unit, "risk": risk, "on": TODAY, "look_again_on": LATER}
    refused("worse_with_controls", risks.look_at_risk, likelihood=5, impact=5, text="x", **look)
    refused(
        "past",
        risks.look_at_risk,
        likelihood=2,
        impact=4,
        text="x",
        **{**look, "look_again_on": TODAY},
    )
    with pytest.raises(ValidationError):
        risks.look_at_risk(likelihood=2, impact=4, text=" ", **look)
    risks.look_at_risk(likelihood=2, impact=4, text="A new contract", **look)
    shown = RiskShown(BoardRisk.objects.get(), scale_of(board), TODAY)
    assert (shown.score, shown.moved.text) == (8, "Down since last time")
    assert (shown.residual.text, shown.inherent.text) == ("8 Medium", "16 Very high")
    refused(
        "too_early",
        risks.look_at_risk,
        likelihood=2,
        impact=4,
        text="x",
        **{**look, "on": date(2025, 1, 1)},
    )
    assert RiskReview.objects.count() == 2


def test_two_people_who_change_one_risk_lose_nothing(board, unit):
    risk = f.BoardRiskFactory(board=board)
    seen = fingerprint(risk)
    told = {name: value for name, value in RISK.items() if name not in ("likelihood", "impact")}
    risks.change_risk(by=unit, risk=risk, version=seen, **told)
    error = refused(
        "changed_meanwhile", risks.change_risk, by=unit, risk=risk, version=seen, **told
    )
    assert "Somebody else" in str(error)
    risk.refresh_from_db()
    assert (risk.title, risk.likelihood) == ("Advocates", 3)


def test_a_risk_is_escalated_and_closed_by_a_person(board, unit, chair):
    risk = f.BoardRiskFactory(board=board)
    with pytest.raises(PermissionDenied):
        risks.close_risk(by=chair, risk=risk, closed_on=TODAY, closing_reason="x")
    with pytest.raises(ValidationError):
        risks.escalate_risk(
            by=unit, risk=risk, escalated_to="Chief", escalated_on=TODAY, escalation_reason=" "
        )
    risks.escalate_risk(
        by=unit, risk=risk, escalated_to="Chief", escalated_on=TODAY, escalation_reason="No money"
    )
    risks.close_risk(by=unit, risk=risk, closed_on=TODAY, closing_reason="The contract is let")
    refused("closed", risks.close_risk, by=unit, risk=risk, closed_on=TODAY, closing_reason="x")
    assert ActivityEvent.objects.filter(verb__startswith="risk_").count() == 2


def test_the_scales_are_the_boards_own(board, unit):
    level = {"by": unit, "board": board, "means": ""}
    risks.set_risk_level(axis="likelihood", value=3, label="Fifty-fifty", **level)
    risks.set_risk_level(axis="band", value=10, label="Serious", least=9, **level)
    scale = scale_of(board)
    assert (3, "3. Fifty-fifty") in scale.choices()["likelihood"]
    assert [scale.band(score).text for score in (8, 9, 16)] == [
        "8 Medium",
        "9 Serious",
        "16 Very high",
    ]
    band = {"axis": "band", "label": "x", **level}
    refused("lowest", risks.set_risk_level, value=1, least=2, **band)
    refused("taken", risks.set_risk_level, value=9, least=16, **band)
    refused("no_value", risks.set_risk_level, value=10, least=12, **band)


def test_bands_and_movements():
    assert [movement(scores) for scores in ((), (4,), (4, 6), (6, 4), (9, 4, 4))] == [
        Movement.NEW,
        Movement.NEW,
        Movement.UP,
        Movement.DOWN,
        Movement.SAME,
    ]
    assert [band_at(score, [(1, "Low"), (5, "High")]) for score in (0, 4, 5)] == ["", "Low", "High"]


def test_an_action_of_the_plan_is_of_its_years_and_complete_on_evidence(board, unit, police):
    row = f.StrategicPriorityFactory(board=board)
    give = {"by": unit, "priority": row, "text": "Agree it", "owner_name": "Chair"}
    new = priorities.add_priority_action
    refused("not_in_plan", new, year="2024-25", due_on=date(2025, 3, 1), **give)
    refused("not_in_year", new, year="2025-26", due_on=date(2026, 5, 1), **give)
    refused("not_a_year", new, year="2025", due_on=LATER, **give)
    refused("other_board", new, year="2025-26", due_on=LATER, partner=f.PartnerFactory(), **give)
    action = new(year="2025-26", due_on=LATER, partner=police, **give)
    tell = {"by": unit, "action": action, "told": ""}
    say = priorities.tell_priority_action
    refused("no_note", say, progress="blocked", **tell)
    refused("no_day", say, progress="complete", evidence="Signed", **tell)
    refused("no_evidence", say, progress="complete", completed_on=TODAY, **tell)
    refused("not_complete", say, progress="on_track", completed_on=TODAY, **tell)
    say(progress="complete", completed_on=TODAY, evidence="Signed", **tell)
    action.refresh_from_db()
    assert action.progress == "complete"


def test_a_priority_is_linked_within_its_board(board, unit, recommendation):
    row = f.StrategicPriorityFactory(board=board)
    risk = f.BoardRiskFactory(board=board)
    link = {"by": unit, "priority": row}
    refused("other_board", priorities.link_priority, risks=[f.BoardRiskFactory()], **link)
    priorities.link_priority(
        recommendations=[recommendation], risks=[risk], measure_keys=["b", "a", "a"], **link
    )
    row.refresh_from_db()
    assert (row.measure_keys, list(row.risks.all())) == (["a", "b"], [risk])


def test_a_coroners_clock_is_extended_only_by_a_later_day_with_a_reason(board, unit):
    add = {"by": unit, "board": board, "kind": "pfd", "title": "T", "lead_body": "The coroner"}
    row = other_reviews.add_other_review(reference="PFD-9", received_on=date(2025, 5, 1), **add)
    assert row.answer_by == date(2025, 6, 26)
    longer = {"by": unit, "other_review": row}
    extend = other_reviews.extend_answer
    refused("not_later", extend, extended_to=date(2025, 6, 26), extension_reason="x", **longer)
    with pytest.raises(ValidationError):
        extend(extended_to=date(2025, 7, 10), extension_reason="", **longer)
    row = extend(extended_to=date(2025, 7, 10), extension_reason="Agreed by letter", **longer)
    assert (row.due_on, row.answer_by) == (date(2025, 6, 26), date(2025, 7, 10))
    refused("no_answer", other_reviews.answer_other_review, answered_on=TODAY, answer="", **longer)
    other_reviews.answer_other_review(answered_on=TODAY, answer="We will test alarms", **longer)
    refused("answered", extend, extended_to=date(2025, 8, 1), extension_reason="x", **longer)
    leder = other_reviews.add_other_review(
        reference="L-1", received_on=TODAY, **{**add, "kind": "leder"}
    )
    refused(
        "no_clock", extend, extended_to=TODAY, extension_reason="x", by=unit, other_review=leder
    )


def test_learning_has_themes_and_joins_reviews_of_this_board(board, unit, held):
    row, theme = f.OtherReviewFactory(board=board), f.BoardThemeFactory()
    keep = {"by": unit, "other_review": row, "learning": "Doors"}
    refused("other_board", other_reviews.keep_learning, reviews=[f.ReviewFactory()], **keep)
    other_reviews.keep_learning(themes=[theme], reviews=[held], **keep)
    assert (list(row.themes.all()), list(row.reviews.all())) == ([theme], [held])


def test_nobody_of_a_partner_keeps_the_boards_business(board, police):
    lead, risk = lead_of(police), f.BoardRiskFactory(board=board)
    row = f.OtherReviewFactory(board=board)
    for service, told in (
        (risks.add_risk, {"board": board, **RISK}),
        (risks.close_risk, {"risk": risk, "closed_on": TODAY, "closing_reason": "x"}),
        (other_reviews.keep_learning, {"other_review": row, "learning": "x"}),
    ):
        with pytest.raises(PermissionDenied):
            service(by=lead, **told)
