"""Making a report keeps its figures; handing it out keeps who took it and why."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assurance.models import ReportRun
from assurance.services.reports import (
    CONTENT_TYPES,
    Format,
    export_theme3_report,
    make_theme3_report,
    read_theme3_report,
)
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from tests.factories import ConcernFactory, EnquiryFactory, RegisterSettingsFactory

START, END = date(2024, 4, 1), date(2025, 3, 31)
MADE_ON = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 1))
    concern = ConcernFactory(adult__council=council, s42=True, received_on=date(2024, 5, 1))
    EnquiryFactory(concern=concern, concluded=True)
    return council


def make(council, **wanted):
    asked = {"by": None, "start": START, "end": END, "fmt": Format.PDF, "mode": Mode.INTERNAL}
    return make_theme3_report(council=council, **{**asked, "made_on": MADE_ON, **wanted})


def fail(**_):
    raise RuntimeError("the log is full")


def test_make_keeps_what_was_asked_for_and_the_figures_and_logs_once(director, filled):
    made = make(filled, by=director, prepared_for="The Board")
    run = ReportRun.objects.get()
    assert run == made.run
    assert (run.kind, run.start, run.end, run.mode) == ("theme3", START, END, "internal")
    assert (run.prepared_for, run.made_by, run.data_cut_on) == (
        "The Board",
        director,
        date(2025, 10, 1),
    )
    assert run.figures["concerns_raised"] == {
        "value": 1,
        "numerator": 1,
        "denominator": None,
        "not_known": 0,
        "still_open": None,
        "interval": None,
    }
    assert len(run.figures["risk_reduced_or_removed_pct"]["interval"]) == 2
    event = ActivityEvent.objects.get()
    assert (event.verb, event.actor_id, event.target_id) == (
        "report_made",
        str(director.pk),
        str(run.pk),
    )


@pytest.mark.parametrize("who", ["practitioner", "administrator", "sab_chair", "stranger"])
def test_make_needs_the_permission_in_that_council(who, filled, request):
    with pytest.raises(PermissionDenied):
        make(filled, by=request.getfixturevalue(who))
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (END, START, "ends_before_it_starts"),
        (date(1, 1, 1), END, "too_far"),
    ],
)
def test_make_refuses_a_period_that_is_none(start, end, code, filled):
    with pytest.raises(RuleViolationError) as refused:
        make(filled, start=start, end=end)
    assert refused.value.code == code
    assert not ReportRun.objects.exists()


def test_make_refuses_a_reader_whose_name_is_too_long(filled):
    with pytest.raises(ValidationError):
        make(filled, prepared_for="x" * 161)
    assert not ReportRun.objects.exists()


def test_make_keeps_nothing_if_the_log_fails(filled, monkeypatch):
    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        make(filled)
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    ("fmt", "start"),
    [(Format.PDF, b"%PDF"), (Format.DOCX, b"PK"), (Format.HTML, b"<!DOCTYPE html>")],
)
@pytest.mark.parametrize("mode", Mode)
def test_the_same_data_and_arguments_give_the_same_bytes(fmt, start, mode, filled):
    first, second = make(filled, fmt=fmt, mode=mode), make(filled, fmt=fmt, mode=mode)
    assert first.content == second.content
    assert first.content.lstrip().startswith(start)
    assert first.content_type == CONTENT_TYPES[fmt]
    assert first.filename.endswith(f".{fmt}")
    assert ("for-sharing" in first.filename) is (mode is Mode.PUBLICATION)


def test_reading_keeps_nothing(director, filled):
    report = read_theme3_report(
        by=director, council=filled, start=START, end=END, mode=Mode.INTERNAL
    )
    assert report.figures.now["concerns_raised"].numerator == 1
    assert report.document.status == "Draft"
    assert not ReportRun.objects.exists()
    assert not ActivityEvent.objects.exists()


def export(council, by, **wanted):
    asked = {"start": START, "end": END, "fmt": Format.PDF, "mode": Mode.INTERNAL}
    return export_theme3_report(
        by=by, council=council, **{**asked, "reason": "For the Board", **wanted}
    )


def test_export_enters_the_file_in_the_ledger(director, filled):
    made = export(filled, director)
    entry = ExportEvent.objects.get()
    assert (entry.kind, entry.filename, entry.reason) == (
        "theme3_report",
        made.filename,
        "For the Board",
    )
    assert entry.parameters["run"] == str(made.run.public_id)
    assert entry.exported_by == director


def test_export_without_a_reason_keeps_nothing(director, filled):
    with pytest.raises(RuleViolationError) as refused:
        export(filled, director, reason="  ")
    assert refused.value.field == "reason"
    assert not ReportRun.objects.exists()
    assert not ExportEvent.objects.exists()


def test_export_needs_the_permission_in_that_council(stranger, filled):
    with pytest.raises(PermissionDenied):
        export(filled, stranger)
    assert not ExportEvent.objects.exists()
