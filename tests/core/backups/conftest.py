"""A database to restore into, and rows of every kind to keep."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import ForeignKey

from core.backups.connecting import scratch_database
from core.backups.states import state_here
from core.backups.writing import write_backup
from tests import factories


@pytest.fixture(scope="session")
def tables_only(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker
) -> Path:
    """A SQLite database with every table and no row, made once: the migrations take a minute."""
    path = tmp_path_factory.mktemp("backups") / "tables.sqlite3"
    with django_db_blocker.unblock():
        state = state_here()
        applied = list(MigrationRecorder(connection).applied_migrations())
        with scratch_database(path):
            connection.disable_constraint_checking()
            with connection.schema_editor() as editor:
                for model in state.apps.get_models():
                    editor.create_model(model)
            recorder = MigrationRecorder(connection)
            recorder.ensure_schema()
            for app, name in applied:
                recorder.record_applied(app, name)
    return path


@pytest.fixture
def empty(tables_only: Path, tmp_path: Path) -> Path:
    """A database of its own with every table and no row."""
    path = tmp_path / "empty.sqlite3"
    shutil.copyfile(tables_only, path)
    return path


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    """A folder of its own for the files of the service."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def rich(db: None, media: Path) -> None:
    """A row of every model of ours at least, those that only join two others included."""
    for name in factories.__all__:
        getattr(factories, name)()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.auto_created and not model.objects.exists():
            joined = [f for f in model._meta.fields if isinstance(f, ForeignKey)]
            firsts = {f.attname: f.related_model._base_manager.values("pk")[:1] for f in joined}
            if all(first.exists() for first in firsts.values()):
                model.objects.create(**{name: first.get()["pk"] for name, first in firsts.items()})


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[Path], Path]:
    """Return a maker of backups of the database that is in use, with the files of a folder."""

    def keep(media_root: Path) -> Path:
        path = tmp_path / "kept.backup"
        with path.open("w+b") as out:
            write_backup(out, media_root=media_root)
        return path

    return keep


@pytest.fixture
def small(empty: Path, tmp_path: Path, django_db_blocker) -> Path:
    """A backup of next to nothing: no person, no council, one closed day and two files."""
    media = tmp_path / "small-media"
    (media / "evidence").mkdir(parents=True)
    (media / "evidence" / "plan.txt").write_bytes(b"What we plan. " * 40)
    (media / "\u00e9.bin").write_bytes(bytes(range(256)))
    path = tmp_path / "small.backup"
    with django_db_blocker.unblock(), scratch_database(empty):
        factories.BankHolidayFactory.create_batch(3)
        with path.open("w+b") as out:
            write_backup(out, media_root=media)
    return path
