"""Files below MEDIA_ROOT: kept with the rows that name them, and never written over."""

from pathlib import Path

import pytest

from core.backups.connecting import scratch_database
from core.backups.errors import BackupError
from core.backups.manifest import FileEntry
from core.backups.media import missing_from, open_files
from core.backups.reading import opened
from core.backups.restoring import restore
from tests.core.backups.test_round_trip import quiet
from tests.factories import CaseDocumentFactory

HELD = {"evidence/plan.txt": b"What we plan. " * 40, "\u00e9.bin": bytes(range(256))}


def below(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def new(tables_only: Path, tmp_path: Path, django_db_blocker):
    """An installation without rows or files."""
    path = tmp_path / "new.sqlite3"
    path.write_bytes(tables_only.read_bytes())
    with django_db_blocker.unblock(), scratch_database(path):
        yield tmp_path / "new-media"


def test_files_come_back(small: Path, new: Path):
    with opened(small) as backup:
        restore(backup, media_root=new, say=quiet)
    assert below(new) == HELD


def test_a_file_that_is_there_already_is_fine(small: Path, new: Path):
    (new / "evidence").mkdir(parents=True)
    (new / "evidence" / "plan.txt").write_bytes(HELD["evidence/plan.txt"])
    (new / "evidence" / ".plan.txt.part").write_bytes(b"What was left when it was stopped")
    with opened(small) as backup:
        assert [e.path for e in missing_from(new, backup.manifest.media)] == ["media/\u00e9.bin"]
        restore(backup, media_root=new, say=quiet)
    assert HELD.items() <= below(new).items()


def test_another_file_in_its_place_is_never_written_over(small: Path, new: Path):
    new.mkdir()
    (new / "\u00e9.bin").write_bytes(b"Another")
    with (
        opened(small) as backup,
        pytest.raises(BackupError, match=r"Other files .*\.bin\. Nothing"),
    ):
        restore(backup, media_root=new, say=quiet)
    assert below(new) == {"\u00e9.bin": b"Another"}


@pytest.mark.parametrize("path", ["media/../out.txt", "media//etc/out.txt", "media/"])
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, path: str):
    with pytest.raises(BackupError, match="would lie elsewhere"):
        missing_from(tmp_path, [FileEntry(path=path, size=1, sha256="0" * 64)])


def test_files_that_rows_name_and_are_not_there_are_told(db, media: Path, kept):
    here, gone = CaseDocumentFactory(), CaseDocumentFactory()
    Path(gone.file.path).unlink()
    with opened(kept(media)) as backup:
        assert backup.manifest.missing_files == [gone.file.name]
        assert [each.media_name for each in backup.manifest.media] == [here.file.name]


def test_a_file_that_goes_while_others_are_read_is_passed_over(tmp_path: Path):
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    names = []
    for name, stream in open_files(tmp_path):
        names.append((name, stream.read()))
        (tmp_path / "b").unlink(missing_ok=True)
    assert names == [("a", b"a"), ("c", b"c")]


def test_folders_on_another_disk_are_followed(tmp_path: Path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "a.txt").write_text("a")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "evidence").symlink_to(tmp_path / "disk")
    assert [name for name, _ in open_files(tmp_path / "media")] == ["evidence/a.txt"]


def test_a_name_that_is_no_text_is_told(tmp_path: Path):
    Path(tmp_path, b"caf\xe9".decode("utf-8", "surrogateescape")).write_text("a")
    with pytest.raises(BackupError, match="is not text"):
        list(open_files(tmp_path))
