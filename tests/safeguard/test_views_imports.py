"""The pages of imports and mappings, as an analyst and others see them."""

import json
import uuid
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Organisation
from core.roles import Role
from safeguard.choices import ImportState
from safeguard.extract.run_folder import RunFolder
from safeguard.models import Adult, Concern, ExtractMapping, ImportRun
from tests.conftest import SignedIn
from tests.factories import ImportRunFactory, MembershipFactory
from tests.safeguard.extract_files import (
    EXTRACT_DIRTY,
    FILES,
    extract,
    load,
    write_csvs,
    write_workbook,
    write_zip,
)


@pytest.fixture
def analyst_client(signed_in: SignedIn) -> Client:
    return signed_in(Role.ANALYST)


def uploaded(folder: Path) -> dict[str, SimpleUploadedFile]:
    return {
        name: SimpleUploadedFile(f"{name}.csv", (folder / f"{name}.csv").read_bytes())
        for name in FILES
    }


def page(run: ImportRun, name: str = "import-detail") -> str:
    return reverse(f"safeguard:{name}", args=[run.public_id])


def start(client: Client, **data: object) -> ImportRun:
    """Upload and follow to the page of the run."""
    response = client.post(reverse("safeguard:import-new"), data)
    assert response.status_code == 302, response.context["form"].errors
    run = ImportRun.objects.first()
    assert response.url == page(run)
    return run


def test_a_check_and_then_a_load(analyst_client: Client, council: Organisation, tmp_path: Path):
    run = start(analyst_client, dry_run="on", **uploaded(write_csvs(tmp_path, extract())))
    assert run.state == ImportState.CHECKED
    assert not Adult.objects.exists()
    content = analyst_client.get(page(run)).content.decode()
    assert "No faults were found." in content
    assert "Load it now" in content
    response = analyst_client.post(page(run, "import-load"), {"mapping": ""}, follow=True)
    loaded = ImportRun.objects.first()
    assert loaded.state == ImportState.LOADED
    assert Adult.objects.count() == 1
    assert "Undo this import" in response.content.decode()
    assert response.redirect_chain[-1][0] == page(loaded)


def test_faults_are_listed_grouped_and_downloaded(analyst_client: Client, council: Organisation):
    run = start(analyst_client, dry_run="on", **uploaded(EXTRACT_DIRTY))
    content = analyst_client.get(page(run)).content.decode()
    assert "26 faults" in content
    assert "Load the sound rows" in content
    assert "“Femail” is not a value of gender." in content
    report = json.loads(analyst_client.get(page(run, "import-faults")).getvalue())
    assert len(report["faults"]) == 26
    rows = analyst_client.get(page(run, "import-faults") + "?format=csv").getvalue().decode()
    assert len(rows.splitlines()) == 27
    assert "'=HYPERLINK" in rows
    analyst_client.post(page(run, "import-load"), {"accept_valid": "on"})
    assert ImportRun.objects.first().state == ImportState.LOADED
    assert Concern.objects.count() == 206


def test_the_files_come_back_with_errors(analyst_client: Client, council: Organisation):
    run = start(analyst_client, dry_run="on", **uploaded(EXTRACT_DIRTY))
    for _ in range(2):
        response = analyst_client.get(page(run, "import-returned"))
        assert response["Content-Disposition"].startswith("attachment")
        with zipfile.ZipFile(BytesIO(response.getvalue())) as archive:
            assert sorted(archive.namelist()) == sorted(f"{name}.csv" for name in FILES)
            people = archive.read("people.csv").decode("utf-8-sig").splitlines()
    assert people[0].endswith(",errors")
    assert people[13].endswith("use the list's own word for not known.")
    RunFolder.of(run.public_id).delete()
    assert analyst_client.get(page(run, "import-returned")).status_code == 410


def test_one_zip_file_or_workbook(analyst_client: Client, council: Organisation, tmp_path: Path):
    path = write_zip(tmp_path / "May.ZIP", write_csvs(tmp_path / "csv", extract()))
    run = start(analyst_client, extract=SimpleUploadedFile("May.ZIP", path.read_bytes()))
    assert (run.state, run.source) == (ImportState.LOADED, "May.ZIP")
    path = write_workbook(tmp_path / "a.xlsx", extract(people={"gender": "Femail"}))
    run = start(analyst_client, extract=SimpleUploadedFile("a.xlsx", path.read_bytes()))
    assert run.state == ImportState.REFUSED
    response = analyst_client.get(page(run, "import-returned"))
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert zipfile.is_zipfile(BytesIO(response.getvalue()))


def test_what_is_uploaded_is_private(analyst_client: Client, council: Organisation, tmp_path: Path):
    run = start(analyst_client, dry_run="on", **uploaded(write_csvs(tmp_path, extract())))
    folder = RunFolder.of(run.public_id)
    held = [path for path in folder.path.rglob("*") if path.is_file()]
    assert {path.name for path in held} >= {"people.csv", "faults.jsonl", "progress.json"}
    assert {path.stat().st_mode & 0o777 for path in held} == {0o600}
    assert folder.path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("names", "field", "said"),
    [
        ((), "extract", "Choose a file"),
        (("people",), "risks", "Choose risks.csv too"),
        (("extract", "people"), "extract", "either this one file or"),
    ],
)
def test_an_incomplete_upload_is_refused(
    analyst_client: Client, council: Organisation, names: tuple, field: str, said: str
):
    data = {name: SimpleUploadedFile(f"{name}.csv", b"x") for name in names}
    response = analyst_client.post(reverse("safeguard:import-new"), data)
    assert said in str(response.context["form"].errors[field])
    assert not ImportRun.objects.exists()


def test_too_large_an_upload_is_refused(
    analyst_client: Client, council: Organisation, tmp_path: Path, settings
):
    settings.EXTRACT_MAX_BYTES = 100
    data = uploaded(write_csvs(tmp_path, extract()))
    response = analyst_client.post(reverse("safeguard:import-new"), data)
    assert "larger than" in str(response.context["form"].non_field_errors())


def test_files_that_cannot_be_read_say_so_on_the_page(
    analyst_client: Client, council: Organisation, tmp_path: Path
):
    write_csvs(tmp_path, extract())
    (tmp_path / "people.csv").write_text("Person,date_of_birth,date_of_death,gender,ethnicity\n")
    run = start(analyst_client, dry_run="on", **uploaded(tmp_path))
    content = analyst_client.get(page(run)).content.decode()
    assert "people.csv lacks the column person_ref." in content
    assert "Translate what did not match" in content
    response = analyst_client.get(page(run, "mapping-help"))
    assert "which of your columns is person_ref?" in response.content.decode()
    data = {"name": "Ours", "dates": "iso", "answer-0": "Person"}
    analyst_client.post(page(run, "mapping-help"), data)
    again = ImportRun.objects.first()
    assert (again.state, again.mapping.name) == (ImportState.CHECKED, "Ours")


def test_a_mapping_is_built_from_what_did_not_match(
    analyst_client: Client, council: Organisation, tmp_path: Path
):
    made = extract(people={"gender": "Femail", "date_of_birth": "03/02/1950"})
    run = start(analyst_client, dry_run="on", **uploaded(write_csvs(tmp_path, made)))
    form = analyst_client.get(page(run, "mapping-help")).context["form"]
    assert form["answer-0"].initial == "Female"
    assert form["dates"].initial == "dd/mm/yyyy"
    assert not ExtractMapping.objects.exists()
    data = {"name": "Ours", "dates": "dd/mm/yyyy", "answer-0": "Female"}
    response = analyst_client.post(page(run, "mapping-help"), data, follow=True)
    assert "The mapping is saved" in response.content.decode()
    assert ImportRun.objects.first().fault_count == 0


def test_mappings_are_listed_added_and_changed(analyst_client: Client, council: Organisation):
    new = reverse("safeguard:mapping-new")
    assert (
        "There is no mapping yet"
        in analyst_client.get(reverse("safeguard:mapping-list")).content.decode()
    )
    bad = {"name": "Ours", "text": "dates: american\nfiles: {visits: {}}"}
    response = analyst_client.post(new, bad)
    assert len(response.context["form"].errors["text"]) == 2
    assert "Line 1 (dates)" in response.content.decode()
    analyst_client.post(new, {"name": "Ours", "text": "dates: iso"})
    response = analyst_client.post(new, {"name": "Ours", "text": "dates: iso"})
    assert "already a mapping of that name" in response.content.decode()
    mapping = ExtractMapping.objects.get()
    edit = reverse("safeguard:mapping-edit", args=[mapping.pk])
    assert "dates: iso" in analyst_client.get(edit).content.decode()
    analyst_client.post(edit, {"name": "Ours", "text": "dates: dd/mm/yyyy"}, follow=True)
    mapping.refresh_from_db()
    assert mapping.text == "dates: dd/mm/yyyy"
    assert "Ours" in analyst_client.get(reverse("safeguard:mapping-list")).content.decode()


def test_an_import_is_undone_from_its_page(
    analyst_client: Client, council: Organisation, tmp_path: Path
):
    run = start(analyst_client, **uploaded(write_csvs(tmp_path, extract())))
    assert "1 loaded" in analyst_client.get(page(run, "import-undo")).content.decode()
    response = analyst_client.post(page(run, "import-undo"), follow=True)
    assert "The import is undone" in response.content.decode()
    assert not Adult.objects.exists()
    response = analyst_client.post(page(run, "import-undo"))
    assert "loaded nothing, or is undone already" in response.content.decode()


def test_what_changed_is_shown(analyst_client: Client, council: Organisation, tmp_path: Path):
    start(analyst_client, **uploaded(write_csvs(tmp_path, extract())))
    made = extract(concerns={"priority": "red", "types_of_risk": "Neglect and Acts of Omission"})
    run = start(analyst_client, **uploaded(write_csvs(tmp_path, made)))
    content = analyst_client.get(page(run)).content.decode()
    assert "What changed" in content
    assert "Physical Abuse; Domestic Abuse" in content or "Domestic Abuse; Physical" in content


def test_progress_refreshes_the_page_when_the_run_has_ended(
    analyst_client: Client, council: Organisation
):
    run = ImportRunFactory(council=council, state=ImportState.CHECKING)
    RunFolder.of(run.public_id).write_progress("concerns.csv", 5, 10)
    response = analyst_client.get(page(run, "import-progress"))
    assert "HX-Refresh" not in response
    assert 'hx-trigger="every 2s"' in response.content.decode()
    assert "concerns.csv" in analyst_client.get(page(run)).content.decode()
    run.state = ImportState.REFUSED
    run.save()
    assert analyst_client.get(page(run, "import-progress"))["HX-Refresh"] == "true"


@pytest.mark.parametrize("has_progress", [True, False])
def test_a_run_whose_process_is_gone_is_shown_as_stopped(
    analyst_client: Client, council: Organisation, monkeypatch, has_progress: bool
):
    run = ImportRunFactory(council=council, state=ImportState.LOADING)
    if has_progress:
        monkeypatch.setattr("safeguard.extract.run_folder.os.getpid", lambda: 2**22 + 1)
        RunFolder.of(run.public_id).write_progress("Loading", 0, 1)
    assert (
        "The program stopped before it finished" in analyst_client.get(page(run)).content.decode()
    )


def test_a_run_that_waits_says_so(analyst_client: Client, council: Organisation):
    run = ImportRunFactory(council=council, state=ImportState.WAITING)
    assert "Waiting to start" in analyst_client.get(page(run)).content.decode()


def test_a_director_reads_and_changes_nothing(
    signed_in: SignedIn, council: Organisation, tmp_path: Path
):
    run = load(council, write_csvs(tmp_path, extract()))
    client = signed_in(Role.DIRECTOR)
    content = client.get(reverse("safeguard:import-list")).content.decode()
    assert "Import an extract" not in content
    assert "Undo this import" not in client.get(page(run)).content.decode()
    for name in ("import-undo", "import-returned", "import-load", "mapping-help"):
        assert client.get(page(run, name)).status_code == 403
    assert client.get(reverse("safeguard:import-new")).status_code == 403


def test_runs_of_another_council_are_not_found(
    analyst_client: Client, other_council: Organisation, tmp_path: Path
):
    run = load(other_council, write_csvs(tmp_path, extract()))
    for name in ("import-detail", "import-faults", "import-undo", "import-progress"):
        assert analyst_client.get(page(run, name)).status_code == 404
    assert (
        str(run.public_id)
        not in analyst_client.get(reverse("safeguard:import-list")).content.decode()
    )
    missing = reverse("safeguard:import-detail", args=[uuid.uuid4()])
    assert analyst_client.get(missing).status_code == 404


def test_a_page_of_another_council_in_which_one_holds_the_role(
    analyst, other_council: Organisation, tmp_path: Path
):
    MembershipFactory(person=analyst, organisation=other_council, role=Role.ANALYST)
    run = load(other_council, write_csvs(tmp_path, extract()))
    client = Client()
    client.force_login(analyst)
    assert other_council.name in client.get(page(run)).content.decode()


def test_a_list_costs_no_more_with_more_runs(
    analyst_client: Client, council: Organisation, django_assert_max_num_queries
):
    ImportRunFactory.create_batch(30, council=council)
    with django_assert_max_num_queries(12):
        assert analyst_client.get(reverse("safeguard:import-list")).status_code == 200


def test_a_run_page_costs_few_queries(
    analyst_client: Client, council: Organisation, django_assert_max_num_queries
):
    run = load(council, EXTRACT_DIRTY, dry_run=True)
    with django_assert_max_num_queries(12):
        assert analyst_client.get(page(run)).status_code == 200
