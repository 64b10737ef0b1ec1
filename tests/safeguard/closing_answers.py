"""A conclusion that nothing stands against, as the rule, the service and the page take it."""

from dataclasses import replace
from datetime import date
from typing import Any

from safeguard.choices_work import ClosingItem
from safeguard.rules.concluding import Check, Closing

ENDED = date(2025, 5, 1)
CLOSING = Closing(
    concluded_on=ENDED,
    reason="The risk is gone",
    risk_assessment_result="RI_A",
    risk_outcome="REMOVE",
    lacked_capacity="NO",
    supported=None,
    outcomes_asked="ASK_NONE",
    outcomes_achieved=None,
    review_considered="not_needed",
    review_reason="Nobody died, and agencies worked together",
    checks={str(item): Check("done") for item in ClosingItem},
)
FORM = {
    "concluded_on": "1/5/2025",
    "reason": "The risk is gone",
    "risk_assessment_result": "RI_A",
    "risk_outcome": "REMOVE",
    "lacked_capacity": "NO",
    "supported": "none",
    "outcomes_asked": "ASK_NONE",
    "outcomes_achieved": "none",
    "review_considered": "not_needed",
    "review_reason": "Nobody died, and agencies worked together",
    **{f"check_{item}": "done" for item in ClosingItem},
}


def closing(**changes: Any) -> Closing:
    return replace(CLOSING, **changes)
