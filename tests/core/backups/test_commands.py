"""`backup` and `restore`, as whoever holds the machine sees them."""

import shutil
import stat
from contextlib import nullcontext
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.backups import proving
from core.backups.connecting import scratch_database
from core.backups.errors import BackupError
from core.models import ActivityEvent, BackupMade, Organisation
from core.services import backups
from core.services.backups import last_proved_backup
from tests.core.backups.test_round_trip import remove_everything
from tests.factories import BackupMadeFactory, CaseDocumentFactory


@pytest.fixture
def here(db, media: Path, tables_only: Path, monkeypatch) -> Path:
    """An installation to back up, and a place to do it to.

    The one transaction of a test is a moment by itself. The database to prove on has its tables
    already, which saves a minute.
    """
    monkeypatch.setattr(backups, "snapshot", nullcontext)

    def ready(folder: Path) -> Path:
        return Path(shutil.copyfile(tables_only, folder / "proof.sqlite3"))

    monkeypatch.setattr(proving, "empty_database", ready)
    return media.parent / "tonight.backup"


def run(name: str, path: Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(name, str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_kept_proved_recorded_and_restored(here: Path, media: Path, council: Organisation):
    document = CaseDocumentFactory(concern__council=council, content="What was said")
    assert last_proved_backup() is None
    out, err = run("backup", here)
    made = last_proved_backup()
    assert made is not None
    assert "Proved: it was restored and compared." in out
    assert not err
    assert stat.S_IMODE(here.stat().st_mode) == 0o600
    assert (made.filename, made.size, made.files) == ("tonight.backup", here.stat().st_size, 1)
    event = ActivityEvent.objects.get(verb="backup_made")
    assert (event.target_id, event.actor_name) == (str(made.pk), "command line")
    assert event.changes["sha256"] == [None, made.sha256]
    assert sorted(path.name for path in here.parent.iterdir()) == ["media", "tonight.backup"]

    remove_everything()
    shutil.rmtree(media)
    out, err = run("restore", here)
    assert f"{council.name} ({council.code})" in out
    assert "everybody has to sign in again" in out
    assert not err
    assert Path(document.file.path).read_bytes() == b"What was said"
    assert stat.S_IMODE(Path(document.file.path).stat().st_mode) == 0o600
    restored = last_proved_backup()
    assert restored is not None
    assert (restored.made_at, restored.sha256) == (made.made_at, made.sha256)
    assert ActivityEvent.objects.get().verb == "backup_restored"


def test_what_is_not_in_it_is_said(here: Path):
    Path(CaseDocumentFactory().file.path).unlink()
    assert "not on the disk or removed meanwhile (1): documents/" in run("backup", here)[1]


@pytest.mark.parametrize("name", ["tonight.backup", "tonight.backup.part"])
def test_nothing_is_ever_written_over(here: Path, name: str):
    here.with_name(name).write_text("Mine")
    with pytest.raises(CommandError, match=r"No backup was made\. There is"):
        run("backup", here)
    assert here.with_name(name).read_text() == "Mine"
    assert not BackupMade.objects.exists()


def test_what_cannot_be_restored_is_not_kept(here: Path, monkeypatch):
    def fails(path, say):
        raise BackupError("The table core_user reads otherwise than in the backup.")

    monkeypatch.setattr(backups, "prove", fails)
    with pytest.raises(CommandError, match=r"No backup was made\. The table core_user"):
        run("backup", here)
    assert [path.name for path in here.parent.iterdir()] == ["media"]
    assert not BackupMade.objects.exists()


def test_a_database_that_cannot_record_it_is_told_first(here: Path, tmp_path: Path):
    with (
        scratch_database(tmp_path / "nothing.sqlite3"),
        pytest.raises(CommandError, match="with the code that the service runs on"),
    ):
        run("backup", here)
    assert not here.exists()


def test_not_among_the_files_that_are_kept(here: Path, media: Path):
    with pytest.raises(CommandError, match="name another folder"):
        run("backup", media / "tonight.backup")


def test_a_folder_that_is_not_there_is_said_in_words(here: Path):
    with pytest.raises(CommandError, match="The disk refused"):
        run("backup", here / "folder" / "tonight.backup")


def test_the_newest_moment_counts(db):
    BackupMadeFactory(made_at=datetime(2026, 11, 27, tzinfo=UTC), filename="newer")
    BackupMadeFactory(made_at=datetime(2026, 11, 26, tzinfo=UTC), filename="older")
    found = last_proved_backup()
    assert found is not None
    assert found.filename == "newer"
