"""What is not a whole backup, or does not fit, is refused in words before anything is changed."""

import json
import random
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.backups.errors import BackupError
from core.backups.manifest import Manifest
from core.backups.reading import opened
from core.backups.restoring import AGAIN, check_fits
from core.backups.states import state_here, state_of
from core.models import BankHoliday
from core.sealed_zip import BACKUP, Entry, write_sealed
from tests.factories import ActivityEventFactory, OrganisationFactory, UserFactory


def manifest_of(path: Path) -> Manifest:
    with opened(path) as backup:
        return backup.manifest


def changed(path: Path, **changes) -> Manifest:
    return manifest_of(path).model_copy(update=changes)


def test_a_byte_changed_anywhere_is_found(small: Path):
    whole = small.read_bytes()
    chance = random.Random(11)  # noqa: S311 - places to try, no secret
    for place in [*chance.sample(range(len(whole)), 60), 0, len(whole) - 1]:
        spoilt = bytearray(whole)
        spoilt[place] ^= 1 << chance.randrange(8)
        small.write_bytes(spoilt)
        with pytest.raises(BackupError, match="is not a whole backup"), opened(small):
            pass


@pytest.mark.parametrize("share", [0, 0.3, 0.9, 0.9999])
def test_a_file_cut_short_is_found(small: Path, share: float):
    whole = small.read_bytes()
    small.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupError, match="is not a whole backup"), opened(small):
        pass


def test_a_member_that_is_gone_is_named(small: Path, tmp_path: Path):
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(tmp_path / "b", "w") as new:
        new.comment = old.comment
        for name in old.namelist():
            if name != "tables/core_user.jsonl":
                new.writestr(name, old.read(name))
    with pytest.raises(BackupError, match=r"tables/core_user\.jsonl: is missing"):
        manifest_of(tmp_path / "b")


def test_no_file_and_another_file(tmp_path: Path):
    with pytest.raises(BackupError, match="There is no file"):
        manifest_of(tmp_path / "none")
    (tmp_path / "other").write_text("-- a dump of another kind")
    with pytest.raises(BackupError, match="is not a whole backup"):
        manifest_of(tmp_path / "other")


def sealed(path: Path, about: dict, *entries: Entry) -> Path:
    """Seal what nobody of ours would: whoever can write a backup can seal it."""
    with path.open("w+b") as out:
        write_sealed(out, entries, about, BACKUP)
    return path


def test_a_manifest_of_another_shape_is_refused(small: Path, tmp_path: Path):
    with zipfile.ZipFile(small) as packed:
        about = json.loads(packed.read("manifest.json"))
    del about["files"], about["format"]
    for spoilt in ({}, {**about, "made_at": "yesterday"}, about):
        path = sealed(tmp_path / "b", spoilt, Entry.of("tables/other.jsonl", b""))
        with pytest.raises(BackupError, match="cannot be used"):
            manifest_of(path)


def test_newer_code_is_named(small: Path):
    newer = [*manifest_of(small).migrations, ("core", "0999_what_is_to_come")]
    manifest = changed(small, migrations=newer)
    with pytest.raises(BackupError, match=r"newer code: .*core\.0999_what_is_to_come"):
        check_fits(manifest)


def test_migrations_of_an_app_that_is_gone_do_not_matter(small: Path):
    names = manifest_of(small).migrations
    assert state_of([*names, ("gone", "0001_initial")], whose="It") == state_of(names, whose="It")


def test_a_state_in_the_midst_of_merged_migrations_is_refused():
    names = [("core", "0001_initial"), ("core", "0002_bank_holidays")]
    with pytest.raises(BackupError, match=r"core\.0001_squashed_0005_activity_of_a_whole does at"):
        state_of(names, whose="The backup")


def test_tables_of_other_code_are_named(small: Path):
    first, *rest = manifest_of(small).tables
    other = first.model_copy(update={"columns": [*first.columns, "more"]})
    with pytest.raises(BackupError, match=f"its table {first.table} is not as"):
        check_fits(changed(small, tables=[other, *rest]))


def test_a_database_that_has_come_further_is_refused(db, small: Path):
    """Nothing is taken back: the tests' database has every migration, the backup one less."""
    last = ("core", "0008_backups")
    older = [name for name in manifest_of(small).migrations if name != last]
    tables = [each for each in manifest_of(small).tables if each.table != "core_backupmade"]
    with pytest.raises(
        BackupError, match=r"it has core\.0008_backups\. Make a new, empty database"
    ):
        check_fits(changed(small, migrations=older, tables=tables))


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        (OrganisationFactory, "councils"),
        (UserFactory, "people"),
        (ActivityEventFactory, "an activity log"),
    ],
)
def test_a_database_that_is_in_use_is_left_alone(db, small: Path, media: Path, factory, words):
    factory()
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(small))
    assert f"The database holds {words} already. {AGAIN}" in str(refusal.value)
    assert BankHoliday.objects.filter(on="2024-12-25").exists()
    assert not any(media.iterdir())
    assert factory._meta.model.objects.exists()


def test_the_state_of_the_database_is_all_that_is_on_disk(db):
    """Or every other test here would prove little."""
    assert ("core", "0008_backups") in state_here().applied
