"""Write to agencies whose return is due: by the board's manager, and by itself each morning.

A message says which return is due and when. It holds no answer, and names no other agency.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import access
from core.errors import RuleViolationError
from core.models import ActivityEvent, User
from core.permissions import Permission
from sab.models import AssuranceReturn, Representative, ReturnCycle
from sab.rules.returns import WRITABLE, is_reminder_day
from sab.services.boards import has_account, note, require_in_board

VERB = "return_chased"
SUBJECT = "A return to the board is due"
TEXT = """\
{partner}: {title}

{state}

{how}

This message holds nothing of the return.
"""


def due_on(row: AssuranceReturn) -> date:
    return row.late_until or row.cycle.closes_on


def awaited() -> "Iterable[AssuranceReturn]":
    """Return the returns of windows that have opened and that their agencies have not sent."""
    rows = AssuranceReturn.objects.filter(status__in=WRITABLE, partner__left_on__isnull=True)
    opened = rows.filter(cycle__opens_on__lte=timezone.localdate())
    return opened.select_related("board", "partner__organisation", "cycle").order_by("pk")


def chase_cycle(*, by: User, cycle: ReturnCycle) -> tuple[int, list[str]]:
    """Write to every agency that has not returned, at most once a day.

    Returns how many agencies were written to, and the names of those with nobody to write to.

    Raises:
        PermissionDenied: `by` does not hold BOARD_MANAGE for the board.
        RuleViolationError: code `nobody` or `today`: all were written to today.
    """
    require_in_board(by, Permission.BOARD_MANAGE, cycle.board)
    rows = [row for row in awaited() if row.cycle_id == cycle.pk]
    if not rows:
        words = "No agency is waited for: the window has not opened, or all have returned"
        raise RuleViolationError("nobody", words)
    left = [row for row in rows if not was_chased_today(row)]
    if not left:
        raise RuleViolationError("today", "All of them were written to today already")
    unreached = [row.partner.name for row in left if not write_to(by, row)]
    return len(left) - len(unreached), unreached


def send_reminders() -> int:
    """Write to agencies some days before their return is due, on the day, and weekly after it.

    Returns how many agencies were written to. Running it twice a day writes once.
    """
    today = timezone.localdate()
    return sum(
        bool(write_to(None, row))
        for row in awaited()
        if is_reminder_day(due_on(row), today) and not was_chased_today(row)
    )


def was_chased_today(row: AssuranceReturn) -> bool:
    now = timezone.localtime()
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    events = ActivityEvent.objects.filter(target_model=row._meta.label, target_id=str(row.pk))
    end = start + timedelta(days=1)
    return events.filter(verb=VERB, created_at__gte=start, created_at__lt=end).exists()


def write_to(by: User | None, row: AssuranceReturn) -> int:
    """Write to everybody who speaks or answers for the agency; return how many were reached."""
    text = TEXT.format(
        partner=row.partner.name,
        title=f"{row.cycle.title}, {row.board.name}",
        state=_state(row),
        how=_how(row),
    )
    reached = sum(_mail(address, text) for address in addresses_of(row))
    if reached:
        note(by, VERB, row, row.board, changes={"mailed": [None, reached]})
    return reached


def addresses_of(row: AssuranceReturn) -> list[str]:
    """Return each address of the agency once, whatever its letters' case."""
    now = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    spoken = Representative.objects.filter(now, partner=row.partner).exclude(email="")
    found = {email.casefold(): email for email in spoken.values_list("email", flat=True)}
    if row.partner.organisation is not None:
        people = access.people_with(Permission.AGENCY_ANSWER, row.partner.organisation)
        found |= {person.email.casefold(): person.email for person in people}
    return [found[key] for key in sorted(found)]


def _state(row: AssuranceReturn) -> str:
    day, today = due_on(row), timezone.localdate()
    asked = "The board asked for changes to it. " if row.status == "changes_requested" else ""
    verb = "was" if day < today else "is"
    return f"{asked}Your agency's return {verb} due on {day:%d/%m/%Y}."


def _how(row: AssuranceReturn) -> str:
    if has_account(row.partner):
        return f"Answer here, after signing in: {settings.SITE_URL}{reverse('sab:agency-returns')}"
    return "Answer in the workbook that the board's manager sends you, and send it back to them."


def _mail(address: str, text: str) -> bool:
    """Send one message to one address, so that nobody reads who else was written to."""
    subject = f"{settings.SERVICE_NAME}: {SUBJECT.lower()}"
    try:
        return bool(send_mail(subject, text, None, [address]))
    except (SMTPException, OSError):
        return False
