"""An information return as one ZIP file: an index, and the files that answer each item."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from assurance.choices_evidence import EvidenceKind
from assurance.models import EvidenceRevision, InformationReturn
from assurance.reports.blocks import Document, Heading, Note, Paragraph, Table
from assurance.services.evidence_files import pieces_of
from assurance.services.evidence_packs import in_words, name_outside, safe_name
from assurance.services.reports import WRITERS, Format
from assurance.visit.return_shown import DocumentShown, ItemShown, return_shown
from assurance.words import long_date
from core import access
from core.csv_out import write_csv
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import User
from core.permissions import Permission

KIND = "information_return"
MARKING = "Information return: for the assessor"
COLUMNS = (
    "Item",
    "Number in the letter",
    "Asked for",
    "Status",
    "Answer",
    "Evidence",
    "Where in it",
    "File or address",
    "SHA-256",
)
# Larger evidence is better sent as links; a return of this size is refused by most portals.
MOST_BYTES = 500 * 1024 * 1024
NOT_PACKED = "Cannot be shown now: not packed"
# A fixed time, so that equal content gives an equal file.
STAMP = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class ReturnFile:
    """The file, ready to hand over."""

    filename: str
    content: bytes


@dataclass(frozen=True)
class Line:
    """One line of the index: an item, and one piece of evidence if it has any."""

    item: ItemShown
    evidence: str = ""
    pointer: str = ""
    where: str = ""
    sha256: str = ""


@transaction.atomic
def export_return(*, by: User, information_return: InformationReturn, reason: str) -> ReturnFile:
    """Pack the return: index.html to read, index.csv to count, a folder for each item with files.

    Evidence that no longer counts is named in the index and not packed.

    Raises:
        PermissionDenied: `by` does not hold VISIT_MANAGE in the council of the return.
        RuleViolationError: `no_reason`; `too_large`; `file_gone`: a file is not on the disk, named.
    """
    access.require(by, Permission.VISIT_MANAGE, council=information_return.council)
    today = timezone.localdate()
    items = return_shown(information_return, today=today).items
    latest = _latest(items)
    _check_size(latest.values())
    out = io.BytesIO()
    lines: list[Line] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for item in items:
            lines += _pack_item(packed, item, latest)
        csv = write_csv(COLUMNS, [_cells(line) for line in lines])
        packed.writestr(_entry("index.csv"), csv)
        page = WRITERS[Format.HTML](index_document(information_return, lines, made_on=today))
        packed.writestr(_entry("index.html"), page)
    content = out.getvalue()
    council = information_return.council
    filename = f"information-return-{council.code}-{information_return.notice_on:%Y-%m-%d}.zip"
    record_export(
        by=by,
        council=council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={"return": str(information_return.public_id), "items": len(items)},
        rows=len(lines),
    )
    return ReturnFile(filename, content)


def index_document(
    information_return: InformationReturn, lines: list[Line], *, made_on: date
) -> Document:
    """Lay out the index as a page: what each item is answered with."""
    rows = tuple(
        (
            f"{line.item.item.order}",
            line.item.item.text,
            line.item.item.get_status_display(),
            line.evidence or line.item.item.answer or "Nothing chosen",
            ", ".join(part for part in (line.where, line.pointer) if part) or "-",
        )
        for line in lines
    )
    columns = ("Item", "Asked for", "Status", "Answered with", "Where")
    answers = [
        block
        for line in {line.item.item.pk: line for line in lines}.values()
        if line.item.item.answer
        for block in (
            Heading(f"Item {line.item.item.order}", 2),
            Paragraph(line.item.item.answer),
        )
    ]
    return Document(
        title="Information return",
        subtitle=information_return.title,
        council=information_return.council.name,
        period_label=f"Notice of {long_date(information_return.notice_on)}",
        made_on=long_date(made_on),
        marking=MARKING,
        blocks=(
            Heading("Index"),
            Note("Files are in a folder for each item. Sums of the files are in index.csv."),
            Table("Items in the order of the request", columns, rows),
            *((Heading("Answers in words"), *answers) if answers else ()),
        ),
    )


def _pack_item(
    packed: zipfile.ZipFile, item: ItemShown, latest: dict[int, EvidenceRevision]
) -> Iterator[Line]:
    if not item.documents:
        yield Line(item)
    for place, shown in enumerate(item.documents, start=1):
        title, pointer = shown.document.evidence.title, shown.document.pointer
        if not shown.counts:
            yield Line(item, name_outside(shown.document.evidence), "", NOT_PACKED)
            continue
        revision = latest[shown.document.evidence_id]
        where = _where(packed, item, place, shown, revision)
        yield Line(item, title, pointer, where, revision.sha256)


def _where(
    packed: zipfile.ZipFile,
    item: ItemShown,
    place: int,
    shown: DocumentShown,
    revision: EvidenceRevision,
) -> str:
    kind = shown.document.evidence.kind
    if kind == EvidenceKind.LINK:
        return revision.url
    stem = f"item-{item.item.order:02d}/{place:02d}-"
    if kind == EvidenceKind.FILE:
        path = stem + safe_name(revision.filename)
        try:
            with packed.open(_entry(path), "w", force_zip64=True) as kept:
                for piece in pieces_of(revision):
                    kept.write(piece)
        except FileNotFoundError as error:
            raise RuleViolationError(
                "file_gone", f"The file of “{revision.title}” is gone. Add it to the library again"
            ) from error
        return path
    path = f"{stem}{kind}.txt"
    packed.writestr(_entry(path), in_words(revision))
    return path


def _latest(items: tuple[ItemShown, ...]) -> dict[int, EvidenceRevision]:
    keys = [each.document.evidence_id for item in items for each in item.documents]
    rows = EvidenceRevision.objects.filter(item__in=keys).order_by("number")
    return {row.item_id: row for row in rows}


def _check_size(revisions: object) -> None:
    total = sum(row.size for row in revisions)  # type: ignore[attr-defined]
    if total > MOST_BYTES:
        raise RuleViolationError(
            "too_large",
            f"The files come to {total / 1024 / 1024:,.0f} MB; a return holds up to 500 MB. "
            "Send the largest as links",
        )


def _cells(line: Line) -> tuple[object, ...]:
    item = line.item.item
    return (
        item.order,
        item.number,
        item.text,
        item.get_status_display(),
        item.answer,
        line.evidence,
        line.pointer,
        line.where,
        line.sha256,
    )


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
