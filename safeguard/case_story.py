"""What a case page shows: the story in dated events, the stage, and facts in pairs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from safeguard.choices import DecisionResult, Priority
from safeguard.models import Concern, ConcernRiskType, Enquiry

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
    concern: Concern, enquiries: Iterable[Enquiry], risk_types: Iterable[ConcernRiskType]
) -> list[Event]:
    """Return what happened in a case, newest first. Of one day, the later step comes first."""
    events = [_received(concern, risk_types)]
    if concern.decided_on is not None:
        events.append(_decided(concern))
    for enquiry in enquiries:
        events += _steps(enquiry, reverse("safeguard:enquiry-detail", args=[enquiry.pk]))
    return _newest_first(events)


def enquiry_story(enquiry: Enquiry) -> list[Event]:
    """Return the steps of one enquiry, newest first."""
    return _newest_first(_steps(enquiry))


def _steps(enquiry: Enquiry, url: str = "") -> list[Event]:
    """Return the steps of one enquiry as they came, each with a link to it if `url` is given."""
    kind = enquiry.get_kind_display()
    caused = f"Caused to be made by {enquiry.caused_to}" if enquiry.caused_to else ""
    events: list[Event] = [
        {
            "when": enquiry.commenced_on,
            "title": f"{kind} {enquiry.reference} commenced",
            "text": caused,
            "url": url,
        }
    ]
    if enquiry.concluded_on is not None:
        words = [enquiry.get_risk_assessment_result_display(), enquiry.get_risk_outcome_display()]
        events.append(
            {
                "when": enquiry.concluded_on,
                "title": f"{kind} {enquiry.reference} concluded",
                "text": "\n".join(str(word) for word in words if word),
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


def _received(concern: Concern, risk_types: Iterable[ConcernRiskType]) -> Event:
    types = ", ".join(str(row) for row in risk_types) or "not recorded"
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
