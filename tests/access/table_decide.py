"""Triage, the decision, feedback: those who record; priority and sign-off: those who decide."""

from core.roles import Role
from tests.access.rows import made
from tests.access.table_safeguard import CASES, TOLD_NOTHING

RECORDERS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER})
DECIDERS = frozenset({Role.SAFEGUARDING_MANAGER})
ONE = {"pk": made("concern")}

TABLE = {
    "safeguard:waiting": ("get", {}, {}, CASES, 200),
    "safeguard:priority-set": ("get", ONE, {}, DECIDERS, 200),
    "safeguard:information-add": ("get", ONE, {}, RECORDERS, 200),
    "safeguard:look-again": ("get", ONE, {}, RECORDERS, 200),
    "safeguard:feedback-record": ("get", ONE, {}, RECORDERS, 200),
    "safeguard:concern-decision": ("get", ONE, {}, CASES, 200, TOLD_NOTHING),
    "safeguard:decision-propose": ("get", ONE, {}, RECORDERS, 200),
    "safeguard:decision-sign-off": ("get", ONE, {}, DECIDERS, 200),
}
