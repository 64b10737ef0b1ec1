"""The register: cases for those who do casework or count it; for a director, one and for cause."""

from core.roles import Role
from tests.access.rows import made

CASES = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.ANALYST})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
DIRECTOR = frozenset({Role.DIRECTOR})
# A director who has given no reason is asked for one, or is told nothing.
ASKED, TOLD_NOTHING = {Role.DIRECTOR: 302}, {Role.DIRECTOR: 404}

TABLE = {
    "safeguard:concern-list": ("get", {}, {}, CASES, 200),
    "safeguard:concern-detail": ("get", {"pk": made("concern")}, {}, CASES, 200, ASKED),
    "safeguard:concern-print": ("get", {"pk": made("concern")}, {}, CASES, 200, ASKED),
    "safeguard:concern-open-for-cause": ("get", {}, {}, DIRECTOR, 200),
    "safeguard:enquiry-list": ("get", {}, {}, CASES, 200),
    "safeguard:enquiry-detail": ("get", {"pk": made("enquiry")}, {}, CASES, 200, ASKED),
    "safeguard:adult-detail": ("get", {"pk": made("adult")}, {}, CASES, 200, TOLD_NOTHING),
    "safeguard:notification-list": ("get", {}, {}, CASES, 200),
    "safeguard:notification-detail": (
        "get",
        {"pk": made("notification")},
        {},
        CASES,
        200,
        TOLD_NOTHING,
    ),
    "safeguard:provider-notification-detail": (
        "get",
        {"pk": made("provider notification")},
        {},
        CASES,
        200,
        TOLD_NOTHING,
    ),
    "safeguard:register-settings": ("get", {}, {}, ADMINISTRATOR, 200),
    "safeguard:register-reminders": ("get", {}, {}, ADMINISTRATOR, 200),
    "safeguard:policy-change-add": ("get", {}, {}, ADMINISTRATOR, 200),
    "safeguard:policy-change-remove": (
        "get",
        {"pk": made("policy change")},
        {},
        ADMINISTRATOR,
        200,
    ),
}
