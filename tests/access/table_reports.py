"""Who may open the pages of the reports: address, method, and the roles let in.

Everybody else who is signed in gets 403; nobody signed in is sent to sign in.
"""

from core.roles import Role

MAKE = frozenset({Role.SAFEGUARDING_MANAGER, Role.QA_LEAD, Role.ANALYST, Role.DIRECTOR})

TABLE = {
    "assurance:report-list": ("get", {}, {}, MAKE, 200),
    "assurance:report-new": ("get", {}, {}, MAKE, 200),
    "assurance:report-view": ("get", {}, {"period": "2024-25"}, MAKE, 200),
    # Nothing was filled in: the form comes back.
    "assurance:report-download": ("post", {}, {}, MAKE, 200),
}
