"""What seldom happens: full memory, many faults, damage, a register that changes meanwhile."""

import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from core import activity
from core.errors import RuleViolationError
from core.models import Organisation
from safeguard.choices import ImportState
from safeguard.extract import cells, findings, run_folder
from safeguard.extract.errors import ExtractError
from safeguard.extract.report import changes_of
from safeguard.extract.run_folder import RunFolder
from safeguard.models import Adult, Concern, Enquiry, ImportRun, Risk
from safeguard.services import imports
from safeguard.services.import_undo import undo_import
from tests.factories import ConcernFactory, ImportRunFactory
from tests.safeguard.extract_files import (
    EXTRACT_DIRTY,
    FILES,
    dump,
    extract,
    faults_of,
    load,
    more,
    write_csvs,
    write_workbook,
    write_zip,
)


def test_what_is_remembered_of_cells_is_forgotten_between_batches(
    council: Organisation, monkeypatch: pytest.MonkeyPatch
):
    whole = faults_of(load(council, EXTRACT_DIRTY, dry_run=True))
    monkeypatch.setattr(cells, "KEPT_CHARACTERS", 10)
    monkeypatch.setattr("safeguard.extract.reading.BATCH", 7)
    assert faults_of(load(council, EXTRACT_DIRTY, dry_run=True)) == whole


def test_faults_are_fetched_some_at_a_time(council: Organisation, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(findings, "AT_A_TIME", 5)
    assert len(faults_of(load(council, EXTRACT_DIRTY, dry_run=True))) == 26


def test_a_register_that_changes_meanwhile_is_noticed(
    council: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = load(council, write_csvs(tmp_path / "one", extract()))
    made = extract(concerns={"concern_ref": "C2"})
    made["people"], made["enquiries"], made["risks"] = [], [], []
    real = imports.match

    def match(council: Organisation):
        undo_import(by=None, run=first)
        return real(council)

    monkeypatch.setattr(imports, "match", match)
    before = dump()
    with pytest.raises(RuleViolationError) as error:
        load(council, write_csvs(tmp_path / "two", made))
    assert error.value.code == "register_changed"
    assert dump() == before
    assert ImportRun.objects.first().error == str(error.value)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_broken", [False, True])
def test_without_a_transaction_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_broken: bool
):
    """As the command and the worker run it. Afterwards no transaction is open, no table left."""
    council = Organisation.objects.create(code="T", name="T", kind=Organisation.Kind.COUNCIL)
    if is_broken:
        monkeypatch.setattr("safeguard.extract.checking.check_across", lambda council: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load(council, write_csvs(tmp_path, extract()))
    else:
        load(council, write_csvs(tmp_path, extract()))
    run = ImportRun.objects.get()
    assert run.state == (ImportState.FAILED if is_broken else ImportState.LOADED)
    assert Adult.objects.count() == (0 if is_broken else 1)
    if connection.vendor == "sqlite":
        assert not connection.connection.in_transaction
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_temp_master")
            assert cursor.fetchone() == (0,)


def test_a_change_of_a_list_alone(council: Organisation, tmp_path: Path):
    load(council, write_csvs(tmp_path / "one", extract()))
    before = dump()
    run = load(
        council,
        write_csvs(tmp_path / "two", extract(concerns={"types_of_risk": "Sexual Abuse"})),
    )
    assert [(c["column"], c["new"]) for c in changes_of(run)] == [("types_of_risk", "Sexual Abuse")]
    undo_import(by=None, run=run)
    assert dump() | {"safeguard.RegisterSettings": 0} == before | {"safeguard.RegisterSettings": 0}


def test_a_change_elsewhere_does_not_stop_an_undo(council: Organisation, tmp_path: Path):
    run = load(council, write_csvs(tmp_path, extract()))
    other = ConcernFactory()
    activity.record(by=None, verb="x", target=other, council=other.council, changes={})
    undo_import(by=None, run=run)
    assert list(Concern.objects.all()) == [other]


def test_an_undo_puts_back_what_was_changed_before_it_takes_out_what_was_new(
    council: Organisation, tmp_path: Path
):
    load(council, write_csvs(tmp_path / "one", extract()))
    made = more(extract(), "people", person_ref="P2")
    more(made, "concerns", concern_ref="C2", person_ref="P2")
    made["enquiries"][0]["concern_ref"] = "C2"
    before = dump()
    run = load(council, write_csvs(tmp_path / "two", made))
    assert Enquiry.objects.get().concern.reference == "C2"
    undo_import(by=None, run=run)
    assert dump() == before


def test_a_later_day_of_the_data_set_by_hand_is_kept_by_an_undo(
    council: Organisation, tmp_path: Path
):
    run = load(council, write_csvs(tmp_path, extract()))
    settings = council.register_settings
    settings.data_cut_on = date(2025, 1, 1)
    settings.save()
    undo_import(by=None, run=run)
    settings.refresh_from_db()
    assert settings.data_cut_on == date(2025, 1, 1)


def test_thousands_of_rows_alike_in_shape_and_fault(council: Organisation, tmp_path: Path):
    made = {name: [] for name in FILES}
    made["people"] = [
        {**extract()["people"][0], "person_ref": f"P{n}", "gender": "?" if n % 2 else "Male"}
        for n in range(4_500)
    ]
    write_csvs(tmp_path, made)
    text = (tmp_path / "people.csv").read_text().replace(",Male,White", ",Male,White,extra")
    (tmp_path / "people.csv").write_text(text)
    run = load(council, tmp_path, accept_valid=True)
    assert run.fault_count == 4_500
    assert {(c["code"], c["count"]) for c in run.counts["faults"]} == {
        ("unknown_value", 2_250),
        ("row_shape", 2_250),
    }


def test_thousands_of_changes(council: Organisation, tmp_path: Path):
    made = extract()
    made["people"] = [{**made["people"][0], "person_ref": f"P{n}"} for n in range(1, 1_201)]
    load(council, write_csvs(tmp_path / "one", made))
    before = dump()
    for row in made["people"]:
        row["gender"] = "Male"
    run = load(council, write_csvs(tmp_path / "two", made))
    assert run.counts["changed"]["people"] == run.changes.count() == 1_200
    assert set(Adult.objects.values_list("gender", flat=True)) == {"M"}
    undo_import(by=None, run=run)
    assert dump() == before


def test_a_protected_zip_file_is_refused(council: Organisation, tmp_path: Path):
    path = write_zip(tmp_path / "a.zip", write_csvs(tmp_path / "csv", extract()))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(ExtractError, match="password"):
        load(council, path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "missing"])
def test_a_damaged_workbook_is_refused(council: Organisation, tmp_path: Path, part: str):
    path = write_workbook(tmp_path / "a.xlsx", extract(concerns={"decision_reason": "=1"}))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if part == "missing":
        del parts["xl/worksheets/sheet1.xml"]
    else:
        parts[part] = parts[part][: len(parts[part]) // 2]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(ExtractError):
        load(council, path)
    assert not Risk.objects.exists()


def test_an_upload_is_copied_where_it_cannot_be_linked(
    council: Organisation, monkeypatch: pytest.MonkeyPatch
):
    def refuse(source: str, target: str) -> None:
        raise OSError

    one, two = (RunFolder.of(ImportRunFactory(council=council).public_id) for _ in range(2))
    one.add_upload("people.csv", [b"a", b"b"])
    monkeypatch.setattr(run_folder.os, "link", refuse)
    two.copy_upload_from(one)
    assert (two.upload.read_bytes(), two.upload.stat().st_mode & 0o777) == (b"ab", 0o600)


def test_a_process_of_somebody_else_is_alive(monkeypatch: pytest.MonkeyPatch):
    def refuse(process: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(run_folder.os, "kill", refuse)
    now = run_folder.time.time()
    host = run_folder.socket.gethostname()
    assert not run_folder.Progress("Reading", 1, 2, now, 1, host).is_silent
    assert run_folder.Progress("Reading", 1, 2, now - 4_000, 1, host).is_silent
    assert run_folder.Progress("Reading", 1, 2, now, os.getpid(), host).percent == 50
