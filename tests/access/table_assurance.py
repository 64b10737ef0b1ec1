"""Measures and reports, on pages and over the API: figures for those who may see true counts."""

from core.roles import Role

MEASURES = frozenset(
    {
        Role.SAFEGUARDING_MANAGER,
        Role.QA_LEAD,
        Role.SAB_MANAGER,
        Role.SAB_CHAIR,
        Role.ANALYST,
        Role.DIRECTOR,
    }
)
REPORTS = frozenset({Role.SAFEGUARDING_MANAGER, Role.QA_LEAD, Role.ANALYST, Role.DIRECTOR})
RETURNS = frozenset({Role.SAFEGUARDING_MANAGER, Role.SAB_MANAGER, Role.ANALYST, Role.DIRECTOR})
YEAR = {"council": "TEST", "start": "2024-04-01", "end": "2025-03-31"}

TABLE = {
    "assurance:measure-list": ("get", {}, {}, MEASURES, 200),
    "assurance:measure-detail": ("get", {"key": "concerns_raised"}, {}, MEASURES, 200),
    "assurance:measure-cases": ("get", {"key": "concerns_raised"}, {}, MEASURES, 200),
    "assurance:report-list": ("get", {}, {}, REPORTS, 200),
    "assurance:report-new": ("get", {}, {}, REPORTS, 200),
    "assurance:report-view": ("get", {}, {}, REPORTS, 200),
    # Nothing asked for: the form again, with what is missing.
    "assurance:report-download": ("post", {}, {}, REPORTS, 200),
    "api:measure-list": ("get", {}, YEAR, MEASURES, 200),
    "api:sac-return-detail": ("get", {"pk": "2024-25"}, {"council": "TEST"}, RETURNS, 200),
}
