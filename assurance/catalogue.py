"""The list of measures: each is defined here and nowhere else."""

from collections.abc import Mapping
from functools import partial

from assurance.measures import (
    Count,
    DecidedWithin,
    Followed,
    Group,
    Measure,
    Quantile,
    RatioOf,
    Share,
    Unit,
)
from core.periods import parse_financial_year
from core.rates import round_half_up
from safeguard.choices import OutcomesAchieved, RiskOutcome
from safeguard.metrics.facts import Facts
from safeguard.metrics.figures import FactSource, Figure
from safeguard.metrics.scope import CaseScope
from safeguard.rules import measures as rules
from safeguard.rules.measures import ConcernFact, DurationFact, OpenFact

SAC = "Safeguarding Adults Collection, counting rules as held in the return's specification"
MSP = "Safeguarding Adults Collection table SG4a; Making Safeguarding Personal outcomes framework"
UNDER_18 = "Adults under 18 on the last day of the period, or at death."
NO_CLOCK = "The Care Act sets no number of days: compare with the council's own timescales."
AGE_BANDS = ((0, 28), (29, 56), (57, 84), (85, 180), (181, None))


def _decision_days(fact: ConcernFact, facts: FactSource) -> int | None:
    if fact.decided_on is None:
        return None
    return facts.calendar.decision_days(fact.received_on, fact.decided_on)


def _days(fact: DurationFact, facts: FactSource) -> int:
    return fact.days


def _aged(fact: OpenFact, *, low: int, high: int | None) -> bool:
    return fact.days >= low and (high is None or fact.days <= high)


def _undecided(fact: ConcernFact) -> bool:
    return fact.decided_on is None


RAISED = Count("concerns")
COMMENCED = Count("commenced")

VOLUMES = (
    Measure(
        "concerns_raised",
        "Concerns raised",
        Group.VOLUMES,
        Unit.COUNT,
        RAISED,
        "Safeguarding concerns received in the period.",
        numerator="Concerns whose day of receipt, in London, falls in the period.",
        exclusions=f"Notifications that are not concerns. {UNDER_18}",
        source=f"{SAC}, SG1f.",
        caveat="Depends on when a contact is recorded as a concern: see the local counting rule.",
    ),
    Measure(
        "s42_commenced",
        "Section 42 enquiries commenced",
        Group.VOLUMES,
        Unit.COUNT,
        Count("commenced", "s42"),
        "Section 42 enquiries that started in the period.",
        numerator="Section 42 enquiries whose start falls in the period.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG1f.",
    ),
    Measure(
        "other_commenced",
        "Other enquiries commenced",
        Group.VOLUMES,
        Unit.COUNT,
        Count("commenced", "other"),
        "Other safeguarding enquiries that started in the period.",
        numerator="Other enquiries whose start falls in the period.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG1f.",
    ),
    Measure(
        "s42_concluded",
        "Section 42 enquiries concluded",
        Group.VOLUMES,
        Unit.COUNT,
        Count("concluded", "s42"),
        "Section 42 enquiries that concluded in the period, whenever they started.",
        numerator="Section 42 enquiries whose conclusion falls in the period.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG2 to SG4.",
    ),
    Measure(
        "other_concluded",
        "Other enquiries concluded",
        Group.VOLUMES,
        Unit.COUNT,
        Count("concluded", "other"),
        "Other enquiries that concluded in the period, whenever they started.",
        numerator="Other enquiries whose conclusion falls in the period.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG2 to SG4.",
    ),
    Measure(
        "concerns_undecided",
        "Concerns still undecided",
        Group.VOLUMES,
        Unit.COUNT,
        Count("concerns", includes=_undecided),
        "Concerns received in the period with no decision on record.",
        numerator="Concerns received in the period without a decision.",
        exclusions=UNDER_18,
        source="The register.",
        direction="decrease",
    ),
    Measure(
        "s42_open_at_cut",
        "Section 42 enquiries open now",
        Group.VOLUMES,
        Unit.COUNT,
        Count("open_at_cut", "s42"),
        "Section 42 enquiries with no conclusion at the end of what the data cover.",
        numerator="Section 42 enquiries without a conclusion, whenever they started.",
        exclusions=UNDER_18,
        source="The register.",
        caveat="A stock on one day, not a flow of the period.",
    ),
)

CONVERSION_CAVEAT = (
    "Context only: it moves with local definitions of a concern and an enquiry, and says nothing "
    "about how well a council decides. It has no target and is not ranked."
)
CONVERSION = (
    Measure(
        "conversion_rate_pct",
        "Conversion rate, as published",
        Group.CONVERSION,
        Unit.PERCENT,
        RatioOf(COMMENCED, RAISED),
        "Enquiries of either kind commenced, as a percentage of concerns raised, in the period.",
        numerator="Section 42 and other enquiries commenced in the period.",
        denominator="Concerns raised in the period.",
        exclusions=UNDER_18,
        source="The formula of the national publication code (NHS England, June 2023).",
        caveat=f"{CONVERSION_CAVEAT} A ratio of two flows: it may pass 100%.",
        context_only=True,
    ),
    Measure(
        "cohort_conversion_pct",
        "Conversion of the concerns raised",
        Group.CONVERSION,
        Unit.PERCENT,
        Share("concerns", rules.became_enquiry, kind=None),
        "Of the concerns raised in the period and decided, the share decided as an enquiry.",
        numerator="Decided as a section 42 or other enquiry.",
        denominator="Concerns raised in the period and decided since.",
        exclusions=f"Undecided concerns. {UNDER_18}",
        source="The register.",
        caveat=CONVERSION_CAVEAT,
        context_only=True,
    ),
)

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

IDENTIFIED = "Section 42 enquiries concluded in the period where a risk was identified."
RISK = (
    Measure(
        "risk_identified_pct",
        "A risk was identified",
        Group.RISK,
        Unit.PERCENT,
        Share("concluded", rules.risk_identified),
        "Share of concluded section 42 enquiries that identified a risk.",
        numerator="Risk identified, with or without action.",
        denominator="Section 42 enquiries concluded in the period.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG2c.",
    ),
    Measure(
        "risk_reduced_or_removed_pct",
        "Risk reduced or removed",
        Group.RISK,
        Unit.PERCENT,
        Share("concluded", rules.risk_lowered, counts_not_known=True),
        "Where a risk was identified, the share in which it was reduced or removed.",
        numerator="Risk reduced, or risk removed.",
        denominator=IDENTIFIED,
        exclusions=UNDER_18,
        source=f"{SAC}, SG2e.",
        caveat="A risk that remains may be the adult's informed choice.",
        direction="increase",
    ),
    *(
        Measure(
            f"risk_{word}_pct",
            f"Risk {word}",
            Group.RISK,
            Unit.PERCENT,
            Share(
                "concluded",
                partial(rules.risk_ended_as, outcomes=(outcome,)),
                counts_not_known=True,
            ),
            f"Where a risk was identified, the share in which it {verb}.",
            numerator=f"Risk {word}.",
            denominator=IDENTIFIED,
            exclusions=UNDER_18,
            source=f"{SAC}, SG2e.",
        )
        for word, verb, outcome in (
            ("removed", "was removed", RiskOutcome.REMOVED),
            ("reduced", "was reduced", RiskOutcome.REDUCED),
            ("remained", "remained", RiskOutcome.REMAINED),
        )
    ),
)

EXPRESSED = "Section 42 enquiries concluded in the period with outcomes expressed and an answer."
PERSONAL = (
    Measure(
        "asked_pct",
        "Asked what they wanted",
        Group.PERSONAL,
        Unit.PERCENT,
        Share("concluded", rules.asked, counts_not_known=True),
        "Share of concluded section 42 enquiries in which the adult, or their representative, "
        "was asked what outcomes they wanted.",
        numerator="Asked, whether or not outcomes were expressed.",
        denominator="Section 42 enquiries concluded in the period, not known and not recorded too.",
        exclusions=UNDER_18,
        source=MSP,
        caveat="SG4a is believed to be a voluntary part of the return.",
        direction="increase",
    ),
    Measure(
        "asked_known_pct",
        "Asked what they wanted, of those with an answer on record",
        Group.PERSONAL,
        Unit.PERCENT,
        Share("concluded", rules.asked),
        "As above, leaving out enquiries where the record does not say.",
        numerator="Asked, whether or not outcomes were expressed.",
        denominator="Section 42 enquiries concluded in the period with a yes or a no on record.",
        exclusions=f"Don't know and not recorded. {UNDER_18}",
        source=MSP,
        direction="increase",
    ),
    Measure(
        "expressed_pct",
        "Expressed outcomes, of those asked",
        Group.PERSONAL,
        Unit.PERCENT,
        Share("concluded", rules.expressed),
        "Of those asked, the share who said what they wanted.",
        numerator="Asked, and outcomes were expressed.",
        denominator="Section 42 enquiries concluded in the period in which they were asked.",
        exclusions=UNDER_18,
        source=MSP,
    ),
    Measure(
        "outcomes_fully_or_partially_achieved_pct",
        "Outcomes fully or partially achieved",
        Group.PERSONAL,
        Unit.PERCENT,
        Share("concluded", rules.achieved),
        "Of those who expressed outcomes, the share whose outcomes were achieved, all or in part.",
        numerator="Fully achieved, or partially achieved.",
        denominator=EXPRESSED,
        exclusions=f"No achievement answer. {UNDER_18}",
        source=MSP,
        caveat="A figure of 100% would be a reason to look at how the question is asked.",
        direction="increase",
    ),
    *(
        Measure(
            f"outcomes_{word}_achieved_pct",
            f"Outcomes {word} achieved",
            Group.PERSONAL,
            Unit.PERCENT,
            Share("concluded", partial(rules.achieved_as, results=(result,))),
            f"Of those who expressed outcomes, the share whose outcomes were {word} achieved.",
            numerator=result.label + ".",
            denominator=EXPRESSED,
            exclusions=f"No achievement answer. {UNDER_18}",
            source=MSP,
        )
        for word, result in (
            ("fully", OutcomesAchieved.FULLY),
            ("partially", OutcomesAchieved.PARTIALLY),
            ("not", OutcomesAchieved.NOT),
        )
    ),
)

CAPACITY = (
    Measure(
        "lacked_capacity_pct",
        "Lacked capacity for decisions about the enquiry",
        Group.CAPACITY,
        Unit.PERCENT,
        Share("concluded", rules.lacked_capacity),
        "Where the record says yes or no, the share of adults who lacked capacity.",
        numerator="Yes, they lacked capacity.",
        denominator="Section 42 enquiries concluded in the period with a yes or a no.",
        exclusions=f"Don't know and not recorded. {UNDER_18}",
        source=f"{SAC}, SG3a.",
    ),
    Measure(
        "supported_pct",
        "Supported by an advocate, family or friend",
        Group.CAPACITY,
        Unit.PERCENT,
        Share("concluded", rules.supported, counts_not_known=True),
        "Of adults who lacked capacity, the share who had somebody's support.",
        numerator="Support was provided by an advocate, family or friend.",
        denominator="Section 42 enquiries concluded in the period in which capacity was lacking.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG3a.",
        direction="increase",
    ),
)

QUALITY = (
    Measure(
        "capacity_recorded_pct",
        "Capacity recorded as yes or no",
        Group.QUALITY,
        Unit.PERCENT,
        Share("concluded", rules.capacity_recorded),
        "Share of concluded section 42 enquiries with a clear answer on capacity.",
        numerator="Yes or no on record.",
        denominator="Section 42 enquiries concluded in the period.",
        exclusions=UNDER_18,
        source="The register.",
        direction="increase",
    ),
    Measure(
        "risk_outcome_recorded_pct",
        "Risk outcome recorded where a risk was identified",
        Group.QUALITY,
        Unit.PERCENT,
        Share("concluded", rules.outcome_recorded),
        "Share of enquiries with an identified risk whose outcome is on record.",
        numerator="Remained, reduced or removed on record.",
        denominator=IDENTIFIED,
        exclusions=UNDER_18,
        source="The register.",
        direction="increase",
    ),
)

MEASURES: tuple[Measure, ...] = (
    *VOLUMES,
    *CONVERSION,
    *DECISIONS,
    *ENQUIRIES,
    *OPEN,
    *RISK,
    *PERSONAL,
    *CAPACITY,
    *QUALITY,
)
BY_KEY: Mapping[str, Measure] = {measure.key: measure for measure in MEASURES}

# What travels with the return as JSON, in this order.
RETURN_KEYS = (
    "conversion_rate_pct",
    "cohort_conversion_pct",
    "decision_working_days_median",
    "decision_working_days_p90",
    "decided_within_1_working_days_pct",
    "decided_within_2_working_days_pct",
    "decided_within_3_working_days_pct",
    "decided_within_5_working_days_pct",
    "concerns_undecided",
    "s42_days_to_conclude_median",
    "s42_days_to_conclude_p90",
    "risk_reduced_or_removed_pct",
    "outcomes_fully_or_partially_achieved_pct",
    "asked_pct",
    "s42_open_at_cut",
)


def all_figures(facts: FactSource) -> dict[str, Figure]:
    """Return every measure's figure by its key."""
    return {measure.key: measure.figure(facts) for measure in MEASURES}


def in_four_places(value: float | None) -> float | None:
    """Round half up to 4 decimals, as files give values; None stays None."""
    return None if value is None else float(round_half_up(value, 4))


def return_measures(scope: CaseScope, year: str) -> dict[str, float | int | None]:
    """Return the measures that travel with the return of `year`, to 4 decimals; counts as counts.

    Raises:
        ValueError: `year` is not a financial year.
    """
    facts = Facts(scope.rows(parse_financial_year(year)))
    found: dict[str, float | int | None] = {}
    for key in RETURN_KEYS:
        measure = BY_KEY[key]
        value = measure.figure(facts).value
        is_count = measure.unit is Unit.COUNT and value is not None
        found[key] = int(value) if is_count and value is not None else in_four_places(value)
    return found
