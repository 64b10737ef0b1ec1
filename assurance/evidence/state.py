"""Where an item of evidence stands today, in words: does it count, and what is against it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assurance.choices_evidence import EvidenceStatus
from assurance.models import EvidenceItem
from assurance.rules.evidence import Dates, is_due_for_review, is_old
from assurance.words import long_date
from audit.choices import RoundStatus

COLOURS = {
    EvidenceStatus.DRAFT: "yellow",
    EvidenceStatus.APPROVED: "green",
    EvidenceStatus.WITHDRAWN: "grey",
}


@dataclass(frozen=True)
class State:
    """`against` is what keeps it from counting, `remarks` what wants looking at."""

    label: str
    colour: str
    counts: bool
    against: tuple[str, ...]
    remarks: tuple[str, ...]


def state_of(item: EvidenceItem, dates: Dates, today: date) -> State:
    """Return where an item stands; its story and round were read with it."""
    against = tuple(_against(item, today))
    counts = item.counts(today)
    label, colour = item.get_status_display(), COLOURS[EvidenceStatus(item.status)]
    if item.status == EvidenceStatus.APPROVED and not counts:
        label, colour = "Approved, but does not count", "red"
    remarks = () if item.is_withdrawn else tuple(_remarks(dates, today))
    return State(label, colour, counts, against, remarks)


def _against(item: EvidenceItem, today: date) -> Iterator[str]:
    story, round_ = item.story, item.audit_round
    if story is not None and story.withdrawn_on is not None:
        yield f"Consent to tell the story was taken back on {long_date(story.withdrawn_on)}"
    elif story is not None and item.source_is_gone:
        yield "The story may not be told: consent or its review is missing"
    if round_ is not None and round_.status == RoundStatus.ABANDONED:
        yield f"The audit round was abandoned: {round_}"
    if item.link_expires_on is not None and item.link_expires_on < today:
        yield f"The link worked until {long_date(item.link_expires_on)}"
    elif item.link_is_broken(today) and item.link_checked_on is not None:
        found = item.get_link_state_display().lower()
        yield f"The link was found to be: {found}, on {long_date(item.link_checked_on)}"


def _remarks(dates: Dates, today: date) -> Iterator[str]:
    if is_due_for_review(dates, today) and dates.review_on is not None:
        yield f"Was to be looked at again on {long_date(dates.review_on)}"
    if is_old(dates, today):
        yield "About a year ago or more"
