"""Undoing an import: the register is what it was before, or it is refused with a reason."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from audit.models import CaseAudit
from core import activity
from core.errors import RuleViolationError
from core.models import ActivityEvent, Organisation, User
from safeguard.choices import ImportState
from safeguard.extract.run_folder import RunFolder
from safeguard.models import (
    Adult,
    Concern,
    ConcernCondition,
    ConcernRiskType,
    Enquiry,
    QualityTask,
    RegisterSettings,
    Risk,
)
from safeguard.quality.desk import RULES
from safeguard.quality.rule import Subject, rows_of
from safeguard.services.import_undo import undo_import
from tests.constraints import FACTORIES
from tests.factories import EnquiryFactory, QualityTaskFactory, RiskFactory
from tests.safeguard.extract_files import LATER, dump, extract, fail, load, write_csvs


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_csvs(tmp_path / "first", extract())


@pytest.fixture
def later(tmp_path: Path) -> Path:
    return write_csvs(tmp_path / "later", extract(**LATER))


@pytest.mark.parametrize("first", ["nothing", "first"])
def test_undo_leaves_the_register_as_it_was(
    council: Organisation, source: Path, later: Path, analyst: User, first: str
):
    RegisterSettings.objects.create(council=council)
    if first == "first":
        load(council, source)
    before = dump()
    run = load(council, later)
    assert dump() != before
    undo_import(by=analyst, run=run)
    run.refresh_from_db()
    assert (run.state, run.undone_by) == (ImportState.UNDONE, analyst)
    assert dump() == before
    assert ActivityEvent.objects.last().verb == "extract_undone"
    assert not RunFolder.of(run.public_id).path.exists()


def test_undo_needs_the_permission_and_keeps_all_if_the_log_fails(
    council: Organisation, source: Path, stranger: User, monkeypatch: pytest.MonkeyPatch
):
    run = load(council, source)
    before = dump()
    with pytest.raises(PermissionDenied):
        undo_import(by=stranger, run=run)
    monkeypatch.setattr(activity, "record", fail)
    with pytest.raises(RuntimeError):
        undo_import(by=None, run=run)
    assert dump() == before
    assert RunFolder.of(run.public_id).path.exists()


def test_only_the_newest_load_can_be_undone(council: Organisation, source: Path, later: Path):
    first, second = load(council, source), load(council, later)
    for run, code in ((first, "later_import"), (load(council, later), "not_loaded")):
        with pytest.raises(RuleViolationError) as error:
            undo_import(by=None, run=run)
        assert error.value.code == code
    undo_import(by=None, run=second)
    undo_import(by=None, run=first)
    assert not Adult.objects.exists()


LOADED = (Adult, Concern, Enquiry)
# What an import brings itself, with the rows it is part of.
BROUGHT = (Risk, ConcernRiskType, ConcernCondition)
RESTING = [
    pytest.param(model, field.name, id=f"{model.__name__}-{field.name}")
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if field.related_model in LOADED and model not in BROUGHT
]


@pytest.mark.parametrize(("model", "field"), RESTING)
def test_undo_is_refused_when_something_rests_on_the_import(
    council: Organisation, source: Path, model: type[Model], field: str
):
    run = load(council, source)
    loaded = model._meta.get_field(field).related_model._default_manager.get()
    _resting(model, field, loaded)
    before = dump()
    with pytest.raises(RuleViolationError) as error:
        undo_import(by=None, run=run)
    assert error.value.code == "later_record"
    assert dump() == before


@pytest.mark.parametrize("subject", Subject)
def test_undo_is_refused_when_somebody_was_given_a_record_to_put_right(
    council: Organisation, source: Path, subject: Subject
):
    run = load(council, source)
    rule = next(rule for rule in RULES if rule.subject is subject)
    task = QualityTaskFactory(
        council=council, rule=rule.code, record_id=rows_of(subject).get(import_run=run).pk
    )
    with pytest.raises(RuleViolationError) as error:
        undo_import(by=None, run=run)
    assert error.value.code == "later_record"
    # The same key under a rule about other records is another record.
    QualityTask.objects.update(rule="a_rule_of_old")
    undo_import(by=None, run=run)
    assert type(task).objects.exists()


def test_what_rests_on_a_case_recorded_by_hand_hinders_no_undo(council: Organisation, source: Path):
    by_hand = EnquiryFactory(concern__adult__council=council)
    kept = {_resting(*each) for each in _work_on(by_hand)}
    undo_import(by=None, run=load(council, source))
    assert all(type(row)._base_manager.filter(pk=row.pk).exists() for row in kept)


def _resting(model: type[Model], field: str, row: Model) -> Model:
    """Make a row that refers to the case by that column; an audit is of one thing only."""
    elsewhere = {"enquiry": None} if model is CaseAudit and field != "enquiry" else {}
    return FACTORIES[model](**{**elsewhere, field: row})


def _work_on(enquiry: Enquiry) -> list[tuple[type[Model], str, Model]]:
    """Return one column of each model that may refer to the case, and what it refers to."""
    case = {Adult: enquiry.concern.adult, Concern: enquiry.concern, Enquiry: enquiry}
    found = {}
    for param in RESTING:
        model, field = param.values
        if model not in LOADED:
            found[model] = (model, field, case[model._meta.get_field(field).related_model])
    return list(found.values())


def test_undo_is_refused_when_a_loaded_row_was_changed_since(
    council: Organisation, source: Path, later: Path
):
    run = load(council, source)
    concern = Concern.objects.get()
    activity.record(by=None, verb="x", target=concern, council=council, changes={})
    with pytest.raises(RuleViolationError) as error:
        undo_import(by=None, run=run)
    assert error.value.code == "later_change"


@pytest.mark.parametrize(
    "change",
    [
        lambda: Adult.objects.update(gender="NK"),
        lambda: ConcernRiskType.objects.filter(risk_type="DA").delete(),
        lambda: Risk.objects.update(location="OTH"),
    ],
)
def test_undo_is_refused_when_a_changed_row_was_changed_again(
    council: Organisation, source: Path, later: Path, change: Any
):
    load(council, source)
    run = load(council, later)
    change()
    with pytest.raises(RuleViolationError) as error:
        undo_import(by=None, run=run)
    assert error.value.code == "later_change"


def test_undo_is_refused_when_a_risk_was_recorded_since_on_a_loaded_enquiry(
    council: Organisation, source: Path, analyst: User
):
    run = load(council, source)
    risk = RiskFactory(enquiry=Enquiry.objects.get(), occurrence=7)
    activity.record(by=analyst, verb="risk_added", target=risk, council=council, before={})
    with pytest.raises(RuleViolationError) as error:
        undo_import(by=None, run=run)
    assert error.value.code == "later_record"
    assert Risk.objects.count() == 2
