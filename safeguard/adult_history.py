"""What the page of an adult tells: each concern and how soon it followed another, and merges."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from safeguard.models import AdultMerge, Concern, Enquiry

YEAR = timedelta(days=365)


def concern_rows(concerns: Sequence[Concern], merges: Iterable[AdultMerge]) -> list[dict[str, Any]]:
    """Return each concern, newest first, with what follows from the one before it.

    Args:
        concerns: newest first.
        merges: the standing merges into this adult, of which some concerns came.
    """
    came_from = {
        pk: merge.merged.reference for merge in merges for pk in merge.moved.get("concerns", ())
    }
    return [
        {
            "concern": concern,
            "again": again(concern.received_on, earlier.received_on if earlier else None),
            "came_from": came_from.get(concern.pk, ""),
        }
        for concern, earlier in zip_longest(concerns, concerns[1:])
    ]


def again(received_on: date, before_on: date | None) -> str:
    """Return how soon a concern followed the one before, in words; "" if not within 365 days."""
    if before_on is None or received_on - before_on > YEAR:
        return ""
    days = (received_on - before_on).days
    if days == 0:
        return "The same day as the one before"
    return f"{days} day{'' if days == 1 else 's'} after the one before"


def repeats_in_words(rows: Sequence[dict[str, Any]], *, total: int) -> str:
    """Return one sentence on how many concerns there are and how many followed another."""
    if not total:
        return "No concern about this adult is held."
    counted = f"{total} concern{'' if total == 1 else 's'}"
    if total == 1:
        return f"{counted}."
    soon = sum(bool(row["again"]) for row in rows)
    if not soon:
        return f"{counted}, none within 12 months of the one before."
    if total > len(rows):
        return (
            f"{counted}. Of the {len(rows)} newest, {soon} came within 12 months of the one before."
        )
    return f"{counted}, of which {soon} came within 12 months of the one before."


def enquiry_rows(enquiries: Iterable[Enquiry]) -> list[dict[str, Any]]:
    """Return each enquiry with what came of it, in words."""
    return [
        {
            "enquiry": enquiry,
            "came_of_it": [
                str(words)
                for words in (
                    enquiry.get_risk_assessment_result_display(),
                    enquiry.get_risk_outcome_display(),
                    _wishes(enquiry),
                )
                if words
            ],
        }
        for enquiry in enquiries
    ]


def _wishes(enquiry: Enquiry) -> str:
    achieved = enquiry.get_outcomes_achieved_display()
    return f"What the adult wanted: {str(achieved).lower()}" if achieved else ""
