from assurance.models.board_pack import BoardPack, PackPlan, PackSubscription
from assurance.models.case_tracking import (
    PreReadNote,
    TrackingCase,
    TrackingQuota,
    TrackingSample,
)
from assurance.models.chart_settings import ChartRebase, LocalTarget
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
from assurance.models.information_return import InformationReturn, ReturnDocument, ReturnItem
from assurance.models.report_run import ReportRun
from assurance.models.sac_return import FrozenReturn, SignOffSheet
from assurance.models.shared_release import SharedRelease

__all__ = [
    "AccuracyCheck",
    "AccuracyPoint",
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
    "InformationReturn",
    "LocalTarget",
    "OfficialWording",
    "PackPlan",
    "PackSubscription",
    "PinnedCases",
    "PreReadNote",
    "PublishedRelease",
    "PublishedValue",
    "QualityStatement",
    "ReportRun",
    "ReturnDocument",
    "ReturnItem",
    "SharedRelease",
    "SignOffSheet",
    "StatisticalNeighbour",
    "SubHeading",
    "Theme",
    "TrackingCase",
    "TrackingQuota",
    "TrackingSample",
]
