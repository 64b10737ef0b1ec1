"""The improvement plan as a file, entered in the ledger. It holds nobody's words."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils import timezone

from assurance.improvement_shown import items_shown, measure_title
from assurance.models import ImprovementItem
from core import access
from core.csv_out import write_csv
from core.exports import record_export
from core.models import Organisation, User
from core.permissions import Permission

COLUMNS = (
    "Reference",
    "What is to be improved",
    "Where it comes from",
    "Reference of the source",
    "Quality statement",
    "What should be different",
    "Owner",
    "First due",
    "Due",
    "State",
    "Days late",
    "Delivery",
    "Effect",
    "What shows the effect",
    "Verified on",
    "Measure",
    "How it is now",
    "How it should be",
    "Closed on",
    "Why it was closed",
)


class PlanFile(NamedTuple):
    filename: str
    content: bytes


def export_plan(
    *,
    by: User,
    council: Organisation,
    rows: Iterable[ImprovementItem],
    reason: str,
    narrowed_by: Mapping[str, str],
) -> PlanFile:
    """Write items as CSV, and enter the file in the ledger.

    Args:
        rows: items of `council` that `by` may see.

    Raises:
        PermissionDenied: `by` does not hold IMPROVEMENT_MANAGE in `council`.
        RuleViolationError: code `no_reason`.
    """
    access.require(by, Permission.IMPROVEMENT_MANAGE, council=council)
    today = timezone.localdate()
    shown = items_shown(rows, today)
    lines = [
        (
            item.row.reference,
            item.row.text,
            item.row.get_source_display(),
            item.row.source_note,
            str(item.row.statement or ""),
            item.row.difference,
            item.owner,
            item.row.first_due_on,
            item.row.due_on,
            item.state.text,
            item.days_late,
            item.delivery.text,
            item.effect.text,
            item.row.effect_evidence,
            item.row.verified_on,
            measure_title(item.row.measure),
            item.row.baseline,
            item.row.aim,
            item.row.closed_on,
            item.row.closing_reason,
        )
        for item in shown
    ]
    made = PlanFile(
        f"improvement-plan-{council.code.lower()}-{today:%Y-%m-%d}.csv", write_csv(COLUMNS, lines)
    )
    record_export(
        by=by,
        council=council,
        kind="improvement_plan",
        filename=made.filename,
        content=made.content,
        reason=reason,
        parameters={name: value for name, value in narrowed_by.items() if value},
        rows=len(lines),
    )
    return made
