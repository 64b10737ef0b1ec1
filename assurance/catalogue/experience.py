"""What enquiries were like, for adults and for representatives: measures that are never merged."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assurance.catalogue.words import UNDER_18
from assurance.measures import Group, Measure, Share, Unit
from safeguard.choices_work import Respondent
from safeguard.metrics.figures import FactSource, Figure
from safeguard.rules import experience as rules

SOURCE = "The council's own question sets; no national wording is shipped."
NO_QUESTION = "not known: no answer to a question felt_safer"
CONCLUDED = "Enquiries of either kind concluded in the period"
SOURCES = {
    Respondent.ADULT: "experience_adult",
    Respondent.REPRESENTATIVE: "experience_representative",
}
WHO = {
    Respondent.ADULT: ("adults", "adult", "the adult"),
    Respondent.REPRESENTATIVE: ("representatives", "representative", "a representative"),
}
APART = {
    Respondent.ADULT: "Answers of representatives are another measure, never added to this one.",
    Respondent.REPRESENTATIVE: "Answers of adults are another measure, never added to this one.",
}


@dataclass(frozen=True)
class SaferShare(Share):
    """A share that is not known, and says so, where people answered and none this question."""

    def figure(self, facts: FactSource) -> Figure:
        found = super().figure(facts)
        if found.denominator == 0 and found.not_known:
            return replace(found, note=NO_QUESTION)
        return found


def _measures(kind: Respondent) -> Iterator[Measure]:
    many, key, one = WHO[kind]
    source = SOURCES[kind]
    yield Measure(
        f"experience_{key}_asked_pct",
        f"Asked what the enquiry was like: {many}",
        Group.EXPERIENCE,
        Unit.PERCENT,
        Share(source, rules.asked, kind=None),
        f"Share of concluded enquiries in which somebody tried to ask {one} about it.",
        numerator=f"On record that {one} was asked, or could not be reached.",
        denominator=f"{CONCLUDED}.",
        exclusions=UNDER_18,
        source=SOURCE,
        caveat=APART[kind],
        direction="increase",
    )
    yield Measure(
        f"experience_{key}_answered_pct",
        f"Response rate: {many}",
        Group.EXPERIENCE,
        Unit.PERCENT,
        Share(source, rules.answered, kind=None),
        f"Of the enquiries in which {one} was asked, the share in which they answered.",
        numerator="Answered, on any occasion.",
        denominator=f"{CONCLUDED} in which {one} was asked.",
        exclusions=f"Those never asked. {UNDER_18}",
        source=SOURCE,
        caveat=APART[kind],
        direction="increase",
    )
    yield Measure(
        f"experience_{key}_felt_safer_pct",
        f"Felt safer, in the words of {many}",
        Group.EXPERIENCE,
        Unit.PERCENT,
        SaferShare(source, rules.felt_safer, kind=None),
        f"Of those where {one} answered the question, the share who felt a lot or quite a bit "
        "safer.",
        numerator="The answer has the code a_lot or quite_a_bit.",
        denominator=f"{CONCLUDED} in which {one} gave one of the four answers.",
        exclusions=f"No answer to this question, or another answer. {UNDER_18}",
        source=f"A question with the code felt_safer. {SOURCE}",
        caveat=f"Who asked, and who chose to answer, sways this. {APART[kind]}",
        direction="increase",
    )


EXPERIENCE = tuple(measure for kind in Respondent for measure in _measures(kind))
