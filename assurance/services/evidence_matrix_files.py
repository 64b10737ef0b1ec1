"""Hand over the matrix of evidence as a file, entered in the ledger of exports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assurance.metrics.evidence import Coverage, coverage
from assurance.models import EvidenceItem, Framework
from core import access
from core.csv_out import write_csv
from core.exports import record_export
from core.models import Organisation, User
from core.permissions import Permission

KIND = "evidence_matrix"
COLUMNS = (
    "statement",
    "label",
    "category",
    "required line",
    "state",
    "items that count",
    "items waiting for approval",
    "strengths",
    "areas for improvement",
    "newest evidence is about",
    "items to look at again",
    "owners",
    "titles",
)


@dataclass(frozen=True)
class MatrixFile:
    """A CSV file ready to hand over."""

    filename: str
    content: bytes


@transaction.atomic
def export_matrix(
    *, by: User, council: Organisation, framework: Framework, reason: str
) -> MatrixFile:
    """Return the matrix and the required lines: titles and names of owners, no case.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_VIEW in `council`.
        RuleViolationError: code `no_reason`.
    """
    access.require(by, Permission.EVIDENCE_VIEW, council=council)
    today = timezone.localdate()
    items = EvidenceItem.objects.visible_to(by).filter(council=council)
    rows = list(matrix_rows(coverage(items, framework, on=today)))
    content = write_csv(COLUMNS, rows)
    filename = f"{council.code}-evidence-matrix-{today:%Y-%m-%d}.csv"
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={"framework": framework.code, "version": framework.version},
        rows=len(rows),
    )
    return MatrixFile(filename, content)


def matrix_rows(found: Coverage) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each cell, then one for each required line, statement by statement."""
    for cover in found.statements:
        start = (cover.statement.code, cover.statement.label)
        for cell in cover.cells:
            state = "gap" if cell.is_gap else "covered" if cell.counting else "nothing linked"
            yield (
                *start,
                cell.category.label,
                "",
                state,
                len(cell.counting),
                len(cell.waiting),
                cell.strengths,
                cell.improvements,
                cell.newest,
                cell.stale,
                "; ".join(cell.owners),
                "; ".join(item.title for item in cell.counting),
            )
        for line in cover.lines:
            open_ = "open, asked for if available" if line.entry.if_available else "open"
            state = "answered" if line.is_answered else open_
            newest: date | None = max(
                (item.effective_to or item.effective_from for item in line.counting), default=None
            )
            yield (
                *start,
                line.entry.category.label if line.entry.category else "",
                f"{line.entry.code} {line.entry.text}",
                state,
                len(line.counting),
                len(line.waiting),
                *("", ""),
                newest,
                *("", ""),
                "; ".join(item.title for item in line.counting),
            )
