"""What the register could hold only by a defect of the program, or by a hand in the database.

Constraints hold what one row says. This looks at rows that must agree with each other. What people
left out or mistook is the data-quality desk's (`safeguard/quality`), and is not looked at here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from core.clock_arithmetic import LONDON
from core.doctor.naming import keys_of, listed
from core.doctor.registry import Asked, Finding, examination, fault
from safeguard.choices_work import DecisionState
from safeguard.models import (
    Adult,
    AdultIdentity,
    Concern,
    Conclusion,
    DecisionRecord,
    Enquiry,
    Hold,
    PrioritySetting,
)


@dataclass(frozen=True)
class Check:
    """Rows that contradict others, chosen in one statement."""

    code: str
    what: str
    rows: Callable[[], QuerySet[Any, Any]]


def _priorities() -> QuerySet[Any, Any]:
    """The newest setting of a concern's priority, where the concern has another."""
    newer = PrioritySetting.objects.filter(concern=OuterRef("concern")).filter(
        Q(set_at__gt=OuterRef("set_at")) | Q(set_at=OuterRef("set_at"), pk__gt=OuterRef("pk"))
    )
    differs = Q(concern__priority__isnull=True) | ~Q(concern__priority=F("priority"))
    return PrioritySetting.objects.filter(~Exists(newer), differs)


def _decisions() -> QuerySet[Any, Any]:
    """Decisions in force that the concern's own columns do not hold."""
    agrees = Q(concern__decision=F("result"), concern__decided_on=F("decided_on"))
    undecided = Q(concern__decision__isnull=True)
    return DecisionRecord.objects.filter(state=DecisionState.SIGNED_OFF).filter(undecided | ~agrees)


def _days_received() -> QuerySet[Any, Any]:
    return Concern.objects.exclude(received_on=TruncDate("received_at", tzinfo=LONDON))


CHECKS = (
    Check(
        "enquiry_before_receipt",
        "Enquiries that began before their concern was received",
        lambda: Enquiry.objects.filter(commenced_on__lt=F("concern__received_on")),
    ),
    Check(
        "day_received_differs",
        "Concerns whose day is another than the one in London on which they were received",
        _days_received,
    ),
    Check(
        "decision_differs",
        "Decisions in force that differ from what their concern says was decided",
        _decisions,
    ),
    Check(
        "priority_differs",
        "Priorities set last that differ from what their concern says",
        _priorities,
    ),
    Check(
        "conclusion_of_open_enquiry",
        "Conclusions of enquiries that are open",
        lambda: Conclusion.objects.filter(enquiry__concluded_on__isnull=True),
    ),
    Check(
        "hold_of_concluded_enquiry",
        "Times on hold that run on in concluded enquiries",
        lambda: Hold.objects.filter(until__isnull=True, enquiry__concluded_on__isnull=False),
    ),
    Check(
        "concern_of_merged_adult",
        "Concerns of an adult whose record was merged into another",
        lambda: Concern.objects.filter(adult__merged_into__isnull=False),
    ),
    Check(
        "merged_twice",
        "Adults merged into a record that was itself merged",
        lambda: Adult.objects.filter(merged_into__merged_into__isnull=False),
    ),
    Check(
        "council_differs",
        "Concerns of another council than their adult",
        lambda: Concern.objects.exclude(council=F("adult__council")),
    ),
    Check(
        "council_differs",
        "Enquiries of another council than their concern",
        lambda: Enquiry.objects.exclude(council=F("concern__council")),
    ),
    Check(
        "council_differs",
        "Names of another council than their adult",
        lambda: AdultIdentity.objects.exclude(council=F("adult__council")),
    ),
)


@examination("register", *dict.fromkeys(check.code for check in CHECKS))
def register(asked: Asked) -> Iterator[Finding]:
    """Look for rows of the register that contradict each other."""
    for check in CHECKS:
        rows = check.rows()
        if keys := keys_of(rows):
            yield fault(
                check.code,
                listed(check.what, keys, rows.model),
                "Figures that count them are wrong. Keep the database as it is, and report this "
                "with the version of the program: it is a defect, or somebody wrote to the "
                "database past the program.",
            )
