"""The dashboards there are: for whom each is made, and who may open it."""

from collections.abc import Collection
from typing import NamedTuple

from core.permissions import Permission
from core.roles import Role


class Dashboard(NamedTuple):
    """One dashboard. `roles` are those it is made for; whoever holds `permission` may open it."""

    url_name: str
    title: str
    about: str
    permission: Permission
    roles: frozenset[Role]


DASHBOARDS = (
    Dashboard(
        "assurance:dashboard-director",
        "The director's page",
        "Ten measures, what changed since last quarter, and what is open",
        Permission.MEASURE_VIEW,
        frozenset({Role.DIRECTOR, Role.QA_LEAD}),
    ),
    Dashboard(
        "assurance:dashboard-flow",
        "Flow of work",
        "What came in, was decided, began, ended and is open, month by month",
        Permission.MEASURE_VIEW,
        frozenset({Role.SAFEGUARDING_MANAGER, Role.ANALYST}),
    ),
    # A list of work, not figures: whoever reads the cases sees how many there are of them.
    Dashboard(
        "assurance:dashboard-team",
        "What needs doing in a team",
        "What waits, what is due and what is late, for one team or for all",
        Permission.CASE_VIEW,
        frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER}),
    ),
    Dashboard(
        "assurance:dashboard-board",
        "The Board's page",
        "Figures fit to be shared, by the six principles of safeguarding",
        Permission.MEASURE_VIEW,
        frozenset({Role.SAB_MANAGER, Role.SAB_CHAIR}),
    ),
)


def dashboards_for(
    permissions: Collection[Permission], roles: Collection[Role]
) -> list[tuple[Dashboard, bool]]:
    """Return those that may be opened, one's own first, and whether each is one's own."""
    allowed = [(each, bool(each.roles & set(roles))) for each in DASHBOARDS]
    allowed = [pair for pair in allowed if pair[0].permission in permissions]
    return sorted(allowed, key=lambda pair: not pair[1])
