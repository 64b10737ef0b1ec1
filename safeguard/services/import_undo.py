"""Undo an import: take out the rows it brought, put back the rows it changed."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, cast

from django.db import models, transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import ActivityEvent, Organisation, User
from core.permissions import Permission
from safeguard.choices import ImportState
from safeguard.extract.columns import BY_NAME, RISKS
from safeguard.extract.run_folder import RunFolder
from safeguard.extract.staging import execute
from safeguard.models import (
    Adult,
    Concern,
    ConcernCondition,
    ConcernRiskType,
    Enquiry,
    ImportChange,
    ImportRun,
    QualityTask,
    RegisterSettings,
    Risk,
)
from safeguard.quality.desk import RULES
from safeguard.quality.rule import Subject, rows_of
from safeguard.services.import_changes import held_risks, write_risks
from safeguard.services.import_here import enquiries_with_recorded_risks
from safeguard.services.import_rows import (
    CHILD_MODELS,
    MODELS,
    held_rows,
    write_children,
    write_rows,
)

AT_A_TIME = 500
# In this order nothing is left that refers to what has gone.
LOADED: tuple[type[models.Model], ...] = (Enquiry, Concern, Adult)
OWN_PARTS = {Risk: "enquiry", ConcernRiskType: "concern", ConcernCondition: "concern"}
DELETE_PARTS = """
DELETE FROM {parts} WHERE {parent}_id IN (SELECT id FROM {table} WHERE import_run_id = {run})
"""
DELETE = "DELETE FROM {table} WHERE import_run_id = {run}"


def undo_import(*, by: User | None, run: ImportRun) -> ImportRun:
    """Make the register what it was before the run, and delete the files that were uploaded.

    Args:
        by: None for a command run by whoever holds the machine.

    Raises:
        PermissionDenied: `by` does not hold EXTRACT_IMPORT in the run's council.
        RuleViolationError: not_loaded, later_import (a newer one must be undone first),
            later_record (something was recorded since that rests on what was loaded), or
            later_change (a row was changed since).
    """
    if by is not None:
        access.require(by, Permission.EXTRACT_IMPORT, council=run.council)
    with transaction.atomic():
        undone = _undo(by, run)
    RunFolder.of(run.public_id).delete()
    return undone


def _undo(by: User | None, run: ImportRun) -> ImportRun:
    council = Organisation.objects.select_for_update(no_key=True).get(pk=run.council_id)
    run = ImportRun._default_manager.select_for_update().get(pk=run.pk)
    _check_latest(run)
    _check_untouched(run)
    _put_back(council, run)
    _check_nothing_rests_on(run)
    _take_out(run)
    _put_back_cut(run)
    run.state, run.undone_at, run.undone_by = ImportState.UNDONE, timezone.now(), by
    run.save(update_fields=["state", "undone_at", "undone_by"])
    counts = {name: run.counts.get(name, {}) for name in ("loaded", "changed")}
    activity.record(by=by, verb="extract_undone", target=run, council=council, changes=counts)
    return run


def can_be_undone(run: ImportRun) -> bool:
    """Say whether a run is the newest of its council that loaded anything."""
    try:
        _check_latest(run)
    except RuleViolationError:
        return False
    return True


def _check_latest(run: ImportRun) -> None:
    if run.state != ImportState.LOADED:
        raise RuleViolationError("not_loaded", "This import loaded nothing, or is undone already.")
    later = ImportRun._default_manager.filter(
        council_id=run.council_id, state=ImportState.LOADED, finished_at__gt=run.finished_at
    )
    if later.exists():
        raise RuleViolationError(
            "later_import", "A newer import has been loaded since. Undo that one first."
        )


def _check_untouched(run: ImportRun) -> None:
    """Refuse if a person has changed, since, a row of the run or a risk of its enquiries."""
    for entity, model in MODELS.items():
        events = ActivityEvent.objects.filter(
            target_model=model._meta.label, created_at__gte=run.finished_at
        )
        ids = events.values_list("target_id", flat=True).distinct().iterator()
        for some in _batches(int(pk) for pk in ids if pk.isdecimal()):
            brought = model._default_manager.filter(pk__in=some, import_run=run)
            changed = run.changes.filter(entity=entity, row_id__in=some)
            if brought.exists() or changed.exists():
                raise _changed_since(model)
    recorded = enquiries_with_recorded_risks(run.council_id, since=run.finished_at)
    for some in _batches(recorded):
        if Enquiry._default_manager.filter(pk__in=some, import_run=run).exists():
            raise _recorded_since(Risk)


def _changed_since(model: type[models.Model]) -> RuleViolationError:
    return RuleViolationError(
        "later_change",
        f"One of the {model._meta.verbose_name_plural} of this import has been changed since, so "
        "it cannot be undone. Load a corrected extract instead.",
    )


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, AT_A_TIME)):
        yield some


def _put_back(council: Organisation, run: ImportRun) -> None:
    """Write what each changed row was before, if it still is what the run made of it."""
    for entity in (*MODELS, RISKS.name):
        changes = run.changes.filter(entity=entity).order_by("pk").iterator(AT_A_TIME)
        for some in _batches(changes):
            if entity == RISKS.name:
                _put_back_risks(some)
            else:
                _put_back_rows(entity, council, some)


def _put_back_risks(changes: list[ImportChange]) -> None:
    held = held_risks([change.row_id for change in changes])
    for change in changes:
        if _risks(held[change.row_id]) != _risks(change.after["risks"]):
            raise _changed_since(Risk)
    write_risks({change.row_id: change.before["risks"] for change in changes})


def _risks(risks: list[list[Any]]) -> set[tuple[Any, ...]]:
    return {tuple(risk[:4]) for risk in risks}


def _put_back_rows(entity: str, council: Organisation, changes: list[ImportChange]) -> None:
    spec = BY_NAME[entity]
    held = held_rows(spec, [change.row_id for change in changes])
    for change in changes:
        if any(_now(held[change.row_id][name]) != new for name, new in change.after.items()):
            raise _changed_since(MODELS[entity])
    write_rows(spec, council, ((change.row_id, change.before) for change in changes))
    for name in CHILD_MODELS:
        wanted = {c.row_id: c.before[name] for c in changes if name in c.before}
        if wanted:
            write_children(name, wanted)


def _now(held: Any) -> Any:
    """Return a held value as an ImportChange has it after the change: codes without their ids."""
    return [code for code, _ in held] if isinstance(held, list) else held


def _check_nothing_rests_on(run: ImportRun) -> None:
    """Refuse if anything that the run did not bring refers to what it brought."""
    for model in LOADED:
        for field in _referring_to(model):
            other, name = field.model, field.name
            if other in OWN_PARTS:
                continue
            resting = other._default_manager.filter(**{f"{name}__import_run": run})
            if other in LOADED:
                resting = resting.exclude(import_run=run)
            if resting.exists():
                raise _recorded_since(other)
    _check_nobody_was_given(run)


def _check_nobody_was_given(run: ImportRun) -> None:
    """Refuse if somebody was given a record of the run to put right: no column refers to it."""
    for subject in Subject:
        codes = [rule.code for rule in RULES if rule.subject is subject]
        given = QualityTask.objects.filter(council_id=run.council_id, rule__in=codes).order_by()
        brought = rows_of(subject).filter(import_run=run, pk__in=given.values("record_id"))
        if brought.exists():
            raise _recorded_since(QualityTask)


def _recorded_since(model: type[models.Model]) -> RuleViolationError:
    return RuleViolationError(
        "later_record",
        f"Since this import, {model._meta.verbose_name_plural} have been recorded that rest on it, "
        "so it cannot be undone. Load a corrected extract instead.",
    )


def _referring_to(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """Yield every column that refers to `model`, those without a way back included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            yield cast("models.ForeignObjectRel", relation).field


def _take_out(run: ImportRun) -> None:
    for part, parent in OWN_PARTS.items():
        holder = cast("type[models.Model]", part._meta.get_field(parent).related_model)
        execute(
            DELETE_PARTS,
            parts=part._meta.db_table,
            parent=parent,
            table=holder._meta.db_table,
            run=str(run.pk),
        )
    for model in LOADED:
        execute(DELETE, table=model._meta.db_table, run=str(run.pk))


def _put_back_cut(run: ImportRun) -> None:
    """Put back the day that the data reach, unless somebody has set another since."""
    held = RegisterSettings.objects.filter(council_id=run.council_id, data_cut_on=run.data_cut_on)
    held.update(data_cut_on=run.previous_cut_on)
