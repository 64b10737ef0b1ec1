from assurance.models.board_pack import BoardPack, PackPlan, PackSubscription
from assurance.models.case_tracking import (
    PreReadNote,
    TrackingCase,
    TrackingQuota,
    TrackingSample,
)
from assurance.models.chart_settings import ChartRebase, LocalTarget
from assurance.models.checklist import (
    ChecklistAnswer,
    ChecklistGroup,
    ChecklistPart,
    ChecklistRound,
    EvidenceTask,
)
from assurance.models.comparators import PublishedRelease, PublishedValue, StatisticalNeighbour
from assurance.models.counted import CountedFigures
from assurance.models.evidence import EvidenceItem
from assurance.models.evidence_parts import EvidenceLink, EvidenceRevision, PinnedCases
from assurance.models.factual_accuracy import AccuracyCheck, AccuracyPoint
from assurance.models.framework import (
    EntryKind,
    EvidenceCategory,
    Framework,
    FrameworkEntry,
    OfficialWording,
    QualityStatement,
    SubHeading,
    Theme,
)
from assurance.models.improvement import (
    ImprovementItem,
    ImprovementNote,
    ImprovementStep,
)
from assurance.models.indicator import Indicator, IndicatorValue
from assurance.models.information_return import InformationReturn, ReturnDocument, ReturnItem
from assurance.models.peer_challenge import AssessmentFinding, OutsideAssessment
from assurance.models.report_run import ReportRun
from assurance.models.sac_return import FrozenReturn, SignOffSheet
from assurance.models.self_assessment import (
    DocumentPart,
    PublishedScore,
    SelfAssessment,
    SignOff,
    StatementAssessment,
)
from assurance.models.shared_evidence import SharedItem, SharedSet, SharedSetReader
from assurance.models.shared_release import SharedRelease
from assurance.models.voice import (
    Voice,
    VoiceGroup,
    VoiceIdentity,
    VoiceLink,
    VoiceReply,
    VoiceUse,
)

__all__ = [
    "AccuracyCheck",
    "AccuracyPoint",
    "AssessmentFinding",
    "BoardPack",
    "ChartRebase",
    "ChecklistAnswer",
    "ChecklistGroup",
    "ChecklistPart",
    "ChecklistRound",
    "CountedFigures",
    "DocumentPart",
    "EntryKind",
    "EvidenceCategory",
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceRevision",
    "EvidenceTask",
    "Framework",
    "FrameworkEntry",
    "FrozenReturn",
    "ImprovementItem",
    "ImprovementNote",
    "ImprovementStep",
    "Indicator",
    "IndicatorValue",
    "InformationReturn",
    "LocalTarget",
    "OfficialWording",
    "OutsideAssessment",
    "PackPlan",
    "PackSubscription",
    "PinnedCases",
    "PreReadNote",
    "PublishedRelease",
    "PublishedScore",
    "PublishedValue",
    "QualityStatement",
    "ReportRun",
    "ReturnDocument",
    "ReturnItem",
    "SelfAssessment",
    "SharedItem",
    "SharedRelease",
    "SharedSet",
    "SharedSetReader",
    "SignOff",
    "SignOffSheet",
    "StatementAssessment",
    "StatisticalNeighbour",
    "SubHeading",
    "Theme",
    "TrackingCase",
    "TrackingQuota",
    "TrackingSample",
    "Voice",
    "VoiceGroup",
    "VoiceIdentity",
    "VoiceLink",
    "VoiceReply",
    "VoiceUse",
]
