"""Hand over the records that a data-quality rule finds, as a file that the ledger knows of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import access
from core.csv_out import write_csv
from core.exports import record_export
from core.models import Organisation, User
from core.periods import Period
from core.permissions import Permission
from safeguard.models import QualityTask
from safeguard.quality import desk
from safeguard.quality.rule import Reach, Rule, Subject

KIND = "data_quality_list"
COLUMNS = ("Reference", "Reference of the adult", "Since", "Days", "Given to", "Note")
ADULT_REFERENCE = {
    Subject.CONCERN: "adult__reference",
    Subject.ENQUIRY: "concern__adult__reference",
    Subject.ADULT: "reference",
}


@dataclass(frozen=True)
class ListFile:
    """A file ready to be handed over."""

    filename: str
    content: bytes
    rows: int


@transaction.atomic
def export_list(
    *, by: User, council: Organisation, rule: Rule, year: Period, reason: str
) -> ListFile:
    """Make a CSV file of every record that fails `rule` now, and enter it in the ledger.

    It names no adult: references are enough to find the records, and a file goes astray.

    Raises:
        PermissionDenied: `by` does not hold CASE_EXPORT in `council`.
        RuleViolationError: `no_reason`.
        ValidationError: the reason is too long.
    """
    access.require(by, Permission.CASE_EXPORT, council=council)
    reach = desk.reach_of(council, year.label)
    rows = list(_rows(reach, rule))
    content = write_csv(COLUMNS, rows)
    filename = f"data-quality-{council.code}-{rule.code}-{reach.year.label}.csv"
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={
            "rule": rule.code,
            "year": reach.year.label,
            "until": reach.until.isoformat(),
        },
        rows=len(rows),
    )
    return ListFile(filename, content, len(rows))


def _rows(reach: Reach, rule: Rule) -> Iterator[list[Any]]:
    tasks = QualityTask.objects.filter(council=reach.council, rule=rule.code).order_by()
    given = {
        key: (name, note)
        for key, name, note in tasks.values_list("record_id", "owner__full_name", "note")
    }
    columns = ("pk", "reference", ADULT_REFERENCE[rule.subject], rule.since)
    for key, reference, adult, moment in rule.failing(reach).values_list(*columns).iterator():
        since = desk.day_of(moment)
        days = max(0, (reach.until - since).days) if since else None
        yield [reference, adult, since, days, *given.get(key, ("", ""))]
