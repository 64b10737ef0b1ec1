"""Take in the files of an extract from a page, and queue their import."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Protocol

from core import access
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.extract.columns import FILE_NAMES
from safeguard.extract.run_folder import RunFolder
from safeguard.models import ExtractMapping, ImportRun
from safeguard.tasks import load_extract

PACKED = (".xlsx", ".zip")


class Uploaded(Protocol):
    """A file as Django hands it over."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


def start_import(
    *,
    by: User,
    council: Organisation,
    files: Mapping[str, Uploaded],
    mapping: ExtractMapping | None = None,
    dry_run: bool = True,
    accept_valid: bool = False,
    cut: dt.date | None = None,
) -> ImportRun:
    """Keep the uploaded files and queue their import.

    Args:
        files: by "people", "concerns", "enquiries" and "risks"; or one zip file or workbook, by
            "extract".

    Raises:
        PermissionDenied: `by` does not hold EXTRACT_IMPORT in the council.
        RuleViolationError: incomplete, when the files are neither four nor one.
    """
    access.require(by, Permission.EXTRACT_IMPORT, council=council)
    kept = names_to_keep(files)
    run = ImportRun(
        council=council,
        started_by=by,
        mapping=mapping,
        dry_run=dry_run,
        accept_valid=accept_valid,
        data_cut_on=cut,
        source=", ".join(str(file.name) for file in files.values())[:300],
    )
    run.full_clean(exclude=["counts", "notices"])
    folder = RunFolder.of(run.public_id)
    for name, file in kept.items():
        folder.add_upload(name, file.chunks())
    run.save()
    load_extract.enqueue(str(run.public_id))
    return run


def names_to_keep(files: Mapping[str, Uploaded]) -> dict[str, Uploaded]:
    """Return the files by the names under which they are kept, which no upload can choose."""
    if set(files) == set(FILE_NAMES):
        return {f"{name}.csv": files[name] for name in FILE_NAMES}
    if set(files) == {"extract"}:
        suffix = PurePath(files["extract"].name or "").suffix.lower()
        return {f"extract{suffix if suffix in PACKED else '.zip'}": files["extract"]}
    raise RuleViolationError(
        "incomplete", "Give all four CSV files, or one zip file or workbook that holds them."
    )


def load_again(
    *,
    by: User,
    run: ImportRun,
    dry_run: bool,
    accept_valid: bool,
    mapping: ExtractMapping | None = None,
) -> ImportRun:
    """Queue an import of the files of an earlier run, as a run of its own.

    Args:
        mapping: instead of the mapping of the earlier run; that one if None.

    Raises:
        PermissionDenied: `by` does not hold EXTRACT_IMPORT in the council.
        RuleViolationError: upload_gone, when the files have been deleted.
    """
    access.require(by, Permission.EXTRACT_IMPORT, council=run.council)
    old = RunFolder.of(run.public_id)
    if not old.has_upload:
        raise RuleViolationError(
            "upload_gone", "The uploaded files have been deleted. Upload them again."
        )
    again = ImportRun(
        council=run.council,
        started_by=by,
        mapping=mapping or run.mapping,
        dry_run=dry_run,
        accept_valid=accept_valid,
        data_cut_on=run.data_cut_on,
        source=run.source,
    )
    again.full_clean(exclude=["counts", "notices"])
    RunFolder.of(again.public_id).copy_upload_from(old)
    again.save()
    load_extract.enqueue(str(again.public_id))
    return again
