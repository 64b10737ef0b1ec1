"""Files of a case: the services and the pages."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from safeguard.models import CaseDocument
from safeguard.services.documents import add_document, open_document, remove_document
from tests.factories import CaseAccessFactory, CaseDocumentFactory, ConcernFactory, EnquiryFactory

PDF = b"%PDF-1.7\n" + b"x" * 200


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def concern(council):
    return ConcernFactory(adult__council=council, reference="C-1")


def upload(name="Letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def packed(*names) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return held.getvalue()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_name_that_says_nothing(practitioner, concern, media):
    document = add_document(
        by=practitioner, concern=concern, file=upload("a/b/Letter é.pdf"), title=" Letter "
    )
    assert (document.title, document.filename) == ("Letter", "Letter é.pdf")
    assert (document.content_type, document.size) == ("application/pdf", len(PDF))
    (kept,) = files(media)
    assert kept.name == str(document.public_id)
    assert kept.read_bytes() == PDF
    assert ActivityEvent.objects.get().verb == "document_added"


def test_a_real_word_file_is_known(practitioner, concern):
    content = packed("[Content_Types].xml", "word/document.xml")
    document = add_document(
        by=practitioner, concern=concern, file=upload("a.docx", content), title="Minutes"
    )
    assert document.content_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("a.pdf", b""), "empty"),
        (("a.zip", packed("a.txt")), "packed"),
        (("a.docx", b"PK broken"), "packed"),
        (("a.pdf", b"MZ program"), "program"),
        (("a.html", b"<html>"), "markup"),
        (("a.pdf", b"words"), "misnamed"),
    ],
)
def test_what_is_not_kept(practitioner, concern, media, file, code):
    with pytest.raises(RuleViolationError) as refusal:
        add_document(by=practitioner, concern=concern, file=upload(*file), title="Letter")
    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert not CaseDocument.objects.exists()
    assert files(media) == []


def test_a_file_that_is_too_large_is_not_read(practitioner, concern, monkeypatch):
    monkeypatch.setattr("safeguard.rules.documents.MAX_BYTES", 100)
    with pytest.raises(RuleViolationError) as refusal:
        add_document(by=practitioner, concern=concern, file=upload(), title="Letter")
    assert refusal.value.code == "too_large"


def test_the_same_file_is_kept_once_in_a_case(practitioner, council, concern, media):
    add_document(by=practitioner, concern=concern, file=upload(), title="Letter")
    with pytest.raises(RuleViolationError) as refusal:
        add_document(by=practitioner, concern=concern, file=upload("b.pdf"), title="Again")
    assert refusal.value.code == "taken"
    other = ConcernFactory(adult__council=council)
    add_document(by=practitioner, concern=other, file=upload(), title="Letter")
    assert len(files(media)) == 2


def test_a_title_is_needed_and_has_an_end(practitioner, concern):
    with pytest.raises(RuleViolationError):
        add_document(by=practitioner, concern=concern, file=upload(), title=" ")
    with pytest.raises(ValidationError):
        add_document(by=practitioner, concern=concern, file=upload(), title="x" * 161)


def test_a_concluded_enquiry_takes_no_more_files(practitioner, concern, council):
    data = {"by": practitioner, "concern": concern, "file": upload(), "title": "Letter"}
    with pytest.raises(RuleViolationError) as refusal:
        add_document(**data, enquiry=EnquiryFactory(concern=concern, concluded=True))
    assert refusal.value.code == "concluded"
    with pytest.raises(RuleViolationError) as refusal:
        add_document(**data, enquiry=EnquiryFactory(concern__adult__council=council))
    assert refusal.value.code == "other_case"
    enquiry = EnquiryFactory(concern=concern)
    assert add_document(**data, enquiry=enquiry).enquiry == enquiry


def test_each_needs_the_permission(concern, stranger, analyst, practitioner, media):
    document = CaseDocumentFactory(concern=concern)
    for person in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            add_document(by=person, concern=concern, file=upload(), title="Letter")
    for person in (stranger, analyst, practitioner):
        with pytest.raises(PermissionDenied):
            remove_document(by=person, document=document, reason="Wrong case")
    with pytest.raises(CaseDocument.DoesNotExist):
        open_document(by=stranger, public_id=document.public_id)
    assert not ActivityEvent.objects.exists()
    assert len(files(media)) == 1


def test_nothing_is_kept_or_lost_if_the_log_fails(
    concern, manager, media, monkeypatch, django_capture_on_commit_callbacks
):
    document = CaseDocumentFactory(concern=concern)
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError):
            add_document(by=manager, concern=concern, file=upload(), title="Letter")
        with pytest.raises(ZeroDivisionError):
            remove_document(by=manager, document=document, reason="Wrong case")
    assert CaseDocument.objects.get() == document
    assert len(files(media)) == 1


def test_a_file_that_cannot_be_written_leaves_no_row(concern, manager, media, monkeypatch):
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", lambda *told: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_document(by=manager, concern=concern, file=upload(), title="Letter")
    assert not CaseDocument.objects.exists()


def test_a_removed_file_is_gone_and_remembered(
    concern, manager, media, django_capture_on_commit_callbacks
):
    document = CaseDocumentFactory(concern=concern, title="Letter")
    with pytest.raises(RuleViolationError):
        remove_document(by=manager, document=document, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(by=manager, document=document, reason="Belongs to another case")
    assert files(media) == []
    event = ActivityEvent.objects.get()
    assert event.changes["title"] == ["Letter", None]
    assert event.changes["reason"] == [None, "Belongs to another case"]
    with pytest.raises(CaseDocument.DoesNotExist):
        remove_document(by=manager, document=document, reason="Twice")


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


def test_a_document_is_added_and_downloaded(signed_in, concern):
    client = signed_in(Role.PRACTITIONER)
    EnquiryFactory(concern=concern, reference="E-OPEN")
    EnquiryFactory(concern=concern, reference="E-ENDED", concluded=True)
    address = url("document-add", concern.pk)
    text = client.get(address).content.decode()
    assert "E-OPEN" in text
    assert "E-ENDED" not in text
    response = client.post(address, {"file": upload(), "title": "Letter", "enquiry": ""})
    assert response.url == url("concern-detail", concern.pk)
    document = CaseDocument.objects.get()
    response = client.get(url("document-download", document.public_id))
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="Letter.pdf"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert ActivityEvent.objects.filter(verb="document_read").count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"title": "Kept title"}, "Choose a file"),
        ({"title": "Kept title", "file": ("a.exe", b"MZ")}, "This is a program"),
        ({"title": "Kept title", "file": ("a.pdf", b"")}, "The file is empty"),
        ({"title": "", "file": ("a.pdf", PDF)}, "Enter what the file is"),
    ],
)
def test_what_is_wrong_is_said(signed_in, concern, data, words):
    file = {"file": upload(*data["file"])} if "file" in data else {}
    response = signed_in(Role.PRACTITIONER).post(
        url("document-add", concern.pk), {"title": data["title"], **file}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert words in text
    assert f'value="{data["title"]}"' in text or not data["title"]
    assert not CaseDocument.objects.exists()


def test_a_document_is_removed_with_a_reason(signed_in, concern):
    document = CaseDocumentFactory(concern=concern)
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    address = url("document-remove", document.public_id)
    assert "cannot be brought back" in client.get(address).content.decode()
    assert "Enter why it is removed" in client.post(address).content.decode()
    assert client.post(address, {"reason": "Wrong case"}).status_code == 302
    assert not CaseDocument.objects.exists()


def test_nobody_reads_a_file_of_another_council(signed_in, other_council):
    document = CaseDocumentFactory(concern__adult__council=other_council)
    client = signed_in(Role.SAFEGUARDING_MANAGER)
    for name in ("document-download", "document-remove"):
        assert client.get(url(name, document.public_id)).status_code == 404


def test_a_director_reads_the_files_of_a_case_opened_for_cause(client, director, concern):
    document = CaseDocumentFactory(concern=concern)
    client.force_login(director)
    address = url("document-download", document.public_id)
    assert client.get(address).status_code == 404
    CaseAccessFactory(person=director, concern=concern)
    assert client.get(address).status_code == 200


def test_a_file_lost_from_the_disk_is_said_to_be(signed_in, concern, media):
    document = CaseDocumentFactory(concern=concern)
    for path in files(media):
        path.unlink()
    response = signed_in(Role.PRACTITIONER).get(url("document-download", document.public_id))
    assert response.status_code == 410
    assert "restored from a backup" in response.content.decode()
