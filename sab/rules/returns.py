"""What an answer still needs, when a return may be written, and what a panel asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from core.errors import RuleViolationError

PARTLY, MET, EMBEDDED = 1, 2, 3
# Evidence that something changed, as against that something was written, bought or attended.
SHOWS_DIFFERENCE = frozenset(
    {
        "audit",
        "data",
        "case_example",
        "feedback",
        "staff_feedback",
        "inspection",
        "review_learning",
    }
)
STALE_MONTHS = 24
AGENCIES_TO_COMPARE = 3
FAR = 2
WRITABLE = frozenset({"not_started", "in_progress", "changes_requested"})
JUDGED = frozenset({"submitted", "moderation", "challenge"})
# Days before a return is due on which its agency is written to; after it, once a week.
REMINDED = frozenset({14, 3, 0})
WEEK, WEEKS_AFTER = 7, 4


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one standard of a return."""

    is_answered: bool = False
    is_confirmed: bool = True
    rating: int | None = None
    evidence: tuple[str, ...] = ()
    has_action: bool = False


def gaps_of(held: Held) -> tuple[str, ...]:
    """Return what a standard still needs before its return may be submitted."""
    if not held.is_answered:
        return ("Not answered",)
    found = [] if held.is_confirmed else ["Carried forward: confirm or change it"]
    if held.rating is None:
        return tuple(found)
    if held.rating <= PARTLY and not held.has_action:
        found.append("Needs an action with an owner and a date")
    if held.rating >= MET and not held.evidence:
        found.append("Needs dated evidence")
    elif held.rating == EMBEDDED and not SHOWS_DIFFERENCE & set(held.evidence):
        found.append("Needs evidence of a difference, such as an audit, data or feedback")
    return tuple(found)


def check_writable(
    status: str, *, opens_on: date, closes_on: date, late_until: date | None, today: date
) -> None:
    """Refuse to change a return that is sent, or outside its window without leave.

    Raises:
        RuleViolationError: code `sent`, `not_open` or `window_closed`.
    """
    if status not in WRITABLE:
        raise RuleViolationError("sent", "The return was submitted and does not change")
    if today < opens_on:
        raise RuleViolationError("not_open", "The window for returns has not opened yet")
    if today > closes_on and (late_until is None or today > late_until):
        words = (
            "The window for returns has closed. Ask the board's manager for leave to return late"
        )
        raise RuleViolationError("window_closed", words)


def is_reminder_day(due_on: date, today: date) -> bool:
    """Say whether an agency is written to today about a return that is due on a day."""
    left = (due_on - today).days
    return left in REMINDED or (left < 0 and left % WEEK == 0 and -left <= WEEK * WEEKS_AFTER)


def check_closable(closes_on: date, today: date, waiting: Sequence[str], validated: int) -> None:
    """Refuse to close a cycle of returns that is still under way.

    Args:
        waiting: the agencies whose return is with the board, or may still come.

    Raises:
        RuleViolationError: code `open`, `waiting` or `nothing`.
    """
    if today <= closes_on:
        raise RuleViolationError("open", "The window for returns is still open")
    if waiting:
        words = f"These returns are not finished yet: {', '.join(waiting)}"
        raise RuleViolationError("waiting", words)
    if not validated:
        raise RuleViolationError("nothing", "There is no validated return to close")


def check_judged(status: str) -> None:
    """Refuse to judge a return that is not with the board.

    Raises:
        RuleViolationError: code `not_sent` or `validated`.
    """
    if status in WRITABLE:
        raise RuleViolationError("not_sent", "The agency has not submitted this return")
    if status not in JUDGED:
        raise RuleViolationError("validated", "The return is validated and does not change")


@dataclass(frozen=True, slots=True)
class Rated:
    """One standard as a panel weighs it: this agency, its last return, the other agencies."""

    rating: int
    before: int | None
    others: Sequence[int]
    evidence_is_current: bool


def reasons_to_ask(rated: Rated) -> tuple[str, ...]:
    """Return the codes of why a panel may ask about a standard; empty where nothing stands out."""
    found = []
    if rated.rating <= PARTLY:
        found.append("low")
    if rated.before is not None and rated.rating < rated.before:
        found.append("fall")
    enough = len(rated.others) >= AGENCIES_TO_COMPARE
    if enough and abs(rated.rating - median(rated.others)) >= FAR:
        found.append("outlier")
    if rated.rating >= MET and not rated.evidence_is_current:
        found.append("no_evidence")
    return tuple(found)
