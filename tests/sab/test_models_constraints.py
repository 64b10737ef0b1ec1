"""Each constraint of the board's tables refuses what it is there to refuse."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import F

from sab.choices_board import Rating, ReturnStatus
from sab.choices_recommendation import Assurance
from sab.models import SurveyGroup
from tests import factories as f
from tests.constraints import FACTORIES, UNLISTED, assert_refused, constraints_of, names, params

LONG_AGO, LATER = date(1990, 1, 1), date(2090, 1, 1)
FILLED = "_is_filled"


def limbs(**columns):
    return lambda: f.CriteriaTestFactory(**columns)


def decided(**columns):
    return limbs(decided=True, **columns)


def recommended(**columns):
    return lambda: f.RecommendationFactory(**columns)


def acted(**columns):
    return lambda: f.RecommendationActionFactory(**columns)


def signed(**columns):
    return lambda: f.AssuranceReturnFactory(**columns)


def answered(**columns):
    return lambda: f.StandardAnswerFactory(**columns)


NOT_DECIDED = {"decision_reason": ""}
FAILED = {"working_together": "no"}


def two_agencies_of_a_survey():
    """Return the second group of a survey that asks the practitioners of two agencies."""
    survey = f.SurveyFactory()
    groups = [
        f.SurveyGroupFactory(survey=survey, band="", partner=f.PartnerFactory(board=survey.board))
        for _ in range(2)
    ]
    return groups[1]


CASES = {
    "one_council_hosts_a_board": (
        lambda: f.BoardAreaFactory(board=f.BoardFactory()),
        {"is_host": True},
    ),
    "partner_leaves_on_or_after_joining": (f.PartnerFactory, {"left_on": LONG_AGO}),
    "stage_target_is_a_day_or_more": (f.StageTargetFactory, {"days": 0}),
    "review_acknowledged_on_or_after_receipt": (f.ReviewFactory, {"acknowledged_on": LONG_AGO}),
    "review_concludes_on_or_after_receipt": (f.ReviewFactory, {"concluded_on": LONG_AGO}),
    "review_period_ends_on_or_after_it_begins": (
        f.ReviewFactory,
        {"period_from": LATER, "period_to": LONG_AGO},
    ),
    "criteriatest_needs_is_known": (limbs(), {"needs": UNLISTED}),
    "criteriatest_outcome_is_known": (
        decided(outcome="no_action", working_together="no"),
        {"outcome": UNLISTED},
    ),
    "a_review_is_held_where_the_criteria_are_met": (decided(), {"outcome": "discretionary"}),
    "a_mandatory_review_meets_the_criteria": (decided(), {"harm": "no"}),
    "a_discretionary_review_is_of_an_adult_with_needs": (
        decided(outcome="discretionary", **FAILED),
        {"needs": "no"},
    ),
    "no_review_needs_a_limb_that_is_not_met": (
        decided(outcome="no_action", **FAILED),
        {"working_together": "unknown"},
    ),
    "review_decision_has_day_person_and_reason": (decided(), NOT_DECIDED),
    "a_review_is_in_one_stage_at_a_time": (
        lambda: f.ReviewStageFactory(
            review=f.ReviewStageFactory().review, stage="scoping", finished_on=LATER
        ),
        {"finished_on": None},
    ),
    "review_stage_finishes_on_or_after_it_starts": (
        f.ReviewStageFactory,
        {"finished_on": LONG_AGO},
    ),
    "review_stage_is_due_on_or_after_it_starts": (f.ReviewStageFactory, {"due_on": LONG_AGO}),
    "a_reviewer_speaks_for_no_partner": (
        lambda: f.PanelMemberFactory(partner=f.PartnerFactory()),
        {"role": "reviewer"},
    ),
    "parallel_process_ends_on_or_after_it_begins": (
        f.ParallelProcessFactory,
        {"ended_on": LONG_AGO},
    ),
    "marker_is_one_of_fifteen": (f.MarkerCheckFactory, {"marker": 16}),
    "reviewperson_kind_is_known": (
        lambda: f.ReviewPersonFactory(kind="family", harm=""),
        {"kind": UNLISTED},
    ),
    "harm_is_said_of_the_adult_alone": (f.ReviewPersonFactory, {"harm": ""}),
    "review_person_dies_on_or_after_birth": (
        f.ReviewPersonFactory,
        {"born_on": LATER, "died_on": LONG_AGO},
    ),
    "who_survived_has_no_date_of_death_here": (
        lambda: f.ReviewPersonFactory(harm="survived"),
        {"died_on": LATER},
    ),
    "finding_response_is_known": (
        lambda: f.FindingFactory(refused=True),
        {"response": UNLISTED},
    ),
    "a_finding_not_implemented_has_a_reason": (
        lambda: f.FindingFactory(refused=True),
        {"response_reason": ""},
    ),
    "a_response_to_a_finding_has_a_day_and_a_person": (
        lambda: f.FindingFactory(refused=True),
        {"responded_on": None},
    ),
    "a_report_not_published_has_a_reason": (f.PublicationFactory, {"decision": "hold"}),
    "a_published_report_was_read_for_names": (
        lambda: f.PublicationFactory(published=True),
        {"checked_on": None, "checked_by": None},
    ),
    "a_reading_for_names_has_a_day_and_a_person": (f.PublicationFactory, {"checked_on": LATER}),
    "only_a_published_report_goes_to_the_library": (
        f.PublicationFactory,
        {"library_sent_on": LATER},
    ),
    "a_regulation_28_report_has_a_day_for_its_answer": (f.OtherReviewFactory, {"due_on": None}),
    "an_answer_is_due_on_or_after_receipt": (f.OtherReviewFactory, {"due_on": LONG_AGO}),
    "an_answer_is_given_on_or_after_receipt": (f.OtherReviewFactory, {"answered_on": LONG_AGO}),
    "recommendation_response_is_known": (recommended(accepted=True), {"response": UNLISTED}),
    "a_recommendation_comes_from_one_review": (recommended(), {"review": None}),
    "a_recommendation_not_wholly_accepted_has_a_reason": (
        recommended(accepted=True),
        {"response": "not_accepted"},
    ),
    "a_response_has_a_day_and_a_person": (recommended(accepted=True), {"responded_on": None}),
    "an_accepted_recommendation_has_an_agency_and_a_day": (
        recommended(accepted=True),
        {"due_on": None},
    ),
    "recommendation_assurance_is_a_level": (recommended(assured=True), {"assurance": 5}),
    "assurance_has_a_day_a_person_and_a_reason": (recommended(assured=True), {"assured_on": None}),
    "the_owner_does_not_judge_the_assurance": (
        recommended(assured=True),
        {"assured_by": F("owner")},
    ),
    "a_closing_has_a_day_a_person_and_a_reason": (
        recommended(closed=True),
        {"closing_reason": ""},
    ),
    "the_owner_does_not_close_a_recommendation": (
        recommended(closed=True),
        {"closed_by": F("owner")},
    ),
    "a_closed_recommendation_was_at_least_shown": (recommended(closed=True), {"assurance": 1}),
    "a_closed_recommendation_is_looked_at_again_later": (
        recommended(closed=True),
        {"recheck_on": None},
    ),
    "boardreopening_trigger_is_known": (
        f.RecommendationReopeningFactory,
        {"trigger": UNLISTED},
    ),
    "boardreopening_reason_is_filled": (f.RecommendationReopeningFactory, {"reason": ""}),
    "a_recommendation_reopens_on_or_after_closing": (
        f.RecommendationReopeningFactory,
        {"reopened_on": LONG_AGO},
    ),
    "an_action_at_risk_or_blocked_says_what_is_done": (acted(), {"progress": "blocked"}),
    "a_complete_action_has_a_day": (acted(complete=True), {"completed_on": None}),
    "a_verified_action_is_complete_and_says_by_whom": (acted(), {"verified_on": LATER}),
    "the_owner_does_not_verify_an_action": (
        lambda: f.RecommendationActionFactory(
            complete=True, verified_on=LATER, verified_by=f.UserFactory()
        ),
        {"verified_by": F("owner")},
    ),
    "evidence_is_dated_by_the_day_it_is_given": (f.ActionEvidenceFactory, {"dated_on": LATER}),
    "a_template_retires_after_it_is_published": (
        f.ReturnTemplateFactory,
        {"retired_on": LONG_AGO},
    ),
    "a_return_window_closes_on_or_after_it_opens": (
        f.ReturnCycleFactory,
        {"closes_on": LONG_AGO},
    ),
    "a_signature_has_a_name_a_job_and_a_day": (signed(), {"signed_by": "Somebody"}),
    "a_submitted_return_was_signed_first": (
        signed(submitted=True),
        {"submitted_on": LONG_AGO},
    ),
    "a_return_past_submission_has_its_day": (signed(), {"status": ReturnStatus.VALIDATED}),
    "a_validated_return_was_submitted": (signed(), {"validated_on": LATER}),
    "who_submits_a_return_does_not_validate_it": (
        signed(validated=True),
        {"validated_by": F("submitted_by")},
    ),
    "a_request_for_changes_says_which": (
        f.ReturnStepFactory,
        {"status": ReturnStatus.CHANGES_REQUESTED},
    ),
    "self_rating_is_of_the_scale": (answered(), {"self_rating": 9}),
    "validated_rating_is_of_the_scale": (
        answered(validated=True, validation_reason="It is lower"),
        {"validated_rating": 9},
    ),
    "not_applicable_has_a_reason_and_no_rating": (answered(), {"is_not_applicable": True}),
    "a_validated_rating_has_a_day_and_a_person": (
        answered(validated=True),
        {"validated_on": None},
    ),
    "a_rating_that_differs_says_why": (
        answered(validated=True),
        {"validated_rating": Rating.NOT_MET},
    ),
    "only_a_carried_answer_waits_to_be_confirmed": (answered(), {"is_confirmed": False}),
    "a_pack_taken_back_has_a_person_and_a_hash": (
        f.WorkbookPackFactory,
        {"taken_at": datetime(2025, 12, 1, tzinfo=UTC)},
    ),
    "an_action_is_agreed_on_an_answer": (
        f.ChallengeQuestionFactory,
        {"agreed_action": "Something"},
    ),
    "a_verified_improvement_is_complete_and_says_by_whom": (
        f.ImprovementActionFactory,
        {"verified_on": LATER},
    ),
    "the_owner_does_not_verify_an_improvement": (
        lambda: f.ImprovementActionFactory(
            completed_on=LATER, verified_on=LATER, verified_by=f.UserFactory()
        ),
        {"verified_by": F("owner")},
    ),
    "who_completes_an_improvement_does_not_verify_it": (
        lambda: f.ImprovementActionFactory(
            completed_on=LATER,
            completed_by=f.UserFactory(),
            verified_on=LATER,
            verified_by=f.UserFactory(),
        ),
        {"verified_by": F("completed_by")},
    ),
    "a_survey_closes_on_or_after_it_opens": (f.SurveyFactory, {"closes_on": LONG_AGO}),
    "survey_agreement_is_of_the_scale": (f.SurveyAnswerFactory, {"agreement": 9}),
    "a_survey_is_closed_after_it_opens": (f.SurveyFactory, {"closed_on": LONG_AGO}),
    "one_group_of_a_partner_in_a_survey": (
        lambda: two_agencies_of_a_survey(),
        {"partner": SurveyGroup.objects.order_by("pk").values("partner")[:1]},
    ),
    "a_survey_group_is_a_band_or_an_agency": (f.SurveyGroupFactory, {"band": ""}),
    "only_a_released_comment_is_shown": (f.SurveyAnswerFactory, {"comment_shown": "Words"}),
    "a_priority_ends_on_or_after_it_starts": (f.StrategicPriorityFactory, {"ends_on": LONG_AGO}),
    "risk_scores_are_one_to_five": (f.BoardRiskFactory, {"likelihood": 6}),
    "a_risk_is_escalated_to_somebody_for_a_reason": (
        f.BoardRiskFactory,
        {"escalated_on": LATER},
    ),
    "a_closed_risk_says_why": (f.BoardRiskFactory, {"closed_on": LATER}),
    "risk_review_scores_are_one_to_five": (f.RiskReviewFactory, {"impact": 0}),
    "a_value_of_a_risk_scale_is_in_it": (f.RiskLevelFactory, {"value": 6}),
    "a_priority_action_at_risk_says_what_is_done": (
        f.PriorityActionFactory,
        {"progress": "blocked"},
    ),
    "a_complete_priority_action_has_a_day_and_evidence": (
        lambda: f.PriorityActionFactory(complete=True),
        {"evidence": ""},
    ),
    "priorityaction_progress_is_known": (f.PriorityActionFactory, {"progress": UNLISTED}),
    "an_extension_is_to_a_later_day_with_a_reason": (
        f.OtherReviewFactory,
        {"extended_to": LATER},
    ),
    "a_dataset_period_ends_on_or_after_it_starts": (f.DatasetValueFactory, {"end": LONG_AGO}),
    "what_is_not_supplied_is_not_a_number": (f.DatasetValueFactory, {"is_supplied": False}),
    "a_dataset_number_is_not_negative": (f.DatasetValueFactory, {"numerator": -1}),
    "a_dataset_share_is_of_something": (f.DatasetValueFactory, {"denominator": 0}),
    "a_published_briefing_has_all_seven_parts": (f.BriefingFactory, {"published_on": LATER}),
    "a_briefing_was_used_by_somebody": (f.BriefingReceiptFactory, {"people": 0}),
    "a_briefing_was_used_by_the_day_it_is_told": (f.BriefingReceiptFactory, {"used_on": LATER}),
    "a_published_annual_report_says_what_the_board_did": (
        f.AnnualReportFactory,
        {"published_on": LATER},
    ),
}
for model, constraint in constraints_of("sab"):
    if constraint.name.endswith(FILLED) and constraint.name not in CASES:
        field = constraint.name.removesuffix(FILLED).removeprefix(f"{model._meta.model_name}_")
        CASES[constraint.name] = (FACTORIES[model], {field: ""})


def test_every_case_is_of_a_constraint():
    assert set(CASES) <= names("sab")
    assert Assurance.TOLD < Assurance.SHOWN


def test_names_fit_in_postgresql():
    assert all(len(name) <= 63 for name in names("sab"))


@pytest.mark.parametrize(("model", "constraint", "case"), params("sab", CASES))
def test_the_database_refuses(db, model, constraint, case):
    assert_refused(model, constraint, case)
