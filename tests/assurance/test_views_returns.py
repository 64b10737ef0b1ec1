"""The pages of the statutory return."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from assurance.models import FrozenReturn, SignOffSheet
from assurance.sac.cells import build_return
from assurance.scopes import open_scope
from assurance.services.sac_returns import freeze_return
from core.models import ExportEvent
from core.roles import Role
from tests.factories import (
    AdultFactory,
    ConcernFactory,
    EnquiryFactory,
    FrozenReturnFactory,
    RegisterSettingsFactory,
    RiskFactory,
    SignOffSheetFactory,
)

YEAR = "2024-25"

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(council):
    """Two concerns of one adult in the year; one became an enquiry, which concluded."""
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 10, 1))
    adult = AdultFactory(council=council, reference="P-1")
    ConcernFactory(adult=adult, reference="C-1", received_on=date(2024, 5, 1), closed=True)
    concern = ConcernFactory(adult=adult, reference="C-2", received_on=date(2024, 5, 2), s42=True)
    enquiry = EnquiryFactory(concern=concern, reference="E-1", concluded=True)
    RiskFactory(enquiry=enquiry)
    return council


@pytest.fixture
def client(analyst):
    client = Client()
    client.force_login(analyst)
    return client


def page(client, name, query=None, **kwargs):
    response = client.get(reverse(f"assurance:{name}", kwargs=kwargs), query or {})
    return response.status_code, response.content.decode()


def in_words(html):
    """The text of a page: tags read as spaces, and spaces collapse."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_list_offers_each_year_with_its_dates(client, filled):
    FrozenReturnFactory(council=filled, year=YEAR)
    SignOffSheetFactory(council=filled, year=YEAR)
    status, html = page(client, "return-list")
    assert status == 200
    text = in_words(html)
    assert text.index("2025-26") < text.index("2024-25")
    assert "2025-26 1 April 2026 3 June 2026 1 July 2026 Live Not filled in" in text
    assert "2024-25 Not known Not known Not known Frozen" in text
    assert "Signed off 1 June 2025" in text
    assert "2023-24" not in text


def test_list_without_a_concern_says_what_to_do(client, council):
    status, html = page(client, "return-list")
    assert status == 200
    assert "holds no concern yet" in html


def test_detail_shows_a_table_as_submitted_with_links_to_cases(client, filled):
    status, html = page(client, "return-detail", year=YEAR)
    assert status == 200
    text = in_words(html)
    assert "SG1a Counts of individuals by age band" in text
    assert "Not Known provisional" in text
    assert 'aria-label="1, cases for 75-84, Individuals Involved In Safeguarding Concerns"' in html
    for name in ("Opens: not known", "Closes: not known", "Not frozen", "Not filled in"):
        assert name in text
    assert "the data reach to 1 October 2025" in text


def test_detail_opens_the_table_asked_for(client, filled):
    status, html = page(client, "return-detail", {"table": "SG2a"}, year=YEAR)
    assert status == 200
    assert "Concluded Other Enquiries" in html
    assert page(client, "return-detail", {"table": "SG2d"}, year=YEAR)[0] == 404


def test_messages_jump_to_the_cell_they_are_about(client, filled):
    # An enquiry that concluded with no type, location or source of risk: V10.
    concern = ConcernFactory(adult__council=filled, received_on=date(2024, 6, 1), s42=True)
    EnquiryFactory(concern=concern, concluded=True)
    _, html = page(client, "return-detail", {"table": "SG2a"}, year=YEAR)
    text = in_words(html)
    assert "SG2a adds up to 1, fewer than the 2 Section 42 enquiries that concluded." in text
    assert "Check V10, provisional." in text
    assert "1 warning" in text
    target = re.search(r'href="([^"]*table=SG2a#cell-[^"]*)"', html)[1]
    assert f'id="{urlsplit(target).fragment}"' in html
    assert "see V10" in text


def test_detail_of_a_year_without_cases_is_empty(client, filled):
    status, html = page(client, "return-detail", year="2019-20")
    assert status == 200
    assert "no concern or enquiry in this year" in html


@pytest.mark.parametrize("year", ["2024-26", "1999-00", "24-25", "2014-15"])
def test_there_is_no_page_for_a_year_without_a_specification(client, filled, year):
    assert client.get(f"/sac-return/{year}/").status_code == 404


def test_people_left_out_are_reported(client, filled):
    child = AdultFactory(council=filled, born_on=date(2010, 1, 1))
    ConcernFactory(adult=child, received_on=date(2024, 6, 1))
    _, html = page(client, "return-detail", year=YEAR)
    assert "1 person was left out of every table" in html
    assert f"Left out: {child.reference}." in in_words(html)


def test_people_left_out_are_not_named_to_those_who_may_not_open_cases(filled, signed_in):
    child = AdultFactory(council=filled, reference="P-CHILD", born_on=date(2010, 1, 1))
    ConcernFactory(adult=child, received_on=date(2024, 6, 1))
    _, html = page(signed_in(Role.DIRECTOR), "return-detail", year=YEAR)
    assert "1 person was left out of every table" in html
    assert "P-CHILD" not in html


def test_every_linked_number_opens_as_many_cases(client, filled):
    built = build_return(open_scope(by=None, council=filled), YEAR)
    linked = 0
    for table in built.specification.counted:
        _, html = page(client, "return-detail", {"table": table.id}, year=YEAR)
        for url, label in re.findall(r'href="([^"]*/cell/\?[^"]*)" aria-label="(\d+),', html):
            response = client.get(url.replace("&amp;", "&"))
            assert response.context["value"] == int(label)
            linked += 1
    assert linked == sum(cell.value > 0 for cell in built.cells) > 15


def cell_query(table, panel, row, column):
    return {"table": table, "panel": panel, "row": row, "column": column}


def test_cell_of_people_lists_their_concerns(client, filled):
    query = cell_query("SG1b", "", "F", "CONCERN")
    status, html = page(client, "return-cell", query, year=YEAR)
    assert status == 200
    assert "is <strong>1</strong>: it counts people" in html
    for words in ("C-1", "C-2", "P-1", "Not an enquiry"):
        assert words in html


def test_cell_of_enquiries_lists_them(client, filled):
    query = cell_query("SG2c", "S42C", "RI_A", "COUNT")
    _, html = page(client, "return-cell", query, year=YEAR)
    assert "E-1" in html
    assert "Concluded Section 42 Enquiries" in html


def test_cell_with_no_case_says_so(client, filled):
    _, html = page(client, "return-cell", cell_query("SG1b", "", "M", "OTHER"), year=YEAR)
    assert "No case is behind this number." in html


def test_cell_shows_the_number_but_no_case_to_those_who_may_not_open_cases(filled, signed_in):
    client = signed_in(Role.DIRECTOR)
    _, html = page(client, "return-cell", cell_query("SG1b", "", "F", "CONCERN"), year=YEAR)
    assert "is <strong>1</strong>" in html
    assert "the cases behind this figure are not shown" in html
    assert "C-1" not in html


@pytest.mark.parametrize(
    "query",
    [
        {},
        cell_query("SG9", "", "F", "CONCERN"),
        cell_query("SG1b", "", "X", "CONCERN"),
        cell_query("SG1b", "P", "F", "CONCERN"),
        cell_query("SG2d", "", "F", "CONCERN"),
        cell_query("SG5a", "", "SURVIVED", "COUNT"),
    ],
)
def test_there_is_no_page_for_a_cell_without_cases(client, filled, query):
    assert page(client, "return-cell", query, year=YEAR)[0] == 404


def test_other_councils_have_their_own_return(client, filled, other_council):
    ConcernFactory(adult__council=other_council, reference="X-1", received_on=date(2024, 5, 1))
    query = cell_query("SG1f", "", "CONCERN", "COUNT")
    _, html = page(client, "return-cell", query, year=YEAR)
    assert "is <strong>2</strong>" in html
    assert "X-1" not in html


def test_freezing_keeps_the_return_and_lists_later_differences(client, filled):
    url = reverse("assurance:return-freeze", args=[YEAR])
    assert "The checks find 1 error and 0 warnings." in in_words(client.get(url).content.decode())
    response = client.post(url, {"note": "Submitted"}, follow=True)
    assert "The return is frozen." in response.content.decode()
    assert "No cell has changed since" in response.content.decode()
    ConcernFactory(adult__council=filled, received_on=date(2024, 7, 1))
    _, html = page(client, "return-detail", year=YEAR)
    assert re.search(r"\d+ cells differ now", in_words(html))
    frozen = FrozenReturn.objects.get()
    _, html = page(client, "return-frozen-detail", public_id=frozen.public_id)
    text = in_words(html)
    assert "Numbers match" in text
    assert "Total Number of Safeguarding Concerns Count 2 3 +1" in text


def test_freeze_without_a_reason_is_refused(client, filled):
    response = client.post(reverse("assurance:return-freeze", args=[YEAR]), {"note": " "})
    assert response.status_code == 200
    assert "Enter why you are freezing it" in response.content.decode()
    assert not FrozenReturn.objects.exists()


def test_freeze_of_an_empty_or_unfinished_year(client, filled):
    _, html = page(client, "return-freeze", year="2019-20")
    assert "nothing to freeze" in html
    ConcernFactory(adult__council=filled, received_on=date(2025, 5, 1))
    _, html = page(client, "return-freeze", year="2025-26")
    assert "before the year ends on 31 March 2026" in html
    response = client.post(reverse("assurance:return-freeze", args=["2019-20"]), {"note": "Now"})
    assert response.status_code == 200
    assert not FrozenReturn.objects.exists()


def test_frozen_page_shows_numbers_that_were_tampered_with(client, filled, analyst):
    frozen = freeze_return(by=analyst, council=filled, year=YEAR, note="Submitted")
    frozen.cells[0]["value"] += 1
    frozen.save()
    _, html = page(client, "return-frozen-detail", public_id=frozen.public_id)
    assert "Numbers do not match" in html


def test_frozen_page_of_another_council_is_not_found(client, filled, other_council):
    frozen = FrozenReturnFactory(council=other_council)
    assert page(client, "return-frozen-detail", public_id=frozen.public_id)[0] == 404


def test_sign_off_sheet_is_filled_in_and_changed(client, council):
    url = reverse("assurance:return-sign-off", args=[YEAR])
    sheet = {
        "name": "A Director",
        "job_title": "Director",
        "email": "a@example.org",
        "signed_on": "1/6/2025",
    }
    assert client.post(url, sheet).status_code == 302
    held = SignOffSheet.objects.get()
    assert (held.name, held.signed_on) == ("A Director", date(2025, 6, 1))
    assert 'value="A Director"' in client.get(url).content.decode()
    response = client.post(url, {**sheet, "email": "nobody"})
    assert response.status_code == 200
    assert "email address in the correct format" in response.content.decode()


ASKED = {"version": "now", "file_format": "csv", "mode": "internal", "reason": "To submit it"}


@pytest.mark.parametrize(
    ("file_format", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "application/json"),
    ],
)
def test_download_gives_the_file_and_enters_it_in_the_ledger(
    client, filled, file_format, content_type
):
    url = reverse("assurance:return-download", args=[YEAR])
    response = client.post(url, {**ASKED, "file_format": file_format})
    assert response["Content-Type"] == content_type
    name = f"sac-TEST-2024-25-true-counts.{file_format}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert ExportEvent.objects.get().filename == name


def test_download_of_a_freeze(client, filled, analyst):
    frozen = freeze_return(by=analyst, council=filled, year=YEAR, note="Submitted")
    url = reverse("assurance:return-download", args=[YEAR])
    response = client.post(url, {**ASKED, "version": str(frozen.public_id)})
    assert "true-counts-frozen.csv" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("year", "changes", "words"),
    [
        (YEAR, {"reason": " "}, "Enter what the file is for"),
        (YEAR, {"reason": "x" * 301}, "must be 300 characters or fewer"),
        (YEAR, {"file_format": "pdf"}, ": choose from those listed"),
        (YEAR, {"version": "other"}, ": choose from those listed"),
        (YEAR, {"file_format": "json", "mode": "publication"}, "JSON holds true counts only"),
        ("2019-20", {}, "has no concern or enquiry in 2019-20"),
    ],
)
def test_download_is_refused(client, filled, year, changes, words):
    response = client.post(reverse("assurance:return-download", args=[year]), {**ASKED, **changes})
    assert response.status_code == 200
    assert words in in_words(response.content.decode())
    assert not ExportEvent.objects.exists()


def test_detail_asks_few_questions_beyond_the_counts(
    client, filled, django_assert_max_num_queries, analyst
):
    freeze_return(by=analyst, council=filled, year=YEAR, note="Submitted")
    scope = open_scope(by=None, council=filled)
    with django_assert_max_num_queries(100) as counts:
        build_return(scope, YEAR)
    own = len(counts.captured_queries)
    with django_assert_max_num_queries(own + 12):
        page(client, "return-detail", year=YEAR)


@pytest.mark.parametrize("name", ["return-list", "return-cell"])
def test_pages_ask_no_more_questions_for_more_cases(
    client, filled, name, django_assert_max_num_queries
):
    kwargs = {"year": YEAR} if name == "return-cell" else {}
    query = cell_query("SG1f", "", "CONCERN", "COUNT")
    for n in range(60):
        ConcernFactory(adult__council=filled, reference=f"N{n}", received_on=date(2024, 8, 1))
    with django_assert_max_num_queries(14):
        assert page(client, name, query, **kwargs)[0] == 200
    _, html = page(client, name, {**query, "page": "2"}, **kwargs)
    assert "C-1" in html or name == "return-list"
