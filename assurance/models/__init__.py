from assurance.models.board_pack import BoardPack, PackPlan, PackSubscription
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
from assurance.models.evidence import (
    EvidenceItem,
    EvidenceLink,
    EvidenceRevision,
    PinnedCases,
)
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
from assurance.models.report_run import ReportRun
from assurance.models.sac_return import FrozenReturn, SignOffSheet
from assurance.models.self_assessment import (
    DocumentPart,
    PublishedScore,
    SelfAssessment,
    SignOff,
    StatementAssessment,
)
from assurance.models.shared_release import SharedRelease

__all__ = [
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
    "LocalTarget",
    "OfficialWording",
    "PackPlan",
    "PackSubscription",
    "PinnedCases",
    "PublishedRelease",
    "PublishedScore",
    "PublishedValue",
    "QualityStatement",
    "ReportRun",
    "SelfAssessment",
    "SharedRelease",
    "SignOff",
    "SignOffSheet",
    "StatementAssessment",
    "StatisticalNeighbour",
    "SubHeading",
    "Theme",
]
