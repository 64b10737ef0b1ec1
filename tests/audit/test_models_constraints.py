"""Each constraint of the audit tables refuses what it is there to refuse."""

from datetime import date

import pytest
from django.db.models import F
from django.utils import timezone

from audit.choices import (
    ActionStatus,
    AnswerState,
    AuditStatus,
    ReplyKind,
    SamplingMethod,
    StrandStatus,
)
from audit.models import ToolVersion
from tests import factories as f
from tests.constraints import UNLISTED, assert_refused, names, params

LONG_AGO = date(1900, 1, 1)
NOW = timezone.now()


def made(factory, **columns):
    return lambda: factory(**columns)


def with_twin(factory, **columns):
    """A row, beside one that differs from it only in the columns given."""

    def make():
        row = factory()
        shared = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.name not in ("id", "public_id", *columns)
        }
        type(row).objects.create(**shared, **columns)
        return row

    return make, columns


def drafts_of_two_tools():
    f.ToolVersionFactory(draft=True)
    return f.ToolVersionFactory(draft=True)


CASES = {
    "one_notice_of_a_kind_about_a_deadline": with_twin(f.AuditNoticeFactory, about="another"),
    "audit_notice_says_something": (f.AuditNoticeFactory, {"words": ""}),
    "audit_round_looks_again_with_a_rule_that_is_whole": (
        f.AuditRoundFactory,
        {"reaudit_below": "good"},
    ),
    "one_shared_audit_tool_of_a_key": with_twin(f.AuditToolFactory, council=None),
    "audit_tool_has_a_key_and_a_title": (f.AuditToolFactory, {"title": ""}),
    "one_draft_at_a_time_in_a_tool": (
        drafts_of_two_tools,
        {"tool": ToolVersion.objects.order_by("id").values("tool")[:1]},
    ),
    "tool_version_has_a_number": (f.ToolVersionFactory, {"number": ""}),
    "tool_version_content_is_hashed": (f.ToolVersionFactory, {"content_sha256": ""}),
    "tool_version_published_exactly_when_dated": (f.ToolVersionFactory, {"published_at": None}),
    "tool_version_retired_exactly_when_dated": (f.ToolVersionFactory, {"retired_at": NOW}),
    "tool_version_retired_with_a_reason": (
        made(f.ToolVersionFactory, retired=True),
        {"retired_reason": ""},
    ),
    "toolversion_status_is_known": (f.ToolVersionFactory, {"status": UNLISTED}),
    "question_identity_has_a_key": (f.QuestionIdentityFactory, {"key": ""}),
    "question_has_a_code_and_words": (f.QuestionFactory, {"text": ""}),
    "scored_question_weighs_more_than_nothing": (f.QuestionFactory, {"weight": 0}),
    "audit_round_has_a_name_and_a_seed": (f.AuditRoundFactory, {"seed": ""}),
    "audit_round_ends_on_or_after_it_starts": (f.AuditRoundFactory, {"ends_on": LONG_AGO}),
    "audit_round_second_reads_are_a_share": (f.AuditRoundFactory, {"second_read_share": 1.1}),
    "audit_round_targeted_with_a_reason": (
        f.AuditRoundFactory,
        {"method": SamplingMethod.TARGETED},
    ),
    "audit_round_repeats_with_a_reason": (f.AuditRoundFactory, {"allows_repeats": True}),
    "audit_round_wants_at_least_one_case": (f.AuditRoundFactory, {"wanted_total": 0}),
    "audit_round_frame_is_dated_counted_and_hashed": (f.AuditRoundFactory, {"frame_size": 3}),
    "audit_round_is_drawn_from_a_fixed_frame": (f.AuditRoundFactory, {"drawn_at": NOW}),
    "round_quota_is_a_share": (f.RoundQuotaFactory, {"share": 1.5}),
    "round_quota_says_how_many": (f.RoundQuotaFactory, {"share": None}),
    "round_auditor_share_is_not_negative": (f.RoundAuditorFactory, {"share": -1}),
    "round_auditor_has_something_to_do": (f.RoundAuditorFactory, {"audits": False}),
    "frame_entry_has_a_reference": (f.FrameEntryFactory, {"reference": ""}),
    "excluded_frame_entry_is_not_drawn": (f.FrameEntryFactory, {"excluded_by": "open_sar"}),
    "drawn_frame_entry_is_replaced_with_a_reason": (f.FrameEntryFactory, {"replaced_at": NOW}),
    "case_audit_has_a_reference": (f.CaseAuditFactory, {"reference": ""}),
    "case_audit_is_about_exactly_one_thing": (f.CaseAuditFactory, {"external_reference": "X"}),
    "nobody_audits_their_own_casework": (f.CaseAuditFactory, {"practitioner": F("auditor")}),
    "nobody_audits_themselves": (
        made(f.CaseAuditFactory, of_worker=True),
        {"auditor": F("worker")},
    ),
    "audit_of_a_worker_is_personnel": (
        made(f.CaseAuditFactory, of_worker=True),
        {"is_personnel": False},
    ),
    "audit_beyond_planning_is_allocated": (f.CaseAuditFactory, {"allocated_at": None}),
    "audit_beyond_progress_is_submitted": (
        f.CaseAuditFactory,
        {"status": AuditStatus.SUBMITTED},
    ),
    "audit_closed_exactly_when_dated": (f.CaseAuditFactory, {"closed_at": NOW}),
    "audit_is_void_with_a_reason": (f.CaseAuditFactory, {"status": AuditStatus.VOID}),
    "audit_takes_at_least_a_minute": (f.CaseAuditFactory, {"minutes_spent": 0}),
    "audit_strand_has_a_key_and_a_label": (f.AuditStrandFactory, {"label": ""}),
    "audit_strand_link_expires": (
        made(f.AuditStrandFactory, outside=True),
        {"token_expires_at": None},
    ),
    "audit_strand_link_is_for_somebody": (
        made(f.AuditStrandFactory, outside=True),
        {"outside_name": ""},
    ),
    "submitted_audit_strand_is_dated": (
        f.AuditStrandFactory,
        {"status": StrandStatus.SUBMITTED},
    ),
    "missing_audit_strand_says_why": (f.AuditStrandFactory, {"status": StrandStatus.MISSING}),
    "audit_strand_consent_is_dated": (f.AuditStrandFactory, {"consent_given": True}),
    "answer_says_something": (f.AnswerFactory, {"option": ""}),
    "only_a_listed_answer_says_that_none_applies": (
        made(f.AnswerFactory, option="", value=3),
        {"state": AnswerState.NOT_APPLICABLE},
    ),
    "corrected_fact_has_a_reason": (f.AnswerFactory, {"is_corrected": True}),
    "answer_is_saved_at_least_once": (f.AnswerFactory, {"version": 0}),
    "section_score_is_a_fraction": (f.SectionScoreFactory, {"score": 1.5}),
    "section_score_counts_fit": (f.SectionScoreFactory, {"applied": 5}),
    "one_score_of_a_section_in_an_audit": with_twin(f.SectionScoreFactory, strand=None),
    "one_result_of_a_key_in_an_audit": with_twin(f.AuditResultFactory, strand=None),
    "one_cap_of_a_question_in_an_audit": with_twin(f.FiredCapFactory, strand=None),
    "audit_result_has_a_key": (f.AuditResultFactory, {"key": ""}),
    "audit_result_is_a_fraction": (f.AuditResultFactory, {"score": -0.5}),
    "judged_grade_is_dated": (f.AuditResultFactory, {"judged": "good"}),
    "judged_grade_differs_with_a_reason": (
        made(f.AuditResultFactory, judged_good=True),
        {"judged": "outstanding"},
    ),
    "fired_cap_says_what_it_holds_down": (f.FiredCapFactory, {"grade": ""}),
    "audit_alert_says_something": (f.AuditAlertFactory, {"text": ""}),
    "one_standing_alert_of_a_question_in_a_strand": with_twin(
        made(f.AuditAlertFactory, withdrawn_at=NOW, withdrawn_reason="Changed"), withdrawn_at=None
    ),
    "audit_alert_is_withdrawn_with_a_reason": (f.AuditAlertFactory, {"withdrawn_at": NOW}),
    "alert_is_acknowledged_with_what_was_done": (
        f.AlertAcknowledgementFactory,
        {"action_taken": ""},
    ),
    "nobody_moderates_their_own_audit": (f.ModerationFactory, {"moderator": F("first_auditor")}),
    "one_open_moderation_of_an_audit": with_twin(
        made(f.ModerationFactory, decided=True), decided_at=None, outcome=""
    ),
    "moderation_is_decided_by_somebody": (f.ModerationFactory, {"outcome": "agreed"}),
    "second_rating_says_something": (f.ModeratedAnswerFactory, {"option": ""}),
    "moderated_grade_is_one": (made(f.ModeratedGradeFactory, first=""), {"grade": ""}),
    "moderated_grade_differs_with_a_reason": (f.ModeratedGradeFactory, {"grade": "outstanding"}),
    "feedback_says_something": (f.FeedbackFactory, {"words": ""}),
    "feedback_is_for_somebody": (f.FeedbackFactory, {"to_person": None}),
    "feedback_reply_says_something": (f.FeedbackReplyFactory, {"words": ""}),
    "feedbackreply_kind_is_known": (f.FeedbackReplyFactory, {"kind": UNLISTED}),
    "feedbackreply_outcome_is_known": (
        made(f.FeedbackReplyFactory, settled=True),
        {"outcome": UNLISTED},
    ),
    "dispute_is_settled_by_somebody_with_a_reason": (
        made(f.FeedbackReplyFactory, settled=True),
        {"kind": ReplyKind.REPLY},
    ),
    "nobody_settles_their_own_dispute": (
        made(f.FeedbackReplyFactory, settled=True),
        {"settled_by": F("replied_by")},
    ),
    "theme_has_a_code_and_a_label": (f.ThemeFactory, {"label": ""}),
    "quotation_has_words": (f.QuotationFactory, {"words": ""}),
    "quotation_is_shared_with_consent_and_disguised": (f.QuotationFactory, {"may_share": True}),
    "reaudit_is_done_or_let_go": (
        made(f.ReauditFactory, dropped_reason="Not needed"),
        {"done_by": F("audit")},
    ),
    "reaudit_says_why": (f.ReauditFactory, {"rule": ""}),
    "audit_action_says_what_is_to_be_done": (f.AuditActionFactory, {"description": ""}),
    "audit_action_comes_from_an_audit_or_a_round": (f.AuditActionFactory, {"audit": None}),
    "audit_action_has_an_owner": (f.AuditActionFactory, {"owner": None}),
    "audit_action_is_done_with_evidence": (f.AuditActionFactory, {"status": ActionStatus.DONE}),
    "audit_action_is_verified_by_somebody": (
        made(f.AuditActionFactory, done=True),
        {"verified_on": date(2025, 6, 4)},
    ),
    "audit_action_is_verified_by_another": (
        made(f.AuditActionFactory, verified=True),
        {"verified_by": F("owner")},
    ),
    "audit_action_is_verified_after_it_is_done": (
        made(f.AuditActionFactory, verified=True),
        {"verified_on": LONG_AGO},
    ),
    "audit_action_is_withdrawn_with_a_reason": (
        f.AuditActionFactory,
        {"status": ActionStatus.WITHDRAWN},
    ),
    "auditaction_status_is_known": (f.AuditActionFactory, {"status": UNLISTED}),
    "action_note_says_something": (f.ActionNoteFactory, {"words": ""}),
    "story_has_a_title_and_a_beginning": (f.StoryOfDifferenceFactory, {"title": ""}),
    "story_consent_says_who_when_and_how_far": (
        f.StoryOfDifferenceFactory,
        {"consent_given": True},
    ),
    "storyofdifference_consent_scope_is_known": (
        f.StoryOfDifferenceFactory,
        {"consent_scope": UNLISTED},
    ),
    "story_consent_is_taken_back_after_it_is_given": (
        made(f.StoryOfDifferenceFactory, consented=True),
        {"withdrawn_on": LONG_AGO},
    ),
    "story_is_reviewed_by_somebody_and_disguised": (
        f.StoryOfDifferenceFactory,
        {"reviewed_at": NOW},
    ),
    "story_is_reviewed_by_another": (
        made(f.StoryOfDifferenceFactory, reviewed=True),
        {"written_by": F("reviewed_by")},
    ),
    "caseaudit_status_is_known": (made(f.CaseAuditFactory, submitted=True), {"status": UNLISTED}),
    "auditround_status_is_known": (f.AuditRoundFactory, {"status": UNLISTED}),
}


def test_every_case_is_of_a_constraint():
    assert set(CASES) <= names("audit")


@pytest.mark.parametrize(("model", "constraint", "case"), params("audit", CASES))
def test_the_database_refuses(db, model, constraint, case):
    assert_refused(model, constraint, case)
