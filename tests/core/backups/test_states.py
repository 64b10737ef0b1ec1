"""A backup of older code: the tables are made as they were, and then brought up to date."""

from pathlib import Path

import pytest
from django.db import connection

from core.backups.connecting import scratch_database
from core.backups.reading import opened
from core.backups.restoring import check_fits, fill
from core.backups.states import State, bring_to, state_here, state_of
from core.backups.writing import write_backup
from core.models import BankHoliday, Organisation
from tests.core.backups.test_round_trip import quiet

# The whole takes a minute to migrate; what these need, a second or two.
OLDER = ("core", "0001_squashed_0005_activity_of_a_whole")
NEWER = ("core", "0008_backups")


def only(name: tuple[str, str], whole: State) -> State:
    """Return the state of what `name` needs."""
    from core.backups.states import _on_disk

    names = _on_disk().graph.forwards_plan(name)
    assert set(names) <= whole.applied
    return state_of(names, whose="It")


@pytest.fixture
def whole(db: None) -> State:
    return state_here()


def test_a_backup_of_an_older_state_goes_into_an_empty_database(tmp_path: Path, whole: State):
    older = only(OLDER, whole)
    with scratch_database(tmp_path / "old.sqlite3"):
        bring_to(older)
        assert state_here() == older
        names = connection.introspection.table_names()
        assert "core_organisation" in names
        assert "core_backupmade" not in names
        Organisation.objects.create(kind="council", code="OLD", name="As it was")
        BankHoliday.objects.all().delete()
        with (tmp_path / "old.backup").open("w+b") as out:
            write_backup(out, media_root=tmp_path / "none")
    with scratch_database(tmp_path / "new.sqlite3"), opened(tmp_path / "old.backup") as backup:
        fill(backup, check_fits(backup.manifest), quiet)
        assert state_here() == older
        assert Organisation.objects.get().name == "As it was"
        assert not BankHoliday.objects.exists()
        bring_to(only(NEWER, whole))
        assert "core_backupmade" in connection.introspection.table_names()
        assert Organisation.objects.get().name == "As it was"


def test_making_tables_never_reaches_our_own_database(tmp_path: Path, whole: State):
    """Migrations that load data write to the default database, whichever they are run on."""
    BankHoliday.objects.all().delete()
    with scratch_database(tmp_path / "other.sqlite3"):
        bring_to(only(OLDER, whole))
        assert BankHoliday.objects.exists()
    assert not BankHoliday.objects.exists()


def test_what_stopped_while_tables_were_made_is_gone_on_with(tmp_path: Path, whole: State):
    with scratch_database(tmp_path / "other.sqlite3"):
        bring_to(only(("auth", "0012_alter_user_first_name_max_length"), whole))
        older = only(OLDER, whole)
        bring_to(older)
        bring_to(older)
        assert state_here() == older
