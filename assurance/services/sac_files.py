"""Make the return's files. Each one is entered in the export ledger before it is handed over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from assurance.catalogue import return_measures
from assurance.models import FrozenReturn
from assurance.releases.returns import figures_by_cell
from assurance.sac.cells import Return
from assurance.sac.differences import thaw
from assurance.sac.figures import Key
from assurance.sac.held import sheet_of
from assurance.sac.validate import check_return
from assurance.sac.write_csv import write_csv
from assurance.sac.write_json import write_json
from assurance.sac.write_xlsx import Book, write_xlsx
from assurance.scopes import open_scope
from assurance.services.releases import lock_ledger
from assurance.services.return_releases import (
    name_of,
    record_return,
    return_to_withhold,
    shown_by_name,
)
from assurance.services.sac_returns import count_return
from core import access
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.metrics.return_counts import left_out
from safeguard.metrics.scope import CaseScope


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


CONTENT_TYPES: Mapping[FileFormat, str] = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.JSON: "application/json",
}


# What a version for sharing hides beyond 0 to 4; None for true counts.
Withheld = frozenset[Key] | None


@dataclass(frozen=True)
class ReturnFile:
    """A file ready to hand over, and how far the data behind it reach."""

    filename: str
    content_type: str
    content: bytes
    built: Return
    scope: CaseScope


@transaction.atomic
def export_return(
    *,
    by: User | None,
    council: Organisation,
    year: str,
    file_format: FileFormat,
    mode: Mode,
    reason: str,
    frozen: FrozenReturn | None = None,
) -> ReturnFile:
    """Make one file of the return, and enter it in the ledger.

    Args:
        by: who takes it; None for a command run by whoever holds the machine.
        mode: true counts (INTERNAL), as the council submits them, or as the national publication
            shows them. JSON carries true counts only.
        frozen: a freeze of this council and year to write instead of the figures as they are now.
            The measures in its JSON, which were not frozen, and its checks are of today.

    Raises:
        PermissionDenied: `by` does not hold RETURN_VIEW in `council`.
        RuleViolationError: code `unknown_year`, `no_figures`, `true_counts_only` or `no_reason`;
            for published counts also `restated`.
        ValidationError: the reason is too long.
    """
    if by is not None:
        access.require(by, Permission.RETURN_VIEW, council=council)
    if file_format is FileFormat.JSON and mode is not Mode.INTERNAL:
        raise RuleViolationError(
            "true_counts_only",
            "JSON holds true counts only. Choose CSV or Excel for published counts.",
            field="file_format",
        )
    scope = open_scope(by=by, council=council)
    built = thaw(year, frozen.cells) if frozen else count_return(scope, year)
    withheld = None
    if mode is Mode.PUBLICATION:
        lock_ledger(council)
        withheld = return_to_withhold(council, built, scope.cut)
    content = _WRITERS[file_format](built, scope, mode, withheld)
    counts = "true-counts" if mode is Mode.INTERNAL else "published"
    version = "-frozen" if frozen else ""
    filename = f"sac-{council.code}-{year}-{counts}{version}.{file_format}"
    record_export(
        by=by,
        council=council,
        kind="sac_return",
        filename=filename,
        content=content,
        reason=reason,
        parameters={
            "year": year,
            "format": file_format.value,
            "mode": mode.value,
            "frozen": str(frozen.public_id) if frozen else "",
        },
        rows=len(built.cells),
    )
    if mode is Mode.PUBLICATION:
        record_return(
            by=by,
            council=council,
            title=f"Safeguarding Adults Collection {year}",
            period=built.period,
            cells=shown_by_name(built, withheld),
            withheld=[name_of(key) for key in sorted(withheld or ())],
            figures=figures_by_cell(built, scope.cut, withheld or ()).values(),
            filename=filename,
            content=content,
        )
    return ReturnFile(filename, CONTENT_TYPES[file_format], content, built, scope)


def _csv(built: Return, scope: CaseScope, mode: Mode, withheld: Withheld) -> bytes:
    return write_csv(built, scope.council, mode, withheld)


def _json(built: Return, scope: CaseScope, mode: Mode, withheld: Withheld) -> bytes:
    return write_json(built, return_measures(scope, built.year))


def _xlsx(built: Return, scope: CaseScope, mode: Mode, withheld: Withheld) -> bytes:
    sheet = sheet_of(scope.council, built.year)
    outside = left_out(scope.rows(built.period)).count()
    findings = check_return(built, sheet=sheet, left_out=outside)
    book = Book(built, scope.council.name, scope.cut, mode, findings, sheet, withheld)
    return write_xlsx(book)


_WRITERS: Mapping[FileFormat, Callable[[Return, CaseScope, Mode, Withheld], bytes]] = {
    FileFormat.CSV: _csv,
    FileFormat.XLSX: _xlsx,
    FileFormat.JSON: _json,
}
