"""Who may open the dashboards: figures for those who see measures, lists of work for casework."""

from core.roles import Role
from tests.access.table_assurance import MEASURES

CASES = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.ANALYST})

TABLE = {
    "assurance:dashboard-list": ("get", {}, {}, MEASURES | CASES, 200),
    "assurance:dashboard-team": ("get", {}, {}, CASES, 200),
    "assurance:dashboard-flow": ("get", {}, {}, MEASURES, 200),
    "assurance:dashboard-flow-download": ("get", {}, {}, MEASURES, 200),
    "assurance:dashboard-board": ("get", {}, {}, MEASURES, 200),
    "assurance:dashboard-director": ("get", {}, {}, MEASURES, 200),
}
