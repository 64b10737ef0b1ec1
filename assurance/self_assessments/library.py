"""What references show of the evidence library: pinned figures, and everything else in it.

A reference follows its item: it shows the newest revision until the self-assessment is finished.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from assurance.choices_evidence import EvidenceKind, EvidenceStatus
from assurance.evidence.pins import shown as shown_pin
from assurance.models import EvidenceItem, EvidenceRevision
from assurance.rules.references import Kind, Reference
from assurance.self_assessments.targets import Target
from assurance.words import ON_PAGES, Words, long_date
from core.disclosure import Mode
from core.models import Organisation

FOR_SHARING = Words(Mode.PUBLICATION)
# As many as a list on a page can offer; the library itself is searched elsewhere.
MOST_OFFERED = 200


def in_library(
    council: Organisation, wanted: Sequence[Reference], *, offers: bool
) -> Sequence[Target]:
    """Look figures and documents up: one query, or none where nothing is asked."""
    keys = [reference.key for reference in wanted if reference.kind is not Kind.VOICE]
    if not keys and not offers:
        return []
    today = timezone.localdate()
    which = Q(item__in=keys)
    if offers:
        which |= Q(item__in=EvidenceItem.objects.filter(council=council).counting(today))
    # The newest revision of each item, with what says whether the item stands.
    rows = EvidenceRevision.objects.filter(
        which, item__council=council, number=F("item__revision_number")
    ).select_related("item__story", "item__audit_round")
    newest = rows.order_by("-made_at", "-pk")[: MOST_OFFERED + len(keys)]
    return [_target(row, today) for row in newest]


def _target(row: EvidenceRevision, today: date) -> Target:
    kind = Kind.FIGURE if row.item.kind == EvidenceKind.FIGURE else Kind.EVIDENCE
    reference, trouble = Reference(kind, row.item_id), _trouble(row.item, today)
    if row.pin is None:
        days = _days(row.effective_from, row.effective_to)
        source = f"{row.item.get_kind_display()}, {days}"
        return Target(reference, row.title, row.title, source, trouble, row.title)
    pin = shown_pin(row.pin)
    title = pin.pinned.title
    return Target(
        reference=reference,
        label=f"{title}, {pin.period.label}{_narrowed(pin.only_words)}",
        text=f"{title}: {pin.pinned.words(ON_PAGES)}",
        source=f"{pin.period.label}{_narrowed(pin.only_words)}; our register as of "
        f"{long_date(pin.data_cut_on)}",
        trouble=trouble,
        shared=f"{title}: {pin.pinned.words(FOR_SHARING)}",
    )


def _trouble(item: EvidenceItem, today: date) -> str:
    what = "This figure" if item.kind == EvidenceKind.FIGURE else "This document"
    if item.is_withdrawn:
        return f"{what} was withdrawn"
    if item.source_is_gone:
        return f"What {what.lower()} came from was withdrawn"
    if item.status != EvidenceStatus.APPROVED:
        return f"{what} is not approved"
    if item.link_is_broken(today):
        return "The link to this document is broken"
    return ""


def _narrowed(words: str) -> str:
    return f", {words}" if words else ""


def _days(first: date, last: date | None) -> str:
    return long_date(first) if last is None else f"{long_date(first)} to {long_date(last)}"
