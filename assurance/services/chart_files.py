"""Hand over the numbers behind a chart. Each file is entered in the ledger of exports."""

from dataclasses import dataclass

from django.db import transaction

from assurance.charts import ChartPanel
from core import access
from core.disclosure import Mode
from core.exports import record_export
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission


@dataclass(frozen=True)
class ChartFile:
    """A CSV file ready to hand over."""

    filename: str
    content: bytes


@transaction.atomic
def export_chart(
    *, by: User, council: Organisation, panel: ChartPanel, page: str, period: Period
) -> ChartFile:
    """Return the numbers of a chart on a page: true counts, so the file's name says so.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_VIEW in `council`.
    """
    access.require(by, Permission.MEASURE_VIEW, council=council)
    content = panel.as_csv()
    dates = f"{period.start:%Y-%m-%d}-to-{period.end:%Y-%m-%d}"
    filename = f"{council.code}-{page}-{panel.key}-{dates}-internal-true-counts.csv"
    record_export(
        by=by,
        council=council,
        kind="chart",
        filename=filename,
        content=content,
        reason=f"The numbers behind a chart: {panel.title}"[:200],
        parameters={
            "page": page,
            "chart": panel.key,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "mode": Mode.INTERNAL.value,
        },
        rows=content.count(b"\n") - 1,
    )
    return ChartFile(filename, content)
