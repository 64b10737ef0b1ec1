"""Keep an information return: its items, their owners and days, and the evidence that answers."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assurance.choices_visit import ReturnItemStatus
from assurance.models import (
    EvidenceItem,
    Framework,
    InformationReturn,
    OfficialWording,
    ReturnDocument,
    ReturnItem,
)
from assurance.models.framework import EntryKind
from assurance.rules.information_return import due_day
from assurance.services.rows import add, change, lock
from core import access, activity
from core.errors import CHANGED, RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

FRAMEWORK = "cqc-la"


@transaction.atomic
def open_return(
    *,
    by: User,
    council: Organisation,
    title: str,
    notice_on: date,
    visit_on: date | None = None,
) -> InformationReturn:
    """Open a return from the items of the framework in force on the day of the notice.

    Each item is due so many calendar days after the notice as the framework says.

    Raises:
        PermissionDenied: `by` does not hold VISIT_MANAGE in `council`.
        RuleViolationError: `no_framework`: none is in force that day; `taken`.
        ValidationError: the title is missing or taken, or the visit is before the notice.
    """
    access.require(by, Permission.VISIT_MANAGE, council=council)
    framework = Framework.objects.in_force(FRAMEWORK, on=notice_on)
    if framework is None:
        raise RuleViolationError(
            "no_framework",
            "No version of the framework was in force on this day. Load one first",
            field="notice_on",
        )
    opened = InformationReturn(
        council=council,
        framework=framework,
        title=title.strip(),
        notice_on=notice_on,
        visit_on=visit_on,
    )
    taken = "Somebody opened a return of this title just now"
    add(by, opened, "information_return_opened", council, taken=taken)
    entries = list(framework.entries.filter(kind=EntryKind.INFORMATION_ITEM).order_by("order"))
    official = OfficialWording.objects.filter(council=council, entry__in=entries)
    words = dict(official.values_list("entry_id", "text"))
    ReturnItem.objects.bulk_create(
        ReturnItem(
            of_return=opened,
            entry=entry,
            order=place,
            number=entry.ir_number,
            text=words.get(entry.pk, entry.text),
            look_back_months=entry.look_back_months,
            due_on=due_day(notice_on, entry.due_days),
        )
        for place, entry in enumerate(entries, start=1)
    )
    return opened


@transaction.atomic
def add_item(
    *,
    by: User,
    information_return: InformationReturn,
    text: str,
    due_on: date,
    number: str = "",
    look_back_months: int | None = None,
    owner: User | None = None,
) -> ReturnItem:
    """Add something the letter asks for and the framework does not have.

    Raises:
        PermissionDenied: as `open_return`.
        RuleViolationError: `sent`; `before_the_notice`.
        ValidationError: the text is missing.
    """
    held = _lock(by, information_return)
    _check_day(held, due_on)
    last = held.items.aggregate(last=Max("order"))["last"] or 0
    item = ReturnItem(
        of_return=held,
        order=last + 1,
        number=number.strip(),
        text=text.strip(),
        due_on=due_on,
        look_back_months=look_back_months,
        owner=owner,
    )
    taken = "Somebody added an item just now: try again"
    add(by, item, "return_item_added", held.council, taken=taken)
    return item


@transaction.atomic
def change_item(
    *,
    by: User,
    item: ReturnItem,
    version: int,
    text: str,
    number: str,
    due_on: date,
    look_back_months: int | None,
    owner: User | None,
    status: str,
    answer: str,
) -> ReturnItem:
    """Change an item: its words, who sees to it and by when, and how far the answer has come.

    Raises:
        PermissionDenied: as `open_return`.
        RuleViolationError: `sent`; `changed_meanwhile`: somebody else saved it since `version`;
            `before_the_notice`; `nothing_there`: ready, with neither an answer nor evidence.
        ValidationError: nothing is held and no reason is given, or the text is missing.
    """
    held = _lock(by, item.of_return)
    row = _lock_item(held, item, version)
    _check_day(held, due_on)
    if status == ReturnItemStatus.READY and not answer.strip() and not row.documents.exists():
        raise RuleViolationError(
            "nothing_there",
            "Choose evidence for the item, or write the answer, before it is ready",
            field="status",
        )
    columns = {
        "text": text.strip(),
        "number": number.strip(),
        "due_on": due_on,
        "look_back_months": look_back_months,
        "owner": owner,
        "status": status,
        "answer": answer.strip(),
        "version": row.version + 1,
    }
    change(by, row, "return_item_changed", held.council, columns)
    return row


@transaction.atomic
def choose_evidence(
    *, by: User, item: ReturnItem, evidence: EvidenceItem, pointer: str = ""
) -> ReturnDocument:
    """Answer an item with a piece of the library. One piece may answer many items.

    Raises:
        PermissionDenied: as `open_return`.
        RuleViolationError: `sent`; `elsewhere`; `not_approved`; `taken`.
        ValidationError: it is chosen for the item already.
    """
    held = _lock(by, item.of_return)
    if evidence.council_id != held.council_id:
        raise RuleViolationError("elsewhere", "This evidence belongs to another council")
    if not evidence.may_leave(timezone.localdate()):
        raise RuleViolationError(
            "not_approved",
            "Only evidence that counts, and that everybody may hear of, is sent out",
            field="evidence",
        )
    document = ReturnDocument(item=item, evidence=evidence, pointer=pointer.strip())
    taken = "Somebody chose this evidence just now"
    add(by, document, "return_evidence_chosen", held.council, taken=taken)
    if item.status == ReturnItemStatus.NOT_STARTED:
        held.items.filter(pk=item.pk).update(status=ReturnItemStatus.GATHERING)
    return document


@transaction.atomic
def drop_evidence(*, by: User, document: ReturnDocument) -> None:
    """Take a piece of evidence away from an item. The piece itself stays in the library.

    An item that was ready and now has nothing goes back to being gathered.

    Raises:
        PermissionDenied: as `open_return`.
        RuleViolationError: `sent`.
    """
    held = _lock(by, document.item.of_return)
    activity.record(
        by=by,
        verb="return_evidence_dropped",
        target=document,
        council=held.council,
        changes={"evidence": [str(document.evidence_id), None]},
    )
    item = document.item
    document.delete()
    if item.status == ReturnItemStatus.READY and not item.answer and not item.documents.exists():
        held.items.filter(pk=item.pk).update(status=ReturnItemStatus.GATHERING)


@transaction.atomic
def mark_return_sent(
    *, by: User, information_return: InformationReturn, sent_on: date
) -> InformationReturn:
    """Record that the return was sent. What was not settled by then stays to be seen.

    Raises:
        PermissionDenied: as `open_return`.
        RuleViolationError: `sent`; `in_the_future`.
        ValidationError: it would be sent before the notice came.
    """
    held = _lock(by, information_return)
    if sent_on > timezone.localdate():
        raise RuleViolationError("in_the_future", "The day is in the future", field="sent_on")
    change(by, held, "information_return_sent", held.council, {"sent_on": sent_on})
    return held


@transaction.atomic
def change_days(
    *,
    by: User,
    information_return: InformationReturn,
    notice_on: date,
    visit_on: date | None,
) -> InformationReturn:
    """Correct the day of the notice or of the visit. Days of items move with the notice.

    Raises:
        PermissionDenied: as `open_return`.
        RuleViolationError: `sent`.
        ValidationError: the visit would be before the notice.
    """
    held = _lock(by, information_return)
    moved = notice_on - held.notice_on
    if moved:
        rows = list(held.items.select_for_update())
        for row in rows:
            row.due_on += moved
        ReturnItem.objects.bulk_update(rows, ["due_on"])
    columns = {"notice_on": notice_on, "visit_on": visit_on}
    change(by, held, "information_return_days_changed", held.council, columns)
    return held


def _lock(by: User, information_return: InformationReturn) -> InformationReturn:
    held = lock(by, information_return, Permission.VISIT_MANAGE)
    if held.sent_on is not None:
        raise RuleViolationError("sent", "The return was sent. It does not change now")
    return held


def _lock_item(held: InformationReturn, item: ReturnItem, version: int) -> ReturnItem:
    row = held.items.select_for_update().get(pk=item.pk)
    if row.version != version:
        raise RuleViolationError(CHANGED, "Somebody else saved this item while you were writing")
    return row


def _check_day(held: InformationReturn, due_on: date) -> None:
    if due_on < held.notice_on:
        raise RuleViolationError(
            "before_the_notice", "An item cannot be due before the notice came", field="due_on"
        )
