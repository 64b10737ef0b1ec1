"""The register's part of a home page: one person's own work, the council's waits, the last load."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from core import drafts
from core.calendars import calendar_of
from core.clock_arithmetic import INSTANT, LONDON, end_of
from core.home import Desk, Panel
from core.permissions import Permission
from core.roles import Role
from safeguard.clocks import clocks_of_concern, clocks_of_enquiry, dates_of
from safeguard.clocks_shown import shown
from safeguard.metrics.due_today import decisions_due, waits_and_due
from safeguard.metrics.my_work import Entry, Kind, entries_for, led_by, raised_by
from safeguard.metrics.queue import queue_by_month
from safeguard.metrics.timescales import rules_of
from safeguard.metrics.waiting import Order, Stage, Total, rows_of, waiting_cases
from safeguard.models import Adult, Concern, Enquiry, ImportRun, RegisterSettings
from safeguard.quality.counted import counted
from safeguard.quality.desk import Found, reach_of
from safeguard.quality.effects import WhatIf
from safeguard.rules.clocks import Clock, ClockState
from safeguard.waiting_shown import TITLES, Judged, columns_of, judged_by, row_of

SHOWN = 20
EACH = 10
CASES = 100
RULES_SHOWN = 5
# What a manager acts upon, in the order of the page.
LISTED = (Stage.DECISION, Stage.TRIAGE, Stage.SIGN_OFF, Stage.UNALLOCATED, Stage.CAUSED)


def waiting_for_decision(desk: Desk) -> Panel | None:
    """The safeguarding manager's page: counts, what is due today, and the first of each wait."""
    if Role.SAFEGUARDING_MANAGER not in desk.roles:
        return None
    settings = RegisterSettings.objects.filter(council=desk.council).first()
    held = settings or RegisterSettings(council=desk.council)
    judged = judged_by(
        now=timezone.now(),
        today=desk.today,
        until=held.data_cut_on or desk.today,
        calendar=calendar_of(desk.council),
        rules=rules_of(desk.council),
    )
    waits = rows_of(desk.council, today=desk.today)
    rows = {stage: waits[stage] for stage in LISTED}
    counted, due = waits_and_due(rows, desk.council, desk.today)
    content = {
        "counts": _counts(desk, counted, judged, reports_late=due["reports_late"]),
        "due": _due_table(desk, due, judged),
        "tables": _first_of_each(rows, counted, judged, held.look_again_days),
        "raise_url": raise_url(),
        "waiting_url": waiting_url(),
        "until": judged.until,
        "is_loaded": judged.until != desk.today,
    }
    return Panel("safeguard/home_waiting.html", content)


def casework(desk: Desk) -> Panel | None:
    """The practitioner's page: what is due, what came back, own cases, drafts, what changed."""
    if Role.PRACTITIONER not in desk.roles or Role.SAFEGUARDING_MANAGER in desk.roles:
        return None
    enquiries = list(led_by(desk.person, desk.council)[:CASES])
    concerns = list(raised_by(desk.person, desk.council)[:CASES])
    yesterday = datetime.combine(desk.today - timedelta(days=1), time(), LONDON)
    entries = entries_for(
        desk.person,
        desk.council,
        concerns={row.pk for row in concerns} | {row.concern_id for row in enquiries},
        enquiries={row.pk for row in enquiries},
        changed_since=yesterday,
        now=timezone.now(),
    )
    content = {
        "due": _due_rows(desk, concerns, enquiries)[:SHOWN],
        "actions": [_action(entry, desk) for entry in entries[Kind.ACTION]],
        "returned": [
            {"entry": entry, "url": _url("decision-propose", entry.case_id)}
            for entry in entries[Kind.RETURNED]
        ],
        "drafts": _drafts(entries),
        "enquiries": [
            {"enquiry": row, "adult": initials(row.concern.adult)} for row in enquiries[:SHOWN]
        ],
        "concerns": [{"concern": row, "adult": initials(row.adult)} for row in concerns[:SHOWN]],
        "changes": _changes(entries[Kind.CHANGE], concerns, enquiries),
        "raise_url": raise_url(),
        "waiting_url": waiting_url(),
    }
    return Panel("safeguard/home_casework.html", content)


def data(desk: Desk) -> Panel | None:
    """The analyst's page: the last load and its faults, and what the record leaves out."""
    if Permission.EXTRACT_IMPORT not in desk.permissions:
        return None
    last = ImportRun.objects.filter(council=desk.council).first()
    left_out = _left_out(desk) if desk.is_led_by(Role.ANALYST) else {}
    return Panel("safeguard/home_data.html", {"last": last, **left_out})


def _left_out(desk: Desk) -> dict[str, Any]:
    """Return the rules that leave most open, as last counted."""
    reach = reach_of(desk.council)
    quality = counted(reach)
    found = sorted(quality.found, key=_weight, reverse=True)
    return {
        "year": reach.year.label,
        "quality": quality,
        "rules": [(each, _largest(each)) for each in found if each.count][:RULES_SHOWN],
        "may_measure": Permission.MEASURE_VIEW in desk.permissions,
    }


def _weight(found: Found) -> tuple[float, int]:
    """Return what puts a rule first: how far it leaves a measure open, then how many records."""
    return _spread(_largest(found)), found.count


def _largest(found: Found) -> WhatIf | None:
    """Return the effect of a rule that leaves its measure most open; None where it has none."""
    return max(found.effects, key=_spread, default=None)


def _spread(effect: WhatIf | None) -> float:
    """Return how many percentage points lie between a measure at best and at worst."""
    if effect is None or effect.best.value is None or effect.worst.value is None:
        return 0
    return abs(float(effect.best.value) - float(effect.worst.value))


def initials(adult: Adult) -> str:
    """Return the adult's initials; their reference where the register holds no name."""
    identity = getattr(adult, "identity", None)
    return identity.initials if identity else adult.reference


def waiting_url(stage: Stage | None = None) -> str:
    """Return the waiting view, or the whole list of one stage."""
    address = reverse("safeguard:waiting")
    return f"{address}?stage={stage}" if stage else address


def raise_url() -> str:
    """Return where a concern is raised; empty in an installation that has no such page."""
    try:
        return reverse("safeguard:concern-raise")
    except NoReverseMatch:
        return ""


def _counts(
    desk: Desk, counted: Mapping[Stage, Total], judged: Judged, *, reports_late: int
) -> list[tuple[str, int, str, str]]:
    """Return the four counts: what, how many, where they are listed, and the month's trend."""
    undecided = sum(counted[s].number for s in (Stage.TRIAGE, Stage.DECISION, Stage.SIGN_OFF))
    before, now = queue_by_month(desk.council, until=judged.until, months=1)
    listed = (Stage.SIGN_OFF, Stage.UNALLOCATED)
    return [
        ("Waiting for a decision", undecided, waiting_url(), _trend(before.waiting, now.waiting)),
        *((TITLES[stage], counted[stage].number, waiting_url(stage), "") for stage in listed),
        ("Caused enquiries late", reports_late, waiting_url(Stage.CAUSED), ""),
    ]


def _trend(before: int, now: int) -> str:
    if before == now:
        return "As many as at the end of last month"
    more = "more" if now > before else "fewer"
    return f"{abs(now - before):,} {more} than at the end of last month"


def _first_of_each(
    rows: Mapping[Stage, QuerySet[Any, Any]],
    counted: Mapping[Stage, Total],
    judged: Judged,
    look_again_days: int,
) -> list[dict[str, Any]]:
    """Return the first cases of each stage that a manager acts upon, as tables."""
    cases = waiting_cases(
        rows,
        order=Order.LOOK,
        look_again_days=look_again_days,
        shown=EACH,
    )
    return [
        {
            "title": TITLES[stage],
            "columns": columns_of(stage),
            "rows": [row_of(case, judged) for case in cases[stage]],
            "count": counted[stage].number,
            "shown": len(cases[stage]),
            "url": waiting_url(stage),
        }
        for stage in LISTED
    ]


def _due_table(desk: Desk, due: Mapping[str, int], judged: Judged) -> list[list[Any]]:
    """Return what is due today and what is late, in the whole council; decisions by its rules."""
    rows: list[list[Any]] = [
        ["Actions", due["actions"], due["actions_late"]],
        ["Reviews of a safeguarding plan", due["reviews"], due["reviews_late"]],
        ["Reports asked of others", due["reports"], due["reports_late"]],
    ]
    if not judged.rules:
        return rows
    decisions = decisions_due(desk.council, judged.rules, judged.calendar, now=judged.now)
    return [["Decisions", decisions.today, decisions.overdue], *rows]


def _due_rows(
    desk: Desk, concerns: Sequence[Any], enquiries: Sequence[Any]
) -> list[dict[str, Any]]:
    """Return the running clocks of these cases, soonest due first, as the page shows them."""
    rules = rules_of(desk.council) if concerns or enquiries else None
    if not rules:
        return []
    calendar = calendar_of(desk.council)
    cut = next((row.data_cut for row in [*concerns, *enquiries]), None)
    now = min(timezone.now(), end_of(cut or desk.today) - INSTANT)
    dates = dates_of(concerns=concerns, enquiries=enquiries, rules=rules)
    found: list[tuple[Clock, dict[str, Any]]] = []
    for concern in concerns:
        clocks = clocks_of_concern(concern, rules, calendar, now=now, dates=dates)
        found += _running(clocks, concern, concern)
    for enquiry in enquiries:
        clocks = clocks_of_enquiry(enquiry, rules, calendar, now=now, dates=dates)
        found += _running(clocks, enquiry.concern, enquiry)
    found.sort(key=lambda pair: (pair[0].state is ClockState.ON_HOLD, pair[0].due_at))
    return [row for _, row in found]


def _running(
    clocks: Iterable[Clock], concern: Concern, record: Model
) -> list[tuple[Clock, dict[str, Any]]]:
    name = "enquiry-detail" if isinstance(record, Enquiry) else "concern-detail"
    about = {
        "reference": str(record),
        "adult": initials(concern.adult),
        "url": _url(name, record.pk),
    }
    running = [clock for clock in clocks if clock.ended is None]
    words = shown(running, concern.pk)
    return [(clock, {**about, "clock": word}) for clock, word in zip(running, words, strict=True)]


def _action(entry: Entry, desk: Desk) -> dict[str, Any]:
    names = (entry.given_name, entry.family_name)
    return {
        "entry": entry,
        "adult": "".join(name[:1] for name in names if name).upper(),
        "url": _url("enquiry-detail", entry.case_id),
        "is_late": entry.due_on is not None and entry.due_on < desk.today,
        "is_today": entry.due_on == desk.today,
    }


def _drafts(entries: dict[Kind, list[Entry]]) -> list[dict[str, Any]]:
    """Return what was begun and not sent; a form that is gone since is left out."""
    found = []
    for entry in entries[Kind.CONCERN_DRAFT]:
        try:
            url = reverse("safeguard:concern-draft", args=[UUID(entry.text)])
        except NoReverseMatch:
            continue
        found.append({"title": "A concern you began to raise", "url": url, "at": entry.at})
    for entry in entries[Kind.FORM_DRAFT]:
        view = drafts.form_at(entry.text)
        if view is not None:
            title = getattr(view, "title", "") or "A form"
            found.append({"title": title, "url": entry.text, "at": entry.at})
    return found


def _changes(
    entries: Iterable[Entry], concerns: Iterable[Concern], enquiries: Iterable[Enquiry]
) -> list[dict[str, Any]]:
    """Return what others did to these cases, in words."""
    led = list(enquiries)
    cases: dict[tuple[str, str], tuple[str, str]] = {}
    for concern in [*concerns, *(row.concern for row in led)]:
        url = _url("concern-detail", concern.pk)
        cases[Concern._meta.label, str(concern.pk)] = (concern.reference, url)
    for row in led:
        cases[Enquiry._meta.label, str(row.pk)] = (row.reference, _url("enquiry-detail", row.pk))
    found = []
    for entry in entries:
        reference, url = cases[entry.model, entry.case_id]
        words = entry.text.replace("_", " ").capitalize()
        found.append(
            {"reference": reference, "url": url, "what": words, "who": entry.who, "at": entry.at}
        )
    return found


def _url(name: str, key: Any) -> str:
    return reverse(f"safeguard:{name}", args=[key])
