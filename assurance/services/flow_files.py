"""The flow of work as a file: the same figures as the page, entered in the ledger."""

from typing import NamedTuple

from assurance.dashboards import flow_page
from assurance.services.counted import counted_now
from core import access
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import User
from core.periods import Period
from core.permissions import Permission
from safeguard.metrics.scope import CaseScope


class FlowFile(NamedTuple):
    filename: str
    content: bytes


def export_flow(*, by: User, scope: CaseScope, period: Period, reason: str) -> FlowFile:
    """Write the months of `period` as CSV, and enter the file in the ledger.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_VIEW in the council.
        RuleViolationError: code `no_months` or `no_reason`.
        ValidationError: the reason is too long.
    """
    access.require(by, Permission.MEASURE_VIEW, council=scope.council)
    found = counted_now(scope=scope, page="flow", period=period)
    flow = flow_page.flow_over(found.content, period)
    if not flow.months:
        raise RuleViolationError("no_months", "No whole month of this period is in the data.")
    made = FlowFile(flow_page.filename(scope.council.code, flow), flow_page.as_csv(flow))
    record_export(
        by=by,
        council=scope.council,
        kind="flow_of_work",
        filename=made.filename,
        content=made.content,
        reason=reason,
        parameters={
            "from": period.start.isoformat(),
            "to": period.end.isoformat(),
            "only": dict(scope.only.given),
            "counted_at": found.counted_at.isoformat(),
        },
        rows=len(flow.months),
    )
    return made
