from assurance.models.board_pack import BoardPack, PackPlan, PackSubscription
from assurance.models.chart_settings import ChartRebase, LocalTarget
from assurance.models.comparators import PublishedRelease, PublishedValue, StatisticalNeighbour
from assurance.models.counted import CountedFigures
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
from assurance.models.shared_release import SharedRelease

__all__ = [
    "BoardPack",
    "ChartRebase",
    "CountedFigures",
    "EntryKind",
    "EvidenceCategory",
    "Framework",
    "FrameworkEntry",
    "FrozenReturn",
    "LocalTarget",
    "OfficialWording",
    "PackPlan",
    "PackSubscription",
    "PublishedRelease",
    "PublishedValue",
    "QualityStatement",
    "ReportRun",
    "SharedRelease",
    "SignOffSheet",
    "StatisticalNeighbour",
    "SubHeading",
    "Theme",
]
