"""What is known beside each part of section 42(1): taken from the record, not typed again."""

from collections.abc import Iterable
from typing import Any

from safeguard.models import Concern, ConcernReport
from safeguard.services.adults import facts_of

Fact = dict[str, str]
NOTHING = "Not recorded"


def known_about(concern: Concern) -> dict[str, list[Fact]]:
    """Return for each part, by its letter, facts in pairs: what they are, and what is recorded."""
    report: ConcernReport | None = getattr(concern, "report", None)
    return {"a": _needs(concern), "b": _abuse(concern, report), "c": _protection(concern, report)}


def _needs(concern: Concern) -> list[Fact]:
    return [
        _fact("Primary support reason", concern.get_primary_support_reason_display()),
        _fact("Health conditions", _listed(concern.conditions.order_by("pk"))),
        _fact("Communication needs", facts_of(concern.adult).communication_needs),
    ]


def _abuse(concern: Concern, report: ConcernReport | None) -> list[Fact]:
    sources = [
        f"{source} ({source.relationship or source.get_kind_display()})"
        for source in concern.alleged_sources.all()
    ]
    facts = [
        _fact("What happened", concern.account),
        _fact("Types of risk", _listed(concern.risk_types.order_by("pk"))),
        _fact("Where", concern.get_location_display()),
        _fact("Alleged to be the source", _listed(sources)),
    ]
    if report is not None:
        facts += [
            _fact("When it happened", report.happened_when),
            _fact("In danger when it was reported", report.get_in_danger_display()),
            _fact("Done to keep the adult safe", report.safety_steps),
        ]
    return facts


def _protection(concern: Concern, report: ConcernReport | None) -> list[Fact]:
    facts = [
        _fact("View of the adult", concern.adult_view),
        _fact("What the adult wants", _listed(concern.desired_outcomes.filter(replaced_by=None))),
    ]
    if report is not None:
        facts += [
            _fact("Agreed to the report", report.get_agreement_display()),
            _fact("Had capacity to agree to it", report.get_capacity_to_agree_display()),
        ]
    return facts


def _fact(key: str, value: str) -> Fact:
    return {"key": key, "value": value or NOTHING}


def _listed(things: Iterable[Any]) -> str:
    return "\n".join(str(thing) for thing in things)
