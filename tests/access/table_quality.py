"""The data-quality desk: for whoever reads cases; records are given out by whoever decides."""

from core.roles import Role
from tests.access.table_providers import DECIDE
from tests.access.table_safeguard import CASES

FILES = frozenset({Role.SAFEGUARDING_MANAGER, Role.ANALYST})
RULE = {"code": "no-decision"}

TABLE = {
    "safeguard:quality-desk": ("get", {}, {}, CASES, 200),
    "safeguard:quality-count": ("post", {}, {}, CASES, 302),
    "safeguard:quality-rule": ("get", RULE, {}, CASES, 200),
    "safeguard:quality-list": ("get", RULE, {}, FILES, 200),
    "safeguard:quality-give": ("get", RULE, {}, DECIDE, 200),
}
