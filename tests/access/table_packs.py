"""Board packs, for those who may see true counts; releases, for readers of the ledger."""

from core.roles import Role
from tests.access.rows import made
from tests.access.table_assurance import MEASURES
from tests.factories import BoardPackFactory, SharedReleaseFactory

MANAGES = frozenset({Role.SAB_MANAGER, Role.ANALYST, Role.DIRECTOR})
LEDGER = frozenset({Role.ANALYST, Role.DIRECTOR})

MAKERS = {
    "board pack": lambda council: BoardPackFactory(council=council),
    "release": lambda council: SharedReleaseFactory(council=council),
}
PACK = {"pack": made("board pack", by_public_id=True)}
RELEASE = {"release": made("release", by_public_id=True)}

TABLE = {
    "assurance:pack-list": ("get", {}, {}, MEASURES, 200),
    "assurance:pack-detail": ("get", PACK, {}, MEASURES, 200),
    "assurance:pack-sharing": ("get", PACK, {}, MEASURES, 200),
    "assurance:pack-file": ("get", PACK, {}, MANAGES, 200),
    "assurance:pack-make": ("get", {}, {}, MANAGES, 200),
    "assurance:pack-plan": ("get", {}, {}, MANAGES, 200),
    # Asked or not, the list again.
    "assurance:pack-subscribe": ("post", {}, {"wanted": "yes"}, MEASURES, 302),
    "assurance:release-list": ("get", {}, {}, LEDGER, 200),
    "assurance:release-detail": ("get", RELEASE, {}, LEDGER, 200),
}
