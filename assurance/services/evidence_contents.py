"""What an item of evidence says and holds, judged before it is stored."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from assurance.choices_evidence import EvidenceStatus, EvidenceStrength
from assurance.models import EvidenceItem
from assurance.rules import evidence as rules
from audit.models import AuditRound, StoryOfDifference
from core.errors import RuleViolationError
from core.models import Organisation, User
from safeguard.rules.documents import clean_name
from safeguard.services.documents import examine


@dataclass(frozen=True)
class Words:
    """What an item says of what it holds. Any change of it makes a new revision."""

    title: str
    effective_from: date
    effective_to: date | None = None
    description: str = ""
    strength: str = EvidenceStrength.NEITHER

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "title": self.title.strip(),
            "description": self.description.strip(),
            "effective_from": self.effective_from,
            "effective_to": self.effective_to,
            "strength": self.strength,
        }


@dataclass(frozen=True)
class Keeping:
    """Who looks after an item, when they look again, and the record it was taken from."""

    owner: User | None = None
    review_on: date | None = None
    story: StoryOfDifference | None = None
    audit_round: AuditRound | None = None


@dataclass
class Content:
    """What a revision holds: its columns, their hash, and the file still to be stored."""

    columns: dict[str, Any] = field(default_factory=dict)
    sha256: str = ""
    upload: UploadedFile[Any] | None = None


def file_content(upload: UploadedFile[Any]) -> Content:
    """Examine an uploaded file by what it holds; it is read piece by piece.

    Raises:
        RuleViolationError: the file is refused, with the codes of `safeguard.rules.documents`.
    """
    examined = examine(upload)
    columns = {
        "filename": clean_name(upload.name or ""),
        "content_type": examined.kind.media_type,
        "size": examined.size,
    }
    return Content(columns, examined.sha256, upload)


def link_content(url: str) -> Content:
    """Judge an address. It is never opened.

    Raises:
        RuleViolationError: the address may not be kept, with the codes of `rules.link_fault`.
    """
    address = url.strip()
    fault = rules.link_fault(address)
    if fault:
        raise RuleViolationError(fault.code, fault.words, field="url")
    return Content({"url": address}, _hash(address))


def note_content(text: str) -> Content:
    """Return a note as it is kept.

    Raises:
        RuleViolationError: `no_text`.
    """
    if not text.strip():
        raise RuleViolationError("no_text", "Enter the note", field="text")
    return Content({"text": text.strip()}, _hash(text.strip()))


def check_not_taken(council: Organisation, sha256: str, *, but: EvidenceItem | None = None) -> None:
    """Refuse a file that the library holds already, in the latest revision of another item.

    Raises:
        RuleViolationError: `taken`.
    """
    rows = EvidenceItem.objects.filter(council=council, revisions__sha256=sha256)
    rows = rows.exclude(status=EvidenceStatus.WITHDRAWN)
    found = (rows if but is None else rows.exclude(pk=but.pk)).first()
    if found is not None:
        raise RuleViolationError(
            "taken", f"This file is in the library already: {found.title}", field="file"
        )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
