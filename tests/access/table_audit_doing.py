"""Doing audits: who runs them sees all, an auditor and a practitioner what is given to them.

The rows here are given to nobody who asks, so an auditor is told that there is no such page; what
is theirs is tested in tests/audit/test_doing_access.py. A link from outside needs no account.
"""

from typing import Any

from core.models import Organisation
from core.roles import Role
from tests.access.rows import ANONYMOUS, EVERYBODY, NOBODY, made
from tests.audit.documents import document_of, question, section
from tests.factories import (
    AuditAlertFactory,
    AuditStrandFactory,
    CaseAuditFactory,
    StoryOfDifferenceFactory,
    ToolVersionFactory,
)

QA = {Role.QA_LEAD}
# Who does audits, and finds nothing where none is theirs.
DO = (Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.AUDITOR)
NOT_THEIRS = dict.fromkeys(DO, 404)
MANAGER_TOO = {Role.PRACTITIONER: 404, Role.AUDITOR: 404}
NOT_A_PAGE = dict.fromkeys((*DO, Role.QA_LEAD), 404)
READS_FIGURES = (
    Role.SAFEGUARDING_MANAGER,
    Role.SAB_MANAGER,
    Role.SAB_CHAIR,
    Role.ANALYST,
    Role.DIRECTOR,
)
# Not told yet: readers of figures find no story without consent.
UNTOLD = dict.fromkeys(READS_FIGURES, 404)
OPEN = {ANONYMOUS: 404}


def version_in(council: Organisation) -> Any:
    content = document_of(section("A", question("A1")))
    return ToolVersionFactory(tool__council=council, content=content)


def audit_of(council: Organisation, **rest: Any) -> Any:
    return CaseAuditFactory(council=council, version=version_in(council), **rest)


MAKERS = {
    "case audit": audit_of,
    "done audit": lambda council: audit_of(council, submitted=True),
    "strand": lambda council: AuditStrandFactory(audit=audit_of(council), person=None),
    "done strand": lambda council: AuditStrandFactory(audit=audit_of(council), submitted=True),
    "linked strand": lambda council: AuditStrandFactory(audit=audit_of(council), outside=True),
    "audit alert": lambda council: AuditAlertFactory(
        strand=AuditStrandFactory(audit=audit_of(council))
    ),
    "story": lambda council: StoryOfDifferenceFactory(council=council, audit=audit_of(council)),
}
AUDIT, DONE = {"pk": made("case audit")}, {"pk": made("done audit")}
STRAND, IN, LINKED = (
    {"pk": made("strand")},
    {"pk": made("done strand")},
    {"pk": made("linked strand")},
)
STORY = {"pk": made("story")}
SECTION = {**STRAND, "section": "A"}
TOKEN = {"token": "no-such-link"}

TABLE = {
    "audit:case-audit-detail": ("get", AUDIT, {}, QA, 200, NOT_THEIRS),
    "audit:case-audit-result": ("get", DONE, {}, QA, 200, NOT_THEIRS),
    "audit:case-audit-read": ("get", IN, {}, QA, 200, NOT_THEIRS),
    # Answering is for whoever the part is given to, and for nobody else.
    "audit:case-audit-begin": ("post", STRAND, {}, NOBODY, 302, NOT_A_PAGE),
    "audit:case-audit-section": ("get", SECTION, {}, NOBODY, 200, NOT_A_PAGE),
    "audit:case-audit-answer": ("post", STRAND, {}, NOBODY, 200, NOT_A_PAGE),
    "audit:case-audit-finish": ("get", STRAND, {}, NOBODY, 200, NOT_A_PAGE),
    "audit:case-audit-give": ("get", STRAND, {}, QA, 200, NOT_THEIRS),
    "audit:case-audit-repeat": ("get", STRAND, {}, QA, 200, NOT_THEIRS),
    "audit:case-audit-invite": ("get", STRAND, {}, QA, 200, NOT_THEIRS),
    "audit:case-audit-revoke": ("get", LINKED, {}, QA, 200, NOT_THEIRS),
    "audit:case-audit-consent": ("get", STRAND, {}, QA, 200, NOT_THEIRS),
    "audit:case-audit-give-up": ("get", STRAND, {}, QA, 200, NOT_THEIRS),
    "audit:audit-alert": (
        "get",
        {"pk": made("audit alert")},
        {},
        {*QA, Role.SAFEGUARDING_MANAGER},
        200,
        MANAGER_TOO,
    ),
    "audit:story-write": ("get", AUDIT, {}, QA, 200, NOT_THEIRS),
    "audit:story-detail": ("get", STORY, {}, QA, 200, UNTOLD),
    "audit:story-change": ("get", STORY, {}, QA, 200),
    "audit:story-consent": ("get", STORY, {}, QA, 200),
    "audit:story-withdraw": ("get", STORY, {}, QA, 200),
    "audit:story-review": ("get", STORY, {}, QA, 200),
    "audit:link-start": ("get", TOKEN, {}, EVERYBODY, 404, OPEN),
    "audit:link-section": ("get", {**TOKEN, "section": "A"}, {}, EVERYBODY, 404, OPEN),
    "audit:link-answer": ("post", TOKEN, {}, EVERYBODY, 404, OPEN),
    "audit:link-finish": ("get", TOKEN, {}, EVERYBODY, 404, OPEN),
}
