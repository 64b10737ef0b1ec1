"""What the council set itself, and what it owes to others: timescales, reports, advocates."""

from assurance.catalogue.words import UNDER_18
from assurance.measures import Group, Measure, Quantile, Share, Unit, WithinTimescale
from safeguard.choices_work import ClockEvent
from safeguard.metrics.figures import FactSource
from safeguard.rules import on_time as rules
from safeguard.rules.on_time import AdvocateFact

OWN_RULES = "The timescales the council set itself: each case by the rule in force at its start."
LOCAL = "The council's own target, not a national one, and no other council's."
NO_RULE = "Cases that started when no timescale was in force."
AGAIN = "A case opened again counts from the day it was."
DECIDED = (
    "Concerns raised in the period that were decided, or are undecided past the date due, by the "
    "last day that the data cover."
)
CONCLUDED = "Section 42 enquiries concluded in the period."
CLOSED = "Concluded enquiries only: read it beside the open work by age."
WITH_REASON = "A late case with a reason is counted in time only where the council's rule says so."


def _concluded(**options: bool) -> WithinTimescale:
    return WithinTimescale(
        "conclusion_steps", ClockEvent.CONCLUDED, rules.in_time, kind="s42", **options
    )


TIMESCALES = (
    Measure(
        "decided_within_target_pct",
        "Decided within the local target",
        Group.TIMESCALES,
        Unit.PERCENT,
        WithinTimescale("decision_steps", ClockEvent.DECIDED, rules.in_time),
        "Share of concerns decided by the date due under the council's own timescale.",
        numerator="Decided by the end of the date due.",
        denominator=DECIDED,
        exclusions=f"{NO_RULE} Undecided concerns that are not due yet. {UNDER_18}",
        source=OWN_RULES,
        caveat=f"{LOCAL} {AGAIN} {WITH_REASON}",
        direction="increase",
    ),
    Measure(
        "decided_late_with_reason_pct",
        "Decided late, with a recorded reason",
        Group.TIMESCALES,
        Unit.PERCENT,
        WithinTimescale("decision_steps", ClockEvent.DECIDED, rules.late_with_reason),
        "Share of concerns whose decision came, or is, after the date due and says why.",
        numerator="Past the date due, with a reason on record.",
        denominator=DECIDED,
        exclusions=f"{NO_RULE} Undecided concerns that are not due yet. {UNDER_18}",
        source=OWN_RULES,
        caveat=f"{LOCAL} {AGAIN}",
    ),
    Measure(
        "s42_concluded_within_target_pct",
        "Section 42 enquiries concluded within the local target",
        Group.TIMESCALES,
        Unit.PERCENT,
        _concluded(),
        "Share concluded by the date due, with time on hold taken off as the council's rule says.",
        numerator="Concluded by the end of the date due.",
        denominator=CONCLUDED,
        exclusions=f"{NO_RULE} {UNDER_18}",
        source=OWN_RULES,
        caveat=f"{LOCAL} {CLOSED} {AGAIN} {WITH_REASON}",
        direction="increase",
    ),
    Measure(
        "s42_concluded_within_target_holds_counted_pct",
        "Section 42 enquiries concluded within the local target, time on hold counted",
        Group.TIMESCALES,
        Unit.PERCENT,
        _concluded(takes_off_holds=False),
        "Share concluded by the date due, had no time on hold been taken off.",
        numerator="Concluded by the end of the date due as if never on hold.",
        denominator=CONCLUDED,
        exclusions=f"{NO_RULE} {UNDER_18}",
        source=OWN_RULES,
        caveat=f"{LOCAL} {CLOSED} {AGAIN} {WITH_REASON}",
        direction="increase",
    ),
    Measure(
        "s42_concluded_late_with_reason_pct",
        "Section 42 enquiries concluded late, with a recorded reason",
        Group.TIMESCALES,
        Unit.PERCENT,
        WithinTimescale(
            "conclusion_steps", ClockEvent.CONCLUDED, rules.late_with_reason, kind="s42"
        ),
        "Share concluded after the date due with a reason on record.",
        numerator="Concluded after the date due, with a reason on record.",
        denominator=CONCLUDED,
        exclusions=f"{NO_RULE} {UNDER_18}",
        source=OWN_RULES,
        caveat=f"{LOCAL} {CLOSED} {AGAIN}",
    ),
)

FEEDBACK = (
    Measure(
        "feedback_given_pct",
        "Referrers told what was decided",
        Group.TIMESCALES,
        Unit.PERCENT,
        Share("feedback", rules.feedback_given, kind=None),
        "Of the referrers who wanted to be told what was decided, the share who were.",
        numerator="The day on which the referrer was told is on record.",
        denominator="Concerns raised in the period and decided, whose referrer wanted to be told.",
        exclusions=f"Referrers who cannot be told. {UNDER_18}",
        source="The register.",
        caveat="A concern that came by extract does not say: it is not known, and left out.",
        direction="increase",
    ),
)

CAUSED = (
    Measure(
        "caused_returned_in_time_pct",
        "Caused enquiries returned in time",
        Group.ENQUIRIES,
        Unit.PERCENT,
        Share("caused_reports", rules.returned_in_time, kind=None),
        "Of the enquiries that another body was asked to make, the share whose report came by the "
        "day it was due.",
        numerator="Every report that was due came by its day.",
        denominator="Enquiries of either kind commenced in the period whose report was due.",
        exclusions=(
            "Requests declined, not due yet, or taken over by the council before they were due. "
            f"{UNDER_18}"
        ),
        source="The register; the day due is the one the council asked for.",
        caveat=(
            "A report is judged by the day it first came and the first day it was due. One "
            "returned for more work that never came again stays judged so. An enquiry that came by "
            "extract does not say when its report was due: not known."
        ),
        direction="increase",
    ),
)


def _advocate_days(fact: AdvocateFact, facts: FactSource) -> int | None:
    return fact.days


ADVOCATES = (
    Measure(
        "advocate_appointed_pct",
        "Advocate appointed where one was requested",
        Group.CAPACITY,
        Unit.PERCENT,
        Share("advocates", rules.advocate_appointed, kind=None),
        "Of the enquiries for which an advocate was requested, the share in which one came.",
        numerator="An advocate was appointed.",
        denominator="Enquiries of either kind commenced in the period with an advocate requested.",
        exclusions=f"Requests that the adult declined, or that were no longer needed. {UNDER_18}",
        source="The register: the first request of an enquiry.",
        caveat="A request still waiting counts as not appointed, so recent months read low.",
        direction="increase",
    ),
    Measure(
        "advocate_wait_days_median",
        "Days from request to appointment of an advocate, median",
        Group.CAPACITY,
        Unit.DAYS,
        Quantile("advocates", 0.5, _advocate_days),
        "Half of the advocates appointed came within this many days of the request, or sooner.",
        denominator="Enquiries of either kind commenced in the period with an advocate appointed.",
        exclusions=f"Requests still waiting, and those that came to nothing. {UNDER_18}",
        source="Calendar days from the first request of an enquiry; percentile of type 7.",
        caveat="Appointments only: read it beside the share appointed.",
        direction="decrease",
    ),
)
