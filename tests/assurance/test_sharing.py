"""A visiting assessor reads what was chosen for them until a day, and nothing else; packs."""

import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from assurance.models import EvidenceItem, SharedItem, SharedSet
from assurance.services import evidence, shared_evidence
from assurance.services.evidence_contents import Keeping, Words
from assurance.services.evidence_packs import export_evidence_pack
from assurance.services.evidence_standing import approve, withdraw
from core.errors import RuleViolationError
from core.models import ActivityEvent, ExportEvent
from core.roles import Role
from core.sealed_zip import MANIFEST
from tests.access.test_matrix import EXPECTED
from tests.factories import (
    EvidenceItemFactory,
    EvidenceLinkFactory,
    MembershipFactory,
    OrganisationFactory,
    SharedItemFactory,
    SharedSetFactory,
    StoryOfDifferenceFactory,
    UserFactory,
)
from tests.factories.evidence import kept_figure

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TODAY = timezone.localdate
# All that a visiting assessor may open, besides what everybody who is signed in may.
FOR_ASSESSORS = {
    "assurance:theme3",
    "assurance:shared-list",
    "assurance:shared-set",
    "assurance:shared-item",
    "assurance:shared-file",
}


@pytest.fixture
def director(council):
    return MembershipFactory(organisation=council, role=Role.DIRECTOR).person


@pytest.fixture
def assessor(council):
    until = TODAY() + timedelta(days=60)
    return MembershipFactory(organisation=council, role=Role.ASSESSOR, until=until).person


@pytest.fixture
def kept(qa_lead, director, council, settings, tmp_path):
    """A file of the library, approved."""
    settings.MEDIA_ROOT = tmp_path / "media"
    item = evidence.add_file(
        by=qa_lead,
        council=council,
        file=SimpleUploadedFile("pathway.pdf", PDF),
        words=Words(title="The pathway", effective_from=TODAY()),
        keeping=Keeping(),
    )
    return approve(by=director, item=item, after=1)


@pytest.fixture
def shared(qa_lead, council, assessor, kept):
    begun = shared_evidence.begin_sharing(
        by=qa_lead, council=council, title="The visit", until=TODAY() + timedelta(days=9)
    )
    shared_evidence.choose_items(by=qa_lead, shared_set=begun, evidence=[kept])
    shared_evidence.let_read(by=qa_lead, shared_set=begun, person=assessor)
    return begun


@pytest.fixture
def reader(assessor):
    client = Client()
    client.force_login(assessor)
    return client


def addresses(shared):
    item = shared.items.get()
    both = [shared.public_id, item.pk]
    return {
        "list": reverse("assurance:shared-list"),
        "set": reverse("assurance:shared-set", args=[shared.public_id]),
        "item": reverse("assurance:shared-item", args=both),
        "file": reverse("assurance:shared-file", args=both),
    }


def statuses(client, shared):
    return [
        client.get(url).status_code for name, url in addresses(shared).items() if name != "list"
    ]


def refused(code, call, **given):
    with pytest.raises(RuleViolationError) as refusal:
        call(**given)
    assert refusal.value.code == code
    return refusal.value


def test_a_reader_reads_it_and_every_reading_is_recorded(reader, assessor, shared, kept):
    found = addresses(shared)
    assert "The visit" in reader.get(found["list"]).content.decode()
    assert "The pathway" in reader.get(found["set"]).content.decode()
    assert "pathway.pdf" in reader.get(found["item"]).content.decode()
    response = reader.get(found["file"])
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    events = ActivityEvent.objects.filter(actor_id=str(assessor.pk)).order_by("pk")
    assert list(events.values_list("verb", flat=True)) == [
        "shared_set_read",
        "shared_evidence_read",
        "shared_file_read",
    ]


def test_nothing_after_the_last_day(reader, shared):
    SharedSet.objects.update(since=TODAY() - timedelta(days=9), until=TODAY())
    assert statuses(reader, shared) == [200, 200, 200]
    SharedSet.objects.update(until=TODAY() - timedelta(days=1))
    assert statuses(reader, shared) == [404, 404, 404]
    assert "The visit" not in reader.get(addresses(shared)["list"]).content.decode()


def test_nothing_once_their_role_is_over(reader, assessor, shared):
    assessor.memberships.update(
        since=TODAY() - timedelta(days=9), until=TODAY() - timedelta(days=1)
    )
    assert statuses(reader, shared) == [403, 403, 403]


@pytest.mark.parametrize("how", ["stopped", "shut out", "withdrawn", "taken out"])
def test_nothing_once_it_is_taken_away(reader, qa_lead, shared, kept, how):
    found = addresses(shared)
    if how == "stopped":
        shared_evidence.stop_sharing(by=qa_lead, shared_set=shared)
    elif how == "shut out":
        shared_evidence.let_read_no_more(by=qa_lead, reader=shared.readers.get())
    elif how == "withdrawn":
        withdraw(by=qa_lead, item=kept, reason="Out of date")
    else:
        shared_evidence.take_item_out(by=qa_lead, item=shared.items.get())
    assert reader.get(found["item"]).status_code == 404
    assert reader.get(found["file"]).status_code == 404
    assert "The pathway" not in reader.get(found["set"]).content.decode()


def test_another_assessor_and_another_council_find_nothing(council, shared):
    for where in (council, OrganisationFactory()):
        other = MembershipFactory(
            organisation=where, role=Role.ASSESSOR, until=TODAY() + timedelta(days=5)
        ).person
        client = Client()
        client.force_login(other)
        assert statuses(client, shared) == [404, 404, 404]


def test_an_assessor_reaches_no_other_page():
    """What each address answers is tried in the table of access; here is what it lets them open."""
    theirs = {
        name
        for name, row in EXPECTED.items()
        if Role.ASSESSOR in row[3] and set(row[3]) != set(Role)
    }
    assert theirs == FOR_ASSESSORS


def test_only_evidence_that_counts_is_chosen(qa_lead, council):
    begun = SharedSetFactory(council=council)
    draft = EvidenceItemFactory(council=council, title="A draft")
    error = refused(
        "does_not_count",
        shared_evidence.choose_items,
        by=qa_lead,
        shared_set=begun,
        evidence=[draft],
    )
    assert "A draft" in str(error)
    foreign = EvidenceItemFactory(approved=True)
    refused(
        "elsewhere",
        shared_evidence.choose_items,
        by=qa_lead,
        shared_set=begun,
        evidence=[foreign],
    )
    assert not begun.items.exists()


@pytest.mark.parametrize("scope", ["internal", "board", "public"])
def test_a_story_reaches_an_assessor_only_if_anybody_may_hear_it(
    reader, qa_lead, council, shared, tmp_path, scope
):
    story = StoryOfDifferenceFactory(
        council=council, consented=True, reviewed=True, consent_scope=scope
    )
    item = EvidenceItemFactory(council=council, approved=True, title="Her story", story=story)
    given = {"by": qa_lead, "shared_set": shared, "evidence": [item]}
    if scope != "public":
        refused("does_not_count", shared_evidence.choose_items, **given)
        # However it came to be in the set, nothing of it is shown, not even its title.
        row = SharedItem.objects.create(shared_set=shared, evidence=item, added_by=qa_lead)
    else:
        (row,) = shared_evidence.choose_items(**given)
    page = reader.get(reverse("assurance:shared-set", args=[shared.public_id]))
    one = reader.get(reverse("assurance:shared-item", args=[shared.public_id, row.pk]))
    with zipfile.ZipFile(packed(qa_lead, shared, tmp_path)) as archive:
        index = archive.read("index.html").decode() + archive.read("index.csv").decode()
    is_open = scope == "public"
    assert one.status_code == (200 if is_open else 404)
    assert ("Her story" in page.content.decode()) is is_open
    assert ("Her story" in index) is is_open
    assert (item in EvidenceItem.objects.leaving(TODAY())) is is_open


def test_a_pinned_figure_is_told_in_words(reader, qa_lead, council, shared, tmp_path):
    figure = kept_figure(council)
    EvidenceItem.objects.filter(pk=figure.pk).update(
        status="approved", approved_at=timezone.now(), approved_by=UserFactory()
    )
    figure.refresh_from_db()
    (row,) = shared_evidence.choose_items(by=qa_lead, shared_set=shared, evidence=[figure])
    meaning = figure.revisions.get().pin["figure"]["meaning"]
    page = reader.get(reverse("assurance:shared-item", args=[shared.public_id, row.pk]))
    assert escape(meaning) in page.content.decode()
    with zipfile.ZipFile(packed(qa_lead, shared, tmp_path)) as archive:
        assert meaning in archive.read("evidence/002-figure.txt").decode()


def test_only_an_assessor_of_the_council_is_let_in(qa_lead, council):
    begun = SharedSetFactory(council=council)
    refused(
        "not_an_assessor",
        shared_evidence.let_read,
        by=qa_lead,
        shared_set=begun,
        person=UserFactory(),
    )


def test_a_day_that_is_over_and_a_closed_set_are_refused(qa_lead, council):
    yesterday = TODAY() - timedelta(days=1)
    error = refused(
        "over",
        shared_evidence.begin_sharing,
        by=qa_lead,
        council=council,
        title="Late",
        until=yesterday,
    )
    assert error.field == "until"
    begun = SharedSetFactory(council=council)
    shared_evidence.stop_sharing(by=qa_lead, shared_set=begun)
    refused("closed", shared_evidence.stop_sharing, by=qa_lead, shared_set=begun)


def test_sharing_is_for_those_who_may(shared, practitioner, stranger, assessor):
    item: SharedItem = shared.items.get()
    for who in (practitioner, stranger, assessor):
        for call, given in (
            (shared_evidence.choose_items, {"shared_set": shared, "evidence": []}),
            (shared_evidence.take_item_out, {"item": item}),
            (shared_evidence.let_read, {"shared_set": shared, "person": who}),
            (shared_evidence.stop_sharing, {"shared_set": shared}),
            (export_evidence_pack, {"shared_set": shared, "reason": "x"}),
        ):
            with pytest.raises(PermissionDenied):
                call(by=who, **given)


def packed(by, shared, tmp_path, **given):
    made = export_evidence_pack(by=by, shared_set=shared, reason="For the visit", **given)
    path = Path(tmp_path) / made.filename
    path.write_bytes(made.stream.read())
    made.stream.close()
    return path


def verified(path):
    out = StringIO()
    try:
        call_command("verify_pack", str(path), stdout=out)
    except CommandError as error:
        return False, f"{out.getvalue()}{error}"
    return True, out.getvalue()


def test_a_pack_holds_what_counts_and_proves_itself(
    qa_lead, council, shared, kept, tmp_path, cqc_framework
):
    statement = cqc_framework.statements.get(code="QS7")
    EvidenceLinkFactory(
        item=kept, statement=statement, category=cqc_framework.categories.get(code="processes")
    )
    gone = SharedItemFactory(shared_set=shared, evidence__title="Old plan").evidence
    withdraw(by=qa_lead, item=gone, reason="Out of date")
    path = packed(qa_lead, shared, tmp_path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        index = archive.read("index.html").decode()
        assert archive.read("evidence/001-pathway.pdf") == PDF
    assert set(names) == {"evidence/001-pathway.pdf", "index.html", "index.csv", MANIFEST}
    assert "QS7 Safeguarding" in index
    assert "These cannot be shown now: Old plan" in index
    assert verified(path) == (
        True,
        "3 of 3 files are as packed\n" + verified(path)[1].split("\n", 1)[1],
    )
    event = ExportEvent.objects.get(kind="evidence_pack")
    assert (event.rows, event.filename) == (1, path.name)


def test_one_flipped_bit_names_the_file(qa_lead, shared, tmp_path):
    path = packed(qa_lead, shared, tmp_path)
    whole = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("evidence/001-pathway.pdf")
    whole[info.header_offset + 30 + len(info.filename) + 20 + info.compress_size // 2] ^= 4
    path.write_bytes(whole)
    is_whole, says = verified(path)
    assert not is_whole
    assert "evidence/001-pathway.pdf: was changed" in says
    assert "2 of 3 files are as packed" in says


def test_a_pack_with_nothing_or_a_lost_file_is_refused(qa_lead, council, shared, kept, tmp_path):
    empty = SharedSetFactory(council=council)
    refused("nothing", export_evidence_pack, by=qa_lead, shared_set=empty, reason="x")
    refused("no_reason", export_evidence_pack, by=qa_lead, shared_set=shared, reason=" ")
    refused(
        "no_self_assessment",
        export_evidence_pack,
        by=qa_lead,
        shared_set=shared,
        reason="x",
        with_self_assessment=True,
    )
    for path in (tmp_path / "media").rglob("*"):
        if path.is_file():
            path.unlink()
    refused("file_gone", export_evidence_pack, by=qa_lead, shared_set=shared, reason="x")
    assert not ExportEvent.objects.filter(kind="evidence_pack").exists()


def test_the_pack_is_handed_over_by_its_form(signed_in, council, kept):
    client = signed_in(Role.DIRECTOR)
    begun = SharedItemFactory(shared_set__council=council, evidence=kept).shared_set
    address = reverse("assurance:sharing-pack", args=[begun.pk])
    assert "What the pack is for" in client.post(address, {}).content.decode()
    response = client.post(address, {"reason": "For the visit"})
    content = b"".join(response.streaming_content)
    assert "index.html" in zipfile.ZipFile(BytesIO(content)).namelist()


def test_what_was_read_is_shown_to_whoever_shares(signed_in, reader, shared):
    reader.get(addresses(shared)["item"])
    page = signed_in(Role.QA_LEAD).get(reverse("assurance:sharing-detail", args=[shared.pk]))
    assert "Read: The pathway" in page.content.decode()


def test_verify_pack_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("verify_pack", str(tmp_path / "none.zip"))
