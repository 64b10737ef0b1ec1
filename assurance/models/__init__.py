from assurance.models.chart_settings import ChartRebase, LocalTarget
from assurance.models.comparators import PublishedRelease, PublishedValue, StatisticalNeighbour
from assurance.models.counted import CountedFigures
from assurance.models.report_run import ReportRun
from assurance.models.sac_return import FrozenReturn, SignOffSheet

__all__ = [
    "ChartRebase",
    "CountedFigures",
    "FrozenReturn",
    "LocalTarget",
    "PublishedRelease",
    "PublishedValue",
    "ReportRun",
    "SignOffSheet",
    "StatisticalNeighbour",
]
