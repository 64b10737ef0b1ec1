"""Faults of backups."""

from datetime import timedelta
from types import SimpleNamespace

from core.services.backups import last_proved_backup
from tests.doctor.here import Here, plants

HOUR = timedelta(hours=1)


def made_ago(here: Here, age: timedelta) -> None:
    row = SimpleNamespace(made_at=here.asked.now - age)
    here.patch.setattr("core.doctor.backups.last_proved_backup", lambda: row)


@plants("backup", "backup_missing")
def missing(here: Here):
    made_ago(here, 26 * HOUR)
    yield
    here.patch.setattr("core.doctor.backups.last_proved_backup", last_proved_backup)
    yield "ever proved"


@plants("backup", "backup_old")
def old(here: Here):
    made_ago(here, 26 * HOUR)
    yield
    made_ago(here, 27 * HOUR)
    yield "27 hours"


@plants("backup", "backup_old")
def too_old(here: Here):
    made_ago(here, HOUR)
    yield
    made_ago(here, 9 * 24 * HOUR)
    yield "9 days"
