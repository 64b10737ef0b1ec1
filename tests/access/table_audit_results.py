"""Results of audits: read as figures; taken as files by those who make reports or read audits."""

from core.models import Organisation
from core.roles import Role
from tests.access.rows import made
from tests.audit.results_rows import NO, YES, read, round_of, version_of

READ = {
    Role.SAFEGUARDING_MANAGER,
    Role.QA_LEAD,
    Role.SAB_MANAGER,
    Role.SAB_CHAIR,
    Role.ANALYST,
    Role.DIRECTOR,
}
TAKE = {Role.SAFEGUARDING_MANAGER, Role.QA_LEAD, Role.ANALYST, Role.DIRECTOR}
AUDITS = {Role.QA_LEAD}


def finished(council: Organisation):
    held = round_of(version_of(council), eligible=12)
    for at in range(10):
        read(held, YES if at % 3 else NO)
    return held


MAKERS = {
    "finished round": finished,
    "tool with audits": lambda council: finished(council).version.tool,
}
ROUND, TOOL = {"pk": made("finished round")}, {"pk": made("tool with audits")}
FILE = {"fmt": "xlsx", "reason": "For the Board"}

TABLE = {
    "assurance:audit-results": ("get", {}, {}, READ, 200),
    "assurance:round-report": ("get", ROUND, {}, READ, 200),
    "assurance:round-report-file": ("post", ROUND, FILE, TAKE, 200),
    "assurance:audit-trend": ("get", {}, {}, READ, 200),
    "assurance:audit-teams": ("get", {}, {}, READ, 200),
    "assurance:audit-answers": ("post", TOOL, {"reason": "For research"}, AUDITS, 200),
}
