"""The API: the rights of the pages; its description for anybody who is signed in."""

from core.roles import Role
from tests.access.rows import EVERYBODY, made

CASES = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.ANALYST})

TABLE = {
    "api:schema": ("get", {}, {}, EVERYBODY, 200),
    "api:concern-list": ("get", {}, {}, CASES, 200),
    "api:concern-detail": ("get", {"pk": made("concern")}, {}, CASES, 200),
    "api:enquiry-list": ("get", {}, {}, CASES, 200),
    "api:enquiry-detail": ("get", {"pk": made("enquiry")}, {}, CASES, 200),
}
