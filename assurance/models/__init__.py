from assurance.models.board_pack import BoardPack, PackPlan, PackSubscription
from assurance.models.chart_settings import ChartRebase, LocalTarget
from assurance.models.comparators import PublishedRelease, PublishedValue, StatisticalNeighbour
from assurance.models.counted import CountedFigures
from assurance.models.evidence import EvidenceItem
from assurance.models.evidence_parts import EvidenceLink, EvidenceRevision, PinnedCases
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
from assurance.models.peer_challenge import AssessmentFinding, OutsideAssessment
from assurance.models.report_run import ReportRun
from assurance.models.sac_return import FrozenReturn, SignOffSheet
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
    "AssessmentFinding",
    "BoardPack",
    "ChartRebase",
    "CountedFigures",
    "EntryKind",
    "EvidenceCategory",
    "EvidenceItem",
    "EvidenceLink",
    "EvidenceRevision",
    "Framework",
    "FrameworkEntry",
    "FrozenReturn",
    "ImprovementItem",
    "ImprovementNote",
    "ImprovementStep",
    "Indicator",
    "IndicatorValue",
    "LocalTarget",
    "OfficialWording",
    "OutsideAssessment",
    "PackPlan",
    "PackSubscription",
    "PinnedCases",
    "PublishedRelease",
    "PublishedValue",
    "QualityStatement",
    "ReportRun",
    "SharedRelease",
    "SignOffSheet",
    "StatisticalNeighbour",
    "SubHeading",
    "Theme",
    "Voice",
    "VoiceGroup",
    "VoiceIdentity",
    "VoiceLink",
    "VoiceReply",
    "VoiceUse",
]
