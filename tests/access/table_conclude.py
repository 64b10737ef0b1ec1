"""Closing, reopening, experience: for those who decide, those who record, those who read."""

from core.roles import Role
from tests.access.rows import made
from tests.factories import AgencyToldFactory

DECIDES = frozenset({Role.SAFEGUARDING_MANAGER})
RECORDS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER})
READS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.ANALYST})
TOLD_NOTHING = {Role.DIRECTOR: 404}

MAKERS = {
    "agency told": lambda council: AgencyToldFactory(enquiry__concern__adult__council=council),
}

TABLE = {
    "safeguard:enquiry-conclude": ("get", {"pk": made("enquiry")}, {}, DECIDES, 200),
    "safeguard:enquiry-reopen": ("get", {"pk": made("enquiry")}, {}, DECIDES, 200),
    "safeguard:concern-reopen": ("get", {"pk": made("concern")}, {}, DECIDES, 200),
    "safeguard:case-history": ("get", {"pk": made("concern")}, {}, READS, 200, TOLD_NOTHING),
    "safeguard:agency-told-add": ("get", {"pk": made("enquiry")}, {}, RECORDS, 200),
    "safeguard:agency-told-change": ("get", {"pk": made("agency told")}, {}, RECORDS, 200),
}
