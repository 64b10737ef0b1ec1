"""Adding evidence: each file is judged, and what was typed is kept."""

from datetime import date

import pytest
from django.urls import reverse

from assurance.models import EvidenceItem
from core.models import FormDraft
from core.roles import Role
from tests.assurance.evidence_files import PDF, REFUSED, upload
from tests.factories import (
    ConcernFactory,
)

TYPED = {
    "title": "Training plan",
    "description": "Who was trained",
    "effective_from": "5/1/2026",
    "strength": "strength",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def analyst_client(signed_in):
    return signed_in(Role.ANALYST)


def page(client, name, *args, query=None):
    response = client.get(reverse(f"assurance:{name}", args=args), query or {})
    assert response.status_code == 200
    return response.content.decode()


def post(client, name, *args, data=None):
    return client.post(reverse(f"assurance:{name}", args=args), data or {})


def test_a_file_is_added_and_linked_to_the_line_that_asked_for_it(analyst_client):
    address = reverse("assurance:evidence-add-file") + "?line=QS7-RE-PR-10"
    assert "Training and support for staff in safeguarding" in (
        analyst_client.get(address).content.decode()
    )
    data = {**TYPED, "file": upload(), "statement": "QS7", "category": "processes"}
    response = analyst_client.post(address, data)
    item = EvidenceItem.objects.get()
    assert response.url == reverse("assurance:evidence-detail", args=[item.public_id])
    assert item.links.get().required_evidence.code == "QS7-RE-PR-10"
    text = page(analyst_client, "evidence-statement", "QS7")
    assert "Training plan</a> (waiting for approval)" in text


@pytest.mark.parametrize("code", REFUSED)
def test_a_file_that_is_refused_says_why_and_keeps_what_was_typed(analyst_client, code):
    response = post(
        analyst_client, "evidence-add-file", data={**TYPED, "file": upload(*REFUSED[code])}
    )
    text = response.content.decode()
    assert "There is a problem" in text
    assert 'value="Training plan"' in text
    assert "Who was trained" in text
    assert not EvidenceItem.objects.exists()
    assert FormDraft.objects.get().answers["title"] == ["Training plan"]


def test_three_hundred_megabytes_are_refused_in_plain_words(analyst_client, monkeypatch):
    # The limit instead of the file, so that the test writes no 300 MB.
    monkeypatch.setattr("safeguard.rules.documents.MAX_BYTES", 100)
    response = post(analyst_client, "evidence-add-file", data={**TYPED, "file": upload()})
    assert "MB or smaller" in response.content.decode()
    assert 'value="Training plan"' in response.content.decode()


def test_several_files_of_which_some_are_refused(analyst_client):
    files = [upload("One.pdf"), upload("Two.pdf", PDF + b"2"), upload(*REFUSED["program"])]
    data = {**TYPED, "title": "Minutes", "uploads": files, "effective_from": "5/1/2026"}
    response = post(analyst_client, "evidence-add-files", data=data)
    text = response.content.decode()
    assert response.status_code == 200
    assert "Plan.pdf: This is a program" in text
    assert "Those that were added need not be chosen again" in text
    assert 'value="Minutes"' in text
    assert set(EvidenceItem.objects.values_list("title", flat=True)) == {
        "Minutes: One",
        "Minutes: Two",
    }
    again = post(analyst_client, "evidence-add-files", data={**data, "uploads": [upload("C.pdf")]})
    assert "in the library already" in again.content.decode()
    done = post(
        analyst_client,
        "evidence-add-files",
        data={**data, "uploads": [upload("D.pdf", PDF + b"d")]},
    )
    assert done.status_code == 302


def test_what_was_not_filled_in_is_named(analyst_client):
    response = post(analyst_client, "evidence-add-files", data={"effective_from": "yesterday"})
    text = response.content.decode()
    assert "First day it is about must be a real date" in text
    assert "Choose a file: files" in text


def test_half_a_place_is_refused(analyst_client):
    data = {**TYPED, "text": "Seen", "statement": "QS7"}
    response = post(analyst_client, "evidence-add-note", data=data)
    assert "Choose both a statement and a category" in response.content.decode()


def test_a_link_that_is_no_link(analyst_client):
    data = {**TYPED, "url": "javascript:alert(1)"}
    response = post(analyst_client, "evidence-add-link", data=data)
    assert "The link must begin with https://" in response.content.decode()


def test_a_note_with_a_null_character_is_refused(analyst_client):
    response = post(analyst_client, "evidence-add-note", data={**TYPED, "text": "a\0b"})
    assert response.status_code == 200
    assert "Null characters are not allowed" in response.content.decode()


def test_a_figure_is_pinned_from_the_page_of_a_measure(analyst_client, council):
    ConcernFactory(adult__council=council, received_on=date(2024, 5, 1))
    dates = {"start": "01/04/2024", "end": "31/03/2025"}
    measure = reverse("assurance:measure-detail", args=["concerns_raised"])
    assert "measure=concerns_raised" in analyst_client.get(measure, dates).content.decode()
    query = {**dates, "measure": "concerns_raised", "gender": "F"}
    text = page(analyst_client, "evidence-add-figure", query=query)
    assert 'value="Concerns raised, 2024-25"' in text
    data = {**TYPED, **dates, "measure": "concerns_raised", "gender": "F"}
    del data["effective_from"]
    response = post(analyst_client, "evidence-add-figure", data=data)
    assert response.status_code == 302
    shown = analyst_client.get(response.url).content.decode()
    assert "Only cases with gender: Female." in shown
    backwards = {**data, "start": "01/04/2025"}
    refused = post(analyst_client, "evidence-add-figure", data=backwards)
    assert "To must be the same as or after from" in refused.content.decode()
