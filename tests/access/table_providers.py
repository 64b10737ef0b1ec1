"""Providers and notifications: read by whoever reads cases, recorded by whoever does casework."""

from core.roles import Role
from tests.access.rows import made
from tests.access.table_safeguard import CASES, TOLD_NOTHING
from tests.factories import ProviderFactory

RECORD = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER})
DECIDE = frozenset({Role.SAFEGUARDING_MANAGER})
MAKERS = {"provider": lambda council: ProviderFactory(council=council)}
PROVIDER = {"pk": made("provider")}

TABLE = {
    "safeguard:notification-record": ("get", {}, {}, RECORD, 200),
    "safeguard:provider-notification-record": ("get", {}, {}, RECORD, 200),
    "safeguard:notification-convert": ("post", {"pk": made("notification")}, {}, RECORD, 302),
    "safeguard:provider-notification-convert": (
        "post",
        {"pk": made("provider notification")},
        {},
        RECORD,
        302,
    ),
    "safeguard:provider-list": ("get", {}, {}, CASES, 200),
    "safeguard:provider-detail": ("get", PROVIDER, {}, CASES, 200, TOLD_NOTHING),
    "safeguard:provider-change": ("get", PROVIDER, {}, DECIDE, 200),
    "safeguard:provider-look": ("get", PROVIDER, {}, RECORD, 200),
}
