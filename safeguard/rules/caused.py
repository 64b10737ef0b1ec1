"""Where a request to another body stands, and what may be done with it next."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol

from safeguard.choices_work import CausedQuality


class Stage(StrEnum):
    """Follows from the request's dates; it is nowhere stored."""

    ASKED = "Waiting for an answer"
    DECLINED = "Declined"
    WITHDRAWN = "Withdrawn"
    ACCEPTED = "Waiting for the report"
    RECEIVED = "Report to be checked"
    RETURNED = "Returned for more work"
    DONE = "Report accepted"
    TAKEN_OVER = "Taken over by the council"


class Request(Protocol):
    """What a stage follows from."""

    @property
    def accepted_on(self) -> date | None: ...
    @property
    def declined_on(self) -> date | None: ...
    @property
    def withdrawn_on(self) -> date | None: ...
    @property
    def received_on(self) -> date | None: ...
    @property
    def quality(self) -> str | None: ...


# What the activity log calls a report that came again after it was returned.
CAME_AGAIN = "caused_report_received_again"
# And a change of what was asked, with its reason.
CHANGED = "caused_request_changed"
WAITING = frozenset({Stage.ASKED, Stage.ACCEPTED, Stage.RETURNED})
MAY: dict[str, frozenset[Stage]] = {
    "answer": frozenset({Stage.ASKED}),
    # Once a report is here, what was asked stands as it was answered.
    "change": frozenset({Stage.ASKED, Stage.ACCEPTED}),
    "withdraw": frozenset({Stage.ASKED, Stage.ACCEPTED}),
    "chase": WAITING,
    # A report may come from a body that never said whether it would make one.
    "receive": WAITING,
    "check": frozenset({Stage.RECEIVED}),
    "take_over": WAITING | {Stage.RECEIVED},
}
_AFTER_CHECK = {
    CausedQuality.ACCEPTED: Stage.DONE,
    CausedQuality.RETURNED: Stage.RETURNED,
    CausedQuality.TAKEN_OVER: Stage.TAKEN_OVER,
}


def stage_of(request: Request) -> Stage:
    """Return where a request stands."""
    if request.quality:
        return _AFTER_CHECK[CausedQuality(request.quality)]
    if request.declined_on is not None:
        return Stage.DECLINED
    if request.withdrawn_on is not None:
        return Stage.WITHDRAWN
    if request.received_on is not None:
        return Stage.RECEIVED
    return Stage.ASKED if request.accepted_on is None else Stage.ACCEPTED


def may(step: str, request: Request) -> bool:
    """Say whether `step`, a key of `MAY`, can come next."""
    return stage_of(request) in MAY[step]


def is_late(request: Request, due_on: date, today: date) -> bool:
    """Say whether a report is awaited after the end of its due day."""
    return stage_of(request) in WAITING and today > due_on


def caused_to(held: str, asked: Iterable[tuple[str, bool]]) -> str:
    """Return the one body by which an enquiry counts as caused.

    The first body asked that did not decline, and of which it is still asked. One that the council
    took over from stays: the enquiry was caused to be made by it, and the figures count what was
    caused, not how it went.

    Args:
        held: what the enquiry says now, perhaps loaded from an extract.
        asked: each body in the order asked, and whether it declined or the request was withdrawn.

    Returns:
        The body; empty where there is none left; `held` where it came from elsewhere than `asked`.
    """
    bodies = list(asked)
    if held and held not in [name for name, _ in bodies]:
        return held
    return next((name for name, is_over in bodies if not is_over), "")
