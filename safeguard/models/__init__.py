from safeguard.models.adult import Adult, AdultIdentity, AdultQuerySet, name_key
from safeguard.models.case_access import CaseAccess
from safeguard.models.caused import CausedChase, CausedRequest
from safeguard.models.clocks import ClockRule, LateReason
from safeguard.models.concern import Concern, ConcernCondition, ConcernQuerySet, ConcernRiskType
from safeguard.models.concern_report import AllegedSource, ConcernDraft, ConcernReport, OtherAtRisk
from safeguard.models.conclusion import AgencyTold, ClosingCheck, Conclusion, Reopening
from safeguard.models.document import CaseDocument
from safeguard.models.enquiry import Enquiry, EnquiryQuerySet
from safeguard.models.enquiry_details import Advocacy, CapacityAssessment, DesiredOutcome, Risk
from safeguard.models.enquiry_work import Action, Allocation, Hold, OtherProcess, PlanReview
from safeguard.models.experience import (
    ExperienceAnswer,
    ExperienceOption,
    ExperienceQuestion,
    ExperienceResponse,
    QuestionSet,
)
from safeguard.models.importing import ExtractMapping, ImportChange, ImportRun
from safeguard.models.merging import AdultMerge
from safeguard.models.notification import Notification, ProviderNotification
from safeguard.models.numbering import ReferenceCounter
from safeguard.models.provider import Provider
from safeguard.models.quality import QualityCount, QualityFinding, QualityTask
from safeguard.models.settings import PolicyChange, RegisterSettings
from safeguard.models.triage import (
    DecisionRecord,
    DecisionRoute,
    Information,
    LookAgain,
    PrioritySetting,
)

__all__ = [
    "Action",
    "Adult",
    "AdultIdentity",
    "AdultMerge",
    "AdultQuerySet",
    "Advocacy",
    "AgencyTold",
    "AllegedSource",
    "Allocation",
    "CapacityAssessment",
    "CaseAccess",
    "CaseDocument",
    "CausedChase",
    "CausedRequest",
    "ClockRule",
    "ClosingCheck",
    "Concern",
    "ConcernCondition",
    "ConcernDraft",
    "ConcernQuerySet",
    "ConcernReport",
    "ConcernRiskType",
    "Conclusion",
    "DecisionRecord",
    "DecisionRoute",
    "DesiredOutcome",
    "Enquiry",
    "EnquiryQuerySet",
    "ExperienceAnswer",
    "ExperienceOption",
    "ExperienceQuestion",
    "ExperienceResponse",
    "ExtractMapping",
    "Hold",
    "ImportChange",
    "ImportRun",
    "Information",
    "LateReason",
    "LookAgain",
    "Notification",
    "OtherAtRisk",
    "OtherProcess",
    "PlanReview",
    "PolicyChange",
    "PrioritySetting",
    "Provider",
    "ProviderNotification",
    "QualityCount",
    "QualityFinding",
    "QualityTask",
    "QuestionSet",
    "ReferenceCounter",
    "RegisterSettings",
    "Reopening",
    "Risk",
    "name_key",
]
