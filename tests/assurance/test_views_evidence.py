"""The pages of the evidence library: what was typed is kept, what may not be seen is not shown."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from assurance.choices_evidence import EvidenceStatus, LinkState
from assurance.filters_evidence import EvidenceFilter
from assurance.models import EvidenceItem
from audit.services.stories import withdraw_story_consent
from core.models import ActivityEvent, ExportEvent
from core.roles import Role
from tests.factories import (
    EvidenceItemFactory,
    EvidenceLinkFactory,
    StoryOfDifferenceFactory,
)
from tests.factories.evidence import kept_file, kept_link

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


def test_a_file_is_only_ever_downloaded(signed_in, council):
    item = kept_file(council, b"<html>hello")
    client = signed_in(Role.DIRECTOR)
    response = client.get(reverse("assurance:evidence-download", args=[item.public_id]))
    assert b"".join(response.streaming_content) == b"<html>hello"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert ActivityEvent.objects.filter(verb="evidence_read").count() == 1
    revision = item.revisions.get()
    revision.file.storage.delete(revision.file.name)
    gone = client.get(reverse("assurance:evidence-download", args=[item.public_id]))
    assert gone.status_code == 410
    note = EvidenceItemFactory(council=council)
    address = reverse("assurance:evidence-download", args=[note.public_id])
    assert client.get(address).status_code == 404


def test_a_file_of_many_megabytes_is_sent_in_pieces(signed_in, council):
    item = kept_file(council, b"x" * (5 * 1024 * 1024))
    address = reverse("assurance:evidence-download", args=[item.public_id])
    pieces = [len(each) for each in signed_in(Role.DIRECTOR).get(address).streaming_content]
    assert sum(pieces) == 5 * 1024 * 1024
    assert max(pieces) <= 64 * 1024


def test_approved_by_another(signed_in, council, analyst_client):
    item = EvidenceItemFactory(council=council)
    assert "Approve this evidence" not in page(analyst_client, "evidence-detail", item.public_id)
    director = signed_in(Role.DIRECTOR)
    assert "Approve this evidence" in page(director, "evidence-detail", item.public_id)
    post(director, "evidence-approve", item.public_id, data={"after": "2"})
    item.refresh_from_db()
    assert item.status == EvidenceStatus.DRAFT
    post(director, "evidence-approve", item.public_id, data={"after": "1"})
    item.refresh_from_db()
    assert item.status == EvidenceStatus.APPROVED
    assert "It counts as evidence." in page(director, "evidence-detail", item.public_id)


def test_nobody_is_offered_to_approve_their_own(client, council, qa_lead):
    item = EvidenceItemFactory(council=council, created_by=qa_lead)
    client.force_login(qa_lead)
    text = page(client, "evidence-detail", item.public_id)
    assert "Somebody else must approve evidence that you added or changed" in text
    assert "Approve this evidence" not in text


def test_consent_taken_back_hides_what_it_held(analyst_client, qa_lead, council):
    story = StoryOfDifferenceFactory(council=council, reviewed=True, title="Her own card")
    item = EvidenceItemFactory(
        council=council,
        approved=True,
        story=story,
        description="She kept the card",
        first__text="In her words",
    )
    words = ("Her own card", "She kept the card", "In her words")
    shown = page(analyst_client, "evidence-detail", item.public_id)
    assert all(each in shown for each in words)
    withdraw_story_consent(by=qa_lead, story=story, on=timezone.localdate())
    shown = page(analyst_client, "evidence-detail", item.public_id)
    assert not any(each in shown for each in words)
    assert "Consent to tell the story was taken back on" in shown
    assert "It does not count as evidence." in shown
    compared = page(analyst_client, "evidence-compare", item.public_id)
    assert not any(each in compared for each in words)
    listed = page(analyst_client, "evidence-list", query={"show": "source"})
    assert "Consent to tell the story was taken back on" in listed


def test_revised_by_two_people_at_once(analyst_client, council):
    item = EvidenceItemFactory(council=council)
    data = {**TYPED, "text": "New words", "what_changed": "A year on", "after": "1"}
    assert post(analyst_client, "evidence-revise", item.public_id, data=data).status_code == 302
    mine = {**data, "text": "My words"}
    response = post(analyst_client, "evidence-revise", item.public_id, data=mine)
    text = response.content.decode()
    assert "Somebody else made revision 2 meanwhile" in text
    assert "My words" in text
    assert 'name="after" value="2"' in text
    again = {**mine, "after": "2"}
    assert post(analyst_client, "evidence-revise", item.public_id, data=again).status_code == 302
    compared = page(analyst_client, "evidence-compare", item.public_id, query={"old": 1, "new": 3})
    assert '<span class="govuk-visually-hidden">put in: </span>' in compared
    assert "Revision 3 compared with revision 1" in compared


def test_linked_in_two_steps_and_taken_away(analyst_client, council):
    item = EvidenceItemFactory(council=council)
    cell = {"statement": "QS7", "category": "processes"}
    response = post(analyst_client, "evidence-place", item.public_id, data=cell)
    lines = {"lines": ["QS7-RE-PR-01", "QS7-RE-PR-02"], "sub_heading": "QS7-SH-01"}
    assert analyst_client.post(response.url, lines).status_code == 302
    assert item.links.count() == 2
    again = analyst_client.post(response.url, lines)
    assert "It is linked there already" in again.content.decode()
    link = item.links.first()
    post(analyst_client, "evidence-unlink", item.public_id, link.pk)
    assert item.links.count() == 1


def test_kept_checked_and_withdrawn(analyst_client, council, director):
    item = kept_link(council, approved=True)
    data = {"owner": str(director.pk), "review_on": "31/12/2026", "expires_on": "1/1/2020"}
    post(analyst_client, "evidence-keep", item.public_id, data=data)
    item.refresh_from_db()
    assert (item.owner, item.status) == (director, EvidenceStatus.APPROVED)
    assert "The link worked until 1 January 2020" in page(
        analyst_client, "evidence-detail", item.public_id
    )
    found = {"state": "expired", "on": timezone.localdate().strftime("%d/%m/%Y")}
    post(analyst_client, "evidence-link-check", item.public_id, data=found)
    item.refresh_from_db()
    assert item.link_state == LinkState.EXPIRED
    refused = post(analyst_client, "evidence-withdraw", item.public_id, data={"reason": " "})
    assert refused.status_code == 200
    post(analyst_client, "evidence-withdraw", item.public_id, data={"reason": "It moved"})
    text = page(analyst_client, "evidence-detail", item.public_id)
    assert "It moved" in text
    assert item.title not in page(analyst_client, "evidence-list")
    assert item.title in page(analyst_client, "evidence-list", query={"status": "withdrawn"})


def test_statements_are_offered_whoever_asked_the_class_for_its_fields(cqc_framework):
    for each in EvidenceFilter.base_filters.values():
        assert each.field is not None
    try:
        offered = EvidenceFilter({"statement": "QS7"}, queryset=EvidenceItem.objects.all())
        assert offered.is_valid()
    finally:
        for each in EvidenceFilter.base_filters.values():
            vars(each).pop("_field", None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "attendance TRAINING"}, {"Plan"}),
        ({"search": "notes.txt"}, {"Minutes"}),
        ({"kind": "link"}, {"Page"}),
        ({"statement": "QS7"}, {"Plan"}),
        ({"statement": "QS7", "category": "partners"}, set()),
        ({"show": "counts"}, {"Plan"}),
        ({"show": "stale"}, {"Minutes"}),
        ({"show": "orphan"}, {"Minutes", "Page"}),
        ({"show": "owner"}, {"Plan", "Minutes", "Page"}),
        ({"kind": "nothing"}, set()),
    ],
)
def test_the_library_is_searched(analyst_client, council, cqc_framework, query, found):
    plan = EvidenceItemFactory(
        council=council, title="Plan", approved=True, first__text="Training and attendance"
    )
    EvidenceLinkFactory(
        item=plan,
        statement=cqc_framework.statements.get(code="QS7"),
        category=cqc_framework.categories.get(code="processes"),
    )
    kept_file(council, title="Minutes", effective_from=date(2020, 1, 1))
    kept_link(council, title="Page")
    text = page(analyst_client, "evidence-list", query=query)
    assert {title for title in ("Plan", "Minutes", "Page") if f">{title}</a>" in text} == found


def test_the_matrix_shows_gaps_first_and_what_there_is(analyst_client, council, cqc_framework):
    item = EvidenceItemFactory(council=council, title="Plan", approved=True)
    line = cqc_framework.entries.get(code="QS7-RE-PR-01")
    EvidenceLinkFactory(
        item=item, statement=line.statement, category=line.category, required_evidence=line
    )
    text = page(analyst_client, "evidence-matrix")
    places = [text.index(f"QS{n} ") for n in range(1, 10)]
    assert max(places) == places[6]
    assert "1 item<br>Current" in text
    in_order = page(analyst_client, "evidence-matrix", query={"order": "framework"})
    places = [in_order.index(f"QS{n} ") for n in range(1, 10)]
    assert places == sorted(places)
    theme = page(analyst_client, "evidence-matrix", query={"theme": "T3"})
    assert "QS7 " in theme
    assert "QS1 " not in theme
    statement = page(analyst_client, "evidence-statement", "QS7")
    assert statement.count(">Answered<") == 1
    assert analyst_client.get("/evidence/statements/QS77/").status_code == 404


def test_a_version_that_has_ended_is_covered_no_more(analyst_client, council, cqc_framework):
    item = EvidenceItemFactory(council=council, approved=True)
    line = cqc_framework.entries.get(code="QS7-RE-PR-01")
    EvidenceLinkFactory(
        item=item, statement=line.statement, category=line.category, required_evidence=line
    )
    assert "no longer in force" not in page(analyst_client, "evidence-detail", item.public_id)
    cqc_framework.valid_to = date(2024, 1, 1)
    cqc_framework.save()
    text = page(analyst_client, "evidence-detail", item.public_id)
    assert "Of version 2023-11 of the framework, which is no longer in force" in text
    assert item.title in page(analyst_client, "evidence-list", query={"show": "orphan"})


def test_no_framework_in_force(analyst_client, cqc_framework):
    cqc_framework.valid_to = date(2024, 1, 1)
    cqc_framework.save()
    assert "No assessment framework is in force" in page(analyst_client, "evidence-matrix")
    assert "No framework is in force" in (
        post(analyst_client, "evidence-matrix-file", data={"reason": "x"}).content.decode()
    )
    for name in ("evidence-list", "evidence-add-note", "evidence-add-figure"):
        page(analyst_client, name)


def test_the_matrix_leaves_through_the_ledger(signed_in, council, cqc_framework):
    client = signed_in(Role.DIRECTOR)
    refused = post(client, "evidence-matrix-file", data={"reason": ""})
    assert refused.status_code == 200
    item = EvidenceItemFactory(council=council, title="=1+1", approved=True)
    line = cqc_framework.entries.get(code="QS7-RE-PR-01")
    EvidenceLinkFactory(
        item=item, statement=line.statement, category=line.category, required_evidence=line
    )
    response = post(client, "evidence-matrix-file", data={"reason": "For the board"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    event = ExportEvent.objects.get()
    assert (event.rows, event.reason) == (len(rows), "For the board")
    lines = cqc_framework.entries.filter(kind="required_evidence").count()
    assert len(rows) == 9 * 4 + lines
    (answered,) = [row for row in rows if row["state"] == "answered"]
    assert (answered["statement"], answered["titles"]) == ("QS7", "'=1+1")


def test_pages_cost_the_same_with_more_evidence(
    analyst_client, council, cqc_framework, django_assert_max_num_queries
):
    line = cqc_framework.entries.get(code="QS7-RE-PR-01")
    owner = EvidenceItemFactory(council=council).created_by
    for _ in range(12):
        item = EvidenceItemFactory(council=council, approved=True, owner=owner)
        EvidenceLinkFactory(
            item=item, statement=line.statement, category=line.category, required_evidence=line
        )
    for name, *args in (
        ("evidence-list",),
        ("evidence-matrix",),
        ("evidence-statement", "QS7"),
        ("evidence-detail", item.public_id),
    ):
        with django_assert_max_num_queries(12):
            page(analyst_client, name, *args)


def test_the_api_gives_what_the_pages_give(
    analyst_client, council, other_council, cqc_framework, django_assert_max_num_queries
):
    story = StoryOfDifferenceFactory(council=council)
    hidden = EvidenceItemFactory(council=council, story=story, description="In her words")
    counting = EvidenceItemFactory(council=council, approved=True)
    EvidenceItemFactory(council=other_council)
    gone = EvidenceItemFactory(council=council, withdrawn=True)
    line = cqc_framework.entries.get(code="QS7-RE-PR-01")
    EvidenceLinkFactory(
        item=counting, statement=line.statement, category=line.category, required_evidence=line
    )
    with django_assert_max_num_queries(12):
        found = analyst_client.get("/api/v1/evidence/").json()["results"]
    by_id = {row["public_id"]: row for row in found}
    assert set(by_id) == {str(hidden.public_id), str(counting.public_id)}
    assert by_id[str(hidden.public_id)]["description"] == ""
    assert by_id[str(counting.public_id)]["counts"] is True
    assert by_id[str(counting.public_id)]["links"][0]["required_evidence"] == "QS7-RE-PR-01"
    asked = analyst_client.get("/api/v1/evidence/", {"statement": "QS7", "show": "counts"})
    assert [row["public_id"] for row in asked.json()["results"]] == [str(counting.public_id)]
    assert analyst_client.get("/api/v1/evidence/", {"kind": "x"}).status_code == 400
    assert analyst_client.get(f"/api/v1/evidence/{gone.public_id}/").json()["status"] == "withdrawn"
