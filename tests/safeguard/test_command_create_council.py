"""`manage.py create_council`, also as the first command on a new database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import Organisation
from tests import sqlite_template

ROOT = Path(__file__).resolve().parents[2]
# Migrating costs most of a minute, and is done in earnest for every test run: what it leaves is put
# in the empty database at the moment when the command would migrate it.
MAKE_TWO = """
import sqlite3, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from safeguard.management.commands import create_council

def without_waiting(name, **options):
    if name != "migrate":
        return call_command(name, **options)
    connection.ensure_connection()
    sqlite3.connect(sys.argv[1]).backup(connection.connection)

create_council.call_command = without_waiting
for code in ("NEW1", "NEW2"):
    call_command("create_council", code, "New council")
"""


@pytest.mark.django_db
def test_a_council_with_its_register():
    call_command("create_council", "NEW1", "New council")
    assert Organisation.objects.get(code="NEW1").register_settings is not None


@pytest.mark.parametrize(
    ("code", "name", "message"),
    [
        pytest.param("TEST", "Again", "already taken", id="a code that is taken"),
        pytest.param("new 1", "New", "capital letters", id="a code that is not one"),
        pytest.param("NEW1", "", "blank", id="no name"),
    ],
)
def test_refusals_make_nothing(council, code, name, message):
    with pytest.raises(CommandError, match=message):
        call_command("create_council", code, name)
    assert Organisation.objects.count() == 1


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="it has a SQLite database of its own")
def test_an_empty_database_is_made_ready(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", MAKE_TWO, sqlite_template.migrated()],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "The database is empty, so its tables are made first.",
        "Made New council with the code NEW1.",
        "Made New council with the code NEW2.",
    ]
