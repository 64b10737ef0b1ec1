"""How each constraint of the casework tables is broken: a valid row, and what spoils it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import F, Model
from django.utils import timezone

from safeguard.choices import DecisionResult
from safeguard.choices_work import (
    Agreement,
    CausedQuality,
    ClosingAnswer,
    DecisionState,
    HoldReason,
    PlanReviewResult,
    Respondent,
)
from tests import factories
from tests.factories import CausedRequestFactory, DecisionRecordFactory

LONG_AGO = date(1900, 1, 1)
ONE_DAY = date(2025, 4, 20)
Way = tuple[Callable[[], Model], Mapping[str, Any]]


def checked() -> Model:
    return CausedRequestFactory(
        received=True, quality=CausedQuality.RETURNED, quality_on=ONE_DAY, quality_reason="No dates"
    )


def withdrawn() -> Model:
    return CausedRequestFactory(withdrawn_on=ONE_DAY, withdrawn_reason="A mistake")


def set_aside_beside_one_in_force() -> Model:
    in_force = DecisionRecordFactory(signed=True)
    return DecisionRecordFactory(set_aside=True, concern=in_force.concern)


REPORT, HOLD, ACTION = (
    factories.ConcernReportFactory,
    factories.HoldFactory,
    factories.ActionFactory,
)
MERGE = factories.AdultMergeFactory
REVIEWED: Mapping[str, Any] = {"held_on": ONE_DAY, "result": PlanReviewResult.ENDS}

# Several ways where the constraint has several parts, each of which must hold by itself.
WAYS: Mapping[str, list[Way]] = {
    "adult_is_not_merged_into_itself": [(factories.AdultFactory, {"merged_into": F("pk")})],
    "caused_request_withdrawn_with_a_reason": [
        (CausedRequestFactory, {"withdrawn_on": ONE_DAY}),
        (CausedRequestFactory, {"withdrawn_on": LONG_AGO, "withdrawn_reason": "A mistake"}),
    ],
    "caused_request_withdrawn_brings_no_report": [
        (withdrawn, {"received_on": ONE_DAY}),
        (withdrawn, {"declined_on": ONE_DAY, "declined_reason": "No staff"}),
    ],
    "look_again_after_a_day_or_more": [(factories.RegisterSettingsFactory, {"look_again_days": 0})],
    "experience_asked_within_a_week_or_more": [
        (factories.RegisterSettingsFactory, {"experience_weeks": 0})
    ],
    "more_than_one_contact_stands_out": [
        (factories.RegisterSettingsFactory, {"contacts_that_stand_out": 1})
    ],
    "quality_count_says_to_which_day": [
        (factories.QualityCountFactory, {"until": None}),
        (factories.QualityCountFactory, {"counted_at": None}),
    ],
    "quality_finding_is_as_old_as_its_records": [
        (factories.QualityFindingFactory, {"records": 0}),
        (factories.QualityFindingFactory, {"oldest": None}),
    ],
    "enquiry_planned_on_or_after_commencing": [
        (factories.EnquiryFactory, {"planned_on": LONG_AGO})
    ],
    "report_says_why_agreement_was_not_asked": [(REPORT, {"agreement": Agreement.NOT_ASKED})],
    "feedback_is_dated_and_signed": [
        (REPORT, {"feedback_on": ONE_DAY}),
        (
            lambda: REPORT(feedback_on=ONE_DAY, feedback_by=factories.UserFactory()),
            {"feedback_on": None},
        ),
    ],
    "feedback_not_possible_says_why": [(REPORT, {"feedback_not_possible": True})],
    "feedback_given_or_not_possible": [
        (
            lambda: REPORT(
                feedback_on=ONE_DAY, feedback_by=factories.UserFactory(), feedback_note="By letter"
            ),
            {"feedback_not_possible": True},
        )
    ],
    "priority_has_a_reason": [(factories.PrioritySettingFactory, {"reason": ""})],
    "information_says_what_was_learnt": [(factories.InformationFactory, {"learnt": ""})],
    "decision_has_a_reason_for_each_part": [
        (DecisionRecordFactory, {name: ""})
        for name in ("reason_a", "reason_b", "reason_c", "reason")
    ],
    "decision_s42_meets_every_part": [
        (DecisionRecordFactory, {name: False}) for name in ("met_a", "met_b", "met_c")
    ]
    + [
        (
            lambda: DecisionRecordFactory(not_an_enquiry=True),
            {"result": DecisionResult.SECTION_42},
        )
    ],
    "decision_signed_off_by_somebody": [
        (DecisionRecordFactory, {"state": DecisionState.SIGNED_OFF}),
        (DecisionRecordFactory, {"signed_off_at": timezone.now()}),
        (lambda: DecisionRecordFactory(signed=True), {"signed_off_by": None}),
        (lambda: DecisionRecordFactory(set_aside=True), {"signed_off_at": None}),
        (lambda: DecisionRecordFactory(signed=True), {"state": DecisionState.PROPOSED}),
    ],
    "decision_returned_with_a_reason": [
        (lambda: DecisionRecordFactory(returned=True), {"answer": ""})
    ],
    "one_decision_is_in_force": [
        (set_aside_beside_one_in_force, {"state": DecisionState.SIGNED_OFF})
    ],
    "look_again_says_how_safe": [(factories.LookAgainFactory, {"safe_meanwhile": ""})],
    "next_look_on_or_after_this_one": [(factories.LookAgainFactory, {"next_due_on": LONG_AGO})],
    "hold_ends_on_or_after_it_begins": [(HOLD, {"until": LONG_AGO})],
    "hold_of_another_reason_says_which": [(HOLD, {"reason": HoldReason.OTHER})],
    "action_says_what": [(ACTION, {"what": ""})],
    "action_has_an_owner": [(ACTION, {"owner": None})],
    "plan_review_held_with_a_result": [
        (factories.PlanReviewFactory, {"held_on": ONE_DAY}),
        (factories.PlanReviewFactory, {"result": PlanReviewResult.ENDS}),
        (lambda: factories.PlanReviewFactory(**REVIEWED), {"result": None}),
    ],
    "process_ends_on_or_after_it_begins": [(factories.OtherProcessFactory, {"ended_on": LONG_AGO})],
    "advocate_appointed_or_not": [
        (
            lambda: factories.AdvocacyFactory(appointed_on=ONE_DAY),
            {"not_appointed": "unavailable"},
        )
    ],
    "caused_request_says_who_what_and_the_adults_views": [
        (CausedRequestFactory, {name: ""}) for name in ("to_whom", "scope", "adult_views")
    ],
    "caused_request_due_on_or_after_request": [(CausedRequestFactory, {"due_on": LONG_AGO})],
    "caused_request_accepted_on_or_after_request": [
        (CausedRequestFactory, {"accepted_on": LONG_AGO})
    ],
    "caused_request_declined_with_a_reason": [
        (CausedRequestFactory, {"declined_on": ONE_DAY}),
        (CausedRequestFactory, {"declined_on": LONG_AGO, "declined_reason": "No staff"}),
    ],
    "caused_request_declined_brings_no_report": [
        (
            lambda: CausedRequestFactory(received=True),
            {"declined_on": ONE_DAY, "declined_reason": "No staff"},
        )
    ],
    "caused_report_received_on_or_after_request": [
        (CausedRequestFactory, {"received_on": LONG_AGO})
    ],
    "caused_quality_is_dated": [
        (checked, {"quality_on": None}),
        (CausedRequestFactory, {"quality_on": ONE_DAY}),
    ],
    "caused_quality_of_a_report_that_came": [(checked, {"received_on": None})],
    "caused_quality_says_why": [
        (checked, {"quality_reason": ""}),
        (checked, {"quality": CausedQuality.TAKEN_OVER, "quality_reason": ""}),
    ],
    "chase_says_what_was_said": [(factories.CausedChaseFactory, {"note": ""})],
    "clock_rule_has_a_name": [(factories.ClockRuleFactory, {"name": ""})],
    "clock_runs_between_two_events": [
        (factories.ClockRuleFactory, {"end_event": F("start_event")})
    ],
    "clock_rule_ends_on_or_after_it_begins": [(factories.ClockRuleFactory, {"last_day": LONG_AGO})],
    "late_reason_says_why": [(factories.LateReasonFactory, {"reason": ""})],
    "conclusion_has_its_reasons": [
        (factories.ConclusionFactory, {name: ""}) for name in ("reason", "review_reason")
    ],
    "closing_item_not_done_says_why": [
        (factories.ClosingCheckFactory, {"answer": ClosingAnswer.NOT_DONE})
    ],
    "agency_told_is_named": [(factories.AgencyToldFactory, {"agency": ""})],
    "reopening_has_a_reason": [(factories.ReopeningFactory, {"reason": ""})],
    "question_set_has_a_name": [(factories.QuestionSetFactory, {"name": ""})],
    "experience_question_has_both_wordings": [
        (factories.ExperienceQuestionFactory, {name: ""})
        for name in ("to_adult", "to_representative")
    ],
    "representative_says_how_related": [
        (factories.ExperienceResponseFactory, {"respondent": Respondent.REPRESENTATIVE})
    ],
    "merge_is_of_two_adults": [(MERGE, {"kept": F("merged")})],
    "merge_has_a_reason": [(MERGE, {"reason": ""})],
    "merge_undone_by_somebody_for_a_reason": [
        (MERGE, {"undone_at": timezone.now()}),
        (
            lambda: MERGE(
                undone_by=factories.UserFactory(), undone_at=timezone.now(), undone_reason="Twins"
            ),
            {"undone_reason": ""},
        ),
    ],
    "document_has_a_title": [(factories.CaseDocumentFactory, {"title": ""})],
    "provider_has_a_name": [(factories.ProviderFactory, {"name_key": ""})],
}
CASES: Mapping[str, Way] = {name: ways[0] for name, ways in WAYS.items()}


def other_ways() -> Iterator[tuple[str, Way]]:
    """Yield each way to break a constraint but the first, which is tested for all of them."""
    for name, ways in WAYS.items():
        for way in ways[1:]:
            yield name, way
