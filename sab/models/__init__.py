from sab.models.action import ActionEvidence, ActionUpdate, RecommendationAction
from sab.models.annual_report import AnnualReport, ReportSending
from sab.models.assurance_return import (
    AnswerEvidence,
    AssuranceReturn,
    ReturnCycle,
    ReturnStep,
    StandardAnswer,
    WorkbookPack,
)
from sab.models.board import Board, BoardArea, Partner, Representative, StageTarget, Subgroup
from sab.models.briefing import Briefing, BriefingEdition, BriefingReceipt
from sab.models.business import MemberContribution, PriorityAction, StrategicPriority
from sab.models.challenge import ChallengeEvent, ChallengeQuestion, ImprovementAction
from sab.models.dataset import DatasetIndicator, DatasetValue
from sab.models.finding import Finding, Publication
from sab.models.other_review import OtherReview
from sab.models.recommendation import Recommendation, RecommendationLink, RecommendationReopening
from sab.models.return_template import ReturnStandard, ReturnTemplate
from sab.models.review import CriteriaTest, Review
from sab.models.review_parts import MarkerCheck, PanelMember, ParallelProcess, ReviewStage
from sab.models.review_person import ReviewPerson
from sab.models.risk import BoardRisk, RiskLevel, RiskReview
from sab.models.survey import (
    Survey,
    SurveyAnswer,
    SurveyGroup,
    SurveyQuestion,
    SurveyResponse,
)
from sab.models.theme import Theme

__all__ = [
    "ActionEvidence",
    "ActionUpdate",
    "AnnualReport",
    "AnswerEvidence",
    "AssuranceReturn",
    "Board",
    "BoardArea",
    "BoardRisk",
    "Briefing",
    "BriefingEdition",
    "BriefingReceipt",
    "ChallengeEvent",
    "ChallengeQuestion",
    "CriteriaTest",
    "DatasetIndicator",
    "DatasetValue",
    "Finding",
    "ImprovementAction",
    "MarkerCheck",
    "MemberContribution",
    "OtherReview",
    "PanelMember",
    "ParallelProcess",
    "Partner",
    "PriorityAction",
    "Publication",
    "Recommendation",
    "RecommendationAction",
    "RecommendationLink",
    "RecommendationReopening",
    "ReportSending",
    "Representative",
    "ReturnCycle",
    "ReturnStandard",
    "ReturnStep",
    "ReturnTemplate",
    "Review",
    "ReviewPerson",
    "ReviewStage",
    "RiskLevel",
    "RiskReview",
    "StageTarget",
    "StandardAnswer",
    "StrategicPriority",
    "Subgroup",
    "Survey",
    "SurveyAnswer",
    "SurveyGroup",
    "SurveyQuestion",
    "SurveyResponse",
    "Theme",
    "WorkbookPack",
]
