"""Whether somebody's words may be quoted, to whom, and what may be said of who spoke."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from assurance.choices_voices import VoiceScope

# From the narrowest to the widest: consent for one reaches those before it.
SCOPES = tuple(VoiceScope.values)
# Fewer voices than this of one kind could be told apart by somebody who knows them.
LEAST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody agreed to about their words. `until` is the last day it holds."""

    given: bool | None
    scope: str
    on: date | None
    until: date | None
    withdrawn_on: date | None


def stands(consent: Consent, on: date) -> bool:
    """Say whether consent holds on a day: given by then, not run out, not taken back."""
    if not consent.given or consent.on is None or consent.withdrawn_on is not None:
        return False
    return consent.on <= on and (consent.until is None or on <= consent.until)


def may_be_quoted(consent: Consent, scope: str, on: date) -> bool:
    """Say whether words may be quoted to readers within `scope` on a day.

    Consent that was taken back counts from the moment it is recorded, whatever day it bears.

    Raises:
        ValueError: `scope` is not one of SCOPES.
    """
    return reaches(consent, scope) and stands(consent, on)


def reaches(consent: Consent, scope: str) -> bool:
    """Say whether what was agreed, and not taken back, lets readers within `scope` have the words.

    Raises:
        ValueError: `scope` is not one of SCOPES.
    """
    if scope not in SCOPES:
        raise ValueError(f"{scope!r} is not one of {SCOPES}")
    if not consent.given or consent.withdrawn_on is not None:
        return False
    return SCOPES.index(consent.scope) >= SCOPES.index(scope)


def attribution(
    speaker: str, groups: Sequence[tuple[str, int]], *, when: date, scope: str, source: str = ""
) -> str:
    """Return who spoke and when, as it may stand beside their words.

    Outside the council only a group of which at least LEAST_OF_A_KIND voices by this kind of
    speaker are held is named, and neither where the person was heard nor the day: the year only.

    Args:
        groups: the groups the voice is of, each with how many voices of such a speaker are held.
    """
    if scope == SCOPES[0]:
        said = [speaker, *(name for name, _ in groups), source, f"{when.day} {when:%B %Y}"]
    else:
        large = (name for name, held in groups if held >= LEAST_OF_A_KIND)
        said = [speaker, *large, f"{when.year}"]
    return ", ".join(part for part in said if part)


def missing(wanted: Sequence[str], heard: Collection[str]) -> list[str]:
    """Return the groups that nobody was heard from, in the order of `wanted`."""
    return [group for group in wanted if group not in heard]
