"""Theme 3: a page for everybody with a part in it, and the frameworks it rests on."""

from assurance.services.frameworks import ensure_shipped
from core.permissions import THEME_3
from core.roles import GRANTS, Role
from tests.access.rows import made
from tests.factories import FrameworkEntryFactory, FrameworkFactory

# What each finds there differs by role; see test_theme3.py.
WITH_A_PART = frozenset(role for role in Role if GRANTS[role] & THEME_3)
READERS = frozenset(
    {
        Role.PRACTITIONER,
        Role.SAFEGUARDING_MANAGER,
        Role.AUDITOR,
        Role.QA_LEAD,
        Role.SAB_MANAGER,
        Role.ANALYST,
        Role.DIRECTOR,
        Role.ADMINISTRATOR,
    }
)
KEEPERS = frozenset({Role.ANALYST, Role.ADMINISTRATOR})
VERSION = {"pk": made("framework")}

MAKERS = {
    "framework": lambda council: ensure_shipped()[0].framework,
    "unused framework": lambda council: FrameworkFactory(),
    "framework entry": lambda council: FrameworkEntryFactory(),
}

TABLE = {
    "assurance:theme3": ("get", {}, {}, WITH_A_PART, 200),
    "assurance:cqc-score": ("get", {}, {"score_1": "3"}, READERS, 200),
    "assurance:framework-list": ("get", {}, {}, READERS, 200),
    "assurance:framework-detail": ("get", VERSION, {}, READERS, 200),
    "assurance:framework-download": ("get", VERSION, {}, READERS, 200),
    "assurance:framework-compare": (
        "get",
        {**VERSION, "other": made("framework")},
        {},
        READERS,
        200,
    ),
    "assurance:framework-information": ("get", VERSION, {}, READERS, 200),
    "assurance:framework-sections": ("get", VERSION, {}, READERS, 200),
    "assurance:framework-statement": ("get", {**VERSION, "code": "QS7"}, {}, READERS, 200),
    "assurance:framework-remove": ("get", {"pk": made("unused framework")}, {}, KEEPERS, 200),
    "assurance:framework-load": ("get", {}, {}, KEEPERS, 200),
    "assurance:official-wording": ("get", {"pk": made("framework entry")}, {}, KEEPERS, 200),
}
