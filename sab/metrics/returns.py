"""What a cycle of returns came to. Ratings are counted by their word and never averaged."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sab.choices_board import Rating
from sab.models import ImprovementAction, ReturnCycle, StandardAnswer
from sab.rules.returns import WRITABLE


@dataclass
class SectionCount:
    """How often each rating was given in a section: the board's, else the agency's own."""

    title: str
    ratings: Counter[Rating] = field(default_factory=Counter)
    not_applicable: int = 0

    @property
    def by_rating(self) -> list[int]:
        return [self.ratings[rating] for rating in Rating]


@dataclass
class AgencyDifference:
    """On how many standards the board rated an agency as itself, higher or lower."""

    agency: str
    same: int = 0
    higher: int = 0
    lower: int = 0


@dataclass(frozen=True)
class ActionCount:
    """How many actions a cycle led to, by how far they are."""

    open: int
    overdue: int
    done: int
    verified: int


@dataclass(frozen=True)
class CycleOutcome:
    sections: list[SectionCount]
    agencies: list[AgencyDifference]
    actions: ActionCount


def outcome_of(cycle: ReturnCycle, today: date) -> CycleOutcome:
    """Count what the returns that were sent came to, and the actions that followed."""
    rows = StandardAnswer.objects.filter(assurance_return__cycle=cycle)
    sent = rows.exclude(assurance_return__status__in=WRITABLE)
    answers = list(
        sent.order_by("standard_id").values_list(
            "standard__section",
            "assurance_return__partner__name",
            "self_rating",
            "validated_rating",
        )
    )
    sections: dict[str, SectionCount] = {}
    agencies: dict[str, AgencyDifference] = {}
    for title, agency, own, board in answers:
        section = sections.setdefault(title, SectionCount(title))
        mine = agencies.setdefault(agency, AgencyDifference(agency))
        if own is None:
            section.not_applicable += 1
            continue
        section.ratings[Rating(own if board is None else board)] += 1
        if board is not None:
            mine.same += board == own
            mine.higher += board > own
            mine.lower += board < own
    by_name = sorted(agencies.values(), key=lambda each: each.agency)
    return CycleOutcome(list(sections.values()), by_name, count_actions(cycle, today))


def count_actions(cycle: ReturnCycle, today: date) -> ActionCount:
    rows = ImprovementAction.objects.filter(assurance_return__cycle=cycle)
    known = rows.known_to_board().values_list("due_on", "completed_on", "verified_on")
    return counted(known, today)


def counted(rows: Iterable[tuple[date, date | None, date | None]], today: date) -> ActionCount:
    held = list(rows)
    waiting = [due_on for due_on, done, _ in held if done is None]
    return ActionCount(
        open=len(waiting),
        overdue=sum(due_on < today for due_on in waiting),
        done=sum(done is not None and verified is None for _, done, verified in held),
        verified=sum(verified is not None for *_, verified in held),
    )
