"""From a figure to the cases behind it: each is judged by the same rule as the headline."""

from collections.abc import Sequence
from dataclasses import dataclass

from assurance.measures import Measure
from safeguard.metrics.facts import Facts, one_by_one, source
from safeguard.models import Concern, Enquiry
from safeguard.rules.measures import Status


@dataclass(frozen=True)
class CaseList:
    """The keys of the cases of one status, newest first, and how many there are of each status."""

    entity: str
    model: type[Concern] | type[Enquiry]
    related: tuple[str, ...]
    keys: Sequence[int]
    tally: dict[Status, int]


def cases_of(measure: Measure, facts: Facts, status: Status) -> CaseList:
    """Judge every case the measure looks at, and list those of `status`."""
    found = source(facts.rows, measure.calculation.source)
    tally = dict.fromkeys(Status, 0)
    keys = []
    for key, fact in one_by_one(found):
        judged = measure.status(fact, facts)
        tally[judged] += 1
        if judged is status:
            keys.append(key)
    if found.rows.model is Concern:
        return CaseList("concern", Concern, ("adult",), keys, tally)
    return CaseList("enquiry", Enquiry, ("concern__adult",), keys, tally)
