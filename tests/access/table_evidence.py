"""The evidence library: read by four roles, kept by three, approved by two."""

from core.roles import Role
from tests.access.rows import made
from tests.factories import EvidenceItemFactory, EvidenceLinkFactory
from tests.factories.evidence import kept_figure, kept_file, kept_link

KEEPS = frozenset({Role.QA_LEAD, Role.SAFEGUARDING_MANAGER, Role.ANALYST})
APPROVES = frozenset({Role.QA_LEAD, Role.DIRECTOR})
READS = KEEPS | APPROVES

MAKERS = {
    "evidence": lambda council: EvidenceItemFactory(council=council),
    "evidence file": kept_file,
    "evidence link": kept_link,
    "pinned figure": kept_figure,
    "evidence place": lambda council: EvidenceLinkFactory(item__council=council),
}
NOTE = {"item": made("evidence", by_public_id=True)}
FILE = {"item": made("evidence file", by_public_id=True)}
LINK = {"item": made("evidence link", by_public_id=True)}
FIGURE = {"item": made("pinned figure", by_public_id=True)}

CELL = {"statement": "QS7", "category": "processes"}

TABLE = {
    "assurance:evidence-list": ("get", {}, {}, READS, 200),
    "assurance:evidence-matrix": ("get", {}, {}, READS, 200),
    "assurance:evidence-matrix-file": ("get", {}, {}, READS, 200),
    "assurance:evidence-statement": ("get", {"statement": "QS7"}, {}, READS, 200),
    "assurance:evidence-add": ("get", {}, {}, KEEPS, 200),
    "assurance:evidence-add-file": ("get", {}, {}, KEEPS, 200),
    "assurance:evidence-add-files": ("get", {}, {}, KEEPS, 200),
    "assurance:evidence-add-link": ("get", {}, {}, KEEPS, 200),
    "assurance:evidence-add-note": ("get", {}, {}, KEEPS, 200),
    "assurance:evidence-add-figure": ("get", {}, {}, KEEPS, 200),
    "assurance:evidence-detail": ("get", NOTE, {}, READS, 200),
    "assurance:evidence-download": ("get", FILE, {}, READS, 200),
    "assurance:evidence-download-revision": ("get", {**FILE, "number": 1}, {}, READS, 200),
    "assurance:evidence-compare": ("get", NOTE, {}, READS, 200),
    "assurance:evidence-rerun": ("get", FIGURE, {}, READS, 200),
    "assurance:evidence-pin-again": ("get", FIGURE, {}, KEEPS, 200),
    "assurance:evidence-revise": ("get", NOTE, {}, KEEPS, 200),
    "assurance:evidence-keep": ("get", NOTE, {}, KEEPS, 200),
    "assurance:evidence-place": ("get", NOTE, {}, KEEPS, 200),
    "assurance:evidence-link-add": ("get", {**NOTE, **CELL}, {}, KEEPS, 200),
    # A place of another item is not found.
    "assurance:evidence-unlink": (
        "post",
        {**NOTE, "link": made("evidence place")},
        {},
        KEEPS,
        404,
    ),
    "assurance:evidence-approve": ("post", NOTE, {"after": "1"}, APPROVES, 302),
    "assurance:evidence-withdraw": ("get", NOTE, {}, READS, 200),
    "assurance:evidence-link-check": ("get", LINK, {}, KEEPS, 200),
    "api:evidence-list": ("get", {}, {}, READS, 200),
    "api:evidence-detail": (
        "get",
        {"public_id": made("evidence", by_public_id=True)},
        {},
        READS,
        200,
    ),
}
