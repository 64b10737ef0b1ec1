"""What enquiries led to: risk, what the adult wanted, capacity, and how well it is recorded."""

from functools import partial

from assurance.catalogue.words import IDENTIFIED, MSP, SAC, UNDER_18
from assurance.measures import Group, Measure, Share, Unit
from safeguard.choices import OutcomesAchieved, RiskOutcome
from safeguard.rules import measures as rules

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
