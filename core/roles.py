"""Who may do what: the one table from role to permissions."""

from collections.abc import Mapping

from django.db import models

from core.permissions import Permission


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", "Practitioner"
    SAFEGUARDING_MANAGER = "safeguarding_manager", "Safeguarding manager"
    AUDITOR = "auditor", "Auditor"
    QA_LEAD = "qa_lead", "Quality assurance lead"
    SAB_MANAGER = "sab_manager", "Safeguarding Adults Board manager"
    SAB_CHAIR = "sab_chair", "Safeguarding Adults Board chair"
    PARTNER_LEAD = "partner_lead", "Partner safeguarding lead"
    ANALYST = "analyst", "Analyst"
    DIRECTOR = "director", "Director of adult social services"
    ASSESSOR = "assessor", "Visiting assessor"
    ADMINISTRATOR = "administrator", "Administrator"


P = Permission
_FIGURES = {P.MEASURE_VIEW}
_BOARD = {P.BOARD_VIEW, P.BOARD_FIGURES_VIEW, P.REVIEW_PEOPLE_VIEW}
_RETURN = {P.RETURN_VIEW, P.RETURN_FREEZE}
_AUDIT_RESULTS = {P.AUDIT_TOOL_VIEW, P.AUDIT_FIGURES_VIEW}
# Theme 3: who reads all of it, and who writes it. Nobody approves their own evidence.
_THEME_3 = {
    P.FRAMEWORK_VIEW,
    P.EVIDENCE_VIEW,
    P.SELF_ASSESSMENT_VIEW,
    P.VOICE_VIEW,
    P.IMPROVEMENT_VIEW,
}
_THEME_3_WRITING = {P.EVIDENCE_MANAGE, P.SELF_ASSESSMENT_WRITE}
_CHECKLIST = {P.FRAMEWORK_VIEW, P.CHECKLIST_ANSWER}

# An auditor sees sampled cases only, and a partner only its own returns: both come with the parts
# of the product that hold them, so neither role opens anything of the register here.
# AUDIT_DO opens what is allocated to its holder, row by row; nobody audits their own casework.
GRANTS: Mapping[Role, frozenset[P]] = {
    Role.PRACTITIONER: frozenset(
        {P.CASE_VIEW, P.CASE_RECORD, P.AUDIT_TOOL_VIEW, P.AUDIT_DO, *_CHECKLIST}
    ),
    Role.SAFEGUARDING_MANAGER: frozenset(
        {
            P.CASE_VIEW,
            P.CASE_RECORD,
            P.CASE_DECIDE,
            P.CASE_EXPORT,
            P.CLOCK_MANAGE,
            P.REPORT_MAKE,
            P.RETURN_VIEW,
            P.MEASURE_MANAGE,
            P.AUDIT_DO,
            P.AUDIT_OUTCOME_VIEW,
            P.AUDIT_ALERT_ACKNOWLEDGE,
            P.AUDIT_ACTION_MANAGE,
            P.REVIEW_REFER,
            P.VOICE_MANAGE,
            *_CHECKLIST,
            *_THEME_3,
            *_THEME_3_WRITING,
            *_AUDIT_RESULTS,
            *_FIGURES,
        }
    ),
    Role.AUDITOR: frozenset({P.AUDIT_TOOL_VIEW, P.AUDIT_DO, P.AUDIT_MODERATE, *_CHECKLIST}),
    Role.QA_LEAD: frozenset(
        {
            P.REPORT_MAKE,
            P.MEASURE_MANAGE,
            P.AUDIT_TOOL_MANAGE,
            P.AUDIT_ROUND_MANAGE,
            P.AUDIT_VIEW,
            P.AUDIT_PERSONNEL_VIEW,
            P.AUDIT_DO,
            P.AUDIT_MODERATE,
            P.AUDIT_ALERT_ACKNOWLEDGE,
            P.AUDIT_FEEDBACK_GIVE,
            P.AUDIT_ACTION_MANAGE,
            P.STORY_MANAGE,
            P.EVIDENCE_APPROVE,
            P.CHECKLIST_MANAGE,
            P.SELF_ASSESSMENT_SIGN,
            P.VISIT_MANAGE,
            P.VOICE_MANAGE,
            P.IMPROVEMENT_MANAGE,
            P.INDICATOR_MANAGE,
            P.SHARE_EVIDENCE,
            *_CHECKLIST,
            *_THEME_3,
            *_THEME_3_WRITING,
            *_AUDIT_RESULTS,
            *_FIGURES,
        }
    ),
    Role.SAB_MANAGER: frozenset(
        {
            P.AUDIT_FIGURES_VIEW,
            P.BOARD_MANAGE,
            P.PACK_MANAGE,
            P.REVIEW_REFER,
            P.RETURN_VIEW,
            P.FRAMEWORK_VIEW,
            P.IMPROVEMENT_VIEW,
            *_BOARD,
            *_FIGURES,
        }
    ),
    Role.SAB_CHAIR: frozenset({P.AUDIT_FIGURES_VIEW, P.REVIEW_DECIDE, *_BOARD, *_FIGURES}),
    Role.PARTNER_LEAD: frozenset({P.AGENCY_ANSWER, P.REVIEW_REFER}),
    Role.ANALYST: frozenset(
        {
            P.CASE_VIEW,
            P.CASE_EXPORT,
            P.EXTRACT_IMPORT,
            P.EXTRACT_VIEW,
            P.REPORT_MAKE,
            P.EXPORT_VIEW,
            P.PACK_MANAGE,
            P.CALENDAR_MANAGE,
            P.MEASURE_MANAGE,
            P.PUBLISHED_LOAD,
            P.FRAMEWORK_MANAGE,
            P.CHECKLIST_MANAGE,
            P.VISIT_MANAGE,
            P.INDICATOR_MANAGE,
            *_THEME_3,
            *_THEME_3_WRITING,
            *_RETURN,
            *_AUDIT_RESULTS,
            *_FIGURES,
        }
    ),
    Role.DIRECTOR: frozenset(
        {
            P.CASE_VIEW_FOR_CAUSE,
            P.EXTRACT_VIEW,
            P.REPORT_MAKE,
            P.EXPORT_VIEW,
            P.BOARD_FIGURES_VIEW,
            P.PACK_MANAGE,
            P.EVIDENCE_APPROVE,
            P.SELF_ASSESSMENT_SIGN,
            P.VISIT_MANAGE,
            P.IMPROVEMENT_MANAGE,
            P.SHARE_EVIDENCE,
            *_CHECKLIST,
            *_THEME_3,
            *_RETURN,
            *_AUDIT_RESULTS,
            *_FIGURES,
        }
    ),
    # What was chosen for them, row by row, until their day.
    Role.ASSESSOR: frozenset({P.SHARED_EVIDENCE_VIEW}),
    Role.ADMINISTRATOR: frozenset(
        {
            P.CALENDAR_MANAGE,
            P.CLOCK_MANAGE,
            P.COUNCIL_MANAGE,
            P.PEOPLE_MANAGE,
            P.PUBLISHED_LOAD,
            P.FRAMEWORK_VIEW,
            P.FRAMEWORK_MANAGE,
        }
    ),
}


def roles_granting(permission: P) -> list[Role]:
    """Return the roles that hold `permission`, in the order of the table."""
    return [role for role, granted in GRANTS.items() if permission in granted]
