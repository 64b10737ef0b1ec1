"""How each constraint of voices, assessments, the improvement plan and indicators is broken."""

from datetime import date

from django.db.models import F

from assurance.choices_improvement import FindingAnswer, ItemSource
from tests import factories as f

EARLY = date(2020, 1, 1)


def agreed():
    return f.VoiceFactory(agreed=True)


def own(**columns):
    return lambda: f.ImprovementItemFactory(owner=f.UserFactory(), **columns)


CASES = {
    "voice_has_words_until_they_are_taken_back": (f.VoiceFactory, {"words": ""}),
    "voice_consent_says_who_when_and_how_far": (agreed, {"consent_by": ""}),
    "voice_consent_ends_on_or_after_it_begins": (agreed, {"consent_until": EARLY}),
    "voice_is_taken_back_after_it_is_heard": (
        lambda: f.VoiceFactory(gone=True),
        {"withdrawn_on": EARLY},
    ),
    "voiceidentity_name_is_filled": (f.VoiceIdentityFactory, {"name": ""}),
    "voiceuse_title_is_filled": (f.VoiceUseFactory, {"title": ""}),
    "voice_use_is_acted_on_by_somebody": (
        lambda: f.VoiceUseFactory(acted=True),
        {"acted_note": ""},
    ),
    "voice_reply_says_what_was_told_and_how": (
        lambda: f.VoiceReplyFactory(told=True),
        {"told_how": ""},
    ),
    "outsideassessment_title_is_filled": (f.OutsideAssessmentFactory, {"title": ""}),
    "outsideassessment_by_whom_is_filled": (f.OutsideAssessmentFactory, {"by_whom": ""}),
    "outside_assessment_ends_on_or_after_it_starts": (
        f.OutsideAssessmentFactory,
        {"ends_on": EARLY},
    ),
    "outside_assessment_reports_after_it_starts": (
        f.OutsideAssessmentFactory,
        {"reported_on": EARLY},
    ),
    "assessmentfinding_text_is_filled": (f.AssessmentFindingFactory, {"text": ""}),
    "finding_answer_has_a_day_and_a_person": (
        lambda: f.AssessmentFindingFactory(answered=True),
        {"answered_on": None},
    ),
    "finding_not_wholly_accepted_has_a_reason": (
        lambda: f.AssessmentFindingFactory(answered=True),
        {"answer": FindingAnswer.NOT_ACCEPTED},
    ),
    "improvementitem_text_is_filled": (f.ImprovementItemFactory, {"text": ""}),
    "improvement_item_says_where_it_comes_from": (
        f.ImprovementItemFactory,
        {"source": ItemSource.AUDIT, "source_note": ""},
    ),
    "improvement_item_has_an_owner": (f.ImprovementItemFactory, {"owner_name": ""}),
    "improvement_effect_is_evidenced": (
        lambda: f.ImprovementItemFactory(shown=True),
        {"effect_evidence": ""},
    ),
    "improvement_effect_is_verified_by_somebody": (
        lambda: f.ImprovementItemFactory(verified=True),
        {"verified_note": ""},
    ),
    "improvement_effect_is_verified_by_another": (
        own(verified=True),
        {"verified_by": F("owner")},
    ),
    "improvement_item_is_closed_on_verified_effect": (
        lambda: f.ImprovementItemFactory(closed=True),
        {"closing_reason": ""},
    ),
    "improvement_item_is_closed_by_another": (own(closed=True), {"closed_by": F("owner")}),
    "improvementstep_text_is_filled": (f.ImprovementStepFactory, {"text": ""}),
    "improvementstep_owner_name_is_filled": (f.ImprovementStepFactory, {"owner_name": ""}),
    "improvement_step_is_complete_on_a_day": (f.ImprovementStepFactory, {"done_on": EARLY}),
    "improvementnote_words_is_filled": (f.ImprovementNoteFactory, {"words": ""}),
    "indicator_code_is_filled": (f.IndicatorFactory, {"code": ""}),
    "indicator_title_is_filled": (f.IndicatorFactory, {"title": ""}),
    "indicator_source_is_filled": (f.IndicatorFactory, {"source": ""}),
    "indicator_period_ends_on_or_after_it_starts": (f.IndicatorValueFactory, {"end": EARLY}),
    "indicator_value_has_a_number": (f.IndicatorValueFactory, {"value": None, "england": None}),
    "indicator_value_is_not_below_nought": (f.IndicatorValueFactory, {"england": -1}),
    "indicator_comparator_has_a_name": (f.IndicatorValueFactory, {"comparator": 70}),
    "indicator_value_says_why_it_is_restated": (
        f.IndicatorValueFactory,
        {"restates": F("pk")},
    ),
}
