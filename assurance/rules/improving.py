"""What an item of the improvement plan may aim at, and when it may be closed."""

from dataclasses import dataclass

from core.errors import RuleViolationError

SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What closing an item depends on."""

    is_closed: bool
    effect: str
    is_verified: bool
    open_steps: int
    is_by_owner: bool


def check_closing(held: Standing) -> None:
    """Refuse to close what nobody but its owner has seen the effect of.

    Delivery is not enough: an item is closed on evidence of effect that somebody else verified.

    Raises:
        RuleViolationError: code `closed`, `owner`, `open_steps`, `no_effect` or `not_verified`.
    """
    if held.is_closed:
        raise RuleViolationError("closed", "This item is closed already")
    if held.is_by_owner:
        raise RuleViolationError("owner", "Somebody other than the owner closes an item")
    if held.open_steps:
        words = "An action of this item is not complete. Complete or remove it first"
        raise RuleViolationError("open_steps", words)
    if held.effect != SHOWN:
        words = "There is no evidence of effect yet. Being delivered is not enough to close it"
        raise RuleViolationError("no_effect", words)
    if not held.is_verified:
        words = "Nobody other than the owner has verified the evidence of effect"
        raise RuleViolationError("not_verified", words)


def check_verifying(*, effect: str, owner: int | None, recorded_by: int | None, by: int) -> None:
    """Refuse to let the owner, or whoever recorded the evidence, verify it.

    Raises:
        RuleViolationError: code `no_effect`, `owner` or `recorder`.
    """
    if effect != SHOWN:
        raise RuleViolationError("no_effect", "There is no evidence of effect to verify")
    if by == owner:
        raise RuleViolationError("owner", "Somebody other than the owner verifies the effect")
    if by == recorded_by:
        words = "Somebody other than who recorded the evidence verifies it"
        raise RuleViolationError("recorder", words)


def aim_fault(*, title: str, context_only: bool, direction: str) -> str:
    """Return why nothing can aim to move a measure, or nothing where it can."""
    if context_only:
        return f"“{title}” is context, never an aim. Choose another measure"
    if direction == "neutral":
        return f"Neither more nor less is better for “{title}”. Choose another measure"
    return ""
