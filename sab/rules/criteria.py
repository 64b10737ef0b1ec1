"""The test of section 44 of the Care Act, and which decisions the law leaves open."""

from enum import StrEnum

from core.errors import RuleViolationError

REVIEWS = ("mandatory", "discretionary")
MUST = (
    "The criteria of section 44(1) to (3) of the Care Act are met, so the board must hold a "
    "Safeguarding Adults Review. If a full review would be out of proportion, decide on a "
    "mandatory review and choose a lighter method, such as rapid time or a learning event"
)


class Criteria(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


def judge(*, needs: str, working_together: str, life: str, harm: str) -> Criteria:
    """Say how the test of section 44(1) to (3) comes out.

    Args:
        needs, working_together, harm: "yes", "no" or "unknown".
        life: "died", "alive" or "unknown"; it decides what `harm` was asked about.

    One limb that is not met settles it; else one that is not known leaves it open.
    """
    limbs = (needs, working_together, harm)
    if "no" in limbs:
        return Criteria.NOT_MET
    if "unknown" in (*limbs, life):
        return Criteria.NOT_KNOWN
    return Criteria.MET


def check_outcome(outcome: str, *, criteria: Criteria, needs: str) -> None:
    """Refuse a decision that section 44 does not leave open.

    Raises:
        RuleViolationError: code `must_review`, `not_mandatory`, `no_needs` or `not_known`.
    """
    if criteria is Criteria.MET and outcome != "mandatory":
        raise RuleViolationError("must_review", MUST, field="outcome")
    if criteria is not Criteria.MET and outcome == "mandatory":
        words = "A review is mandatory only where every part of the test is met. Choose a "
        words += "discretionary review under section 44(4), or answer the test again"
        raise RuleViolationError("not_mandatory", words, field="outcome")
    if outcome == "discretionary" and needs != "yes":
        words = "Section 44(4) is about adults in the area with needs for care and support"
        raise RuleViolationError("no_needs", words, field="outcome")
    if criteria is Criteria.NOT_KNOWN and outcome not in REVIEWS:
        words = "A part of the test is not known yet. Find it out, or hold a discretionary review"
        raise RuleViolationError("not_known", words, field="outcome")
