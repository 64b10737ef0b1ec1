"""The facts of a case in words, as a change between two countings is told."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import TextChoices

from assurance.evidence.readings import COUNTED, ENDED, LEFT_OUT, OPEN, Plain
from assurance.measures import Unit
from assurance.words import long_date, plural
from core.periods import Period
from safeguard.choices import (
    DecisionResult,
    EnquiryKind,
    LackedCapacity,
    OutcomesAchieved,
    OutcomesAsked,
    Priority,
    RiskAssessmentResult,
    RiskOutcome,
)
from safeguard.choices_work import ExperienceResult
from safeguard.rules.measures import Status

NOT_RECORDED = "not recorded"
FIELDS = {
    "received_on": "Day received",
    "received_at": "Time received",
    "decided_on": "Day decided",
    "commenced_on": "Day commenced",
    "ended_on": "Day it ended",
    "month": "Month",
    "kind": "Kind of enquiry",
    "days": "Days",
    "result": "Risk assessment result",
    "outcome": "Risk outcome",
    "lacked_capacity": "Lacked capacity",
    "supported": "Supported by an advocate, family or friend",
    "asked": "Asked what they wanted",
    "achieved": "Outcomes achieved",
    "again": "Another concern in the year before",
    "caused": "Made by another body",
    "held": "On hold",
}
CODES: Mapping[str, tuple[type[TextChoices], ...]] = {
    "kind": (EnquiryKind,),
    "decision": (DecisionResult,),
    "priority": (Priority,),
    # Of an enquiry, or of asking somebody what it was like.
    "result": (RiskAssessmentResult, ExperienceResult),
    "outcome": (RiskOutcome,),
    "lacked_capacity": (LackedCapacity,),
    "asked": (OutcomesAsked,),
    "achieved": (OutcomesAchieved,),
}
STANDINGS = {
    Status.MET.value: "counted above the line",
    Status.NOT_MET.value: "counted below the line only",
    Status.NOT_KNOWN.value: "not known from the record",
    LEFT_OUT: "not counted",
}


def standing_words(standing: str, number: int | None = None, unit: Unit = Unit.DAYS) -> str:
    """Say how a case counts: "counted above the line", "ended after 12 days"."""
    if number is None:
        return STANDINGS.get(standing, "counted")
    word = unit.value if unit is Unit.WORKING_DAYS else Unit.DAYS.value
    days = plural(str(number), word.removesuffix("s"))
    return {
        COUNTED: f"counted with {days}",
        ENDED: f"ended after {days}",
        OPEN: f"open, followed for {days}",
    }.get(standing, days)


def field_words(field: str) -> str:
    return FIELDS.get(field, field.replace("_", " ").capitalize())


def value_words(field: str, value: Plain) -> str:
    """Say a value as pages do: a code by its label, a day in full."""
    if value is None or value == "":
        return NOT_RECORDED
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return str(value)
    if field == "month":
        return _month(value)
    if field.endswith(("_on", "_at")):
        return _day(value)
    labels = {code: label for codes in CODES.get(field, ()) for code, label in codes.choices}
    return str(labels.get(value, value))


def _month(value: str) -> str:
    try:
        return Period.month(date.fromisoformat(f"{value}-01")).label
    except ValueError:
        return value


def _day(value: str) -> str:
    try:
        return long_date(datetime.fromisoformat(value).date())
    except ValueError:
        return value
