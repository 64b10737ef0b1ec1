"""Rounds and what follows an audit: run by the lead; others see what was given to them.

Whoever audits may open the pages of audits; what is not theirs is not found there.
"""

from audit.choices import SamplingMethod
from audit.models import AuditRound, Moderation
from core.models import Organisation
from core.roles import Role
from tests.access.rows import made
from tests.access.table_audit_tools import version
from tests.factories import (
    AuditActionFactory,
    AuditRoundFactory,
    CaseAuditFactory,
    FeedbackFactory,
    FeedbackReplyFactory,
    ModerationFactory,
    ReauditFactory,
)

DO = {Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.AUDITOR, Role.QA_LEAD}
RUN = {Role.QA_LEAD}
MODERATE = {Role.AUDITOR, Role.QA_LEAD}
KEEP_ACTIONS = {Role.SAFEGUARDING_MANAGER, Role.QA_LEAD}
# Those who may open such a page, but to whom this row was not given.
NOT_THEIRS = dict.fromkeys(DO - RUN, 404)
NOT_GIVEN = {Role.AUDITOR: 404}
NOT_OWNER = {Role.PRACTITIONER: 404, Role.AUDITOR: 404}


def planned(council: Organisation, **columns: object) -> AuditRound:
    return AuditRoundFactory(
        council=council, version=version(council), method=SamplingMethod.CENSUS, **columns
    )


def audit(council: Organisation, **columns: object) -> object:
    return CaseAuditFactory(council=council, version=version(council), **columns)


def moderation(council: Organisation) -> Moderation:
    return ModerationFactory(audit=audit(council, submitted=True))


def begun(council: Organisation) -> object:
    first = audit(council, submitted=True)
    return ReauditFactory(audit=first, done_by=audit(council, repeat_of=first))


MAKERS = {
    "round": planned,
    "case audit": audit,
    "submitted audit": lambda council: audit(council, submitted=True),
    "moderation": moderation,
    "feedback": lambda council: FeedbackFactory(audit=audit(council, shared=True)),
    "feedback reply": lambda council: FeedbackReplyFactory(
        feedback__audit=audit(council, shared=True), kind="dispute"
    ),
    "audit action": lambda council: AuditActionFactory(audit=audit(council, submitted=True)),
    "reaudit": lambda council: ReauditFactory(audit=audit(council, submitted=True)),
    "begun reaudit": begun,
}
ROUND, AUDIT, MODERATION = {"pk": made("round")}, {"pk": made("case audit")}, made("moderation")
FEEDBACK, ACTION = {"pk": made("feedback")}, {"pk": made("audit action")}
AGAIN = {"pk": made("reaudit")}


def run(name: str, arguments: dict[str, object] | None = None) -> dict[str, tuple[object, ...]]:
    return {f"audit:{name}": ("get", arguments or ROUND, {}, RUN, 200)}


TABLE = {
    "audit:my-audits": ("get", {}, {}, DO, 200),
    "audit:notices-read": ("post", {}, {}, DO, 302),
    "audit:round-list": ("get", {}, {}, DO, 200),
    "audit:round-detail": ("get", ROUND, {}, RUN, 200, NOT_THEIRS),
    **run("round-frame"),
    **run("round-population"),
    **run("round-sample"),
    **run("round-work"),
    **run("round-auditor-set"),
    **run("round-freeze"),
    **run("round-draw"),
    **run("round-open"),
    **run("round-settle"),
    **run("round-extend"),
    **run("round-close"),
    **run("round-abandon"),
    **run("agreement"),
    **run("audit-reassign", AUDIT),
    **run("moderation-ask", AUDIT),
    **run("audit-close", AUDIT),
    **run("feedback-give", AUDIT),
    **run("reaudit-begin", AGAIN),
    **run("reaudit-drop", AGAIN),
    **run("reaudit-compare", {"pk": made("begun reaudit")}),
    "audit:round-plan": ("get", {}, {}, RUN, 200),
    # No such place or case in this round: the services and pages are tested beside them.
    "audit:round-auditor-remove": ("get", {**ROUND, "place": 0}, {}, RUN, 404),
    "audit:case-replace": ("get", {**ROUND, "entry": 0}, {}, RUN, 404),
    "audit:reaudit-list": ("get", {}, {}, RUN, 200),
    "audit:moderation-list": ("get", {}, {}, MODERATE, 200),
    "audit:moderation-detail": ("get", {"pk": MODERATION}, {}, RUN, 200, NOT_GIVEN),
    "audit:moderation-rate": ("get", {"pk": MODERATION}, {}, RUN, 403, NOT_GIVEN),
    "audit:moderation-decide": ("get", {"pk": MODERATION}, {}, RUN, 403, NOT_GIVEN),
    "audit:moderation-assign": ("get", {"pk": MODERATION}, {}, RUN, 200),
    "audit:feedback-list": ("get", {}, {}, DO, 200),
    "audit:feedback-detail": ("get", FEEDBACK, {}, RUN, 200, NOT_THEIRS),
    "audit:feedback-read": ("post", FEEDBACK, {}, RUN, 403, NOT_THEIRS),
    "audit:feedback-reply": ("get", FEEDBACK, {}, RUN, 403, NOT_THEIRS),
    "audit:dispute-settle": ("get", {"pk": made("feedback reply")}, {}, RUN, 200),
    "audit:action-list": ("get", {}, {}, DO, 200),
    "audit:action-detail": ("get", ACTION, {}, KEEP_ACTIONS, 200, NOT_OWNER),
    "audit:action-done": ("get", ACTION, {}, KEEP_ACTIONS, 200, NOT_OWNER),
    "audit:action-note": ("get", ACTION, {}, KEEP_ACTIONS, 200, NOT_OWNER),
    "audit:action-chase": ("get", ACTION, {}, KEEP_ACTIONS, 200),
    "audit:action-move": ("get", ACTION, {}, KEEP_ACTIONS, 200),
    "audit:action-verify": ("get", ACTION, {}, KEEP_ACTIONS, 200),
    "audit:action-send-back": ("get", ACTION, {}, KEEP_ACTIONS, 200),
    "audit:action-withdraw": ("get", ACTION, {}, KEEP_ACTIONS, 200),
    "audit:action-raise": (
        "get",
        AUDIT,
        {},
        RUN,
        200,
        {Role.SAFEGUARDING_MANAGER: 404},
    ),
    "audit:action-raise-round": ("get", ROUND, {}, RUN, 200, {Role.SAFEGUARDING_MANAGER: 404}),
}
