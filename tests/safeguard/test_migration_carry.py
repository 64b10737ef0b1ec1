"""Migration 0003 loses nothing: providers named in words become records, outcomes get a concern."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.utils import timezone

from config.databases import database

BEFORE = ("safeguard", "0002_casework")
CARRIED = ("safeguard", "0003_carry_providers_and_outcomes")
DAY = "2025-04-01"
pytestmark = pytest.mark.slow


@pytest.fixture
def old_database(tmp_path: Path, django_db_blocker: Any) -> Iterator[None]:
    """A new database of its own, in the place of the one that tests share, laid up to 0002."""
    shared = connections["default"]
    settings = {**shared.settings_dict, **database(f"sqlite:///{tmp_path / 'old.sqlite3'}")}
    with django_db_blocker.unblock():
        connections["default"] = DatabaseWrapper(settings, "default")
        try:
            migrate(BEFORE)
            yield
        finally:
            connections["default"].close()
            connections["default"] = shared


def migrate(target: tuple[str, str]) -> Any:
    """Take the database there; return its models as they then are."""
    executor = MigrationExecutor(connections["default"])
    # Step by step, as a database that was there before the steps were made into one.
    executor.loader.replace_migrations = False
    executor.loader.build_graph()
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


def notify(models: Any, council: Any, *names: str) -> None:
    for number, name in enumerate(names):
        models.get_model("safeguard", "ProviderNotification").objects.create(
            council=council,
            reference=f"P{number}",
            provider_name=name,
            received_at=timezone.now(),
            referrer="police",
            summary="Records not kept",
        )


def want(models: Any, council: Any, reference: str) -> None:
    """Make an enquiry with a desired outcome that knows no concern yet."""

    def make(model: str, **columns: Any) -> Any:
        return models.get_model("safeguard", model).objects.create(**columns)

    adult = make("Adult", council=council, reference=reference, gender="F", ethnicity="WHITE")
    concern = make(
        "Concern",
        council=council,
        reference=reference,
        adult=adult,
        received_at=timezone.now(),
        received_on=DAY,
        referrer="police",
        primary_support_reason="PHYS",
        location="OWN",
    )
    enquiry = make(
        "Enquiry",
        council=council,
        reference=reference,
        concern=concern,
        kind="s42",
        commenced_on=DAY,
    )
    make("DesiredOutcome", enquiry=enquiry, wanted=f"To be safe {reference}", wanted_on=DAY)


def test_providers_and_outcomes_are_carried_there_and_back(old_database: None) -> None:
    models = migrate(BEFORE)
    councils = [
        models.get_model("core", "Organisation").objects.create(
            kind="council", code=code, name=code
        )
        for code in ("ONE", "TWO")
    ]
    notify(models, councils[0], "The Elms", "the  ELMS", "Café Home")
    notify(models, councils[1], "The Elms")
    for reference in ("E1", "E2"):
        want(models, councils[0], reference)

    models = migrate(CARRIED)
    providers = models.get_model("safeguard", "Provider").objects
    assert sorted(providers.values_list("council__code", "name_key")) == [
        ("ONE", "café home"),
        ("ONE", "the elms"),
        ("TWO", "the elms"),
    ]
    told = models.get_model("safeguard", "ProviderNotification").objects
    carried = told.values_list("council__code", "provider_name", "provider__name_key")
    assert set(carried) == {
        ("ONE", "The Elms", "the elms"),
        ("ONE", "the  ELMS", "the elms"),
        ("ONE", "Café Home", "café home"),
        ("TWO", "The Elms", "the elms"),
    }
    assert not told.exclude(council=F("provider__council")).exists()
    outcomes = models.get_model("safeguard", "DesiredOutcome").objects
    assert set(outcomes.values_list("wanted", "concern__reference")) == {
        ("To be safe E1", "E1"),
        ("To be safe E2", "E2"),
    }

    models = migrate(BEFORE)
    told = models.get_model("safeguard", "ProviderNotification").objects
    names = told.values_list("provider_name", flat=True)
    assert {name.casefold().replace("  ", " ") for name in names} == {"the elms", "café home"}
