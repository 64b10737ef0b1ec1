"""Case tracking, the information return and factual accuracy, for whoever prepares a visit."""

from core.roles import Role
from tests.access.rows import made
from tests.factories import (
    AccuracyCheckFactory,
    AccuracyPointFactory,
    InformationReturnFactory,
    ReturnDocumentFactory,
    ReturnItemFactory,
    TrackingCaseFactory,
    TrackingSampleFactory,
)

PREPARES = frozenset({Role.DIRECTOR, Role.QA_LEAD, Role.ANALYST})
# Codes and references side by side: only for whoever may take references out of the register.
HOLDS_THE_KEY = frozenset({Role.ANALYST})

MAKERS = {
    "tracking sample": lambda council: TrackingSampleFactory(council=council),
    "listed sample": lambda council: TrackingSampleFactory(council=council, listed=True),
    "information return": lambda council: InformationReturnFactory(council=council),
    "accuracy check": lambda council: AccuracyCheckFactory(council=council),
    "tracking case": lambda council: TrackingCaseFactory(
        listed=True, sample__council=council, sample__listed=True
    ),
    "return item": lambda council: ReturnItemFactory(of_return__council=council),
    "return document": lambda council: ReturnDocumentFactory(item__of_return__council=council),
    "accuracy point": lambda council: AccuracyPointFactory(check_of__council=council),
}


def about(kind, key="pk", method="get", status=200, roles=PREPARES):
    return (method, {key: made(kind)}, {}, roles, status)


TABLE = {
    "assurance:tracking-list": ("get", {}, {}, PREPARES, 200),
    "assurance:tracking-plan": ("get", {}, {}, PREPARES, 200),
    "assurance:tracking-detail": about("listed sample"),
    "assurance:tracking-key": about("listed sample", roles=HOLDS_THE_KEY),
    "assurance:tracking-quotas": about("tracking sample"),
    "assurance:tracking-file": about("tracking sample"),
    "assurance:tracking-freeze": about("tracking sample"),
    "assurance:tracking-leave-out": about("tracking sample"),
    "assurance:tracking-draw": about("tracking sample"),
    "assurance:tracking-pick": about("listed sample"),
    "assurance:tracking-pick-by-seed": about("listed sample"),
    "assurance:tracking-choose": about("listed sample"),
    "assurance:tracking-export": about("listed sample"),
    "assurance:tracking-close": about("listed sample"),
    "assurance:tracking-case": about("tracking case", "case"),
    "assurance:tracking-consent": about("tracking case", "case"),
    "assurance:tracking-stand-down": about("tracking case", "case"),
    "assurance:tracking-pre-read": about("tracking case", "case"),
    "assurance:information-list": ("get", {}, {}, PREPARES, 200),
    "assurance:information-open": ("get", {}, {}, PREPARES, 200),
    "assurance:information-detail": about("information return"),
    "assurance:information-days": about("information return"),
    "assurance:information-sent": about("information return"),
    "assurance:information-file": about("information return"),
    "assurance:information-item-add": about("information return"),
    "assurance:information-item": about("return item", "item"),
    "assurance:information-evidence": about("return item", "item"),
    "assurance:information-evidence-drop": about("return document", "document"),
    "assurance:accuracy-list": ("get", {}, {}, PREPARES, 200),
    "assurance:accuracy-open": ("get", {}, {}, PREPARES, 200),
    "assurance:accuracy-detail": about("accuracy check"),
    "assurance:accuracy-due": about("accuracy check"),
    "assurance:accuracy-sent": about("accuracy check"),
    "assurance:accuracy-file": about("accuracy check"),
    "assurance:accuracy-point-add": about("accuracy check"),
    "assurance:accuracy-point-change": about("accuracy point", "point"),
    "assurance:accuracy-point-decide": about("accuracy point", "point"),
    "assurance:accuracy-point-answer": about("accuracy point", "point"),
}
