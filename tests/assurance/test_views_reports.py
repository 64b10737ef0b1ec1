"""The report pages."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.forms_reports import ReportDownloadForm, ReportForm, presets
from assurance.models import ReportRun
from core.models import ExportEvent
from tests.factories import (
    ConcernFactory,
    EnquiryFactory,
    RegisterSettingsFactory,
    ReportRunFactory,
)

CUT = date(2025, 10, 1)
LIST, NEW, VIEW, DOWNLOAD = (
    f"assurance:report-{name}" for name in ("list", "new", "view", "download")
)
WANTED = {"period": "2024-25", "mode": "internal", "fmt": "pdf", "reason": "For the Board"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(council):
    RegisterSettingsFactory(council=council, data_cut_on=CUT)
    for month in range(4, 13):
        concern = ConcernFactory(adult__council=council, s42=True, received_on=date(2024, month, 3))
        EnquiryFactory(concern=concern, concluded=month < 11)
    return council


@pytest.fixture
def reader(client, director, filled):
    client.force_login(director)
    return client


def page(reader, name, **query):
    response = reader.get(reverse(name), query)
    assert response.status_code == 200
    return response.content.decode()


def test_without_reports_the_list_says_what_to_do(reader):
    text = page(reader, LIST)
    assert "No report has been made yet." in text
    assert reverse(NEW) in text


def test_the_list_shows_the_councils_reports_newest_first(reader, filled, other_council):
    ReportRunFactory(council=filled, prepared_for="The Board")
    ReportRunFactory(council=filled, prepared_for="", made_by=None, mode="publication")
    ReportRunFactory(council=other_council, prepared_for="Somebody else")
    text = page(reader, LIST)
    assert "Somebody else" not in text
    assert text.index("The command line") < text.index("The Board")
    assert "For sharing" in text
    assert f"{reverse(VIEW)}?from=01/04/2024&amp;to=31/03/2025&amp;mode=internal" in text


def test_the_list_costs_the_same_for_one_report_as_for_twenty(
    reader, filled, django_assert_max_num_queries
):
    ReportRunFactory.create_batch(20, council=filled)
    with django_assert_max_num_queries(12):
        page(reader, LIST)


def test_the_form_offers_years_and_quarters_and_the_last_whole_year(reader):
    text = page(reader, NEW)
    assert '<option value="2024-25" selected>' in text
    assert "2025-26 Q2" in text
    assert "Kept in the ledger of exports with your name" in text


def test_the_report_is_a_page_with_its_charts_and_tables(reader):
    text = page(reader, VIEW, period="2024-25")
    assert "Internal: true counts, not for sharing" in text
    assert "received 9 safeguarding concerns" in text
    assert "data-figure=" in text
    assert text.count("<table") > 10
    assert not ReportRun.objects.exists()


def test_dates_and_mode_come_from_the_address(reader):
    text = page(reader, VIEW, **{"from": "1/4/2024", "to": "30/6/2024", "mode": "publication"})
    assert "2024-25 Q1 (1 April 2024 to 30 June 2024)" in text
    assert "share that file, not this page" in text
    assert "Suitable for sharing: small numbers hidden" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Give the first day of the period."),
        ({"from": "1/5/2024"}, "Give the last day of the period."),
        ({"period": "1999-00"}, "Period: choose from those listed"),
        ({"from": "1/5/2024", "to": "1/4/2024"}, "before it starts"),
        ({"from": "nonsense", "to": "1/4/2024"}, "From must be a real date"),
        ({"period": "2024-25", "mode": "all"}, ": choose from those listed"),
        (
            {"from": "1/5/2024", "to": "31/5/2024", "mode": "publication"},
            "a whole financial year or a whole quarter",
        ),
    ],
)
def test_a_period_that_is_none_brings_the_form_with_what_is_wrong(query, words, reader):
    text = page(reader, VIEW, **query)
    assert "There is a problem" in text
    assert words in text
    assert "What the report is for" not in text


@pytest.mark.parametrize(
    ("fmt", "kind"),
    [("pdf", "application/pdf"), ("docx", "wordprocessingml"), ("html", "text/html")],
)
def test_a_download_is_a_file_and_an_entry_in_the_ledger(fmt, kind, reader, director):
    response = reader.post(reverse(DOWNLOAD), {**WANTED, "fmt": fmt, "prepared_for": "The Board"})
    assert kind in response["Content-Type"]
    assert response["Content-Disposition"] == (
        f'attachment; filename="theme3-TEST-2024-04-01-to-2025-03-31-internal.{fmt}"'
    )
    entry = ExportEvent.objects.get()
    assert (entry.reason, entry.exported_by) == ("For the Board", director)
    assert ReportRun.objects.get().prepared_for == "The Board"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"reason": " "}, "Enter what the report is for"),
        ({"reason": "x" * 301}, "What the report is for must be 300 characters or fewer"),
        ({"period": ""}, "Choose period"),
        ({"period": "dates"}, "Give the first day of the period."),
        ({"period": "dates", "from": "2/4/2025", "to": "1/4/2025"}, "before it starts"),
        ({"period": "dates", "from": "1/1/0001", "to": "1/4/2025"}, "lie between 1990 and 2100"),
        ({"fmt": "odt"}, ": choose from those listed"),
    ],
)
def test_a_download_that_lacks_something_brings_the_form_back(wanted, words, reader):
    response = reader.post(reverse(DOWNLOAD), {**WANTED, **wanted})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert words in response.content.decode()
    assert not ReportRun.objects.exists()
    assert not ExportEvent.objects.exists()


def test_what_the_service_finds_invalid_comes_back_beside_its_field(reader, monkeypatch):
    from django.core.exceptions import ValidationError

    def refuse(**_):
        raise ValidationError({"prepared_for": ["Not like this."]})

    monkeypatch.setattr("assurance.views.reports.export_theme3_report", refuse)
    assert "Not like this." in reader.post(reverse(DOWNLOAD), WANTED).content.decode()


def test_the_form_answers_to_get_and_the_file_to_post_only(reader):
    assert reader.get(reverse(DOWNLOAD)).status_code == 405
    assert reader.post(reverse(NEW), WANTED).status_code == 405


def test_presets_start_with_the_year_the_data_have_reached():
    years, quarters = presets(CUT)
    assert [year.label for year in years[:2]] == ["2025-26", "2024-25"]
    assert [quarter.label for quarter in quarters[:2]] == ["2025-26 Q3", "2025-26 Q2"]
    assert presets(date(2025, 3, 31))[0][0].label == "2024-25"


def test_a_preset_wins_over_dates_left_behind():
    data = {"period": "2024-25 Q1", "from": "1/1/2020", "to": "2/1/2020"}
    form = ReportForm(data, cut=CUT)
    assert form.is_valid()
    assert form.cleaned_data["start"] == date(2024, 4, 1)
    assert form.cleaned_data["end"] == date(2024, 6, 30)


def test_the_form_of_a_file_asks_for_its_period():
    assert ReportDownloadForm(cut=CUT).fields["period"].required
    assert not ReportForm(cut=CUT).fields["period"].required
