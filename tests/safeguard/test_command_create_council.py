"""`manage.py create_council`, also as the first command on a new database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.models import Organisation

ROOT = Path(__file__).resolve().parents[2]


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
def test_an_empty_database_is_made_ready(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    for times in (1, 2):
        done = subprocess.run(
            [sys.executable, "manage.py", "create_council", f"NEW{times}", "New council"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert ("tables are made first" in done.stdout) == (times == 1)
