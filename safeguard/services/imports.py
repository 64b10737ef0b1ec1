"""Check a case extract and load it into the register: all of it or nothing, and never twice."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.choices import ImportState
from safeguard.extract import findings
from safeguard.extract.checking import Checked, check_extract, open_readings, staged
from safeguard.extract.columns import FILE_NAMES
from safeguard.extract.errors import ExtractError
from safeguard.extract.mapping import MappingError, read_mapping
from safeguard.extract.run_folder import RunFolder, delete_old, throttled
from safeguard.extract.sources import Source, open_source
from safeguard.extract.staging import analyse
from safeguard.models import (
    Adult,
    Concern,
    ConcernCondition,
    ConcernRiskType,
    Enquiry,
    ExtractMapping,
    ImportRun,
    RegisterSettings,
    Risk,
)
from safeguard.services.import_changes import apply_changes
from safeguard.services.import_here import spare_casework, would_overwrite
from safeguard.services.import_load import REGISTER_CHANGED, Numbers, insert_new, match

logger = logging.getLogger(__name__)

MAY_BE_EMPTY = ("counts", "notices")
UNFINISHED = (ImportState.CHECKING, ImportState.LOADING)
FILLED = (Adult, Concern, ConcernCondition, ConcernRiskType, Enquiry, Risk)
NONE_OF_EACH = dict.fromkeys(FILE_NAMES, 0)
UNEXPECTED = "Something went wrong that is not the fault of the files. Nothing was loaded."

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """One import under way."""

    by: User | None
    council: Organisation
    run: ImportRun
    cut: dt.date | None
    progress: Progress


def import_extract(
    *,
    by: User | None,
    council: Organisation,
    source: Path,
    mapping: ExtractMapping | None = None,
    mapping_text: str | None = None,
    dry_run: bool = False,
    accept_valid: bool = False,
    cut: dt.date | None = None,
    today: dt.date | None = None,
    run: ImportRun | None = None,
    progress: Progress | None = None,
) -> ImportRun:
    """Check an extract, load it if it may be, and return the run that says what became of it.

    The faults themselves stand in the run's folder (`RunFolder.of(run.public_id)`). Afterwards
    `run.state` is CHECKED (a dry run), REFUSED (faults, and not `accept_valid`), LOADED, or
    UNCHANGED (the register already holds all of it).

    Args:
        by: None for a command run by whoever holds the machine.
        source: a folder with the four CSV files, a zip file of them, or a workbook.
        mapping: the council's mapping as kept; `mapping_text` is used where it is given.
        accept_valid: load the sound rows although others have faults.
        cut: the last day that the data cover; the latest date in them if None.
        today: the day in London after which a date is in the future.
        run: a run that waits; one is made if None, but only once the files can be read.
        progress: called with a stage, how much is done and of how much.

    Raises:
        PermissionDenied: `by` does not hold EXTRACT_IMPORT in the council.
        RuleViolationError: cut_in_future, register_changed.
        ExtractError: the files cannot be read at all.
        MappingError: the mapping has mistakes.
    """
    if by is not None:
        access.require(by, Permission.EXTRACT_IMPORT, council=council)
    today = today or timezone.localdate()
    if mapping_text is None:
        mapping_text = mapping.text if mapping else ""
    try:
        _check_cut(cut, today)
        read = read_mapping(mapping_text)
        with open_source(source, max_bytes=settings.EXTRACT_MAX_BYTES) as opened:
            readings = open_readings(opened, read, today=today.isoformat())
            run = _begin(run, by, council, opened, mapping, dry_run, accept_valid)
            work = Work(by, council, run, cut, _reported(run, progress))
            with staged():
                checked = check_extract(readings, council, work.progress)
                spare_casework(council, checked)
                _keep_findings(run, checked)
                _finish_or_load(work, checked)
    except BaseException as error:
        if run is not None:
            fail(run, error)
        raise
    return run


def _check_cut(cut: dt.date | None, today: dt.date) -> None:
    if cut is not None and cut > today:
        raise RuleViolationError(
            "cut_in_future", "The data cannot reach a day that has not come yet.", field="cut"
        )


def _begin(
    run: ImportRun | None,
    by: User | None,
    council: Organisation,
    opened: Source,
    mapping: ExtractMapping | None,
    dry_run: bool,
    accept_valid: bool,
) -> ImportRun:
    """Put the run into its first state; close runs that stopped half way, delete old uploads."""
    if run is None:
        run = ImportRun(council=council, source=opened.path.resolve().name[:300], started_by=by)
        run.mapping = mapping
    run.dry_run, run.accept_valid = dry_run, accept_valid
    run.state, run.sha256 = ImportState.CHECKING, opened.digest
    run.full_clean(exclude=MAY_BE_EMPTY)
    run.save()
    RunFolder.of(run.public_id).write_progress("Reading", 0, 1)
    close_stopped(council)
    delete_old()
    return run


def close_stopped(council: Organisation) -> int:
    """Mark runs whose process is gone as stopped; return how many. They have loaded nothing."""
    stopped = [
        run
        for run in ImportRun._default_manager.filter(council=council, state__in=UNFINISHED)
        if is_stopped(run)
    ]
    for run in stopped:
        run.state, run.finished_at = ImportState.FAILED, timezone.now()
        run.error = "The program stopped before it finished. Nothing was loaded."
        run.save(update_fields=["state", "finished_at", "error"])
    return len(stopped)


def is_stopped(run: ImportRun) -> bool:
    """Say whether a run claims to be under way although its process is gone."""
    if run.state not in UNFINISHED:
        return False
    progress = RunFolder.of(run.public_id).progress()
    return progress is None or progress.is_silent


def _reported(run: ImportRun, progress: Progress | None) -> Progress:
    write = throttled(RunFolder.of(run.public_id).write_progress)

    def report(stage: str, done: int, total: int) -> None:
        write(stage, done, total)
        if progress is not None:
            progress(stage, done, total)

    return report


def _keep_findings(run: ImportRun, checked: Checked) -> None:
    folder = RunFolder.of(run.public_id)
    folder.write_faults(findings.faults_in_order(checked.labels))
    folder.write_unmatched(
        {"values": findings.unmatched_values(), "dates": findings.dates_look_british()}
    )
    run.fault_count = checked.faults
    run.notices = checked.notices
    run.counts = {
        "rows": checked.rows,
        "labels": checked.labels,
        "loaded": NONE_OF_EACH,
        "changed": NONE_OF_EACH,
        "unchanged": NONE_OF_EACH,
        "left": {name: checked.rows[name] - checked.sound[name] for name in FILE_NAMES},
        "faults": findings.counts_by_column(),
    }


def _finish_or_load(work: Work, checked: Checked) -> None:
    run = work.run
    if run.dry_run:
        numbers = match(work.council)
        run.counts["would_load"], run.counts["would_change"] = numbers.new, numbers.changed
        _finish(run, ImportState.CHECKED)
    elif checked.faults and not run.accept_valid:
        run.counts["left"] = checked.rows
        _finish(run, ImportState.REFUSED)
    else:
        run.state = ImportState.LOADING
        run.save(update_fields=["state"])
        work.progress("Loading", 0, 1)
        _load(work, checked)


@transaction.atomic
def _load(work: Work, checked: Checked) -> None:
    """Load the sound rows, or none. Two imports of one council wait for each other here."""
    run, council = work.run, work.council
    Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    numbers = match(council)
    if would_overwrite(council):
        raise RuleViolationError("register_changed", REGISTER_CHANGED)
    insert_new(council, run, numbers.new)
    apply_changes(council, run)
    work.progress("Loading", 1, 1)
    _count(run, checked, numbers)
    is_further = _move_cut(work, checked)
    changes = sum(numbers.new.values()) + sum(numbers.changed.values())
    if not changes and not is_further:
        _finish(run, ImportState.UNCHANGED)
        return
    # A planner that takes full tables for empty ones makes the return wait for minutes.
    for model in FILLED:
        analyse(model._meta.db_table)
    _finish(run, ImportState.LOADED)
    activity.record(
        by=work.by,
        verb="extract_loaded",
        target=run,
        council=council,
        changes={"loaded": numbers.new, "changed": numbers.changed},
    )


def _count(run: ImportRun, checked: Checked, numbers: Numbers) -> None:
    run.counts["loaded"], run.counts["changed"] = numbers.new, numbers.changed
    run.counts["left"]["risks"] += numbers.kept
    run.counts["unchanged"] = {
        name: checked.sound[name] - numbers.new[name] - numbers.changed[name]
        for name in FILE_NAMES
        if name != "risks"
    }
    run.counts["unchanged"]["risks"] = numbers.standing
    if numbers.unnamed:
        run.notices.append(
            f"{numbers.unnamed} enquiries are held with risks and have none in this extract. "
            "Their risks were left as they are."
        )


def _move_cut(work: Work, checked: Checked) -> bool:
    """Set the day that the data reach, if it is given or later than held; say whether it moved."""
    latest = dt.date.fromisoformat(checked.latest) if checked.latest else None
    if work.cut and latest and latest > work.cut:
        work.run.notices.append(
            f"The extract holds dates up to {latest}, after the day given as the last it covers."
        )
    held, _ = RegisterSettings.objects.get_or_create(council=work.council)
    work.run.previous_cut_on = held.data_cut_on
    reached = work.cut or max(filter(None, (latest, held.data_cut_on)), default=None)
    work.run.data_cut_on = reached
    if reached == held.data_cut_on:
        return False
    held.data_cut_on = reached
    held.save(update_fields=["data_cut_on"])
    return True


def _finish(run: ImportRun, state: str) -> None:
    run.state, run.finished_at = state, timezone.now()
    run.full_clean(exclude=MAY_BE_EMPTY)
    run.save()


def fail(run: ImportRun, error: BaseException) -> None:
    """Mark a run as stopped, with a reason that its reader can act on. It has loaded nothing."""
    known = isinstance(error, (ExtractError, MappingError, RuleViolationError))
    if not known:
        logger.error("import run %s stopped: %s", run.public_id, type(error).__name__)
    if isinstance(error, ExtractError) and error.missing:
        RunFolder.of(run.public_id).write_unmatched(
            {"missing": error.missing, "spare": error.spare}
        )
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportState.FAILED,
        error=str(error) if known else UNEXPECTED,
        finished_at=timezone.now(),
    )
