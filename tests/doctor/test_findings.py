"""What findings name, how grave they are, and what an examination costs."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import checks
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assurance.doctor.frozen import self_assessment_is_whole
from core.doctor import Asked, Severity, examinations, examine
from core.doctor.installation import database_files
from core.doctor.modes import SECRETS
from core.doctor.naming import Keys
from core.models import Organisation
from tests.core.test_task_queue import task
from tests.doctor.here import Here, healthy
from tests.factories import (
    BoardPackFactory,
    CaseDocumentFactory,
    ClockRuleFactory,
    DecisionRecordFactory,
    FormDraftFactory,
    HoldFactory,
    LocalTargetFactory,
    MembershipFactory,
    OrganisationFactory,
    PrioritySettingFactory,
)
from tests.factories.self_assessment import DocumentPartFactory, SelfAssessmentFactory

ROOT = Path(__file__).parents[2]


@pytest.fixture
def here(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Here:
    return healthy(settings, monkeypatch, tmp_path)


def test_the_first_ten_keys_are_named_and_the_others_counted() -> None:
    assert str(Keys([3, "a"])) == "3, a"
    assert str(Keys(range(10))) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
    many = Keys(range(1_500))
    assert str(many) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 1,490 more"
    assert (many.n, bool(many), bool(Keys())) == (1_500, True, False)


@pytest.mark.parametrize(
    ("module", "is_production"),
    [
        ("config.settings.dev", False),
        ("config.settings.test", False),
        ("config.settings.prod", True),
        ("council.settings", True),
    ],
)
def test_settings_that_nobody_knows_count_as_production(
    monkeypatch: pytest.MonkeyPatch, module: str, is_production: bool
) -> None:
    monkeypatch.setattr("django.conf.settings.SETTINGS_MODULE", module)
    asked = Asked.here()
    assert asked.is_production is is_production
    assert asked.grave is (Severity.FAULT if is_production else Severity.WARNING)


@pytest.mark.parametrize("name", ["people", "file-modes", "worker"])
def test_some_findings_are_faults_in_production_only(here: Here, name: str) -> None:
    OrganisationFactory()
    here.media.chmod(0o755)
    here.media.parent.chmod(0o755)
    waiting = task("READY")
    waiting.enqueued_at = timezone.now() - timedelta(hours=1)
    waiting.save()
    assert {found.severity for found in here.find(name)} == {Severity.WARNING}
    here.ask(is_production=True)
    assert {found.severity for found in here.find(name)} == {Severity.FAULT}


def test_bank_holidays_that_have_run_out_are_a_fault(here: Here) -> None:
    here.ask(now=timezone.now() + timedelta(days=365 * 70))
    (found,) = here.find("calendar")
    assert (found.code, found.severity) == ("bank_holidays", Severity.FAULT)


@pytest.mark.parametrize(
    ("age", "in_production"),
    [(timedelta(days=8), Severity.WARNING), (timedelta(days=8, hours=1), Severity.FAULT)],
)
def test_a_backup_of_more_than_eight_days_is_a_fault(
    here: Here, age: timedelta, in_production: Severity
) -> None:
    row = SimpleNamespace(made_at=here.asked.now - age)
    here.patch.setattr("core.doctor.backups.last_proved_backup", lambda: row)
    assert {found.severity for found in here.find("backup")} == {Severity.WARNING}
    here.ask(is_production=True)
    assert {found.severity for found in here.find("backup")} == {in_production}


def test_a_worker_that_is_busy_lets_others_wait(here: Here) -> None:
    waiting = task("READY")
    waiting.enqueued_at = timezone.now() - timedelta(hours=1)
    waiting.save()
    task(begun=timedelta(minutes=40))
    assert here.find("worker") == []


def test_a_council_that_another_followed_needs_nobody(here: Here) -> None:
    OrganisationFactory(succeeded_by=here.council)
    OrganisationFactory(partner=True)
    assert here.find("people") == []


def test_what_people_said_may_leave_a_finished_self_assessment(council: Organisation) -> None:
    row = SelfAssessmentFactory(council=council, finished=True)
    part = DocumentPartFactory(self_assessment=row, text="They told us.")
    assert not self_assessment_is_whole(row)
    part.text = "They told us: [[voice:12]]"
    part.save()
    assert self_assessment_is_whole(row)


def test_every_secret_that_may_stand_in_a_file_is_looked_at() -> None:
    read = (ROOT / "config" / "settings" / "prod.py").read_text()
    assert set(re.findall(r'env\.secret\("(\w+)"\)', read)) == set(SECRETS)


@pytest.mark.parametrize(
    ("vendor", "in_memory", "found"),
    [
        ("sqlite", False, [Path("/kept/council.sqlite3")]),
        ("sqlite", True, []),
        ("postgresql", False, []),
    ],
)
def test_only_a_database_in_a_file_has_one(
    monkeypatch: pytest.MonkeyPatch, vendor: str, in_memory: bool, found: list[Path]
) -> None:
    held = SimpleNamespace(
        vendor=vendor,
        settings_dict={"NAME": "/kept/council.sqlite3"},
        is_in_memory_db=lambda: in_memory,
    )
    monkeypatch.setattr("core.doctor.installation.connections", {"default": held})
    assert database_files() == found


def test_what_stands_beside_a_database_is_looked_at(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = here.media.parent
    monkeypatch.setattr("core.doctor.modes.database_files", lambda: [kept / "council.sqlite3"])
    for name in ("council.sqlite3", "council.sqlite3-wal"):
        (kept / name).touch(mode=0o600)
    assert here.find("file-modes") == []
    (kept / "council.sqlite3-wal").chmod(0o604)
    kept.chmod(0o755)
    (found,) = here.find("file-modes")
    assert "council.sqlite3-wal (mode 604)" in found.what
    assert found.mend.startswith(f"Run chmod 600 {kept}/council.sqlite3-wal")


@pytest.mark.parametrize("is_production", [False, True])
def test_checks_for_production_are_run_there(here: Here, is_production: bool) -> None:
    given: list[bool] = []

    def run_checks(*, include_deployment_checks: bool) -> list[checks.CheckMessage]:
        given.append(include_deployment_checks)
        return [checks.Error("broken", id="x.E1"), checks.Info("well", id="x.I1")]

    here.ask(is_production=is_production)
    here.patch.setattr(checks, "run_checks", run_checks)
    found = [each for each in here.find("settings") if each.code == "system_check"]
    assert given == [is_production]
    assert [(each.severity, each.what) for each in found] == [(Severity.FAULT, "x.E1: broken")]


def rows_of_every_kind(council: Organisation) -> None:
    decision = DecisionRecordFactory(
        concern__adult__council=council, concern__s42=True, signed=True
    )
    PrioritySettingFactory(concern=decision.concern)
    HoldFactory(enquiry__concern=decision.concern)
    CaseDocumentFactory(concern=decision.concern)
    MembershipFactory(organisation=council)
    FormDraftFactory(saved_at=timezone.now() - timedelta(days=90))
    LocalTargetFactory(council=council, measure="long_gone", effective_from=timezone.localdate())
    ClockRuleFactory(council=council)
    BoardPackFactory(council=council)
    task(begun=timedelta(days=1))
    task("FAILED")


def test_no_examination_asks_more_where_there_are_more_rows(here: Here) -> None:
    """Each council is one of many: what is asked does not grow with them, nor with their rows."""

    def asked() -> dict[str, int]:
        counts = {}
        for each in examinations():
            with CaptureQueriesContext(connection) as done:
                examine(each, here.asked)
            counts[each.name] = len(done)
        return counts

    rows_of_every_kind(here.council)
    few = asked()
    for _ in range(4):
        rows_of_every_kind(OrganisationFactory())
    assert asked() == few
