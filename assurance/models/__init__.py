from assurance.models.counted import CountedFigures
from assurance.models.report_run import ReportRun
from assurance.models.sac_return import FrozenReturn, SignOffSheet

__all__ = ["CountedFigures", "FrozenReturn", "ReportRun", "SignOffSheet"]
