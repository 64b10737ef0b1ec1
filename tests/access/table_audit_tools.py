"""Audit tools: read by all who audit or read results; kept by the quality assurance lead."""

from audit.models import ToolVersion
from audit.rules.documents import hash_of
from core.models import Organisation
from core.roles import Role
from tests.access.rows import made
from tests.audit.documents import document_of, question, section
from tests.factories import ToolVersionFactory

READ = {
    Role.PRACTITIONER,
    Role.SAFEGUARDING_MANAGER,
    Role.AUDITOR,
    Role.QA_LEAD,
    Role.ANALYST,
    Role.DIRECTOR,
}
KEEP = {Role.QA_LEAD}


def version(council: Organisation, **columns: object) -> ToolVersion:
    strand = {"key": "auditor", "label": "Auditor", "respondent": "auditor", "required": True}
    content = document_of(section("S", question("A")), strands=[strand])
    return ToolVersionFactory(
        tool__council=council, content=content, content_sha256=hash_of(content), **columns
    )


MAKERS = {
    "tool version": version,
    "tool draft": lambda council: version(council, draft=True),
}
VERSION, DRAFT = {"pk": made("tool version")}, {"pk": made("tool draft")}

TABLE = {
    "audit:tool-list": ("get", {}, {}, READ, 200),
    "audit:tool-import": ("get", {}, {}, KEEP, 200),
    "audit:version-detail": ("get", VERSION, {}, READ, 200),
    "audit:version-compare": ("get", {**VERSION, "other": 0}, {}, READ, 404),
    "audit:version-draft": ("get", VERSION, {}, KEEP, 200),
    "audit:version-edit": ("get", DRAFT, {}, KEEP, 200),
    "audit:question-add": ("get", DRAFT, {}, KEEP, 200),
    "audit:question-change": ("get", {**DRAFT, "code": "A"}, {}, KEEP, 200),
    "audit:question-remove": ("get", {**DRAFT, "code": "A"}, {}, KEEP, 200),
    "audit:question-move": ("get", {**DRAFT, "code": "A"}, {}, KEEP, 200),
    "audit:section-add": ("get", DRAFT, {}, KEEP, 200),
    "audit:section-change": ("get", {**DRAFT, "code": "S"}, {}, KEEP, 200),
    "audit:section-remove": ("get", {**DRAFT, "code": "S"}, {}, KEEP, 200),
    "audit:scale-change": ("get", {**DRAFT, "key": "ypn"}, {}, KEEP, 200),
    "audit:scale-add": ("get", DRAFT, {}, KEEP, 200),
    "audit:grades-change": ("get", DRAFT, {}, KEEP, 200),
    "audit:strand-add": ("get", DRAFT, {}, KEEP, 200),
    "audit:strand-change": ("get", {**DRAFT, "key": "auditor"}, {}, KEEP, 200),
    "audit:strand-remove": ("get", {**DRAFT, "key": "auditor"}, {}, KEEP, 200),
    "audit:version-history": ("get", DRAFT, {}, READ, 200),
    "audit:version-try": ("get", VERSION, {}, READ, 200),
    "audit:version-publish": ("get", DRAFT, {}, KEEP, 200),
    "audit:version-retire": ("get", VERSION, {}, KEEP, 200),
    "audit:version-discard": ("get", DRAFT, {}, KEEP, 200),
    "audit:version-export": ("get", {**VERSION, "ending": "yaml"}, {}, READ, 200),
}
