"""Whose question is whose, and who may read whose answers when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audit.choices import WHEN_OTHERS_ARE_IN, RespondentKind, StrandStatus

AGENCIES = "each_agency"
OVER = (StrandStatus.SUBMITTED, StrandStatus.MISSING)


@dataclass(frozen=True, slots=True)
class Part:
    """One strand of an audit, as rules see it."""

    key: str
    number: int
    status: str
    required: bool
    blind: bool = False

    @property
    def name(self) -> tuple[str, int]:
        return self.key, self.number


def strand_of(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return what the tool says of a strand; nothing for one it does not know."""
    return next((each for each in document.get("strands") or () if each["key"] == key), {})


def sections_of(document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the sections that a strand answers."""
    return [each for each in document["sections"] if answers(document, each, key)]


def answers(document: Mapping[str, Any], section: Mapping[str, Any], key: str) -> bool:
    wanted = section.get("strand")
    if wanted == AGENCIES:
        return strand_of(document, key).get("respondent") == RespondentKind.AGENCY
    return wanted in (None, key)


def skip_name(document: Mapping[str, Any], part: tuple[str, int], code: str) -> str:
    """Return how an audit notes that a part leaves a section out.

    By the section's code, and where several parts answer the section with the part before it.
    """
    section = next(each for each in document["sections"] if each["code"] == code)
    keys = [each["key"] for each in document.get("strands") or ()]
    shared = len([key for key in keys if answers(document, section, key)]) > 1
    return f"{part[0]}-{part[1]}:{code}" if shared else code


def document_for(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return the tool with only the sections that a strand answers."""
    return {**document, "sections": sections_of(document, key)}


def lead_key(document: Mapping[str, Any]) -> str:
    """Return the strand whose answers stand for the audit where several answer the same."""
    strands = document.get("strands") or ()
    lead = next((each for each in strands if each.get("lead")), None)
    lead = lead or next((each for each in strands if each.get("required")), None)
    lead = lead or next(iter(strands), {"key": "auditor"})
    return str(lead["key"])


def judge_of(document: Mapping[str, Any], result: Mapping[str, Any]) -> str | None:
    """Return the strand in which a person judges a result of the whole audit; None for nobody."""
    if result.get("judgement") in (None, "none"):
        return None
    for section in document["sections"]:
        for question in section["questions"]:
            if question["type"] == "grade" and question.get("result") == result["key"]:
                return str(section.get("strand") or lead_key(document))
    if isinstance(result.get("per_strand"), str):
        return str(result["per_strand"])
    return lead_key(document)


def judged_in(document: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the results that are judged when this strand is finished."""
    found = []
    for result in document.get("results") or ():
        if result.get("per_strand") is True:
            respondent = strand_of(document, key).get("respondent")
            if result.get("judgement") not in (None, "none") and (
                respondent == RespondentKind.AGENCY
            ):
                found.append(result)
        elif judge_of(document, result) == key:
            found.append(result)
    return found


def waits_for(document: Mapping[str, Any], key: str, parts: Iterable[Part]) -> list[Part]:
    """Return the required strands that must be in before this one is finished.

    Those before a strand that opens after the others; and where a strand judges a result of all
    the answers, those whose answers count in it.
    """
    parts = list(parts)
    waiting = [p for p in parts if p.key != key and p.required and p.status not in OVER]
    if strand_of(document, key).get("opens_when") == WHEN_OTHERS_ARE_IN:
        return waiting
    whole = [r for r in judged_in(document, key) if not r.get("per_strand")]
    counted = {
        section["strand"]
        for section in document["sections"]
        if section.get("scored") and section.get("strand") not in (None, AGENCIES)
    }
    return [p for p in waiting if p.key in counted] if whole else []


def may_open(document: Mapping[str, Any], key: str, parts: Iterable[Part]) -> bool:
    """Say whether a waiting strand may begin: every other required one is in or given up."""
    if strand_of(document, key).get("opens_when") != WHEN_OTHERS_ARE_IN:
        return True
    return all(
        part.status in OVER
        for part in parts
        if part.key != key
        and part.required
        and strand_of(document, part.key).get("opens_when") != WHEN_OTHERS_ARE_IN
    )


def may_read(
    document: Mapping[str, Any], *, reader: Part, other: Part, parts: Iterable[Part] = ()
) -> bool:
    """Say whether whoever answers one strand may read another one now.

    Never before it is submitted. A blind strand reads nothing before it is submitted itself, and
    agencies read one another's when the panel has begun.
    """
    if reader.name == other.name:
        return True
    if other.status != StrandStatus.SUBMITTED:
        return False
    told = strand_of(document, reader.key)
    if told.get("opens_when") == WHEN_OTHERS_ARE_IN:
        return True
    is_blind = reader.blind or other.key in (told.get("blind_to") or ())
    if is_blind and reader.status != StrandStatus.SUBMITTED:
        return False
    until = (document.get("strand_privacy") or {}).get("see_own_until")
    if until:
        begun = {part.key for part in parts if part.status != StrandStatus.WAITING}
        return until in begun
    about = strand_of(document, other.key)
    if reader.key == lead_key(document):
        return bool(about.get("visible_to_auditor", "after_submission") == "after_submission")
    # Between two others the tool has to say so: a practitioner does not read what a person said.
    return bool(told.get("same_questions_as") == other.key)


def whole_answers(
    document: Mapping[str, Any], by_strand: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the answers that stand for the whole audit: each section's from its own strand."""
    lead = lead_key(document)
    found: dict[str, Any] = {}
    for section in document["sections"]:
        own = by_strand.get(section.get("strand") or lead) or {}
        for question in section["questions"]:
            if question["code"] in own:
                found[question["code"]] = own[question["code"]]
    return found
