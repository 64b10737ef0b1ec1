"""How each constraint of case tracking, the information return and factual accuracy is broken."""

from datetime import UTC, date, datetime

from assurance.choices_visit import CaseStage, PreReadState, TrackingConsent
from tests.factories import (
    AccuracyCheckFactory,
    AccuracyPointFactory,
    InformationReturnFactory,
    PreReadNoteFactory,
    ReturnItemFactory,
    TrackingCaseFactory,
    TrackingQuotaFactory,
    TrackingSampleFactory,
)

EARLY = date(2020, 1, 1)
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def listed(**columns):
    return TrackingCaseFactory(listed=True, **columns)


def second_listed():
    return listed(sample=listed(place=1).sample, place=2)


CASES = {
    "tracking_sample_has_a_title_and_a_seed": (TrackingSampleFactory, {"seed": ""}),
    "tracking_sample_ends_on_or_after_it_starts": (TrackingSampleFactory, {"ends_on": EARLY}),
    "tracking_sample_lists_at_least_what_is_picked": (TrackingSampleFactory, {"list_size": 9}),
    "tracking_sample_tracks_or_reserves_what_is_picked": (
        TrackingSampleFactory,
        {"reserve_size": 5},
    ),
    "tracking_sample_frame_is_dated_counted_and_hashed": (
        TrackingSampleFactory,
        {"frame_size": 3},
    ),
    "tracking_sample_is_listed_from_a_fixed_frame": (TrackingSampleFactory, {"listed_at": AT}),
    "tracking_quota_wants_at_least_one": (TrackingQuotaFactory, {"wanted": 0}),
    "one_tracking_case_at_a_place_on_the_list": (second_listed, {"place": 1}),
    "tracking_case_has_a_reference": (TrackingCaseFactory, {"reference": ""}),
    "tracking_case_is_listed_under_a_code": (listed, {"code": ""}),
    "tracking_case_left_out_is_not_listed": (listed, {"left_out_because": "died"}),
    "tracking_case_is_tracked_with_agreement": (listed, {"stage": CaseStage.TRACKED}),
    "tracking_case_consent_is_dated": (listed, {"consent": TrackingConsent.GIVEN}),
    "tracking_case_best_interests_say_whose_view": (
        listed,
        {"consent": TrackingConsent.BEST_INTERESTS, "consent_on": date(2026, 1, 5)},
    ),
    "tracking_case_stands_down_with_a_reason": (listed, {"stage": CaseStage.STOOD_DOWN}),
    "pre_read_gap_says_what_is_missing": (PreReadNoteFactory, {"state": PreReadState.GAP}),
    "informationreturn_title_is_filled": (InformationReturnFactory, {"title": ""}),
    "information_return_is_sent_after_the_notice": (InformationReturnFactory, {"sent_on": EARLY}),
    "information_return_visit_follows_the_notice": (InformationReturnFactory, {"visit_on": EARLY}),
    "returnitem_text_is_filled": (ReturnItemFactory, {"text": ""}),
    "return_item_not_held_says_why": (ReturnItemFactory, {"status": "not_held"}),
    "accuracycheck_title_is_filled": (AccuracyCheckFactory, {"title": ""}),
    "accuracy_check_is_due_after_the_draft_came": (AccuracyCheckFactory, {"due_on": EARLY}),
    "accuracy_response_is_sent_after_the_draft_came": (AccuracyCheckFactory, {"sent_on": EARLY}),
    "accuracy_answer_follows_the_response": (
        AccuracyCheckFactory,
        {"answered_on": date(2026, 7, 1)},
    ),
    "accuracy_point_is_whole": (AccuracyPointFactory, {"place": ""}),
    "accuracy_point_is_left_out_with_a_reason": (AccuracyPointFactory, {"decision": "hold"}),
    "accuracy_point_is_answered_when_sent": (AccuracyPointFactory, {"outcome": "accepted"}),
}
