"""How long decisions and enquiries take, and how old open work is."""

from functools import partial

from assurance.catalogue.words import NO_CLOCK, UNDER_18
from assurance.measures import (
    Count,
    DecidedWithin,
    Followed,
    Group,
    Measure,
    Quantile,
    Share,
    Unit,
)
from safeguard.metrics.figures import FactSource
from safeguard.rules import measures as rules
from safeguard.rules.measures import ConcernFact, DurationFact, OpenFact

AGE_BANDS = ((0, 28), (29, 56), (57, 84), (85, 180), (181, None))


def _decision_days(fact: ConcernFact, facts: FactSource) -> int | None:
    if fact.decided_on is None:
        return None
    return facts.calendar.decision_days(fact.received_on, fact.decided_on)


def _days(fact: DurationFact, facts: FactSource) -> int:
    return fact.days


def _aged(fact: OpenFact, *, low: int, high: int | None) -> bool:
    return fact.days >= low and (high is None or fact.days <= high)


DECISIONS = (
    Measure(
        "decision_working_days_median",
        "Working days to a decision, median",
        Group.DECISIONS,
        Unit.WORKING_DAYS,
        Quantile("concerns", 0.5, _decision_days),
        "Half of the decided concerns were decided in this many working days or fewer.",
        denominator="Concerns raised in the period and decided.",
        exclusions=f"Undecided concerns. {UNDER_18}",
        source="Percentile of type 7; day of receipt is day 0.",
        caveat=NO_CLOCK,
        direction="decrease",
    ),
    Measure(
        "decision_working_days_p90",
        "Working days to a decision, 90th centile",
        Group.DECISIONS,
        Unit.WORKING_DAYS,
        Quantile("concerns", 0.9, _decision_days),
        "Nine in ten of the decided concerns were decided in this many working days or fewer.",
        denominator="Concerns raised in the period and decided.",
        exclusions=f"Undecided concerns. {UNDER_18}",
        source="Percentile of type 7; day of receipt is day 0.",
        caveat=NO_CLOCK,
        direction="decrease",
    ),
    *(
        Measure(
            f"decided_within_{days}_working_days_pct",
            f"Decided within {days} working day{'s' if days > 1 else ''}",
            Group.DECISIONS,
            Unit.PERCENT,
            DecidedWithin(rules.decided_within, days),
            f"Share of decided concerns decided by the end of working day {days}.",
            numerator=f"Decided by the end of working day {days} after receipt.",
            denominator="Concerns raised in the period and decided.",
            exclusions=f"Undecided concerns. {UNDER_18}",
            source="Working days of England and Wales less the council's closure days.",
            caveat=NO_CLOCK,
            direction="increase",
        )
        for days in (1, 2, 3, 5)
    ),
)

CLOSED_ONLY = "Closed cases only: the quick ones. Read it beside the Kaplan-Meier median."
ENQUIRIES = (
    Measure(
        "s42_days_to_conclude_median",
        "Days to conclude a section 42 enquiry, median of those concluded",
        Group.ENQUIRIES,
        Unit.DAYS,
        Quantile("durations", 0.5, _days, kind="s42"),
        "Half of the section 42 enquiries concluded in the period took this long or less.",
        denominator="Section 42 enquiries concluded in the period.",
        exclusions=UNDER_18,
        source="Calendar days from start to conclusion; percentile of type 7.",
        caveat=f"{CLOSED_ONLY} {NO_CLOCK}",
        direction="decrease",
    ),
    Measure(
        "s42_days_to_conclude_p90",
        "Days to conclude a section 42 enquiry, 90th centile of those concluded",
        Group.ENQUIRIES,
        Unit.DAYS,
        Quantile("durations", 0.9, _days, kind="s42"),
        "Nine in ten of the section 42 enquiries concluded in the period took this long or less.",
        denominator="Section 42 enquiries concluded in the period.",
        exclusions=UNDER_18,
        source="Calendar days from start to conclusion; percentile of type 7.",
        caveat=f"{CLOSED_ONLY} {NO_CLOCK}",
        direction="decrease",
    ),
    Measure(
        "s42_days_to_conclude_km_median",
        "Days to conclude a section 42 enquiry, median with open ones counted",
        Group.ENQUIRIES,
        Unit.DAYS,
        Followed(),
        "Days by which half of the section 42 enquiries that commenced in the period end.",
        denominator="Section 42 enquiries commenced in the period, followed to the data cut.",
        exclusions=UNDER_18,
        source="Kaplan-Meier; enquiries still open are counted as open for as long as seen.",
        caveat=f"No value means that over half were still open. {NO_CLOCK}",
        direction="decrease",
    ),
    *(
        Measure(
            f"s42_concluded_within_{days}_days_pct",
            f"Section 42 enquiries concluded within {days} days, open ones counted",
            Group.ENQUIRIES,
            Unit.PERCENT,
            Followed(within=days),
            f"Estimated share of enquiries commenced in the period that end within {days} days.",
            denominator="Section 42 enquiries commenced in the period, followed to the data cut.",
            exclusions=UNDER_18,
            source="Kaplan-Meier.",
            caveat=NO_CLOCK,
            direction="increase",
        )
        for days in (28, 56, 84)
    ),
    Measure(
        "s42_days_to_start_median",
        "Days from concern to the start of a section 42 enquiry, median",
        Group.ENQUIRIES,
        Unit.DAYS,
        Quantile("commenced", 0.5, lambda fact, facts: fact.days, kind="s42"),
        "Half of the section 42 enquiries started this long after the concern, or sooner.",
        denominator="Section 42 enquiries commenced in the period.",
        exclusions=UNDER_18,
        source="Calendar days from the day of receipt to the start.",
        caveat=NO_CLOCK,
        direction="decrease",
    ),
    Measure(
        "s42_caused_pct",
        "Section 42 enquiries made by somebody else for the council",
        Group.ENQUIRIES,
        Unit.PERCENT,
        Share("commenced", rules.caused),
        "Share of section 42 enquiries that another body was asked to make.",
        numerator="Section 42 enquiries with a body named as making them.",
        denominator="Section 42 enquiries commenced in the period.",
        exclusions=UNDER_18,
        source="Care Act 2014 section 42(2), cause to be made.",
    ),
)

OPEN = tuple(
    Measure(
        f"s42_open_{low}_{high if high is not None else 'more'}_days",
        f"Open {low} to {high} days" if high is not None else f"Open {low} days or more",
        Group.OPEN,
        Unit.COUNT,
        Count("open_at_end", "s42", partial(_aged, low=low, high=high)),
        "Section 42 enquiries open at the end of the period (or of the data), by age.",
        numerator="Section 42 enquiries open on that day, both ends of the band included.",
        exclusions=UNDER_18,
        source="Calendar days from start to the day looked at.",
    )
    for low, high in AGE_BANDS
)
