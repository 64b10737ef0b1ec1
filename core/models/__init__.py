from core.models.activity import ActivityEvent
from core.models.backup import BackupMade
from core.models.base import Stamped
from core.models.draft import FormDraft
from core.models.export import ExportEvent
from core.models.holiday import BankHoliday, ClosureDay
from core.models.organisation import Membership, Organisation, Team
from core.models.trail import TrailHead, TrailLink
from core.models.user import User

__all__ = [
    "ActivityEvent",
    "BackupMade",
    "BankHoliday",
    "ClosureDay",
    "ExportEvent",
    "FormDraft",
    "Membership",
    "Organisation",
    "Stamped",
    "Team",
    "TrailHead",
    "TrailLink",
    "User",
]
