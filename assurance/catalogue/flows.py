"""Volumes, and conversion as context."""

from assurance.catalogue.words import SAC, UNDER_18
from assurance.measures import Count, Group, Measure, RatioOf, Share, Unit
from safeguard.rules import measures as rules
from safeguard.rules.measures import ConcernFact


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
        "repeat_concerns_pct",
        "Concerns about an adult already known from the year before",
        Group.REPEATS,
        Unit.PERCENT,
        Share("repeats", rules.repeated, kind=None),
        "Share of concerns that follow another about the same adult within 12 months.",
        numerator="An earlier concern about the same adult came in the 365 days before.",
        denominator="Concerns raised in the period.",
        exclusions=UNDER_18,
        source="The register.",
        caveat="A first year of records finds too few: what came before them is not held.",
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

FLOW = (
    Measure(
        "concerns_decided",
        "Concerns decided",
        Group.FLOW,
        Unit.COUNT,
        Count("decided"),
        "Concerns on which a decision was made in the period, whenever they were received.",
        numerator="Concerns whose day of decision falls in the period.",
        exclusions=UNDER_18,
        source="The register.",
        caveat="A concern that was reopened counts on the day of its newest decision only.",
    ),
    Measure(
        "enquiries_commenced",
        "Enquiries commenced",
        Group.FLOW,
        Unit.COUNT,
        COMMENCED,
        "Enquiries of either kind that started in the period.",
        numerator="Section 42 and other enquiries whose start falls in the period.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG1f.",
    ),
    Measure(
        "enquiries_concluded",
        "Enquiries concluded",
        Group.FLOW,
        Unit.COUNT,
        Count("concluded"),
        "Enquiries of either kind that concluded in the period, whenever they started.",
        numerator="Section 42 and other enquiries whose conclusion falls in the period.",
        exclusions=UNDER_18,
        source=f"{SAC}, SG2 to SG4.",
    ),
    Measure(
        "enquiries_open_at_end",
        "Enquiries open at the end of the period",
        Group.FLOW,
        Unit.COUNT,
        Count("open_at_end"),
        "Enquiries of either kind that were open at the end of the period, or of the data.",
        numerator="Commenced by that day, and not concluded by the end of it.",
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
