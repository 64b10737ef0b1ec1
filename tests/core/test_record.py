"""Check constraints are tried at once, and say what Django says when it tries them one by one."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from core.models.base import Record
from tests.factories import EnquiryFactory


def one_by_one(row: Record, exclude: set[str] | None = None) -> dict[str, list[str]]:
    return refusals(models.Model.validate_constraints, row, exclude)


def at_once(row: Record, exclude: set[str] | None = None) -> dict[str, list[str]]:
    return refusals(Record.validate_constraints, row, exclude)


def refusals(validate, row: Record, exclude: set[str] | None) -> dict[str, list[str]]:
    try:
        validate(row, exclude=exclude)
    except ValidationError as error:
        return error.message_dict
    return {}


def test_a_sound_row_costs_one_statement_for_all_its_checks(db):
    row = EnquiryFactory()
    checks = [each for each in row._meta.constraints if isinstance(each, models.CheckConstraint)]
    assert len(checks) > 5
    with CaptureQueriesContext(connection) as told:
        row.validate_constraints()
    asked = [each["sql"] for each in told if "_check" in each["sql"]]
    assert len(asked) == 1


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"kind": "neither"},
        {"concluded_on": date(2020, 1, 1)},
        {"kind": "neither", "concluded_on": date(2020, 1, 1)},
        {"commenced_on": None},
        {"reference": ""},
    ],
)
@pytest.mark.parametrize("exclude", [set(), {"kind"}, {"concluded_on"}, {"commenced_on", "kind"}])
def test_a_row_is_refused_for_the_same_reasons(db, columns, exclude):
    row = EnquiryFactory(commenced_on=date(2025, 4, 1))
    for name, value in columns.items():
        setattr(row, name, value)
    assert at_once(row, exclude) == one_by_one(row, exclude)
    assert not row._checks_hold


def test_the_other_constraints_are_tried_too(db):
    second = EnquiryFactory()
    second.pk, second._state.adding = None, True
    assert at_once(second) == one_by_one(second) != {}


def test_every_model_of_ours_tries_its_checks_at_once():
    ours = {"core", "safeguard", "audit", "sab", "assurance"}
    others = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours and not issubclass(model, Record)
    }
    assert others == {"core.User"}
