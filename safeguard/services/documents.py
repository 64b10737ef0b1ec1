"""Keep files with a case: checked by what they hold, stored under a name that says nothing."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import filetype
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from core import activity
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission
from core.services.saving import insert
from safeguard.models import CaseDocument, Concern, Enquiry
from safeguard.models.document import stored_under
from safeguard.rules import documents as rules
from safeguard.services.cases import lock

WHAT_MAY_BE_KEPT = f"{rules.ALLOWED_WORDS}, up to {rules.MAX_BYTES // rules.MEGABYTE} MB"
TAKEN = "This file is with the case already."


@dataclass(frozen=True)
class Examined:
    """What reading a file once told about it."""

    kind: rules.FileKind
    sha256: str
    size: int


@transaction.atomic
def add_document(
    *,
    by: User,
    concern: Concern,
    file: UploadedFile[Any],
    title: str,
    enquiry: Enquiry | None = None,
) -> CaseDocument:
    """Keep a file with a case, perhaps with one enquiry of it.

    The file is read piece by piece, never whole into memory, and stored last, so that nothing is
    left on disk where anything before failed.

    Raises:
        PermissionDenied: `by` does not hold CASE_RECORD in the council of `concern`.
        RuleViolationError: `empty`, `too_large`, `taken` (the same file is with the case), a code
            of `rules.documents.kind_of`, `concluded` or `other_case` (of the enquiry), `no_title`.
        ValidationError: the title is too long.
    """
    held = lock(by, concern, Permission.CASE_RECORD)
    if not title.strip():
        raise RuleViolationError("no_title", "Enter what the file is", field="title")
    _check_enquiry(held, enquiry)
    examined = examine(file)
    if CaseDocument.objects.filter(concern=held, sha256=examined.sha256).exists():
        raise RuleViolationError("taken", TAKEN, field="file")
    document = CaseDocument(
        concern=held,
        enquiry=enquiry,
        title=title.strip(),
        filename=rules.clean_name(file.name or ""),
        content_type=examined.kind.media_type,
        size=examined.size,
        sha256=examined.sha256,
        added_by=by,
    )
    document.file.name = stored_under(document, document.filename)
    insert(document, taken=TAKEN)
    activity.record(by=by, verb="document_added", target=document, council=held.council, before={})
    document.file.storage.save(document.file.name, File(file))
    return document


@transaction.atomic
def open_document(*, by: User, public_id: UUID) -> CaseDocument:
    """Return a document that `by` may read; the reading is recorded.

    Raises:
        CaseDocument.DoesNotExist: there is none among the cases that `by` reads.
        FileNotFoundError: its file is gone from the disk.
    """
    rows = CaseDocument.objects.filter(concern__in=Concern.objects.visible_to(by).order_by())
    document = rows.select_related("concern__council").get(public_id=public_id)
    if not document.file.storage.exists(str(document.file.name)):
        raise FileNotFoundError(document.file.name)
    activity.record(
        by=by,
        verb="document_read",
        target=document,
        council=document.concern.council,
        changes={"sha256": [None, document.sha256]},
    )
    return document


@transaction.atomic
def remove_document(*, by: User, document: CaseDocument, reason: str) -> None:
    """Take a document out of a case and off the disk; the activity log keeps what it was.

    Raises:
        PermissionDenied: `by` does not hold CASE_DECIDE in the council of the case.
        RuleViolationError: `no_reason`.
        CaseDocument.DoesNotExist: somebody removed it meanwhile.
    """
    held = lock(by, document.concern, Permission.CASE_DECIDE)
    document = CaseDocument.objects.select_for_update().get(pk=document.pk)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why it is removed", field="reason")
    gone = {name: [str(getattr(document, name)), None] for name in ("title", "filename", "sha256")}
    activity.record(
        by=by,
        verb="document_removed",
        target=document,
        council=held.council,
        changes={**gone, "reason": [None, reason.strip()]},
    )
    storage, name = document.file.storage, str(document.file.name)
    document.delete()
    # Only once nothing can bring the row back.
    transaction.on_commit(lambda: storage.delete(name))


def documents_of(concern: Concern) -> QuerySet[CaseDocument]:
    """Return the documents of a case that its page shows, newest first."""
    return concern.documents.select_related("added_by", "enquiry")


def pieces_of(document: CaseDocument) -> Iterator[bytes]:
    """Yield a document's file piece by piece; it is open only while it is read."""
    with document.file.storage.open(str(document.file.name), "rb") as kept:
        yield from kept.chunks()


def examine(file: UploadedFile[Any]) -> Examined:
    """Read a file once, and tell what it is.

    Raises:
        RuleViolationError: it is refused, with the codes of `rules.documents`, field `file`.
    """
    _refuse(rules.size_fault(file.size or 0))
    digest, size, head, holds_message = _read(file.chunks())
    _refuse(rules.size_fault(size))
    parts = _parts(file) if head.startswith(rules.PACKED_START) else None
    _refuse(rules.bomb_fault(size, [(p.compress_size, p.file_size) for p in parts or ()]))
    kind = rules.kind_of(
        rules.clean_name(file.name or ""),
        head,
        guessed=_guess(head),
        parts=None if parts is None else [part.filename for part in parts],
        holds_message=holds_message,
    )
    if isinstance(kind, rules.Fault):
        raise RuleViolationError(kind.code, kind.words, field="file")
    file.seek(0)
    return Examined(kind, digest, size)


def _read(chunks: Iterable[bytes]) -> tuple[str, int, bytes, bool]:
    """Return a file's SHA-256, its size, its beginning, and whether it holds an email message."""
    digest, size, head, tail, found = hashlib.sha256(), 0, b"", b"", False
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        head += chunk[: max(0, rules.HEAD_BYTES - len(head))]
        # The mark may lie across two pieces.
        found = found or rules.MESSAGE_PART in tail + chunk
        tail = chunk[-len(rules.MESSAGE_PART) :]
    return digest.hexdigest(), size, head, found


def _guess(head: bytes) -> str | None:
    guessed = filetype.guess(head)
    return str(guessed.extension) if guessed else None


def _parts(file: UploadedFile[Any]) -> list[zipfile.ZipInfo] | None:
    """Return what a packed file holds, from its list alone: nothing is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            return packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return None


def _check_enquiry(concern: Concern, enquiry: Enquiry | None) -> None:
    if enquiry is None:
        return
    if enquiry.concern_id != concern.pk:
        raise RuleViolationError("other_case", "This enquiry is of another case", field="enquiry")
    if enquiry.concluded_on is not None:
        raise RuleViolationError(
            "concluded",
            "This enquiry is concluded. Reopen it, or keep the file with the whole case",
            field="enquiry",
        )


def _refuse(fault: rules.Fault | None) -> None:
    if fault is not None:
        raise RuleViolationError(fault.code, fault.words, field="file")
