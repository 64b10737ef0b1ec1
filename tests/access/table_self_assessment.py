"""Checklists: run by few, answered by whoever is asked. Self-assessments: read by few, written by
fewer, signed by two roles. A link from outside needs no account.
"""

from typing import Any

from core.models import Organisation
from core.roles import Role
from tests.access.rows import ANONYMOUS, EVERYBODY, NOBODY, made
from tests.factories import (
    ChecklistPartFactory,
    ChecklistRoundFactory,
    DocumentPartFactory,
    EvidenceTaskFactory,
    FrameworkEntryFactory,
    PublishedScoreFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StatementAssessmentFactory,
)

READ = {Role.DIRECTOR, Role.QA_LEAD, Role.SAFEGUARDING_MANAGER, Role.ANALYST}
WRITE = {Role.QA_LEAD, Role.SAFEGUARDING_MANAGER, Role.ANALYST}
SIGN = {Role.DIRECTOR, Role.QA_LEAD}
MANAGE = {Role.QA_LEAD, Role.ANALYST}
ANSWER = {
    Role.PRACTITIONER,
    Role.SAFEGUARDING_MANAGER,
    Role.AUDITOR,
    Role.QA_LEAD,
    Role.DIRECTOR,
}
# Somebody else's part is not there for whoever may answer their own.
NOT_THEIRS = dict.fromkeys(ANSWER, 404)
OPEN = {ANONYMOUS: 404}
TOKEN = {"token": "no-such-link"}


def round_with_a_line(council: Organisation) -> Any:
    round = ChecklistRoundFactory(council=council)
    round.entries.add(FrameworkEntryFactory(pk=990_001, framework=round.framework))
    return round


def signature(council: Organisation) -> Any:
    whole = SelfAssessmentFactory(council=council)
    SignOffFactory(pk=990_001, self_assessment=whole)
    return whole


def other_version(council: Organisation) -> Any:
    return SelfAssessmentFactory(council=council, pk=990_002)


MAKERS = {
    "checklist round": round_with_a_line,
    "checklist part": lambda council: ChecklistPartFactory(group__round__council=council),
    "evidence task": lambda council: EvidenceTaskFactory(round__council=council),
    "self-assessment": lambda council: SelfAssessmentFactory(council=council),
    "self-assessment to sign": signature,
    "other version": other_version,
    "statement written": lambda council: StatementAssessmentFactory(
        self_assessment__council=council
    ),
    "document part": lambda council: DocumentPartFactory(self_assessment__council=council),
    "published score": lambda council: PublishedScoreFactory(council=council),
}
ROUND, PART = {"pk": made("checklist round")}, {"pk": made("checklist part")}
LINE = 990_001
WHOLE = {"pk": made("self-assessment")}
STATEMENT = {"pk": made("statement written")}

TABLE = {
    "assurance:checklist-list": ("get", {}, {}, READ, 200),
    "assurance:checklist-open": ("get", {}, {}, MANAGE, 200),
    "assurance:checklist-mine": ("get", {}, {}, ANSWER, 200),
    "assurance:checklist-detail": ("get", ROUND, {}, READ, 200),
    "assurance:checklist-change": ("get", ROUND, {}, MANAGE, 200),
    "assurance:checklist-groups": ("get", ROUND, {}, MANAGE, 200),
    "assurance:checklist-ask": ("get", {**ROUND, "how": "outside"}, {}, MANAGE, 200),
    "assurance:checklist-withdraw": ("get", PART, {}, MANAGE, 200),
    "assurance:checklist-results": ("get", ROUND, {}, READ, 200),
    "assurance:checklist-result": ("get", {**ROUND, "entry": LINE}, {}, READ, 200),
    "assurance:checklist-part": ("get", PART, {}, NOBODY, 200, NOT_THEIRS),
    "assurance:checklist-line": ("get", {**PART, "entry": 1}, {}, NOBODY, 200, NOT_THEIRS),
    "assurance:checklist-link": ("get", TOKEN, {}, EVERYBODY, 404, OPEN),
    "assurance:checklist-link-line": ("get", {**TOKEN, "entry": 1}, {}, EVERYBODY, 404, OPEN),
    "assurance:evidence-task-list": ("get", {}, {}, READ, 200),
    "assurance:evidence-task-done": ("get", {"pk": made("evidence task")}, {}, WRITE, 200),
    "assurance:self-assessment-list": ("get", {}, {}, READ, 200),
    "assurance:self-assessment-open": ("get", {}, {}, WRITE, 200),
    "assurance:self-assessment-detail": ("get", WHOLE, {}, READ, 200),
    "assurance:self-assessment-document": ("get", WHOLE, {}, READ, 200),
    "assurance:self-assessment-file": ("get", WHOLE, {}, READ, 200),
    "assurance:self-assessment-compare": (
        "get",
        {**WHOLE, "other": made("other version")},
        {},
        READ,
        200,
    ),
    "assurance:self-assessment-what-if": ("get", WHOLE, {}, READ, 200),
    "assurance:self-assessment-ask": ("get", WHOLE, {}, WRITE, 200),
    "assurance:self-assessment-sign": (
        "get",
        {"pk": made("self-assessment to sign"), "sign_off": 990_001},
        {},
        SIGN,
        200,
    ),
    "assurance:self-assessment-change": ("get", WHOLE, {}, WRITE, 200),
    "assurance:self-assessment-drop": (
        "get",
        {"pk": made("self-assessment to sign"), "sign_off": 990_001},
        {},
        WRITE,
        200,
    ),
    "assurance:self-assessment-finish": ("get", WHOLE, {}, SIGN, 200),
    "assurance:statement-write": ("get", STATEMENT, {}, WRITE, 200),
    "assurance:statement-carry": ("get", STATEMENT, {}, WRITE, 200),
    "assurance:document-part-write": ("get", {"pk": made("document part")}, {}, WRITE, 200),
    "assurance:side-by-side": ("get", {}, {}, READ, 200),
    "assurance:published-score-enter": ("get", {}, {}, WRITE, 200),
    "assurance:published-score-load": ("get", {}, {}, WRITE, 200),
    "assurance:published-score-remove": ("get", {"pk": made("published score")}, {}, WRITE, 200),
}
