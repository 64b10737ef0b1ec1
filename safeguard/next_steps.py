"""What a person may do next with a case: links, the likeliest first. Nothing here decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from core.permissions import Permission
from safeguard.choices import DECIDED_AS_ENQUIRY
from safeguard.models import Concern, Enquiry

Permissions = frozenset[Permission]


@dataclass(frozen=True)
class Step:
    """A link to one thing that may be done. `is_main` is what the case waits for."""

    label: str
    url: str
    is_main: bool = False


Listed = tuple[str, str, bool, bool]


def concern_steps(
    concern: Concern,
    enquiries: Sequence[Enquiry],
    held: Permissions,
    *,
    is_proposed: bool,
    wants_feedback: bool,
) -> list[Step]:
    """Return the steps that `held` opens for a concern.

    Args:
        is_proposed: a decision waits for sign-off.
        wants_feedback: the referrer is to be told of the decision, and has not been.
    """
    records, decides = Permission.CASE_RECORD in held, Permission.CASE_DECIDE in held
    undecided = concern.decided_on is None
    to_start = concern.decision in DECIDED_AS_ENQUIRY and not enquiries
    waits = undecided or to_start
    listed: Iterable[Listed] = (
        ("decision-sign-off", "Sign off the decision", decides and is_proposed, True),
        (
            "priority-set",
            "Change the priority" if concern.priority else "Set the priority",
            decides and undecided,
            not concern.priority,
        ),
        (
            "decision-propose",
            "Decide" if decides else "Propose a decision",
            records and undecided and not is_proposed,
            bool(concern.priority),
        ),
        ("enquiry-start", "Start the enquiry", records and to_start, True),
        ("feedback-record", "Tell the referrer", records and wants_feedback, not waits),
        ("information-add", "Record information", records and undecided, False),
        ("look-again", "Look again while it waits", records and waits, False),
        ("document-add", "Add a document", records, False),
        (
            "concern-reopen",
            "Reopen the decision",
            decides and not undecided and not enquiries,
            False,
        ),
    )
    return _steps(listed, concern.pk)


def enquiry_steps(enquiry: Enquiry, held: Permissions) -> list[Step]:
    """Return the steps that `held` opens for an enquiry as a whole; its rows have their own."""
    records, decides = Permission.CASE_RECORD in held, Permission.CASE_DECIDE in held
    is_open = enquiry.concluded_on is None
    has_lead = enquiry.lead_id is not None
    listed: Iterable[Listed] = (
        (
            "enquiry-allocate",
            "Change the lead" if has_lead else "Allocate",
            decides and is_open,
            not has_lead,
        ),
        ("enquiry-conclude", "Conclude the enquiry", decides and is_open, has_lead),
        (
            "experience-record",
            "Record what it was like for the adult",
            records and not is_open,
            True,
        ),
        ("agency-told-add", "Record an agency told", records and not is_open, False),
        ("enquiry-reopen", "Reopen the enquiry", decides and not is_open, False),
    )
    return _steps(listed, enquiry.pk)


def _steps(listed: Iterable[Listed], key: int) -> list[Step]:
    found = [
        Step(label, reverse(f"safeguard:{name}", args=[key]), is_main)
        for name, label, may, is_main in listed
        if may
    ]
    return sorted(found, key=lambda step: not step.is_main)
