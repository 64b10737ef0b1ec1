"""What a case page shows: the story in dated events, the stage, and facts in pairs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from safeguard.case_events import PROPOSED, SIGNED_OFF, CaseEvent
from safeguard.choices import DecisionResult, Priority
from safeguard.models import Concern, Enquiry

Event = dict[str, Any]
Fact = dict[str, Any]

PRIORITY_COLOURS: Mapping[str, str] = {
    Priority.RED: "red",
    Priority.AMBER: "orange",
    Priority.GREEN: "green",
}
ANSWERS: Mapping[bool | None, str] = {True: "yes", False: "no", None: "not recorded"}
THREE_PARTS = (
    ("met_a", "Has needs for care and support (section 42(1)(a))"),
    ("met_b", "Is experiencing, or at risk of, abuse or neglect (section 42(1)(b))"),
    ("met_c", "Cannot protect themselves because of those needs (section 42(1)(c))"),
)


def stage(concern: Concern, enquiries: Sequence[Enquiry]) -> Fact:
    """Return where a case stands, in words and as the colour of a tag."""
    if concern.decided_on is None:
        return {"text": "Waiting for a decision", "colour": "yellow"}
    if concern.decision == DecisionResult.NOT_AN_ENQUIRY:
        return {"text": "Decided: not an enquiry", "colour": "grey"}
    if not enquiries:
        return {"text": "Decided, enquiry not started", "colour": "yellow"}
    if any(enquiry.concluded_on is None for enquiry in enquiries):
        return {"text": "Enquiry open", "colour": "blue"}
    return {"text": "Enquiry concluded", "colour": "green"}


def concern_story(
    concern: Concern,
    enquiries: Iterable[Enquiry],
    risk_types: Iterable[str],
    events: Iterable[CaseEvent] = (),
    *,
    show: str = "",
) -> list[Event]:
    """Return what happened in a case, newest first. Of one day, the later step comes first.

    Args:
        events: what the rows of the case record (`case_events.events_of`).
        show: one kind of event; empty for all, with those that every case has.
    """
    by_key = {enquiry.pk: enquiry for enquiry in enquiries}
    found = [] if show else [_received(concern, risk_types)]
    if concern.decided_on is not None and show in ("", "decision"):
        events, signer = without_its_signing(concern, events)
        found.append({**_decided(concern), "who": signer})
    if show in ("", "enquiry"):
        for enquiry in by_key.values():
            found += _steps(enquiry, _url(enquiry))
    found += [_recorded(event, by_key) for event in events if show in ("", event.group)]
    return _newest_first(found)


def without_its_signing(
    concern: Concern, events: Iterable[CaseEvent]
) -> tuple[list[CaseEvent], str]:
    """Return the other events, and who signed off the decision in force, which has its own event.

    A proposal by the same person on the same day is the same act, and left out with it.
    """
    kept = list(events)
    signings = [event for event in kept if event.title.startswith(SIGNED_OFF)]
    if not signings:
        return kept, ""
    last = signings[-1]
    kept.remove(last)
    return [
        event
        for event in kept
        if not (event.title.startswith(PROPOSED) and (event.on, event.who) == (last.on, last.who))
    ], last.who


def _recorded(event: CaseEvent, enquiries: Mapping[int, Enquiry]) -> Event:
    """Return an event that a row records; of several enquiries, it says which."""
    found: Event = {
        "when": event.on,
        "title": event.title,
        "text": event.text,
        "who": event.who,
    }
    enquiry = enquiries.get(event.enquiry_id or 0)
    if enquiry is not None and len(enquiries) > 1:
        found["title"] = f"{enquiry.reference}: {event.title}"
    return found


def _url(enquiry: Enquiry) -> str:
    return reverse("safeguard:enquiry-detail", args=[enquiry.pk])


def enquiry_story(enquiry: Enquiry, events: Iterable[CaseEvent] = ()) -> list[Event]:
    """Return the steps of one enquiry, newest first; of `events`, those that are its own."""
    own = [_recorded(event, {}) for event in events if event.enquiry_id == enquiry.pk]
    return _newest_first([*_steps(enquiry), *own])


def _steps(enquiry: Enquiry, url: str = "") -> list[Event]:
    """Return the steps of one enquiry as they came, each with a link to it if `url` is given."""
    kind = enquiry.get_kind_display()
    words = [f"Caused to be made by {enquiry.caused_to}"] if enquiry.caused_to else []
    if enquiry.why_another:
        words.append(f"Why another enquiry: {enquiry.why_another}")
    events: list[Event] = [
        {
            "when": enquiry.commenced_on,
            "title": f"{kind} {enquiry.reference} commenced",
            "text": "\n".join(words),
            "url": url,
        }
    ]
    if enquiry.concluded_on is not None:
        result = [enquiry.get_risk_assessment_result_display(), enquiry.get_risk_outcome_display()]
        events.append(
            {
                "when": enquiry.concluded_on,
                "title": f"{kind} {enquiry.reference} concluded",
                "text": "\n".join(str(word) for word in result if word),
                "url": url,
            }
        )
    return events


def three_parts(concern: Concern) -> list[str]:
    """Return the three parts of section 42(1) and the answer to each, a line a part."""
    return [f"{words}: {ANSWERS[getattr(concern, field)]}" for field, words in THREE_PARTS]


def enquiry_facts(enquiry: Enquiry) -> dict[str, list[Fact]]:
    """Return what an enquiry says about capacity and about what the adult wanted."""
    return {
        "capacity": [
            _fact("Lacked capacity", enquiry.get_lacked_capacity_display()),
            _fact("Supported by an advocate, family or friend", _yes_or_no(enquiry.supported)),
        ],
        "outcomes": [
            _fact("Asked what they wanted", enquiry.get_outcomes_asked_display()),
            _fact("Achieved", enquiry.get_outcomes_achieved_display()),
        ],
        "result": [
            _fact("Risk assessment", enquiry.get_risk_assessment_result_display()),
            _fact("What became of the risk", enquiry.get_risk_outcome_display()),
        ],
    }


def day_of(moment: date) -> date:
    """Return the day in London of a date or a date-time."""
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment


def _received(concern: Concern, risk_types: Iterable[str]) -> Event:
    types = ", ".join(risk_types) or "not recorded"
    lines = [
        f"Reported by: {concern.get_referrer_display()}",
        f"Types of risk: {types}",
        f"Where: {concern.get_location_display()}",
    ]
    return {
        "when": concern.received_at,
        "title": "Concern received",
        "text": "\n".join([*lines, *([concern.account] if concern.account else [])]),
    }


def _decided(concern: Concern) -> Event:
    reason = concern.decision_reason or "No reason recorded"
    return {
        "when": concern.decided_on,
        "title": f"Decided: {concern.get_decision_display()}",
        "text": "\n".join([*three_parts(concern), reason]),
    }


def _newest_first(events: list[Event]) -> list[Event]:
    # Reversed before the sort, which keeps the order of equals: steps are added as they happen.
    return sorted(reversed(events), key=lambda event: day_of(event["when"]), reverse=True)


def _fact(key: str, value: Any) -> Fact:
    return {"key": key, "value": value or "Not recorded"}


def _yes_or_no(value: bool | None) -> str | None:
    return None if value is None else ANSWERS[value].capitalize()
