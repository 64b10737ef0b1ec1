from assurance.models.board_pack import BoardPack, PackPlan, PackSubscription
from assurance.models.report_run import ReportRun
from assurance.models.sac_return import FrozenReturn, SignOffSheet
from assurance.models.shared_release import SharedRelease

__all__ = [
    "BoardPack",
    "FrozenReturn",
    "PackPlan",
    "PackSubscription",
    "ReportRun",
    "SharedRelease",
    "SignOffSheet",
]
