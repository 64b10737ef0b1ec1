"""A case referred to the board: referral, test, decision, stages, people."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from sab.models import Review, ReviewPerson, StageTarget, Theme
from sab.services import boards, review_parts, reviews
from sab.services.findings import add_finding, respond_to_finding
from tests import factories as f
from tests.sab.conftest import TODAY, lead_of

pytestmark = [pytest.mark.django_db]
REFERRAL = {
    "title": "Self-neglect and fire",
    "circumstances": "An adult died.",
    "why_criteria": "Nobody held the whole picture.",
    "received_on": date(2025, 6, 1),
    "referrer_name": "A nurse",
}
TEST = {
    "needs": "yes",
    "needs_reason": "Needs",
    "working_together": "yes",
    "working_together_reason": "Concern",
    "life": "died",
    "harm": "yes",
    "harm_reason": "Neglect",
}
DECISION = {"decision_reason": "As the test shows", "decided_on": TODAY}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(TODAY):
        yield


def refused(code, call, **data):
    with pytest.raises(RuleViolationError) as refusal:
        call(**data)
    assert refusal.value.code == code
    return refusal.value


def test_a_board_starts_with_targets_and_themes(council, unit):
    board = boards.set_up_board(by=unit, council=council, name="Our board")
    assert StageTarget.objects.filter(board=board).count() == 11
    assert Theme.objects.count() == 57
    refused("taken", boards.set_up_board, by=unit, council=council, name="Another")
    with pytest.raises(PermissionDenied):
        boards.set_up_board(by=f.UserFactory(), council=council, name="Mine")


def test_a_referral_gets_a_reference_and_a_clock(board, council, unit):
    f.StageTargetFactory(board=board, stage="referral", days=2)
    first = reviews.refer_case(by=unit, board=board, council=council, **REFERRAL)
    second = reviews.refer_case(by=unit, board=board, council=council, **REFERRAL)
    assert (first.reference, second.reference) == ("SAR-2025-01", "SAR-2025-02")
    assert first.stages.get().due_on == date(2025, 6, 3)
    assert ActivityEvent.objects.filter(verb="review_referred").count() == 2


def test_a_partner_refers_and_a_stranger_does_not(board, council, police):
    lead = lead_of(police)
    reviews.refer_case(by=lead, board=board, council=council, referrer=police, **REFERRAL)
    elsewhere = lead_of(f.PartnerFactory())
    with pytest.raises(PermissionDenied):
        reviews.refer_case(by=elsewhere, board=board, council=council, **REFERRAL)
    assert Review.objects.count() == 1


def test_a_referral_is_of_a_council_the_board_covers(board, other_council, unit):
    refused(
        "not_covered", reviews.refer_case, by=unit, board=board, council=other_council, **REFERRAL
    )
    own = board.areas.get().council
    stranger = {**REFERRAL, "referrer": f.PartnerFactory()}
    refused("other_board", reviews.refer_case, by=unit, board=board, council=own, **stranger)
    ahead = {**REFERRAL, "received_on": date(2025, 6, 3)}
    area = board.areas.get().council
    refused("in_future", reviews.refer_case, by=unit, board=board, council=area, **ahead)


def test_nothing_is_kept_where_the_log_fails(board, council, unit, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        reviews.refer_case(by=unit, board=board, council=council, **REFERRAL)
    assert not Review.objects.exists()


def test_criteria_met_and_no_review_is_refused_with_the_law(review, unit, chair):
    reviews.record_test(by=unit, review=review, **TEST)
    error = refused(
        "must_review",
        reviews.decide_review,
        by=chair,
        review=review,
        outcome="single_agency",
        **DECISION,
    )
    assert "must hold" in str(error)
    assert "method" in str(error)
    reviews.decide_review(by=chair, review=review, outcome="mandatory", **DECISION)
    review.refresh_from_db()
    assert (review.stage, review.criteria.decided_by) == ("family", chair)
    refused("decided", reviews.record_test, by=unit, review=review, **TEST)


def test_a_subgroup_cannot_recommend_what_the_law_forbids(review, unit):
    error = refused(
        "must_review",
        reviews.record_test,
        by=unit,
        review=review,
        **TEST,
        recommended="no_action",
    )
    assert error.field == "recommended"


def test_only_the_chair_decides(review, unit, chair):
    with pytest.raises(PermissionDenied):
        reviews.decide_review(by=unit, review=review, outcome="mandatory", **DECISION)
    refused(
        "no_test", reviews.decide_review, by=chair, review=review, outcome="mandatory", **DECISION
    )


def test_no_review_closes_the_case(review, unit, chair):
    reviews.record_test(by=unit, review=review, **{**TEST, "harm": "no"})
    reviews.decide_review(by=chair, review=review, outcome="no_action", **DECISION)
    review.refresh_from_db()
    assert (review.stage, review.concluded_on) == ("closed", TODAY)
    assert not Review.objects.held().exists()


def test_stages_need_the_decision_and_a_reason_for_delay(review, unit, chair):
    move = {"by": unit, "review": review, "on": TODAY}
    refused("not_decided", reviews.move_stage, stage="review", **move)
    reviews.move_stage(stage="scoping", **move)
    refused("not_later", reviews.move_stage, stage="referral", **move)
    reviews.record_test(by=unit, review=review, **TEST)
    reviews.decide_review(by=chair, review=review, outcome="mandatory", **DECISION)
    review.stages.filter(finished_on=None).update(
        due_on=date(2025, 5, 20), started_on=date(2025, 5, 10)
    )
    refused("late", reviews.move_stage, stage="commissioning", **move)
    reviews.move_stage(stage="commissioning", delay_reason="The trial", **move)
    review.refresh_from_db()
    assert review.started_on == TODAY
    reviews.move_stage(stage="response", **move)
    review.refresh_from_db()
    assert review.concluded_on == TODAY


def test_a_method_needs_its_reason(held, unit, review):
    plan = {"method": "rapid_time", "lines_of_enquiry": ""}
    refused("no_reason", reviews.plan_review, by=unit, review=held, method_reason=" ", **plan)
    reviews.plan_review(by=unit, review=held, method_reason="Narrow", **plan)
    refused("not_decided", reviews.plan_review, by=unit, review=review, method_reason="x", **plan)


def test_people_are_apart_and_each_reading_is_recorded(held, unit, chair, person_with):
    person = {"kind": "subject", "name": "Margery Allthorpe", "harm": "died"}
    review_parts.add_person(by=unit, review=held, **person)
    people = review_parts.open_people(by=chair, review=held)
    assert [row.name for row in people] == ["Margery Allthorpe"]
    read = ActivityEvent.objects.get(verb="review_people_read")
    assert read.actor_id == str(chair.pk)
    logged = str(list(ActivityEvent.objects.values_list("changes", flat=True)))
    assert "Margery" not in logged
    for role in (Role.DIRECTOR, Role.SAFEGUARDING_MANAGER, Role.PARTNER_LEAD):
        other = person_with(role)
        with pytest.raises(PermissionDenied):
            review_parts.open_people(by=other, review=held)
        assert not ReviewPerson.objects.visible_to(other).exists()


def test_a_person_is_removed_with_a_reason(held, unit):
    person = f.ReviewPersonFactory(review=held)
    refused("no_reason", review_parts.remove_person, by=unit, person=person, reason=" ")
    review_parts.remove_person(by=unit, person=person, reason="Twice")
    assert not ReviewPerson.objects.exists()


def test_a_marker_is_checked_again(held, unit):
    for met in ("partly", "met"):
        review_parts.check_marker(by=unit, review=held, marker=1, met=met, note_text="Seen")
    assert held.marker_checks.get().met == "met"
    with pytest.raises(ValidationError):
        review_parts.check_marker(by=unit, review=held, marker=16, met="met", note_text="Seen")


def test_findings_are_numbered_and_a_refusal_needs_its_reason(held, review, unit):
    refused("not_decided", add_finding, by=unit, review=review, text="A finding")
    f.ReviewPersonFactory(review=held, name="Margery Allthorpe")
    refused("names_somebody", add_finding, by=unit, review=held, text="Margery was not asked.")
    finding = add_finding(by=unit, review=held, text="Nobody asked.")
    assert add_finding(by=unit, review=held, text="Nobody shared.").number == 2
    answer = {"by": unit, "finding": finding, "responded_on": TODAY}
    with pytest.raises(ValidationError, match="annual report"):
        respond_to_finding(response="not_implement", response_reason="", **answer)
    respond_to_finding(response="not_implement", response_reason="No longer so", **answer)
    finding.refresh_from_db()
    assert finding.responded_by == unit
