"""Chosen evidence as one sealed file, with an index, figures in words, and reports if wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assurance.choices_evidence import EvidenceKind
from assurance.choices_voices import UseKind
from assurance.evidence.frameworks import framework_now
from assurance.evidence.pins import shown as pin_shown
from assurance.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceRevision,
    SelfAssessment,
    SharedSet,
)
from assurance.reports.blocks import Block, Document, Heading, Note, Paragraph, Table
from assurance.reports.self_assessment import self_assessment_document
from assurance.self_assessments.content import content_of
from assurance.self_assessments.document import document_of
from assurance.services.evidence_files import pieces_of
from assurance.services.reports import WRITERS, Format, make_theme3_report
from assurance.services.self_assessment_signing import note_quotes
from assurance.words import Words, long_date
from core import access
from core.csv_out import write_csv
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.exports import record_export
from core.models import User
from core.periods import Period
from core.permissions import Permission
from core.sealed_zip import PACK, Entry, write_sealed

KIND = "evidence_pack"
MARKING = "Evidence chosen for its readers: not for publication"
COLUMNS = (
    "Statement",
    "Category",
    "Title",
    "Kind",
    "From",
    "To",
    "Strength",
    "File or address",
    "SHA-256",
)
MOST_BYTES = 2 * 1024**3
UNSAFE = re.compile(r"[^\w.\- ]+")
LONGEST_NAME = 80
UNLINKED = "Not linked to a statement"


@dataclass(frozen=True)
class EvidencePack:
    """The file, open at its start, to be handed over and closed."""

    filename: str
    stream: IO[bytes]
    size: int


@dataclass(frozen=True)
class Line:
    """One piece of evidence under one statement, and where it is in the pack."""

    statement: str
    category: str
    item: EvidenceItem
    where: str
    sha256: str


@transaction.atomic
def export_evidence_pack(
    *,
    by: User,
    shared_set: SharedSet,
    reason: str,
    report_period: Period | None = None,
    with_self_assessment: bool = False,
) -> EvidencePack:
    """Pack the evidence of a set that counts today; what does not is named and left out.

    Args:
        report_period: adds the assurance report of that period, with small numbers hidden. It is
            entered in the ledger of releases as any report for sharing.
        with_self_assessment: adds the newest finished self-assessment.

    Raises:
        PermissionDenied: `by` does not hold SHARE_EVIDENCE in the council of the set; with a
            report, REPORT_MAKE too.
        RuleViolationError: `no_reason`; `nothing`: nothing of it counts; `too_large`; `file_gone`,
            named; `no_self_assessment`: none is finished; or what the report is refused for.
    """
    council = shared_set.council
    access.require(by, Permission.SHARE_EVIDENCE, council=council)
    today = timezone.localdate()
    rows = shared_set.items.select_related("evidence__story", "evidence__audit_round")
    items = [row.evidence for row in rows]
    counting = [item for item in items if item.may_leave(today)]
    if not counting:
        raise RuleViolationError("nothing", "Nothing in the set counts as evidence today")
    revisions = _revisions(counting)
    _check_size(revisions.values())
    lines, entries = _lines_and_entries(counting, revisions)
    entries += _extras(by, shared_set, report_period, with_self_assessment, today)
    left_out = [name_outside(item) for item in items if item not in counting]
    page = index_document(shared_set, lines, left_out, made_on=today)
    entries += [
        Entry.of("index.html", WRITERS[Format.HTML](page)),
        Entry.of("index.csv", write_csv(COLUMNS, [_cells(line) for line in lines])),
    ]
    about = {
        "council": council.name,
        "title": shared_set.title,
        "made_on": today.isoformat(),
        "software": settings.VERSION,
        "set": str(shared_set.public_id),
    }
    filename = f"evidence-pack-{council.code}-{today.isoformat()}.zip"
    # Handed over to whoever asked for it, who closes it; nothing is left on the disk.
    with ExitStack() as until_it_is_whole:
        stream = until_it_is_whole.enter_context(TemporaryFile())
        files = _write(stream, entries, about)
        record_export(
            by=by,
            council=council,
            kind=KIND,
            filename=filename,
            content=stream,
            reason=reason,
            parameters={
                "set": str(shared_set.public_id),
                "files": files,
                "report": report_period.label if report_period else "",
                "self_assessment": with_self_assessment,
            },
            rows=len(counting),
        )
        until_it_is_whole.pop_all()
    size = stream.seek(0, 2)
    stream.seek(0)
    return EvidencePack(filename, stream, size)


def _write(stream: IO[bytes], entries: Iterable[Entry], about: Mapping[str, str]) -> int:
    try:
        return write_sealed(stream, entries, about, PACK)
    except FileNotFoundError as error:
        raise RuleViolationError(
            "file_gone", f"A file is gone from the disk: {error}. Add it to the library again"
        ) from error


def index_document(
    shared_set: SharedSet, lines: Iterable[Line], left_out: Iterable[str], *, made_on: date
) -> Document:
    """Lay out the index: what the pack holds, statement by statement."""
    by_statement: dict[str, list[Line]] = {}
    for line in lines:
        by_statement.setdefault(line.statement, []).append(line)
    blocks: list[Block] = [Heading("What this pack holds")]
    if shared_set.purpose:
        blocks.append(Paragraph(shared_set.purpose))
    blocks.append(Note("The size and SHA-256 of every file are in manifest.json."))
    columns = ("Evidence", "Category", "About", "Where")
    for statement, found in by_statement.items():
        rows = tuple(
            (each.item.title, each.category, _days(each.item), each.where) for each in found
        )
        blocks += [Heading(statement, 2), Table(f"Evidence: {statement}", columns, rows)]
    if names := tuple(left_out):
        blocks.append(Heading("Chosen, but not packed", 2))
        blocks.append(Paragraph(f"These cannot be shown now: {'; '.join(names)}."))
    return Document(
        title="Evidence pack",
        subtitle=shared_set.title,
        council=shared_set.council.name,
        period_label=f"Chosen up to {long_date(made_on)}",
        made_on=long_date(made_on),
        status="Signed off",
        marking=MARKING,
        blocks=tuple(blocks),
    )


def _lines_and_entries(
    items: Iterable[EvidenceItem], revisions: dict[int, EvidenceRevision]
) -> tuple[list[Line], list[Entry]]:
    """Return the lines of the index, by statement, and one entry for each piece."""
    kept = list(items)
    entries: list[Entry] = []
    where: dict[int, str] = {}
    for place, item in enumerate(kept, start=1):
        revision = revisions[item.pk]
        if item.kind == EvidenceKind.LINK:
            where[item.pk] = revision.url
            continue
        entry = _entry(place, item, revision)
        where[item.pk] = entry.path
        entries.append(entry)
    placed = {item.pk: list(_places(item)) for item in kept}
    lines = [
        Line(statement, category, item, where[item.pk], revisions[item.pk].sha256)
        for item in kept
        for statement, category in placed[item.pk] or [(UNLINKED, "-")]
    ]
    return sorted(lines, key=lambda line: (line.statement, line.category, line.item.title)), entries


def _places(item: EvidenceItem) -> Iterator[tuple[str, str]]:
    framework = framework_now(timezone.localdate())
    links = EvidenceLink.objects.filter(item=item, statement__framework=framework)
    for link in links.select_related("statement", "category"):
        yield str(link.statement), link.category.label


def _entry(place: int, item: EvidenceItem, revision: EvidenceRevision) -> Entry:
    stem = f"evidence/{place:03d}-"
    if item.kind == EvidenceKind.FILE:
        return Entry(stem + safe_name(revision.filename), partial(pieces_of, revision))
    return Entry.of(f"{stem}{item.kind}.txt", in_words(revision).encode())


def name_outside(item: EvidenceItem) -> str:
    """Return what an index may call what is not packed: of a story, not even its title."""
    return item.title if item.story is None else "a story that may not be told"


def safe_name(filename: str) -> str:
    """Return a file's name without what could mean a folder, or something to a shell."""
    return UNSAFE.sub("_", filename).strip(". ")[-LONGEST_NAME:] or "file"


def in_words(revision: EvidenceRevision) -> str:
    """Return a note, or a pinned figure with small numbers hidden, as plain text."""
    if revision.pin is None:
        return f"{revision.title}\n\n{revision.text}\n"
    pin = pin_shown(revision.pin)
    lines = (
        revision.title,
        "",
        f"{pin.pinned.title}: {pin.pinned.words(Words(Mode.PUBLICATION))}",
        f"Period: {pin.period.label}",
        f"Cases counted: {pin.only_words or 'all'}",
        f"Data as of {long_date(pin.data_cut_on)}, counted by version {pin.code_version}",
        f"What it says: {revision.pin['figure']['meaning']}",
        f"Mark of its definition: {pin.definition}",
    )
    return "\n".join(lines) + "\n"


def _extras(
    by: User,
    shared_set: SharedSet,
    period: Period | None,
    with_self_assessment: bool,
    today: date,
) -> list[Entry]:
    found = []
    if period is not None:
        made = make_theme3_report(
            by=by,
            council=shared_set.council,
            start=period.start,
            end=period.end,
            fmt=Format.PDF,
            mode=Mode.PUBLICATION,
            prepared_for=shared_set.title[:100],
            status="Signed off",
        )
        found.append(Entry.of(f"reports/{made.filename}", made.content))
    if with_self_assessment:
        rows = SelfAssessment.objects.filter(
            council=shared_set.council, finished_at__isnull=False
        ).select_related("council", "framework")
        newest = rows.order_by("-finished_at").first()
        if newest is None:
            raise RuleViolationError(
                "no_self_assessment",
                "No self-assessment is finished yet",
                field="with_self_assessment",
            )
        document = self_assessment_document(document_of(newest, Mode.PUBLICATION), made_on=today)
        note_quotes(
            by, content_of(newest), title=shared_set.title, kind=UseKind.PACK, has_left=True
        )
        found.append(Entry.of("reports/self-assessment.pdf", WRITERS[Format.PDF](document)))
    return found


def _revisions(items: Iterable[EvidenceItem]) -> dict[int, EvidenceRevision]:
    numbers = {item.pk: item.revision_number for item in items}
    rows = EvidenceRevision.objects.filter(item__in=numbers)
    return {row.item_id: row for row in rows if row.number == numbers[row.item_id]}


def _check_size(revisions: Iterable[EvidenceRevision]) -> None:
    total = sum(row.size for row in revisions)
    if total > MOST_BYTES:
        raise RuleViolationError(
            "too_large",
            f"The files come to {total / 1024**2:,.0f} MB; a pack holds up to 2,048 MB",
        )


def _days(item: EvidenceItem) -> str:
    last = f" to {long_date(item.effective_to)}" if item.effective_to else ""
    return f"{long_date(item.effective_from)}{last}"


def _cells(line: Line) -> tuple[object, ...]:
    item = line.item
    return (
        line.statement,
        line.category,
        item.title,
        item.get_kind_display(),
        item.effective_from,
        item.effective_to,
        item.get_strength_display(),
        line.where,
        line.sha256,
    )
