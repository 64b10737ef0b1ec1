"""Loading an extract, loading it again, a later one, undoing it: what the register then holds."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import ActivityEvent, Organisation, User
from safeguard.choices import ImportState
from safeguard.extract.mapping import MappingError
from safeguard.extract.report import changes_of
from safeguard.extract.run_folder import RunFolder, delete_old
from safeguard.models import (
    Adult,
    Concern,
    ConcernCondition,
    ConcernRiskType,
    Enquiry,
    ImportChange,
    ImportRun,
    RegisterSettings,
    Risk,
)
from safeguard.services.import_undo import undo_import
from safeguard.services.import_uploads import load_again, start_import
from safeguard.services.imports import close_stopped, import_extract
from safeguard.tasks import load_extract
from tests.factories import (
    ConcernFactory,
    ImportRunFactory,
)
from tests.safeguard.extract_files import (
    EXTRACT_A,
    EXTRACT_DIRTY,
    LATER,
    dump,
    extract,
    fail,
    faults_of,
    load,
    messages_of,
    more,
    write_csvs,
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_csvs(tmp_path / "first", extract())


@pytest.fixture
def later(tmp_path: Path) -> Path:
    return write_csvs(tmp_path / "later", extract(**LATER))


def rows_of(name: str) -> list[dict[str, str]]:
    with (EXTRACT_A / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.slow
def test_the_whole_of_an_extract_is_loaded_once(council: Organisation):
    run = load(council, EXTRACT_A)
    assert (run.state, run.fault_count, run.notices) == (ImportState.LOADED, 0, [])
    counts = {"people": 7918, "concerns": 14718, "enquiries": 4417, "risks": 6424}
    assert run.counts["loaded"] == counts
    people, concerns = rows_of("people"), rows_of("concerns")
    assert Counter(Adult.objects.values_list("gender", flat=True))["F"] == sum(
        row["gender"] == "Female" for row in people
    )
    types = sum(len(row["types_of_risk"].split(";")) for row in concerns)
    assert ConcernRiskType.objects.count() == types
    conditions = sum(len(row["reported_health_conditions"].split(";")) for row in concerns
                     if row["reported_health_conditions"])  # fmt: skip
    assert ConcernCondition.objects.count() == conditions
    days = Counter(row["received_at"][:10] for row in concerns)
    held = Concern.objects.values_list("received_on", flat=True)
    assert Counter(map(str, held)) == days
    assert RegisterSettings.objects.get(council=council).data_cut_on == date(2025, 9, 30)
    twice = Risk.objects.filter(enquiry__reference="XE1", occurrence=2)
    assert twice.count() == 1

    before = dump()
    again = load(council, EXTRACT_A)
    assert again.state == ImportState.UNCHANGED
    assert set(again.counts["loaded"].values()) == set(again.counts["changed"].values()) == {0}
    assert again.counts["unchanged"] == counts
    assert dump() == before
    assert not ImportChange.objects.exists()


def test_import_extract_saves_and_logs(analyst: User, council: Organisation, source: Path):
    run = import_extract(by=analyst, council=council, source=source, cut=date(2024, 7, 1))
    assert (run.state, run.started_by, run.data_cut_on) == (
        ImportState.LOADED,
        analyst,
        date(2024, 7, 1),
    )
    concern = Concern.objects.get()
    assert (concern.adult.reference, concern.import_run, concern.met_a) == ("P1", run, True)
    assert {f"{t}" for t in concern.risk_types.all()} == {"Physical Abuse", "Domestic Abuse"}
    enquiry = concern.enquiries.get()
    assert (enquiry.supported, enquiry.caused_to) == (True, "NHS trust")
    event = ActivityEvent.objects.get()
    assert (event.verb, event.actor_id, event.council_id) == (
        "extract_loaded",
        str(analyst.pk),
        council.pk,
    )
    assert event.changes["loaded"]["concerns"] == 1


def test_import_extract_needs_the_permission_in_that_council(
    stranger: User, manager: User, council: Organisation, source: Path
):
    for person in (stranger, manager):
        with pytest.raises(PermissionDenied):
            import_extract(by=person, council=council, source=source)
    assert not ImportRun.objects.exists()
    assert not ActivityEvent.objects.exists()


def test_import_extract_refuses_a_cut_in_the_future(council: Organisation, source: Path):
    with pytest.raises(RuleViolationError) as error:
        load(council, source, cut=date(2025, 4, 2), today=date(2025, 4, 1))
    assert (error.value.code, error.value.field) == ("cut_in_future", "cut")
    assert not Adult.objects.exists()


def test_import_extract_keeps_nothing_if_the_log_fails(
    council: Organisation, source: Path, monkeypatch: pytest.MonkeyPatch
):
    before = dump()
    monkeypatch.setattr(activity, "record", fail)
    with pytest.raises(RuntimeError):
        load(council, source)
    assert dump() == before
    run = ImportRun.objects.get()
    assert run.state == ImportState.FAILED
    assert "Nothing was loaded" in run.error
    assert "the log is full" not in run.error


def test_import_extract_refuses_a_mapping_with_mistakes(council: Organisation, source: Path):
    with pytest.raises(MappingError):
        load(council, source, mapping_text="dates: american")
    assert not ImportRun.objects.exists()


def test_faults_load_nothing_or_the_sound_rows(council: Organisation):
    run = load(council, EXTRACT_DIRTY)
    assert (run.state, run.fault_count) == (ImportState.REFUSED, 26)
    assert not Adult.objects.exists()
    run = load(council, EXTRACT_DIRTY, accept_valid=True)
    assert run.state == ImportState.LOADED
    assert run.counts["loaded"] == {"people": 212, "concerns": 206, "enquiries": 57, "risks": 80}
    assert run.counts["left"] == {"people": 5, "concerns": 15, "enquiries": 7, "risks": 12}
    assert load(council, EXTRACT_DIRTY, accept_valid=True).state == ImportState.UNCHANGED


def test_a_dry_run_loads_nothing_and_says_what_it_would(
    council: Organisation, source: Path, later: Path
):
    run = load(council, source, dry_run=True)
    assert (run.state, run.counts["would_load"]["concerns"]) == (ImportState.CHECKED, 1)
    assert not Adult.objects.exists()
    load(council, source)
    run = load(council, later, dry_run=True)
    assert run.counts["would_load"] == dict.fromkeys(run.counts["rows"], 0)
    assert run.counts["would_change"] == dict.fromkeys(run.counts["rows"], 1)


def test_a_later_extract_updates_by_reference_and_lists_what_changed(
    council: Organisation, source: Path, later: Path
):
    load(council, source)
    run = load(council, later)
    assert run.state == ImportState.LOADED
    assert run.counts["loaded"] == dict.fromkeys(run.counts["rows"], 0)
    assert run.counts["changed"] == dict.fromkeys(run.counts["rows"], 1)
    changes = {(c["file"], c["column"]): (c["old"], c["new"]) for c in changes_of(run)}
    assert changes[("people", "date_of_death")] == ("", "2024-12-01")
    assert changes[("people", "gender")] == ("Female", "Male")
    assert changes[("concerns", "s42_1a")] == ("yes", "")
    assert changes[("concerns", "types_of_risk")] == (
        "Domestic Abuse; Physical Abuse",
        "Domestic Abuse; Self-Neglect",
    )
    assert changes[("enquiries", "kind")] == ("s42", "other")
    assert changes[("enquiries", "supported")] == ("yes", "no")
    assert changes[("risks", "risks")] == (
        "Physical Abuse, Own Home, Service Provider",
        "Physical Abuse, Own Home, Other - Known to individual",
    )
    assert changes[("concerns", "received_at")][1] == "2024-05-05T23:45:00"
    assert len(changes) == 11
    concern = Concern.objects.get()
    assert concern.received_on == date(2024, 5, 5)
    assert timezone.localtime(concern.received_at).isoformat()[:16] == "2024-05-05T23:45"
    assert concern.decision_reason == ""
    assert {t.risk_type for t in concern.risk_types.all()} == {"DA", "SELFNEG"}
    assert [c.condition for c in concern.conditions.all()] == ["MH_DEM"]
    assert load(council, later).state == ImportState.UNCHANGED


def test_rows_that_a_later_extract_lacks_are_left_alone(
    council: Organisation, source: Path, tmp_path: Path
):
    load(council, source)
    before = dump()
    made = extract(enquiries={"caused_to": ""})
    made["people"], made["concerns"], made["risks"] = [], [], []
    run = load(council, write_csvs(tmp_path / "part", made))
    assert run.counts["changed"]["enquiries"] == 1
    assert any("Their risks were left" in notice for notice in run.notices)
    after = dump()
    assert {k for k in before if before[k] != after[k]} == {"safeguard.Enquiry"}


def test_a_concern_may_move_to_another_person(council: Organisation, source: Path, tmp_path: Path):
    load(council, source)
    made = more(extract(concerns={"person_ref": "P2"}), "people", person_ref="P2")
    run = load(council, write_csvs(tmp_path / "moved", made))
    assert run.counts["loaded"]["people"] == 1
    assert Concern.objects.get().adult.reference == "P2"
    assert [(c["old"], c["new"]) for c in changes_of(run)] == [("P1", "P2")]
    undo_import(by=None, run=run)
    assert Concern.objects.get().adult.reference == "P1"
    assert Adult.objects.count() == 1


def test_risks_that_read_alike_stay_several(council: Organisation, tmp_path: Path):
    made = more(more(extract(), "risks"), "risks")
    load(council, write_csvs(tmp_path / "three", made))
    assert sorted(Risk.objects.values_list("occurrence", flat=True)) == [1, 2, 3]
    kept = Risk.objects.get(occurrence=1).pk
    run = load(council, write_csvs(tmp_path / "one", extract()))
    assert (Risk.objects.get().pk, run.counts["changed"]["risks"]) == (kept, 1)


def test_held_risks_stay_while_a_risk_of_their_enquiry_has_a_fault(
    council: Organisation, source: Path, tmp_path: Path
):
    load(council, source)
    made = extract(risks={"location_of_risk": "Other"})
    more(made, "risks", source_of_risk="?")
    run = load(council, write_csvs(tmp_path / "faulty", made), accept_valid=True)
    assert (run.state, run.counts["left"]["risks"]) == (ImportState.UNCHANGED, 2)
    assert Risk.objects.get().location == "OWN"


def test_what_was_entered_by_hand_is_not_overwritten(council: Organisation, source: Path):
    held = ConcernFactory(adult__council=council, adult__reference="P1", reference="C1")
    reason = held.decision_reason
    run = load(council, source)
    assert (run.state, faults_of(run)) == (
        ImportState.REFUSED,
        [
            ("people.csv", 2, "person_ref", "recorded_here"),
            ("concerns.csv", 2, "concern_ref", "recorded_here"),
        ],
    )
    assert "was recorded or changed here" in messages_of(run)[0]
    run = load(council, source, accept_valid=True)
    assert (run.state, run.counts["changed"]["concerns"]) == (ImportState.LOADED, 0)
    held.refresh_from_db()
    assert (held.import_run, held.decision_reason, held.version) == (None, reason, 1)
    assert held.enquiries.get().reference == "E1"


@pytest.mark.parametrize(
    ("model", "file"), [(Adult, "people"), (Concern, "concerns"), (Enquiry, "enquiries")]
)
def test_what_was_changed_here_is_not_overwritten(
    council: Organisation, source: Path, later: Path, analyst: User, model: type, file: str
):
    load(council, source)
    activity.record(by=analyst, verb="x", target=model.objects.get(), council=council, changes={})
    assert load(council, source).state == ImportState.UNCHANGED
    found = {fault[0] for fault in faults_of(load(council, later))}
    assert found == {f"{file}.csv"} | ({"risks.csv"} if file == "enquiries" else set())
    run = load(council, later, accept_valid=True)
    assert (run.state, run.counts["changed"][file]) == (ImportState.LOADED, 0)
    assert sum(run.counts["changed"].values()) == (2 if file == "enquiries" else 3)


def test_risks_that_were_recorded_here_are_not_overwritten(
    council: Organisation, source: Path, later: Path, analyst: User
):
    load(council, source)
    activity.record(by=analyst, verb="x", target=Risk.objects.get(), council=council, changes={})
    assert faults_of(load(council, later)) == [("risks.csv", 2, "enquiry_ref", "recorded_here")]
    run = load(council, later, accept_valid=True)
    assert (run.counts["changed"]["enquiries"], run.counts["changed"]["risks"]) == (1, 0)
    assert Risk.objects.get().source != "OTHK"
    assert Enquiry.objects.get().version == 2


def test_an_import_that_changes_a_row_counts_its_version_up(
    council: Organisation, source: Path, later: Path
):
    load(council, source)
    run = load(council, later)
    assert {m.objects.get().version for m in (Adult, Concern, Enquiry)} == {2}
    undo_import(by=None, run=run)
    assert {m.objects.get().version for m in (Adult, Concern, Enquiry)} == {3}


def test_two_councils_with_the_same_references_do_not_mix(
    council: Organisation, other_council: Organisation, source: Path, later: Path
):
    load(council, source)
    before = [row for row in dump()["safeguard.Concern"] if council.pk in row]
    run = load(other_council, later)
    assert run.counts["loaded"]["concerns"] == 1
    assert Concern.objects.count() == 2
    assert [r for r in dump()["safeguard.Concern"] if r in before] == before
    undo_import(by=None, run=run)
    assert Concern.objects.get().council == council


def test_the_day_that_the_data_reach(council: Organisation, source: Path, tmp_path: Path):
    settings = RegisterSettings.objects.create(council=council, data_cut_on=date(2024, 7, 1))
    assert load(council, source).data_cut_on == date(2024, 7, 1)
    run = load(council, source, cut=date(2024, 8, 1))
    assert (run.state, run.previous_cut_on) == (ImportState.LOADED, date(2024, 7, 1))
    run = load(council, source, cut=date(2024, 5, 1))
    assert "holds dates up to 2024-06-10" in run.notices[-1]
    settings.refresh_from_db()
    assert settings.data_cut_on == date(2024, 5, 1)


def test_a_concluded_risk_without_an_outcome_is_worth_knowing(
    council: Organisation, tmp_path: Path
):
    run = load(council, write_csvs(tmp_path, extract(enquiries={"risk_outcome": ""})))
    assert run.state == ImportState.LOADED
    assert run.notices[0].startswith("1 concluded enquiries say that a risk was identified")


def test_runs_that_stopped_half_way_are_closed(
    council: Organisation, source: Path, monkeypatch: pytest.MonkeyPatch
):
    stopped = ImportRunFactory(council=council, state=ImportState.LOADING)
    alive = ImportRunFactory(council=council, state=ImportState.CHECKING)
    RunFolder.of(alive.public_id).write_progress("Reading", 1, 2)
    assert close_stopped(council) == 1
    stopped.refresh_from_db()
    assert stopped.state == ImportState.FAILED
    monkeypatch.setattr("safeguard.extract.run_folder.socket.gethostname", lambda: "elsewhere")
    assert close_stopped(council) == 0


def test_start_import_needs_the_permission_and_all_the_files(
    analyst: User, stranger: User, council: Organisation
):
    with pytest.raises(PermissionDenied):
        start_import(by=stranger, council=council, files={})
    with pytest.raises(RuleViolationError) as error:
        start_import(by=analyst, council=council, files={})
    assert error.value.code == "incomplete"
    assert not ImportRun.objects.exists()


def test_load_again_needs_the_permission_and_the_files(
    analyst: User, stranger: User, council: Organisation
):
    run = ImportRunFactory(council=council)
    with pytest.raises(PermissionDenied):
        load_again(by=stranger, run=run, dry_run=True, accept_valid=False)
    with pytest.raises(RuleViolationError) as error:
        load_again(by=analyst, run=run, dry_run=True, accept_valid=False)
    assert error.value.code == "upload_gone"


def test_a_task_that_is_begun_twice_loads_once(council: Organisation, source: Path):
    run = load(council, source)
    load_extract.call(str(run.public_id))
    run.refresh_from_db()
    assert run.state == ImportState.LOADED


def test_old_uploads_are_deleted(council: Organisation, source: Path):
    run = load(council, source)
    at = RunFolder.of(run.public_id).path.stat().st_mtime
    assert delete_old(now=at + 29 * 86_400) == 0
    assert delete_old(now=at + 31 * 86_400) >= 1
    assert not RunFolder.of(run.public_id).path.exists()
