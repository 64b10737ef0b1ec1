"""How to break each constraint of checklists and self-assessments."""

from datetime import UTC, date, datetime

from tests.factories import (
    ChecklistGroupFactory,
    ChecklistPartFactory,
    ChecklistRoundFactory,
    EvidenceTaskFactory,
    PublishedScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementAssessmentFactory,
)

SENT_AT = datetime(2026, 3, 1, tzinfo=UTC)


def workshop_sent():
    return ChecklistPartFactory(workshop=True, sent=True, people_present=8)


CASES = {
    "checklistround_title_is_filled": (ChecklistRoundFactory, {"title": ""}),
    "checklist_round_closes_on_or_after_it_opens": (
        ChecklistRoundFactory,
        {"closes_on": date(2020, 1, 1)},
    ),
    "checklistgroup_label_is_filled": (ChecklistGroupFactory, {"label": ""}),
    "a_checklist_part_is_somebodys": (ChecklistPartFactory, {"person": None}),
    "a_checklist_link_is_for_outside_and_expires": (
        ChecklistPartFactory,
        {"token_sha256": "1" * 64, "token_expires_at": SENT_AT},
    ),
    "a_workshop_says_how_many_agreed": (workshop_sent, {"people_present": None}),
    "only_a_workshop_counts_people": (ChecklistPartFactory, {"people_present": 8}),
    "evidencetask_needed_is_filled": (EvidenceTaskFactory, {"needed": ""}),
    "an_evidence_task_is_done_with_evidence": (
        EvidenceTaskFactory,
        {"done_on": date(2026, 3, 1)},
    ),
    "selfassessment_title_is_filled": (SelfAssessmentFactory, {"title": ""}),
    "self_assessment_ends_on_or_after_it_starts": (
        SelfAssessmentFactory,
        {"period_to": date(2020, 1, 1)},
    ),
    "self_assessment_is_finished_by_somebody_and_hashed": (
        lambda: SelfAssessmentFactory(finished=True),
        {"content_sha256": ""},
    ),
    "our_score_is_of_the_scale": (
        StatementAssessmentFactory,
        {"score": 5, "score_reason": "Seen"},
    ),
    "our_score_has_a_reason": (StatementAssessmentFactory, {"score": 3}),
    "only_a_carried_statement_waits_to_be_confirmed": (
        StatementAssessmentFactory,
        {"is_confirmed": False},
    ),
    "signoff_post_is_filled": (SignOffFactory, {"post": ""}),
    "a_sign_off_says_who_when_what_and_how": (
        lambda: SignOffFactory(signed=True),
        {"content_sha256": ""},
    ),
    "published_score_is_of_the_scale": (PublishedScoreFactory, {"score": 5}),
    "publishedscore_source_is_filled": (PublishedScoreFactory, {"source": ""}),
}
