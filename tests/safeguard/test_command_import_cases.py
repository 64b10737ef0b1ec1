"""The commands create_council and import_cases, as other programs call them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import ActivityEvent, Organisation
from safeguard.models import Adult, Concern, ImportRun, RegisterSettings
from tests import sqlite_template
from tests.safeguard.extract_files import (
    DATA,
    EXTRACT_DIRTY,
    FILES,
    LATER,
    extract,
    write_csvs,
    write_zip,
)

ROOT = DATA.parents[1]
EXPECTED = json.loads((EXTRACT_DIRTY / "expected-faults.json").read_text(encoding="utf-8"))

SET_UP = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from safeguard.models import Adult, ImportRun, Risk
from safeguard.services import imports
"""
# Imports the extract named on the command line, and stops for good before what it loaded is kept.
STOP_IN_THE_MIDDLE = f"""{SET_UP}
def stop(*args):
    print("in the middle", Adult.objects.count(), Risk.objects.count(), flush=True)
    time.sleep(120)

imports.apply_changes = stop
call_command("create_council", "DEMO", "Demo", stdout=sys.stderr)
call_command("import_cases", sys.argv[1], council="DEMO", stdout=sys.stderr)
"""
GO_ON = f"""{SET_UP}
print(Adult.objects.count(), Risk.objects.count())
report = Path(sys.argv[2])
call_command("import_cases", sys.argv[1], council="DEMO", report=report, stdout=sys.stderr)
print(*ImportRun.objects.values_list("state", flat=True))
"""


def run(source: Path, **options: object) -> tuple[int, str]:
    """Return the exit status and what was said."""
    out = StringIO()
    try:
        call_command("import_cases", source, stdout=out, stderr=StringIO(), **options)
    except SystemExit as exit_:
        return int(exit_.code or 0), out.getvalue()
    return 0, out.getvalue()


def report_of(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_planted_faults_and_nothing_else(council: Organisation, tmp_path: Path):
    path = tmp_path / "report.json"
    status, said = run(EXTRACT_DIRTY, council="TEST", report=path)
    report = report_of(path)
    found = {(f["file"], f["line"], f["column"]) for f in report["faults"]}
    assert found == {(f["file"], f["line"], f["column"]) for f in EXPECTED["faults"]}
    assert len(report["faults"]) == 26
    assert set(report["faults"][0]) == {"file", "line", "column", "code", "message", "value"}
    assert report["loaded"] == report["changed"] == dict.fromkeys(FILES, 0)
    assert status == 1
    assert "Not loaded" in said
    assert "Femail" not in said
    assert not Adult.objects.exists()


def test_accept_valid_loads_the_rest_and_still_exits_with_1(council: Organisation, tmp_path: Path):
    path = tmp_path / "report.json"
    status, said = run(EXTRACT_DIRTY, council="TEST", report=path, accept_valid=True)
    assert status == 1
    assert "Loaded." in said
    assert report_of(path)["loaded"]["concerns"] == Concern.objects.count() == 206
    assert list(tmp_path.iterdir()) == [path]


def test_a_sound_extract_exits_with_0_and_a_second_time_says_so(
    council: Organisation, tmp_path: Path
):
    source = write_csvs(tmp_path / "csv", extract())
    path = tmp_path / "report.json"
    status, said = run(source, council="TEST", report=path, dry_run=True)
    assert (status, Adult.objects.count()) == (0, 0)
    assert "1 would be loaded" in said
    status, said = run(write_zip(tmp_path / "a.zip", source), council="TEST", report=path)
    assert (status, report_of(path)["loaded"]) == (0, dict.fromkeys(FILES, 1))
    status, said = run(source, council="TEST", report=path)
    assert status == 0
    assert "Nothing to change" in said
    assert report_of(path)["loaded"] == report_of(path)["changed"] == dict.fromkeys(FILES, 0)


def test_a_later_extract_lists_what_changed(council: Organisation, tmp_path: Path):
    run(write_csvs(tmp_path / "one", extract()), council="TEST")
    path = tmp_path / "report.json"
    _, said = run(write_csvs(tmp_path / "two", extract(**LATER)), council="TEST", report=path)
    report = report_of(path)
    assert report["changed"] == dict.fromkeys(FILES, 1)
    assert {
        "file": "people",
        "reference": "P1",
        "column": "gender",
        "old": "Female",
        "new": "Male",
    } in report["changes"]
    assert "Changed: people P1, gender" in said


def test_long_lists_are_cut_on_screen_and_whole_in_the_report(
    council: Organisation, tmp_path: Path
):
    made = extract()
    made["people"] = [
        {**made["people"][0], "person_ref": f"P{n}", "gender": "Female"} for n in range(1, 31)
    ]
    run(write_csvs(tmp_path / "one", made), council="TEST")
    for row in made["people"]:
        row["gender"] = "Male"
    path = tmp_path / "report.json"
    _, said = run(write_csvs(tmp_path / "two", made), council="TEST", report=path)
    assert "--report lists every change" in said
    assert len(report_of(path)["changes"]) == 30


def test_a_mapping_a_cut_and_the_files_back(council: Organisation, tmp_path: Path):
    made = extract(people={"gender": "F"})
    mapping = tmp_path / "ours.yaml"
    mapping.write_text("files: {people: {values: {gender: {F: Female}}}}", encoding="utf-8")
    source = write_csvs(tmp_path / "csv", made)
    status, _ = run(source, council="TEST", return_dir=tmp_path / "back", dry_run=True)
    assert status == 1
    assert "errors" in (tmp_path / "back" / "people.csv").read_text(encoding="utf-8-sig")
    status, _ = run(source, council="TEST", mapping=mapping, cut="2024-12-31")
    assert status == 0
    assert str(RegisterSettings.objects.get().data_cut_on) == "2024-12-31"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"council": "NOBODY"}, "no council with the code NOBODY"),
        ({"council": "PARTNER"}, "no council with the code PARTNER"),
        ({"cut": "31/12/2024"}, "is not a date"),
        ({"cut": "2999-01-01"}, "has not come yet"),
        ({"mapping": DATA / "mappings" / "mistakes.yaml"}, "Line 1 (dates)"),
        ({"mapping": DATA / "nothing.yaml"}, "nothing.yaml"),
        ({"source": DATA / "nowhere"}, "does not exist"),
        ({"source": DATA}, "does not hold people.csv"),
        ({"report": DATA / "nowhere" / "x.json"}, "x.json"),
    ],
)
def test_what_cannot_be_done_is_said(council: Organisation, options: dict, said: str):
    Organisation.objects.create(code="PARTNER", name="P", kind=Organisation.Kind.PARTNER)
    source = options.pop("source", EXTRACT_DIRTY)
    with pytest.raises(CommandError, match=said.replace("(", r"\(").replace(")", r"\)")):
        call_command("import_cases", source, stderr=StringIO(), **{"council": "TEST", **options})
    assert not Adult.objects.exists()


def test_a_mapping_must_be_text(council: Organisation, tmp_path: Path):
    (tmp_path / "m.yaml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(CommandError, match="not a text file"):
        call_command("import_cases", EXTRACT_DIRTY, council="TEST", mapping=tmp_path / "m.yaml")


@pytest.mark.django_db
def test_create_council_makes_a_council_with_an_empty_register():
    out = StringIO()
    call_command("create_council", "NEW-1", " New Council ", stdout=out)
    council = Organisation.objects.get()
    assert (council.code, council.name, council.kind) == ("NEW-1", "New Council", "council")
    assert RegisterSettings.objects.get().council == council
    assert ActivityEvent.objects.get().verb == "council_created"
    assert "Made New Council" in out.getvalue()


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        ("TEST", "Another", "The code TEST is already taken"),
        ("test", "Another", "Use capital letters"),
        ("A" * 13, "Another", "at most 12"),
        ("NEW", "  ", "cannot be blank"),
    ],
)
def test_create_council_refuses(council: Organisation, code: str, name: str, said: str):
    with pytest.raises(CommandError, match=said):
        call_command("create_council", code, name)
    assert Organisation.objects.count() == 1


@contextmanager
def database_of_its_own(tmp_path: Path) -> Iterator[str]:
    """Give the address of a database beside the one of the tests, which other processes can use."""
    if connection.vendor == "sqlite":
        yield sqlite_template.copied(tmp_path / "own.sqlite3")
        return
    from tests import postgres_template

    name = f"killed_{os.getpid()}"
    postgres_template.copied(name)
    try:
        yield postgres_template.address_of(name)
    finally:
        postgres_template.dropped(name)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_process_that_is_killed_leaves_the_register_as_it_was(tmp_path: Path):
    source = write_csvs(tmp_path / "csv", extract())
    with database_of_its_own(tmp_path) as url:
        environment = {
            **os.environ,
            "TEST_DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": str(ROOT),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", STOP_IN_THE_MIDDLE, source],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        assert process.stdout is not None
        with process.stdout:
            assert process.stdout.readline().strip() == "in the middle 1 1"
            process.send_signal(signal.SIGKILL)
            process.wait()
        path = tmp_path / "report.json"
        after = subprocess.run(
            [sys.executable, "-c", GO_ON, source, path],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        assert after.stdout.splitlines() == ["0 0", "loaded failed"]
        assert report_of(path)["loaded"]["concerns"] == 1


def test_progress_goes_to_the_other_stream(council: Organisation, tmp_path: Path):
    err = StringIO()
    source = write_csvs(tmp_path, extract())
    call_command("import_cases", source, council="TEST", stdout=StringIO(), stderr=err)
    assert "people.csv 100%" in err.getvalue()
    assert ImportRun.objects.count() == 1
