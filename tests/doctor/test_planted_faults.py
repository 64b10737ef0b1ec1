"""Each fault that doctor can name is planted, and named; without it, nothing is found."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.doctor import NOT_EXAMINED, Examination, Severity, examinations, examine
from tests.doctor import (  # noqa: F401  they fill the list
    plants_apps,
    plants_backup,
    plants_core,
    plants_trail,
)
from tests.doctor.here import PLANTS, Here, Plant, healthy

pytestmark = pytest.mark.django_db
EACH = [
    pytest.param(name, code, plant, id=f"{code}-{plant.__name__}")
    for (name, code), planted in PLANTS.items()
    for plant in planted
]


@pytest.fixture
def here(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Here:
    return healthy(settings, monkeypatch, tmp_path)


def test_every_code_has_a_planted_fault() -> None:
    codes = {(each.name, code) for each in examinations() for code in each.codes}
    assert codes == set(PLANTS)


@pytest.mark.parametrize(("name", "code", "plant"), EACH)
def test_a_planted_fault_is_named(here: Here, name: str, code: str, plant: Plant) -> None:
    # Some faults are such that a test could not end with them in the database.
    with transaction.atomic():
        steps = plant(here)
        next(steps)
        assert here.find(name) == []
        expected = str(next(steps))
        found = here.find(name)
        transaction.set_rollback(True)
    assert {each.code for each in found} == {code}
    assert expected in found[0].what
    assert found[0].mend.endswith(".")


def test_a_healthy_installation_is_found_healthy(here: Here) -> None:
    found = {each.name: here.find(each.name) for each in examinations()}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_nothing_is_written(here: Here) -> None:
    with CaptureQueriesContext(connection) as done:
        for each in examinations():
            examine(each, here.asked)
    assert len(done) > len(PLANTS) / 3
    first_words = {query["sql"].split()[0].upper() for query in done}
    assert first_words <= {"SELECT", "PRAGMA", "DECLARE"}


def test_a_missing_table_hides_no_other_finding(here: Here) -> None:
    def look(asked: Any) -> Any:
        yield from ()
        raise OperationalError("no such table: core_user\nLINE 1: SELECT words")

    found = examine(Examination("broken", (), look), here.asked).findings
    assert [(each.code, each.severity) for each in found] == [(NOT_EXAMINED, Severity.FAULT)]
    assert "no such table: core_user." in found[0].what
    assert "migrate" in found[0].mend
