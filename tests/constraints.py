"""Prove that the database refuses what each constraint forbids.

A case for a check is a valid row and the columns that spoil it. Uniqueness and "one of the listed
codes" need no case: the first is two rows made the same, the second a code nobody listed.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from factory.django import DjangoModelFactory

from core import append_only
from tests import factories

Case = tuple[Callable[[], models.Model], Mapping[str, Any]]
FACTORIES: dict[type[models.Model], type[DjangoModelFactory]] = {
    getattr(factories, name)._meta.model: getattr(factories, name) for name in factories.__all__
}
KNOWN = "_is_known"
UNLISTED = "?"


def constraints_of(app: str) -> Iterator[tuple[type[models.Model], models.BaseConstraint]]:
    for model in apps.get_app_config(app).get_models():
        for constraint in model._meta.constraints:
            yield model, constraint


def params(app: str, cases: Mapping[str, Case]) -> list[Any]:
    """Return a parameter set for each constraint of `app`: its name, and how to break it."""
    return [
        pytest.param(model, constraint, cases.get(constraint.name), id=constraint.name)
        for model, constraint in constraints_of(app)
    ]


def names(app: str) -> set[str]:
    return {constraint.name for _, constraint in constraints_of(app)}


def coded_field(model: type[models.Model], constraint: models.BaseConstraint) -> str | None:
    """Return the field that a "..._is_known" constraint is about."""
    if not constraint.name.endswith(KNOWN):
        return None
    stem = constraint.name.removesuffix(KNOWN)
    fields = [f.name for f in model._meta.fields if f.choices and stem.endswith(f"_{f.name}")]
    return max(fields, key=len)


def breaking(
    model: type[models.Model], constraint: models.BaseConstraint, case: Case | None
) -> tuple[models.Model, Mapping[str, Any]]:
    """Return a saved row, and the change that the constraint must refuse."""
    make = FACTORIES[model]
    if case is not None:
        return case[0](), case[1]
    if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        first, second = make(), make()
        fields = [model._meta.get_field(name).attname for name in constraint.fields]
        return second, {name: getattr(first, name) for name in fields}
    field = coded_field(model, constraint)
    assert field, f"no case for {constraint.name}"
    return make(), {field: UNLISTED}


def assert_refused(
    model: type[models.Model], constraint: models.BaseConstraint, case: Case | None
) -> None:
    row, bad = breaking(model, constraint, case)
    rows = model._base_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        if model._meta.db_table in append_only.HELD:
            # Its rows cannot be changed, so the next row is the bad one.
            add_spoiled(row, bad)
        else:
            rows.update(**bad)
    # SQLite names the columns of a broken uniqueness, not the constraint.
    if isinstance(constraint, models.CheckConstraint) or connection.vendor == "postgresql":
        assert any(name in str(refusal.value) for name in named_for(model, constraint))


def add_spoiled(row: models.Model, bad: Mapping[str, Any]) -> None:
    row.pk += 1
    for name, value in bad.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def named_for(model: type[models.Model], constraint: models.BaseConstraint) -> set[str]:
    """Return the names that a refusal may give.

    A code nobody listed may break a second check. PostgreSQL looks at checks in the order of their
    names, so it may name that one; SQLite looks at them as they were written, the codes first.
    """
    if connection.vendor == "postgresql" and constraint.name.endswith(KNOWN):
        checks = (c for c in model._meta.constraints if isinstance(c, models.CheckConstraint))
        return {check.name for check in checks if check.name <= constraint.name}
    return {constraint.name}
