"""The few record facts by which a population is divided and quotas are set, for all cases at once.

Keys and values are those of the tool format. The whole set of one case is taken when its audit is
opened.
"""

from __future__ import annotations

from typing import Any

from safeguard.choices import DecisionResult, EnquiryKind, LackedCapacity, Priority, Referrer
from safeguard.models import Concern, Enquiry

TEAM = "team"
PROGRESSED = {
    DecisionResult.SECTION_42: "s42",
    DecisionResult.OTHER: "other_enquiry",
    DecisionResult.NOT_AN_ENQUIRY: "not_enquiry",
}
CAPACITY = {LackedCapacity.YES: "lacks_for_a_decision", LackedCapacity.NO: "has_capacity"}
YES_NO = {"True": "Yes", "False": "No"}

# What a population can be divided by: label, and the words of each value.
DIVISIONS: dict[str, tuple[str, dict[str, str]]] = {
    TEAM: ("Team", {}),
    "enquiry.kind": ("Kind of enquiry", dict(EnquiryKind.choices)),
    "enquiry.caused_out": ("Caused to be made by another body", YES_NO),
    "person.capacity_status": (
        "Capacity",
        {
            "lacks_for_a_decision": "Lacked capacity",
            "has_capacity": "Had capacity",
            "not_assessed": "Not known",
        },
    ),
    "concern.progressed": (
        "What the concern became",
        {
            "s42": "Section 42 enquiry",
            "other_enquiry": "Other enquiry",
            "not_enquiry": "Not an enquiry",
        },
    ),
    "concern.referrer_type": ("Who raised the concern", dict(Referrer.choices)),
    "concern.priority": ("Priority", dict(Priority.choices)),
}
OF_SUBJECT = {
    "enquiry": (
        TEAM,
        "enquiry.kind",
        "enquiry.caused_out",
        "person.capacity_status",
        "concern.referrer_type",
        "concern.priority",
    ),
    "concern": (TEAM, "concern.progressed", "concern.referrer_type", "concern.priority"),
    "worker": (),
    "organisation": (),
}


def of_concern(concern: Concern) -> dict[str, Any]:
    decision = DecisionResult(concern.decision) if concern.decision else None
    return {
        TEAM: concern.team.name if concern.team else "",
        "concern.progressed": PROGRESSED[decision] if decision else None,
        "concern.referrer_type": concern.referrer,
        "concern.priority": concern.priority,
        "concern.provider_alleged": concern.provider_id is not None,
    }


def of_enquiry(enquiry: Enquiry) -> dict[str, Any]:
    lacked = LackedCapacity(enquiry.lacked_capacity) if enquiry.lacked_capacity else None
    return {
        **of_concern(enquiry.concern),
        TEAM: enquiry.team.name if enquiry.team else "",
        "enquiry.kind": enquiry.kind,
        "enquiry.caused_out": bool(enquiry.caused_to),
        "enquiry.concluded": enquiry.concluded_on is not None,
        "person.capacity_status": CAPACITY.get(lacked, "not_assessed")
        if lacked
        else "not_assessed",
    }


def words_of(key: str, value: Any) -> str:
    """Return a fact's value as a person says it; "Not known" where there is none."""
    if value is None or value == "":
        return "No team" if key == TEAM else "Not known"
    return DIVISIONS[key][1].get(str(value), str(value))


def group_of(facts: dict[str, Any], keys: list[str]) -> str:
    """Return the name of the group in which a case with these facts stands."""
    return ", ".join(words_of(key, facts.get(key)) for key in keys)
