"""Hand out the files of evidence, and take several at once, each judged by itself."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assurance.models import EvidenceItem, EvidenceRevision
from assurance.services.evidence import add_file
from assurance.services.evidence_contents import Keeping, Words
from assurance.services.evidence_links import Place
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.rules.documents import clean_name

MOST_FILES = 30
TITLE_LENGTH = 160


@dataclass(frozen=True)
class Verdict:
    """What became of one file: the item it is now, or why it was refused."""

    filename: str
    item: EvidenceItem | None = None
    refusal: str = ""


def add_files(
    *,
    by: User,
    council: Organisation,
    files: Sequence[UploadedFile[Any]],
    words: Words,
    keeping: Keeping | None = None,
    places: Collection[Place] = (),
) -> list[Verdict]:
    """Add each file as an item of its own, under its own name; one refused stops no other.

    Args:
        words: what all of them say; a title is put before the name of each file.

    Raises:
        PermissionDenied: `by` does not hold EVIDENCE_MANAGE in `council`.
        RuleViolationError: `too_many` files at once, or none.
    """
    access.require(by, Permission.EVIDENCE_MANAGE, council=council)
    if not 0 < len(files) <= MOST_FILES:
        raise RuleViolationError(
            "too_many", f"Choose between 1 and {MOST_FILES} files", field="uploads"
        )
    return [_add_one(by, council, file, words, keeping, places) for file in files]


def _add_one(
    by: User,
    council: Organisation,
    file: UploadedFile[Any],
    words: Words,
    keeping: Keeping | None,
    places: Collection[Place],
) -> Verdict:
    name = clean_name(file.name or "")
    stem = name.rpartition(".")[0] or name
    title = f"{words.title.strip()}: {stem}" if words.title.strip() else stem
    own = replace(words, title=title[:TITLE_LENGTH])
    try:
        item = add_file(
            by=by, council=council, file=file, words=own, keeping=keeping, places=places
        )
    except RuleViolationError as error:
        return Verdict(name, refusal=str(error))
    except ValidationError as error:
        return Verdict(name, refusal=" ".join(error.messages))
    return Verdict(name, item)


@transaction.atomic
def open_evidence_file(*, by: User, public_id: UUID, number: int | None = None) -> EvidenceRevision:
    """Return a revision with a file that `by` may read, the latest if no number is given.

    The reading is recorded.

    Raises:
        EvidenceRevision.DoesNotExist: there is none among the evidence that `by` reads.
        RuleViolationError: `source_gone` (consent to tell what it holds does not stand).
        FileNotFoundError: its file is gone from the disk.
    """
    items = EvidenceItem.objects.visible_to(by).filter(public_id=public_id)
    rows = EvidenceRevision.objects.exclude(file="").filter(item__in=items)
    rows = rows.select_related("item__council", "item__story", "item__audit_round")
    revision = rows.get(number=number) if number is not None else rows.order_by("-number")[:1].get()
    if revision.item.source_is_gone:
        raise RuleViolationError("source_gone", "The record it was taken from may not be used")
    if not revision.file.storage.exists(str(revision.file.name)):
        raise FileNotFoundError(revision.file.name)
    activity.record(
        by=by,
        verb="evidence_read",
        target=revision.item,
        council=revision.item.council,
        changes={"sha256": [None, revision.sha256]},
    )
    return revision


def pieces_of(revision: EvidenceRevision) -> Iterator[bytes]:
    """Yield a revision's file piece by piece; it is open only while it is read."""
    with revision.file.storage.open(str(revision.file.name), "rb") as kept:
        yield from kept.chunks()
