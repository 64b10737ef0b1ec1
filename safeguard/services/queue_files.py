"""Hand over the numbers behind the chart of the queue. The file is entered in the ledger."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from core import access
from core.csv_out import write_csv
from core.exports import record_export
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.metrics.queue import QueueAt


@transaction.atomic
def export_queue(
    *, by: User, council: Organisation, queue: Sequence[QueueAt], until: date
) -> tuple[str, bytes]:
    """Return the name and the content of a CSV of the queue by month: true counts.

    Raises:
        PermissionDenied: `by` does not hold CASE_VIEW in `council`.
    """
    access.require(by, Permission.CASE_VIEW, council=council)
    rows = [(point.on.isoformat(), point.waiting) for point in queue]
    content = write_csv(("At the end of", "Waiting for a decision"), rows)
    filename = f"{council.code}-queue-to-{until:%Y-%m-%d}-internal-true-counts.csv"
    record_export(
        by=by,
        council=council,
        kind="chart",
        filename=filename,
        content=content,
        reason="The numbers behind a chart: concerns waiting for a decision",
        parameters={"chart": "queue", "until": until.isoformat(), "mode": "internal"},
        rows=len(rows),
    )
    return filename, content
