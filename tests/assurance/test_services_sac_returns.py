"""Freezing a return, signing it off, and handing out its files."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import FrozenReturn, SignOffSheet
from assurance.sac.cells import hash_of
from assurance.services.sac_files import FileFormat, export_return
from assurance.services.sac_returns import freeze_return, save_sign_off
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from tests.factories import ConcernFactory, EnquiryFactory, RegisterSettingsFactory

YEAR = "2024-25"
SHEET = {
    "name": " A Director ",
    "job_title": "Director",
    "email": "director@example.org",
    "signed_on": date(2025, 6, 1),
    "comments": "",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(council):
    """A council with one concluded enquiry in the year, and data that reach beyond its end."""
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 1))
    concern = ConcernFactory(adult__council=council, s42=True, received_on=date(2024, 5, 1))
    EnquiryFactory(concern=concern, concluded=True)
    return council


def fail(**_):
    raise RuntimeError("the log is full")


def test_freeze_keeps_the_cells_and_logs_once(analyst, filled):
    frozen = freeze_return(by=analyst, council=filled, year=YEAR, note=" Submitted ")
    held = FrozenReturn.objects.get()
    assert held == frozen
    assert (held.year, held.note, held.frozen_by) == (YEAR, "Submitted", analyst)
    assert held.sha256 == hash_of(held.cells)
    values = {(c["table"], c["row"]): c["value"] for c in held.cells if c["table"] == "SG1f"}
    assert values["SG1f", "Total Number of Safeguarding Concerns"] == 1
    event = ActivityEvent.objects.get()
    assert (event.verb, event.actor_id) == ("return_frozen", str(analyst.pk))
    assert event.changes["sha256"] == [None, held.sha256]


@pytest.mark.parametrize("who", ["manager", "stranger"])
def test_freeze_needs_the_permission_in_that_council(who, filled, request):
    with pytest.raises(PermissionDenied):
        freeze_return(by=request.getfixturevalue(who), council=filled, year=YEAR, note="Now")
    assert not FrozenReturn.objects.exists()


@pytest.mark.parametrize(
    ("year", "note", "code"),
    [
        (YEAR, "  ", "no_note"),
        ("2019-20", "Now", "no_figures"),
        ("2024-26", "Now", "unknown_year"),
        ("1999-00", "Now", "unknown_year"),
    ],
)
def test_freeze_refuses(analyst, filled, year, note, code):
    with pytest.raises(RuleViolationError) as refused:
        freeze_return(by=analyst, council=filled, year=year, note=note)
    assert refused.value.code == code
    assert not FrozenReturn.objects.exists()


def test_freeze_refuses_a_note_that_is_too_long(analyst, filled):
    with pytest.raises(ValidationError):
        freeze_return(by=analyst, council=filled, year=YEAR, note="x" * 201)


def test_freeze_keeps_nothing_if_the_log_fails(analyst, filled, monkeypatch):
    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        freeze_return(by=analyst, council=filled, year=YEAR, note="Now")
    assert not FrozenReturn.objects.exists()


def test_sign_off_is_saved_then_changed_and_logged(analyst, council):
    first = save_sign_off(by=analyst, council=council, year=YEAR, **SHEET)
    assert (first.name, first.signed_on) == ("A Director", date(2025, 6, 1))
    again = save_sign_off(by=analyst, council=council, year=YEAR, **{**SHEET, "name": "B"})
    assert again.pk == first.pk
    assert SignOffSheet.objects.get().name == "B"
    events = ActivityEvent.objects.order_by("pk")
    assert [event.verb for event in events] == ["return_signed_off"] * 2
    assert events[1].changes == {"name": ["A Director", "B"]}


@pytest.mark.parametrize("who", ["manager", "stranger"])
def test_sign_off_needs_the_permission_in_that_council(who, council, request):
    with pytest.raises(PermissionDenied):
        save_sign_off(by=request.getfixturevalue(who), council=council, year=YEAR, **SHEET)
    assert not SignOffSheet.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, ValidationError),
        ({"email": "nobody"}, ValidationError),
        ({"year": "2024-26"}, RuleViolationError),
    ],
)
def test_sign_off_refuses(analyst, council, changes, error):
    with pytest.raises(error):
        save_sign_off(by=analyst, council=council, **{"year": YEAR, **SHEET, **changes})
    assert not SignOffSheet.objects.exists()


def test_sign_off_keeps_nothing_if_the_log_fails(analyst, council, monkeypatch):
    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        save_sign_off(by=analyst, council=council, year=YEAR, **SHEET)
    assert not SignOffSheet.objects.exists()


def export(by, council, file_format=FileFormat.CSV, mode=Mode.INTERNAL, **options):
    asked = {"year": YEAR, "reason": "To submit it", **options}
    return export_return(by=by, council=council, file_format=file_format, mode=mode, **asked)


def test_file_is_in_the_ledger_with_its_hash(manager, filled):
    made = export(manager, filled)
    event = ExportEvent.objects.get()
    assert made.filename == event.filename == "sac-TEST-2024-25-true-counts.csv"
    assert (event.kind, event.reason, event.exported_by) == ("sac_return", "To submit it", manager)
    assert event.parameters == {
        "year": YEAR,
        "format": "csv",
        "mode": "internal",
        "frozen": "",
    }
    assert event.rows == len(made.built.cells) == made.content.count(b"\r\n") - 1


@pytest.mark.parametrize("who", ["practitioner", "qa_lead", "stranger"])
def test_file_needs_the_permission_in_that_council(who, filled, request):
    with pytest.raises(PermissionDenied):
        export(request.getfixturevalue(who), filled)
    assert not ExportEvent.objects.exists()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"file_format": FileFormat.JSON, "mode": Mode.PUBLICATION}, "true_counts_only"),
        ({"year": "2019-20"}, "no_figures"),
        ({"year": "never"}, "unknown_year"),
        ({"reason": " "}, "no_reason"),
    ],
)
def test_file_is_refused(analyst, filled, options, code):
    with pytest.raises(RuleViolationError) as refused:
        export(analyst, filled, **options)
    assert refused.value.code == code
    assert not ExportEvent.objects.exists()


def test_nothing_is_handed_out_if_the_log_fails(analyst, filled, monkeypatch):
    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        export(analyst, filled)
    assert not ExportEvent.objects.exists()


def test_frozen_file_holds_what_was_frozen(analyst, filled):
    frozen = freeze_return(by=analyst, council=filled, year=YEAR, note="Submitted")
    ConcernFactory(adult__council=filled, received_on=date(2024, 6, 1))
    then = json.loads(export(analyst, filled, FileFormat.JSON, frozen=frozen).content)
    now = json.loads(export(analyst, filled, FileFormat.JSON).content)
    assert then["cells"] == frozen.cells
    assert now["cells"] != frozen.cells
    assert ExportEvent.objects.filter(filename__contains="-frozen.").count() == 1


def test_published_file_hides_small_counts(analyst, filled):
    text = export(analyst, filled, mode=Mode.PUBLICATION).content.decode()
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    by_table = {line["TABLE_REFERENCE"]: set() for line in lines}
    for line in lines:
        by_table[line["TABLE_REFERENCE"]].add(line["VALUE"])
    # The one enquiry's desired outcomes were asked about; how far they were met is all 0.
    assert by_table.pop("SG4a") == {"[c]", "[x]"}
    assert {frozenset(values) for values in by_table.values()} == {frozenset({"[c]"})}
