"""Every factory makes a row that the model itself accepts, and every model has one."""

import pytest
from django.apps import apps
from django.db.models import Model
from factory.django import DjangoModelFactory

from tests import factories

OURS = {"core", "safeguard", "audit", "sab", "assurance"}
FACTORIES = [getattr(factories, name) for name in factories.__all__]


def check(row: Model) -> None:
    """Clean `row`; what no form asks for may be empty without being marked so."""
    empty = [f.name for f in row._meta.fields if getattr(row, f.attname) in ("", None, {}, [])]
    row.full_clean(exclude=empty)


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_the_default_is_valid(db: None, factory: type[DjangoModelFactory]) -> None:
    check(factory())


@pytest.mark.parametrize("trait", ["s42", "other", "closed"])
def test_a_decided_concern_is_valid(db: None, trait: str) -> None:
    check(factories.ConcernFactory(**{trait: True}))


def test_a_concluded_enquiry_is_valid(db: None) -> None:
    check(factories.EnquiryFactory(concluded=True))


def test_every_model_has_a_factory() -> None:
    models = {model for model in apps.get_models() if model._meta.app_label in OURS}
    assert {factory._meta.model for factory in FACTORIES} == models
