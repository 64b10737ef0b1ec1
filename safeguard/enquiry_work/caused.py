"""What the page of a request to another body shows: where it stands, its history, what is next."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.models import ActivityEvent
from safeguard.choices_work import CapacityView
from safeguard.models import CausedRequest
from safeguard.rules.caused import CAME_AGAIN, CHANGED, Stage, is_late, may, stage_of
from safeguard.rules.days import in_words

COLOURS: Mapping[Stage, str] = {
    Stage.ASKED: "yellow",
    Stage.DECLINED: "grey",
    Stage.WITHDRAWN: "grey",
    Stage.ACCEPTED: "blue",
    Stage.RECEIVED: "purple",
    Stage.RETURNED: "orange",
    Stage.DONE: "green",
    Stage.TAKEN_OVER: "grey",
}
# What may be changed of a request, as its page calls it.
CHANGEABLE = {
    "contact": "contact there",
    "scope": "what is to be found out",
    "adult_views": "the adult's views",
    "capacity_view": "the adult's capacity",
    "due_on": "due",
}
STEPS = (
    ("answer", "caused-answer", "Record their answer"),
    ("receive", "caused-received", "Record the report as received"),
    ("check", "caused-quality", "Check the report"),
    ("chase", "caused-chase", "Record that they were chased"),
    ("change", "caused-change", "Change what is asked, or by when"),
    ("withdraw", "caused-withdraw", "Withdraw the request"),
)


def stage(request: CausedRequest) -> dict[str, str]:
    """Return where a request stands, in words and as the colour of a tag."""
    at = stage_of(request)
    if is_late(request, request.due_on, timezone.localdate()):
        return {"text": f"{at.value}, late", "colour": "red"}
    return {"text": at.value, "colour": COLOURS[at]}


def facts(request: CausedRequest) -> list[dict[str, Any]]:
    """Return what was asked, in pairs."""
    pairs = {
        "Who was asked": request.to_whom,
        "Contact there": request.contact or "Not recorded",
        "What is to be found out": request.scope,
        "The adult's views and what they want": request.adult_views,
        "The adult's capacity": request.get_capacity_view_display(),
        "Asked": in_words(request.requested_on),
        "Due": in_words(request.due_on),
        "Returned for more work": _times(request.returned_count),
    }
    return [{"key": key, "value": value} for key, value in pairs.items()]


def steps(request: CausedRequest) -> list[dict[str, str]]:
    """Return what may be done next, each with its address."""
    found = [
        {"label": label, "url": reverse(f"safeguard:{name}", args=[request.pk])}
        for step, name, label in STEPS
        if may(step, request)
    ]
    if may("take_over", request):
        label = "Take the enquiry over"
        found.append(
            {"label": label, "url": reverse("safeguard:caused-quality", args=[request.pk])}
        )
    return found


def history(request: CausedRequest) -> list[dict[str, Any]]:
    """Return what happened, newest first; of one day, the later step comes first.

    That a report was returned stands among the chases, because it was asked for again.
    """
    asked_by = request.requested_by.full_name
    events = [
        _event(request.requested_on, f"{request.to_whom} asked", who=asked_by),
        _event(request.accepted_on, "Accepted"),
        _event(request.declined_on, "Declined", request.declined_reason),
        _event(request.received_on, "Report received"),
    ]
    for chase in reversed(request.chases.select_related("chased_by")):
        events.append(_event(chase.chased_on, "Chased", chase.note, chase.chased_by.full_name))
    events += _from_the_log(request)
    events.append(_event(request.withdrawn_on, "Withdrawn", request.withdrawn_reason))
    at = stage_of(request)
    # A report returned stands among the chases already.
    if at is not Stage.RETURNED:
        events.append(_event(request.quality_on, at.value, request.quality_reason))
    dated = [event for event in events if event["when"] is not None]
    return sorted(reversed(dated), key=lambda event: event["when"], reverse=True)


def _from_the_log(request: CausedRequest) -> list[dict[str, Any]]:
    """Return what only the activity log holds: reports that came again, changes of the request."""
    events = ActivityEvent.objects.filter(
        target_model=request._meta.label,
        target_id=str(request.pk),
        verb__in=(CAME_AGAIN, CHANGED),
    )
    return [
        _changed(event) if event.verb == CHANGED else _came_again(event)
        for event in events.order_by("created_at", "pk")
    ]


def _came_again(event: ActivityEvent) -> dict[str, Any]:
    day = date.fromisoformat(event.changes["received_again_on"][1])
    return _event(day, "Report received again", who=event.actor_name)


def _changed(event: ActivityEvent) -> dict[str, Any]:
    """Return a change of the request: why, and what was asked before."""
    lines = [event.changes["reason"][1]]
    for name, (before, _) in event.changes.items():
        if name in CHANGEABLE:
            lines.append(f"Before the change, {CHANGEABLE[name]}: {_before(name, before)}")
    day = timezone.localdate(event.created_at)
    return _event(day, "What is asked was changed", "\n".join(lines), event.actor_name)


def _before(name: str, value: str | None) -> str:
    if name == "due_on" and value:
        return in_words(date.fromisoformat(value))
    if name == "capacity_view" and value in CapacityView.values:
        return str(CapacityView(value).label)
    return value or "nothing"


def _event(when: date | None, title: str, text: str = "", who: str = "") -> dict[str, Any]:
    return {"when": when, "title": title, "text": text, "who": who}


def _times(count: int) -> str:
    return "Never" if not count else "Once" if count == 1 else f"{count} times"
