"""The register's part of a home page: what waits for a decision, what is open."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from core.calendars import calendar_of
from core.home import Desk, Panel
from core.permissions import Permission
from core.roles import Role
from core.workdays import WorkingCalendar
from safeguard.case_story import PRIORITY_COLOURS
from safeguard.choices import Priority
from safeguard.data_reach import last_day_covered
from safeguard.filters import OPEN, UNDECIDED
from safeguard.models import Adult, Concern, Enquiry, ImportRun

SHOWN = 20
RED = Q(priority=Priority.RED)


def waiting_for_decision(desk: Desk) -> Panel | None:
    """The safeguarding manager's page: counts, then the oldest undecided concerns."""
    if Role.SAFEGUARDING_MANAGER not in desk.roles:
        return None
    undecided = Concern.objects.filter(council=desk.council, decision__isnull=True)
    waiting = undecided.aggregate(all=Count("pk"), red=Count("pk", filter=RED))
    rows = Enquiry.objects.filter(council=desk.council).open()
    opened = rows.aggregate(all=Count("pk"), caused=Count("pk", filter=~Q(caused_to="")))
    listed = f"{reverse('safeguard:concern-list')}?decision={UNDECIDED}"
    enquiries = f"{reverse('safeguard:enquiry-list')}?state={OPEN}"
    counts = [
        ("Waiting for a decision", waiting["all"], listed),
        ("Of these, red priority", waiting["red"], f"{listed}&priority={Priority.RED}"),
        ("Open enquiries", opened["all"], enquiries),
        ("Open enquiries that others were asked to make", opened["caused"], ""),
    ]
    content = {"counts": counts, "all_url": listed, **waiting_rows(desk)}
    return Panel("safeguard/home_waiting.html", content)


def casework(desk: Desk) -> Panel | None:
    """The practitioner's page: undecided concerns and open enquiries, oldest first."""
    if Role.PRACTITIONER not in desk.roles or Role.SAFEGUARDING_MANAGER in desk.roles:
        return None
    rows = Enquiry.objects.filter(council=desk.council).open()
    oldest = rows.select_related("concern__adult__identity").order_by("commenced_on", "pk")
    waiting = waiting_rows(desk)
    content = {
        **waiting,
        "all_url": f"{reverse('safeguard:concern-list')}?decision={UNDECIDED}",
        "enquiries": [_enquiry(enquiry, waiting["until"]) for enquiry in oldest[:SHOWN]],
        "all_enquiries_url": f"{reverse('safeguard:enquiry-list')}?state={OPEN}",
    }
    return Panel("safeguard/home_casework.html", content)


def data(desk: Desk) -> Panel | None:
    """The analyst's page: the last load and its faults."""
    if Permission.EXTRACT_IMPORT not in desk.permissions:
        return None
    last = ImportRun.objects.filter(council=desk.council).first()
    return Panel("safeguard/home_data.html", {"last": last})


def waiting_rows(desk: Desk) -> dict[str, Any]:
    """Return the undecided concerns that came first, with the working days each has waited.

    `until` is the day they are counted to: with loaded data, the last day the data cover.
    """
    until = last_day_covered(desk.council)
    rows = Concern.objects.filter(council=desk.council, decision__isnull=True)
    oldest = rows.select_related("adult__identity").order_by("received_on", "pk")[:SHOWN]
    concerns = list(_concerns(oldest, calendar_of(desk.council), until))
    return {"concerns": concerns, "until": until, "is_loaded": until != desk.today}


def initials(adult: Adult) -> str:
    """Return the adult's initials; their reference where the register holds no name."""
    identity = getattr(adult, "identity", None)
    return identity.initials if identity else adult.reference


def _concerns(
    rows: Iterable[Concern], calendar: WorkingCalendar, until: date
) -> Iterable[dict[str, Any]]:
    for concern in rows:
        yield {
            "concern": concern,
            "adult": initials(concern.adult),
            "colour": PRIORITY_COLOURS.get(concern.priority or ""),
            "waited": calendar.decision_days(concern.received_on, max(until, concern.received_on)),
        }


def _enquiry(enquiry: Enquiry, until: date) -> dict[str, Any]:
    return {
        "enquiry": enquiry,
        "adult": initials(enquiry.concern.adult),
        "days": max(0, (until - enquiry.commenced_on).days),
    }
