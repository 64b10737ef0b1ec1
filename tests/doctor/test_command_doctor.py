"""The command: what it prints and writes, and how it ends."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.doctor import examinations
from core.management.commands.doctor import Command
from tests.doctor.here import Here, healthy
from tests.factories import UserFactory

ROOT = Path(__file__).parents[2]
NAMES = tuple(each.name for each in examinations())


@pytest.fixture
def here(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Here:
    return healthy(settings, monkeypatch, tmp_path)


def run(*arguments: str, only: tuple[str, ...] = NAMES) -> tuple[list[str], int]:
    """Return the lines that the command prints, and what it exits with."""
    out = StringIO()
    chosen = [part for name in only for part in ("--only", name)]
    try:
        call_command("doctor", *chosen, *arguments, stdout=out)
    except SystemExit as ended:
        return out.getvalue().splitlines(), int(ended.code or 0)
    return out.getvalue().splitlines(), 0


def test_a_healthy_installation_has_a_line_for_each_examination(here: Here) -> None:
    lines, code = run("--strict")
    assert lines[:-1] == [f"{name}: ok" for name in NAMES]
    assert lines[-1] == f"no faults and no warnings in {len(NAMES)} examinations"
    assert code == 0


def test_a_fault_is_told_with_what_to_do_and_ends_with_1(here: Here) -> None:
    here.settings.SETTINGS_MODULE = "config.settings.prod"
    here.administrator.person.delete()
    lines, code = run(only=("people", "rows"))
    assert lines[0].startswith("people: fault no_administrator: Nobody in council WELL ")
    assert lines[1] == (
        "    Run manage.py create_person EMAIL NAME --council WELL --role administrator."
    )
    assert lines[2:] == ["rows: ok", "1 fault and no warnings in 2 examinations"]
    assert code == 1


def test_a_warning_ends_with_1_only_when_asked_strictly(here: Here) -> None:
    UserFactory()
    assert run(only=("people",))[1] == 0
    lines, code = run("--strict", only=("people",))
    assert lines[-1] == "no faults and 1 warning in 1 examination"
    assert code == 1


def test_all_that_is_found_is_written_as_json(here: Here, tmp_path: Path) -> None:
    person, path = UserFactory(), tmp_path / "found.json"
    run("--json", str(path), only=("people", "rows"))
    found = json.loads(path.read_text())
    assert (found["faults"], found["warnings"]) == (0, 1)
    people, rows = found["examinations"]
    assert (people["name"], rows["name"], rows["findings"]) == ("people", "rows", [])
    assert people["seconds"] >= 0
    assert people["findings"][0] == {
        "code": "person_without_role",
        "severity": "warning",
        "what": f"People who can sign in and hold no role today (1): core.User {person.pk}.",
        "mend": "Give each a role, or make the account inactive if the person has left.",
    }


def test_a_file_that_cannot_be_written_is_named(here: Here, tmp_path: Path) -> None:
    with pytest.raises(
        CommandError, match=r"not_there/found\.json cannot be written: No such file"
    ):
        run("--json", str(tmp_path / "not_there" / "found.json"), only=("rows",))


def test_every_stored_file_is_read_when_asked(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.doctor.registry.Asked.here", refuse_unless_reading)
    with pytest.raises(LookupError, match="True"):
        run("--files", only=("rows",))


def refuse_unless_reading(*, reads_files: bool) -> None:
    raise LookupError(str(reads_files))


def test_the_names_to_choose_from_stand_in_the_help() -> None:
    told = Command().create_parser("manage.py", "doctor").format_help()
    # However wide the terminal is: a line may end inside a name.
    assert "".join(f"{name}," for name in NAMES).rstrip(",") in "".join(told.split())
    with pytest.raises(CommandError, match="invalid choice: 'nonsense'"):
        call_command("doctor", "--only", "nonsense")


@pytest.mark.slow
def test_a_database_without_tables_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite3"
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--only", "migrations", "--only", "register"],
        cwd=ROOT,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO")},
            "DATABASE_URL": f"sqlite:///{path}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("migrations: fault migrations_unapplied: ")
    assert "register: fault not_examined: This could not be examined to its end." in done.stdout
    assert lines[-1] == "2 faults and no warnings in 2 examinations"
    assert "Traceback" not in done.stdout + done.stderr
