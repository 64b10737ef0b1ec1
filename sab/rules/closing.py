"""When a recommendation may be closed, and what it lacks to be SMART."""

from dataclasses import dataclass

from core.errors import RuleViolationError

SHOWN, TESTED = 2, 3


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a recommendation depends on."""

    is_accepted: bool
    assurance: int
    evidence: int
    open_actions: int
    is_by_owner: bool
    level_reason: str


def check_closing(held: Closing) -> None:
    """Refuse to close what is not shown to have been done, or by whoever owns it.

    Closing needs the level Tested; at Shown it needs a recorded reason.

    Raises:
        RuleViolationError: code `not_accepted`, `owner`, `open_actions`, `no_evidence`,
            `not_assured` or `no_level_reason`.
    """
    if not held.is_accepted:
        raise RuleViolationError("not_accepted", "Only an accepted recommendation is closed")
    if held.is_by_owner:
        words = "Somebody other than the owner, and from another agency, closes a recommendation"
        raise RuleViolationError("owner", words)
    if held.open_actions:
        raise RuleViolationError("open_actions", "An action of this recommendation is not complete")
    if not held.evidence:
        raise RuleViolationError(
            "no_evidence", "There is no evidence. Add what shows that it was done before closing it"
        )
    if held.assurance < SHOWN:
        words = (
            "Nobody has judged the evidence to show it, so being told is all there is. Judge the "
        )
        raise RuleViolationError("not_assured", words + "assurance first")
    if held.assurance < TESTED and not held.level_reason.strip():
        words = "It was shown but not tested. Say why that is enough"
        raise RuleViolationError("no_level_reason", words, field="level_reason")


def smart_gaps(
    *,
    text: str,
    measure: str,
    target: str,
    owner: str,
    has_agency: bool,
    intended_difference: str,
    has_due_day: bool,
) -> tuple[str, ...]:
    """Return what a recommendation lacks to be specific, measurable, owned, relevant and timed.

    It looks at what is filled in and at words that promise nothing; a person judges the rest.
    """
    vague = [word for word in VAGUE if word in f" {text.casefold()} "]
    gaps = []
    if vague:
        gaps.append(f"Specific: “{vague[0].strip()}” does not say what will be done")
    if not measure.strip() or not target.strip():
        gaps.append("Measurable: say how anybody will know, and the target")
    if not owner.strip() or not has_agency:
        gaps.append("Achievable: name an owner and an agency")
    if not intended_difference.strip():
        gaps.append("Relevant: say what should be different for adults or for practice")
    if not has_due_day:
        gaps.append("Time-bound: give the day by which it is due")
    return tuple(gaps)


VAGUE = (
    " consider ",
    " explore ",
    " raise awareness ",
    " be mindful ",
    " be reminded ",
    " where appropriate ",
    " as appropriate ",
    " look into ",
)
