"""Checklists and self-assessments: who reads them in one's own council."""

from core.roles import Role
from tests import factories as f

READER = Role.DIRECTOR
SCOPED = {
    "assurance.ChecklistRound": (
        lambda council: f.ChecklistRoundFactory(council=council),
        READER,
    ),
    "assurance.ChecklistPart": (
        lambda council: f.ChecklistPartFactory(group__round__council=council),
        Role.QA_LEAD,
    ),
    "assurance.EvidenceTask": (
        lambda council: f.EvidenceTaskFactory(round__council=council),
        READER,
    ),
    "assurance.SelfAssessment": (
        lambda council: f.SelfAssessmentFactory(council=council),
        READER,
    ),
    "assurance.StatementAssessment": (
        lambda council: f.StatementAssessmentFactory(self_assessment__council=council),
        READER,
    ),
    "assurance.DocumentPart": (
        lambda council: f.DocumentPartFactory(self_assessment__council=council),
        READER,
    ),
    "assurance.PublishedScore": (
        lambda council: f.PublishedScoreFactory(council=council),
        READER,
    ),
}
