"""Timescales, why something is due when it is, and reasons for lateness."""

from datetime import date

from core.roles import Role
from tests.access.rows import made
from tests.factories import ClockRuleFactory

KEEPERS = frozenset({Role.SAFEGUARDING_MANAGER, Role.ADMINISTRATOR})
READERS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.ANALYST})
RECORDERS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER})
# A case not opened for cause is not found by somebody who may open one.
FOR_CAUSE = {Role.DIRECTOR: 404}

MAKERS = {
    "clock rule": lambda council: ClockRuleFactory(council=council),
    "future clock rule": lambda council: ClockRuleFactory(
        council=council, effective_from=date(2099, 1, 1)
    ),
}

TABLE = {
    "safeguard:clock-list": ("get", {}, {}, KEEPERS, 200),
    "safeguard:clock-add": ("get", {}, {}, KEEPERS, 200),
    "safeguard:clock-change": ("get", {"pk": made("future clock rule")}, {}, KEEPERS, 200),
    "safeguard:clock-end": ("get", {"pk": made("clock rule")}, {}, KEEPERS, 200),
    "safeguard:clock-why": ("get", {"pk": made("concern")}, {}, READERS, 200, FOR_CAUSE),
    "safeguard:late-reason": ("get", {"pk": made("concern")}, {}, RECORDERS, 200),
}
