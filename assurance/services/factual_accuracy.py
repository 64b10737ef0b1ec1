"""Keep the factual accuracy check of a draft report: its clock, its points, its response."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assurance.choices_visit import PointDecision
from assurance.models import AccuracyCheck, AccuracyPoint, EvidenceItem, QualityStatement
from assurance.services.rows import add, change, lock
from core import access
from core.calendars import calendar_of
from core.errors import CHANGED, RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

# CQC gives councils 10 working days (product.md 8); a council may enter the day its letter names.
WORKING_DAYS = 10


@transaction.atomic
def open_check(
    *,
    by: User,
    council: Organisation,
    title: str,
    received_on: date,
    owner: User | None = None,
) -> AccuracyCheck:
    """Enter a draft report. The response is due ten working days after the day it came.

    The day it came is day 0; if it is not a working day, the next working day is.

    Raises:
        PermissionDenied: `by` does not hold VISIT_MANAGE in `council`.
        RuleViolationError: `taken`; `in_the_future`.
        ValidationError: the title is missing, or the draft is entered already.
    """
    access.require(by, Permission.VISIT_MANAGE, council=council)
    _not_in_the_future(received_on, "received_on")
    check = AccuracyCheck(
        council=council,
        title=title.strip(),
        received_on=received_on,
        due_on=calendar_of(council).due_on(received_on, WORKING_DAYS),
        owner=owner,
    )
    taken = "Somebody entered this draft just now"
    add(by, check, "accuracy_check_opened", council, taken=taken)
    return check


@transaction.atomic
def move_due_day(*, by: User, check: AccuracyCheck, due_on: date, reason: str) -> AccuracyCheck:
    """Change the day on which the response is due, and say why.

    Raises:
        PermissionDenied: as `open_check`.
        RuleViolationError: `sent`: the response is out; `no_reason`.
        ValidationError: it would be due before the draft came.
    """
    held = lock(by, check, Permission.VISIT_MANAGE)
    _not_sent(held)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why the day is another", field="reason")
    columns = {"due_on": due_on, "due_reason": reason.strip()}
    change(by, held, "accuracy_due_day_moved", held.council, columns)
    return held


@transaction.atomic
def add_point(
    *,
    by: User,
    check: AccuracyCheck,
    statement: QualityStatement | None = None,
    evidence: Iterable[EvidenceItem] = (),
    **words: str,
) -> AccuracyPoint:
    """Add a point to the check.

    Args:
        words: `place`, `draft_says`, `kind`, `proposed`, `evidence_for`, `evidence_against`.

    Raises:
        PermissionDenied: as `open_check`.
        RuleViolationError: `sent`; `elsewhere`: the evidence is another council's.
        ValidationError: something is missing.
    """
    held = lock(by, check, Permission.VISIT_MANAGE)
    _not_sent(held)
    chosen = _of_council(held, evidence)
    last = held.points.aggregate(last=Max("number"))["last"] or 0
    point = AccuracyPoint(check_of=held, number=last + 1, statement=statement, **_trimmed(words))
    add(by, point, "accuracy_point_added", held.council)
    point.evidence.set(chosen)
    return point


@transaction.atomic
def change_point(
    *,
    by: User,
    point: AccuracyPoint,
    version: int,
    statement: QualityStatement | None = None,
    evidence: Iterable[EvidenceItem] = (),
    **words: str,
) -> AccuracyPoint:
    """Change a point. See `add_point`.

    Raises:
        RuleViolationError: also `changed_meanwhile`: somebody else saved the point since `version`.
    """
    held = lock(by, point.check_of, Permission.VISIT_MANAGE)
    _not_sent(held)
    row = _lock_point(held, point, version)
    chosen = _of_council(held, evidence)
    was = sorted(row.evidence.values_list("pk", flat=True))
    row.evidence.set(chosen)
    now = sorted(item.pk for item in chosen)
    beside = {"evidence": [str(was), str(now)]} if was != now else {}
    columns = {**_trimmed(words), "statement": statement, "version": row.version + 1}
    change(by, row, "accuracy_point_changed", held.council, columns, beside=beside)
    return row


@transaction.atomic
def decide_point(
    *, by: User, point: AccuracyPoint, version: int, decision: str, reason: str = ""
) -> AccuracyPoint:
    """Say whether a point goes into the response. Nothing is decided by rule.

    Raises:
        PermissionDenied, RuleViolationError: as `change_point`.
        ValidationError: it is left out and no reason is given.
    """
    held = lock(by, point.check_of, Permission.VISIT_MANAGE)
    _not_sent(held)
    row = _lock_point(held, point, version)
    columns = {
        "decision": decision,
        "decision_reason": reason.strip(),
        "version": row.version + 1,
    }
    change(by, row, "accuracy_point_decided", held.council, columns)
    return row


@transaction.atomic
def mark_sent(*, by: User, check: AccuracyCheck, sent_on: date) -> AccuracyCheck:
    """Record that the response was sent. Its points do not change afterwards.

    Raises:
        PermissionDenied: as `open_check`.
        RuleViolationError: `sent`; `undecided`: points that nobody decided on, named by number;
            `in_the_future`.
        ValidationError: it would be sent before the draft came.
    """
    held = lock(by, check, Permission.VISIT_MANAGE)
    _not_sent(held)
    _not_in_the_future(sent_on, "sent_on")
    undecided = held.points.filter(decision=PointDecision.OPEN).values_list("number", flat=True)
    if undecided:
        numbers = ", ".join(str(number) for number in undecided)
        raise RuleViolationError("undecided", f"Decide first on point {numbers}")
    change(by, held, "accuracy_response_sent", held.council, {"sent_on": sent_on})
    return held


@transaction.atomic
def record_outcome(
    *, by: User, point: AccuracyPoint, version: int, outcome: str, note: str, answered_on: date
) -> AccuracyPoint:
    """Record what the assessor answered to a point that was sent.

    Raises:
        PermissionDenied: as `open_check`.
        RuleViolationError: `not_sent`; `changed_meanwhile`; `in_the_future`.
        ValidationError: the point was not sent, or the day is before the response.
    """
    held = lock(by, point.check_of, Permission.VISIT_MANAGE)
    if held.sent_on is None:
        raise RuleViolationError("not_sent", "The response is not sent yet")
    _not_in_the_future(answered_on, "answered_on")
    row = _lock_point(held, point, version)
    columns = {"outcome": outcome, "outcome_note": note.strip(), "version": row.version + 1}
    change(by, row, "accuracy_point_answered", held.council, columns)
    change(by, held, "accuracy_check_answered", held.council, {"answered_on": answered_on})
    return row


def _lock_point(held: AccuracyCheck, point: AccuracyPoint, version: int) -> AccuracyPoint:
    row = held.points.select_for_update().get(pk=point.pk)
    if row.version != version:
        raise RuleViolationError(CHANGED, "Somebody else saved this point while you were writing")
    return row


def _not_sent(held: AccuracyCheck) -> None:
    if held.sent_on is not None:
        raise RuleViolationError("sent", "The response was sent. Its points do not change now")


def _not_in_the_future(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise RuleViolationError("in_the_future", "The day is in the future", field=field)


def _of_council(held: AccuracyCheck, evidence: Iterable[EvidenceItem]) -> list[EvidenceItem]:
    chosen = list(evidence)
    if any(item.council_id != held.council_id for item in chosen):
        raise RuleViolationError(
            "elsewhere", "This evidence belongs to another council", field="evidence"
        )
    return chosen


def _trimmed(words: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in words.items()}
