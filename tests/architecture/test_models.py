"""What holds of every model of ours."""

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import APPS

MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]


def described(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=described)
def test_a_model_says_what_it_is(model: type[models.Model]):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
    assert "__str__" in vars(model)


@pytest.mark.parametrize("model", MODELS, ids=described)
def test_a_model_does_not_hide_work_in_save(model: type[models.Model]):
    assert not {"save", "delete"} & set(vars(model))


@pytest.mark.parametrize("model", MODELS, ids=described)
def test_a_model_of_a_council_leads_to_its_council(model: type[models.Model]):
    """Whatever is scoped carries its council or its board itself: no join decides who may see it.

    A board itself is its councils'.
    """
    if not hasattr(model.objects, "visible_to") or model._meta.label == "sab.Board":
        return
    name = "board" if model._meta.app_label == "sab" else "council"
    found = model._meta.get_field(name).remote_field.model._meta.label
    assert found == {"board": "sab.Board", "council": "core.Organisation"}[name]


def test_constraint_names_are_unique_and_read_as_words():
    names = [c.name for model in MODELS for c in model._meta.constraints]
    assert len(set(names)) == len(names)
    assert all(name == name.lower() and "_" in name for name in names)
