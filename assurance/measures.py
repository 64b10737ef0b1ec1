"""The kinds of measure there are: what each needs, and how it becomes a figure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Literal, Protocol

from safeguard.metrics import figures
from safeguard.metrics.figures import FactSource, Figure
from safeguard.rules.clocks import Clock
from safeguard.rules.measures import Status

NO_TARGET = "no local target"
Direction = Literal["increase", "decrease", "neutral"]
Kind = Literal["s42", "other"]


class Unit(StrEnum):
    COUNT = "cases"
    PERCENT = "%"
    WORKING_DAYS = "working days"
    DAYS = "days"


class Group(StrEnum):
    VOLUMES = "Volumes"
    FLOW = "Flow of work"
    # Apart from the volumes, because looking a year back for each concern takes longer.
    REPEATS = "Repeat concerns"
    CONVERSION = "Conversion (context, not a performance indicator)"
    DECISIONS = "Timeliness of decisions"
    ENQUIRIES = "Timeliness of enquiries"
    TIMESCALES = "Against the council's own timescales"
    OPEN = "Open work by age"
    RISK = "Risk outcomes"
    PERSONAL = "Making Safeguarding Personal"
    EXPERIENCE = "What the enquiry was like"
    CAPACITY = "Capacity and support"
    QUALITY = "Data quality"


class Calculation(Protocol):
    """Turns facts into a figure."""

    def figure(self, facts: FactSource) -> Figure: ...


@dataclass(frozen=True)
class Share:
    """The share of cases that are met. `judge` says which are; other kinds do not count."""

    source: str
    judge: Callable[[Any], Status]
    kind: Kind | None = "s42"
    counts_not_known: bool = False

    def status(self, fact: Any, facts: FactSource) -> Status:
        """Judge one case, as the headline does."""
        if self.kind and fact.kind != self.kind:
            return Status.NOT_APPLICABLE
        return self.judge(fact)

    def figure(self, facts: FactSource) -> Figure:
        found = figures.tally(facts.of(self.source), partial(self.status, facts=facts))
        return figures.share(found, counts_not_known=self.counts_not_known)


@dataclass(frozen=True)
class DecidedWithin:
    """The share of decided concerns that were decided within so many working days."""

    judge: Callable[..., Status]
    working_days: int
    source: str = "concerns"

    def status(self, fact: Any, facts: FactSource) -> Status:
        return self.judge(fact, working_days=self.working_days, calendar=facts.calendar)

    def figure(self, facts: FactSource) -> Figure:
        found = figures.tally(facts.of(self.source), partial(self.status, facts=facts))
        return figures.share(found, counts_not_known=False)


@dataclass(frozen=True)
class WithinTimescale:
    """The share of steps that are met, of those a rule of the council was in force for.

    A council that has set no rule has no such figure, rather than one of nothing.
    """

    source: str
    end_event: str
    judge: Callable[[Clock], Status]
    kind: Kind | None = None
    takes_off_holds: bool = True

    def status(self, fact: Any, facts: FactSource) -> Status:
        if self.kind and fact.kind != self.kind:
            return Status.NOT_APPLICABLE
        clock = facts.timescales.clock_of(fact, takes_off_holds=self.takes_off_holds)
        return Status.NOT_APPLICABLE if clock is None else self.judge(clock)

    def figure(self, facts: FactSource) -> Figure:
        if not facts.timescales.has_rule_for(self.end_event):
            return Figure(None, 0, 0, note=NO_TARGET)
        found = figures.tally(facts.of(self.source), partial(self.status, facts=facts))
        return figures.share(found, counts_not_known=False)


@dataclass(frozen=True)
class Count:
    """How many cases there are, of those that `includes` accepts."""

    source: str
    kind: Kind | None = None
    includes: Callable[[Any], bool] = bool

    def status(self, fact: Any, facts: FactSource) -> Status:
        fits = (not self.kind or fact.kind == self.kind) and self.includes(fact)
        return Status.MET if fits else Status.NOT_APPLICABLE

    def figure(self, facts: FactSource) -> Figure:
        chosen = facts.of(self.source)
        return figures.count(chosen, lambda fact: self.status(fact, facts) is Status.MET)


@dataclass(frozen=True)
class RatioOf:
    """One count over another, as a percentage: a ratio of two flows."""

    numerator: Count
    denominator: Count

    @property
    def source(self) -> str:
        return self.numerator.source

    @property
    def sources(self) -> tuple[str, ...]:
        return self.numerator.source, self.denominator.source

    def status(self, fact: Any, facts: FactSource) -> Status:
        return self.numerator.status(fact, facts)

    def figure(self, facts: FactSource) -> Figure:
        over, under = self.numerator.figure(facts), self.denominator.figure(facts)
        return figures.ratio(over.numerator or 0, under.numerator or 0)


@dataclass(frozen=True)
class Quantile:
    """A percentile of a number of days over the cases that have one."""

    source: str
    p: float
    days: Callable[[Any, FactSource], int | None]
    kind: Kind | None = None

    def status(self, fact: Any, facts: FactSource) -> Status:
        counted = (not self.kind or fact.kind == self.kind) and self.days(fact, facts) is not None
        return Status.MET if counted else Status.NOT_APPLICABLE

    def figure(self, facts: FactSource) -> Figure:
        values = [
            (days, fact.n)
            for fact in facts.of(self.source)
            if not self.kind or fact.kind == self.kind
            if (days := self.days(fact, facts)) is not None
        ]
        return figures.quantile(values, self.p)


@dataclass(frozen=True)
class Followed:
    """A Kaplan-Meier figure over enquiries that commenced: the median, or a share by a day."""

    kind: Kind = "s42"
    within: int | None = None
    source: str = "followed"

    def status(self, fact: Any, facts: FactSource) -> Status:
        return Status.MET if fact.kind == self.kind else Status.NOT_APPLICABLE

    def figure(self, facts: FactSource) -> Figure:
        chosen = [fact for fact in facts.of(self.source) if fact.kind == self.kind]
        curve = figures.survival_curve(chosen)
        still_open = curve.n - curve.events
        if self.within is None:
            return Figure(curve.median, None, curve.n, still_open=still_open)
        found = curve.concluded_within(self.within)
        if found is None:
            return Figure(None, None, curve.n, still_open=still_open)
        return Figure(
            100 * found.share, None, curve.n, still_open=still_open, interval=found.interval
        )


@dataclass(frozen=True)
class Measure:
    """One definition, used by every screen, report, export and command.

    A measure that is `context_only` gets no target, no colour and no rank anywhere.
    """

    key: str
    title: str
    group: Group
    unit: Unit
    calculation: Share | DecidedWithin | WithinTimescale | Count | RatioOf | Quantile | Followed
    meaning: str
    numerator: str = ""
    denominator: str = ""
    exclusions: str = ""
    source: str = ""
    caveat: str = ""
    direction: Direction = "neutral"
    context_only: bool = False

    def figure(self, facts: FactSource) -> Figure:
        return self.calculation.figure(facts)

    def status(self, fact: Any, facts: FactSource) -> Status:
        """Judge one case of `self.calculation.source`."""
        return self.calculation.status(fact, facts)
