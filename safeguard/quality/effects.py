"""What putting records right could do to a measure: the best case, and the worst.

The measure is judged by its own rule, once as the facts are and once with each missing answer
filled in, so that what is promised here is what the measure would then say.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.workdays import WorkingCalendar
from safeguard.choices import (
    EnquiryKind,
    LackedCapacity,
    OutcomesAchieved,
    OutcomesAsked,
    RiskOutcome,
)
from safeguard.metrics.figures import Figure, share, tally
from safeguard.rules import measures
from safeguard.rules.measures import ConcernFact, Status

WITHIN = 5


@dataclass(frozen=True)
class Effect:
    """One measure that a rule's failing records bear on.

    `measure` is its key; `missing` says which facts lack their answer; `best` and `worst` are what
    might turn out to be true of them. Only section 42 enquiries are in these measures.
    """

    measure: str
    title: str
    judge: Callable[[Any], Status]
    missing: Callable[[Any], bool]
    best: Mapping[str, Any]
    best_words: str
    worst: Mapping[str, Any]
    worst_words: str
    counts_not_known: bool = False

    def figures(self, facts: Iterable[Any]) -> "WhatIf":
        """Return the measure as it stands, and in either case, of enquiries concluded."""
        counted = [fact for fact in facts if fact.kind == EnquiryKind.SECTION_42]

        def judged(answer: Mapping[str, Any]) -> Figure:
            filled = [
                fact._replace(**answer) if answer and self.missing(fact) else fact
                for fact in counted
            ]
            return share(tally(filled, self.judge), counts_not_known=self.counts_not_known)

        return WhatIf(self, judged({}), judged(self.best), judged(self.worst))


@dataclass(frozen=True)
class WhatIf:
    """A measure now, at best and at worst."""

    effect: Effect
    now: Figure
    best: Figure
    worst: Figure

    @property
    def title(self) -> str:
        return self.effect.title


def decisions_what_if(
    facts: Iterable[ConcernFact], until: date, calendar: WorkingCalendar
) -> tuple[Figure, Figure, Figure]:
    """Return the share decided within 5 working days: now, at best, and at worst.

    At best every undecided concern is decided on `until`; at worst each is decided too late.
    """
    known = list(facts)
    latest = [
        fact._replace(decided_on=max(until, fact.received_on)) if fact.decided_on is None else fact
        for fact in known
    ]

    def judge(fact: ConcernFact) -> Status:
        return measures.decided_within(fact, working_days=WITHIN, calendar=calendar)

    now = share(tally(known, judge), counts_not_known=False)
    best = share(tally(latest, judge), counts_not_known=False)
    late = sum(fact.n for fact in known if fact.decided_on is None)
    decided = (now.numerator or 0, (now.denominator or 0) + late)
    worst = Figure(100 * decided[0] / decided[1] if decided[1] else None, *decided)
    return now, best, worst


def _not_recorded(fact: Any) -> bool:
    return fact.asked in (None, OutcomesAsked.NOT_RECORDED)


def _capacity_not_recorded(fact: Any) -> bool:
    return fact.lacked_capacity in (None, LackedCapacity.NOT_RECORDED)


ASKED = Effect(
    "asked_pct",
    "Asked what they wanted",
    measures.asked,
    _not_recorded,
    {"asked": OutcomesAsked.NONE_EXPRESSED},
    "if all of them were asked",
    {"asked": OutcomesAsked.NO},
    "if none of them was asked",
    counts_not_known=True,
)
LACKED = Effect(
    "lacked_capacity_pct",
    "Lacked capacity for decisions about the enquiry",
    measures.lacked_capacity,
    _capacity_not_recorded,
    {"lacked_capacity": LackedCapacity.YES},
    "if all of them lacked capacity",
    {"lacked_capacity": LackedCapacity.NO},
    "if none of them lacked capacity",
)
CAPACITY_RECORDED = Effect(
    "capacity_recorded_pct",
    "Capacity recorded as yes or no",
    measures.capacity_recorded,
    _capacity_not_recorded,
    {"lacked_capacity": LackedCapacity.YES},
    "if all of them get a yes or a no",
    {},
    "if nothing is put right",
)
SUPPORTED = Effect(
    "supported_pct",
    "Supported by an advocate, family or friend",
    measures.supported,
    lambda fact: fact.lacked_capacity == LackedCapacity.YES and fact.supported is None,
    {"supported": True},
    "if all of them were supported",
    {"supported": False},
    "if none of them was supported",
    counts_not_known=True,
)
ACHIEVED = Effect(
    "outcomes_fully_or_partially_achieved_pct",
    "Outcomes fully or partially achieved",
    measures.achieved,
    lambda fact: fact.asked == OutcomesAsked.EXPRESSED and fact.achieved is None,
    {"achieved": OutcomesAchieved.FULLY},
    "if all of them were achieved",
    {"achieved": OutcomesAchieved.NOT},
    "if none of them was achieved",
)
RISK_LOWERED = Effect(
    "risk_reduced_or_removed_pct",
    "Risk reduced or removed",
    measures.risk_lowered,
    lambda fact: fact.outcome is None,
    {"outcome": RiskOutcome.REMOVED},
    "if the risk was reduced or removed in all of them",
    {"outcome": RiskOutcome.REMAINED},
    "if the risk remained in all of them",
    counts_not_known=True,
)
