"""Who may open the pages of the statutory return: address, method, and the roles let in.

Everybody else who is signed in gets 403; nobody signed in is sent to sign in.
"""

from core.roles import Role

SEE = frozenset({Role.SAFEGUARDING_MANAGER, Role.SAB_MANAGER, Role.ANALYST, Role.DIRECTOR})
KEEP = frozenset({Role.ANALYST, Role.DIRECTOR})
YEAR = {"year": "2024-25"}
CELL = {"table": "SG1f", "panel": "", "row": "CONCERN", "column": "COUNT"}

# url name: (method, arguments of the address, query, roles let in, their status)
TABLE = {
    "assurance:return-list": ("get", {}, {}, SEE, 200),
    "assurance:return-detail": ("get", YEAR, {}, SEE, 200),
    "assurance:return-cell": ("get", YEAR, CELL, SEE, 200),
    "assurance:return-freeze": ("get", YEAR, {}, KEEP, 200),
    "assurance:return-sign-off": ("get", YEAR, {}, KEEP, 200),
    "assurance:return-download": ("get", YEAR, {}, SEE, 200),
    # There is no freeze of that id: whoever may look is told so.
    "assurance:return-frozen-detail": (
        "get",
        {"public_id": "00000000-0000-4000-8000-000000000000"},
        {},
        SEE,
        404,
    ),
}
