"""Give the demonstration council its evidence, through the services that a council uses."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from reportlab.pdfgen.canvas import Canvas

from assurance.asking import latest_whole_year
from assurance.choices_evidence import EvidenceKind, LinkState
from assurance.demo.evidence_rows import DIRECTOR, ITEMS, QA, ROUND, STORY, Item
from assurance.demo.people import DOMAIN
from assurance.evidence.frameworks import framework_now
from assurance.models import EvidenceItem
from assurance.services.evidence import add_file, add_link, add_note
from assurance.services.evidence_contents import Keeping, Words
from assurance.services.evidence_links import Place
from assurance.services.evidence_pins import pin_figure
from assurance.services.evidence_standing import approve, record_link_check, withdraw
from audit.choices import RoundStatus
from audit.models import AuditRound, StoryOfDifference
from core.models import Organisation, User
from safeguard.choices import RISK_LOWERED, RiskOutcome
from safeguard.models import Enquiry

DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Desk:
    """What every item is made with."""

    council: Organisation
    as_of: date
    people: dict[str, User]
    places: dict[tuple[str, ...], Place]

    def day(self, months_ago: int) -> date:
        return self.as_of - timedelta(days=DAYS_A_MONTH * months_ago)


@transaction.atomic
def make_demo_evidence(*, council: Organisation, as_of: date) -> int:
    """Make the evidence once. Returns how many items it made."""
    if EvidenceItem.objects.filter(council=council).exists():
        return 0
    people = {
        user.email.removesuffix(f"@{DOMAIN}"): user
        for user in User.objects.filter(email__endswith=f"@{DOMAIN}")
    }
    desk = Desk(council, as_of, people, _places(as_of))
    for row in ITEMS:
        _make(desk, row)
    return len(ITEMS)


def _places(as_of: date) -> dict[tuple[str, ...], Place]:
    """Return the place that each statement, category and line of the rows stands for."""
    framework = framework_now(as_of)
    if framework is None:
        return {}
    statements = {each.code: each for each in framework.statements.all()}
    categories = {each.code: each for each in framework.categories.all()}
    entries = {each.code: each for each in framework.entries.all()}
    return {
        key: Place(
            statements[key[0]],
            categories[key[1]],
            required_evidence=entries[key[2]] if len(key) > 2 else None,
        )
        for row in ITEMS
        for key in row.places
    }


def _make(desk: Desk, row: Item) -> None:
    by = desk.people[row.adder]
    first, last = row.months
    data: dict[str, Any] = {
        "by": by,
        "council": desk.council,
        "words": Words(
            row.title,
            desk.day(first),
            None if last is None else desk.day(last),
            row.shows,
            row.strength,
        ),
        "keeping": _keeping(desk, row),
        "places": [desk.places[key] for key in row.places if desk.places],
    }
    item = _added(desk, row, data)
    if row.kind == EvidenceKind.LINK and row.link_state != LinkState.NOT_CHECKED:
        # As it was when it was approved; found otherwise since, where the row says so.
        record_link_check(by=by, item=item, state=LinkState.WORKING, on=desk.day(2))
    if row.is_approved and not row.withdrawn:
        approver = DIRECTOR if row.adder == QA else QA
        approve(by=desk.people[approver], item=item, after=1)
    if row.kind == EvidenceKind.LINK and row.link_state != LinkState.NOT_CHECKED:
        record_link_check(by=by, item=item, state=row.link_state, on=desk.day(1))
    if row.withdrawn:
        withdraw(by=by, item=item, reason=row.withdrawn)


def _added(desk: Desk, row: Item, data: dict[str, Any]) -> EvidenceItem:
    match row.kind:
        case EvidenceKind.FILE:
            return add_file(file=_pdf(row), **data)
        case EvidenceKind.LINK:
            return add_link(url=row.content, **data)
        case EvidenceKind.NOTE:
            return add_note(text=row.content, **data)
        case _:
            return _pinned(desk, row, data)


def _pinned(desk: Desk, row: Item, data: dict[str, Any]) -> EvidenceItem:
    """Pin a figure; one of them as if a single record had said something else at the time."""
    period = latest_whole_year(desk.as_of)
    case = Enquiry.objects.filter(
        council=desk.council,
        kind="s42",
        concluded_on__range=(period.start, period.end),
        risk_outcome__in=RISK_LOWERED,
    ).order_by("pk")[:1]
    changed = case.first() if row.changes_later else None
    if changed is not None:
        Enquiry.objects.filter(pk=changed.pk).update(risk_outcome=RiskOutcome.REMAINED)
    item = pin_figure(measure=row.content, period=period, **data)
    if changed is not None:
        Enquiry.objects.filter(pk=changed.pk).update(risk_outcome=changed.risk_outcome)
    return item


def _keeping(desk: Desk, row: Item) -> Keeping:
    told = StoryOfDifference.objects.filter(
        council=desk.council,
        consent_given=True,
        withdrawn_on__isnull=True,
        reviewed_at__isnull=False,
    )
    closed = AuditRound.objects.filter(council=desk.council, status=RoundStatus.CLOSED)
    closed = closed.figures_visible_to(desk.people[row.adder])
    return Keeping(
        owner=desk.people[row.owner],
        review_on=None if row.review_in is None else desk.day(-row.review_in),
        story=told.order_by("pk").first() if row.source == STORY else None,
        audit_round=closed.order_by("-ends_on", "pk").first() if row.source == ROUND else None,
    )


def _pdf(row: Item) -> SimpleUploadedFile:
    """Return a page that says what it is, and that it is invented."""
    held = io.BytesIO()
    page = Canvas(held, invariant=True)
    page.drawString(72, 760, row.title)
    page.drawString(72, 730, row.content)
    page.drawString(72, 700, "Invented for a demonstration.")
    page.save()
    return SimpleUploadedFile(f"{row.title}.pdf", held.getvalue())
