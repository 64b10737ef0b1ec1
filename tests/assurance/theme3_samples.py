"""Figures of a Theme 3 report made of facts thrown by dice, with no database; and how to read it.

`sample` gives whole figures of any size; `texts` and `numbers` give all that a reader of the
blocks could see, charts included.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from assurance import catalogue, charts
from assurance.reports import figures as module
from assurance.reports.blocks import Block, Chart
from assurance.reports.figures import Change, Slice, Theme3Figures, pick
from assurance.trends import trend_over
from core.clock_arithmetic import Moment, end_of
from core.disclosure import Mode
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard import choices
from safeguard.metrics.figures import survival_curve
from safeguard.rules.clocks import Clock, Rules, Timescale, run
from safeguard.rules.measures import (
    CommencedFact,
    ConcernFact,
    ConcludedFact,
    DurationFact,
    FollowedFact,
    OpenFact,
)
from safeguard.rules.on_time import AdvocateFact, CausedFact, FeedbackFact, StepFact

YEAR = Period.financial_year(2024)
CUT = date(2025, 10, 1)


class OneRule:
    """The timescales of a council that decides within 5 working days, and has set no other."""

    rules = Rules(
        [
            Timescale(
                key=1,
                name="Decision",
                start_event="received",
                end_event="decided",
                amount=5,
                unit="working_days",
                enquiry_kind="any",
                priority="any",
                effective_from=date(2015, 4, 1),
                last_day=None,
                warn_before=1,
                takes_off_holds=True,
                reason_counts_as_met=False,
            )
        ]
    )

    def has_rule_for(self, end_event: str) -> bool:
        return end_event == "decided"

    def clock_of(self, fact: StepFact, *, takes_off_holds: bool = True) -> Clock | None:
        (rule,) = self.rules.of_step("received", "decided")
        start, ended = fact.start_at("received"), fact.ended_on and Moment(fact.ended_on)
        now = end_of(CUT)
        return run(rule, start, ended, calendar=WorkingCalendar(), now=now) if start else None


class MadeFacts:
    """Facts held in memory, as `Facts` answers with them."""

    calendar = WorkingCalendar()
    timescales = OneRule()

    def __init__(self, period: Period, held: dict[str, list[Any]]) -> None:
        self.period = period
        self.held = held

    def of(self, name: str) -> list[Any]:
        return self.held.get(name, [])


def throw(period: Period, each_month: int, dice: random.Random) -> MadeFacts:
    """Make about `each_month` concerns a month, and the enquiries that such concerns lead to."""
    held: dict[str, list[Any]] = {
        name: []
        for name in (
            "concerns",
            "decision_steps",
            "feedback",
            "commenced",
            "caused_reports",
            "advocates",
            "followed",
            "concluded",
            "durations",
            "open_at_end",
        )
    }
    for month in period.months():
        for _ in range(dice.randint(each_month // 2, each_month * 3 // 2)):
            _concern(month, held, dice)
    held["open_at_cut"] = held["open_at_end"]
    return MadeFacts(period, held)


def _concern(month: Period, held: dict[str, list[Any]], dice: random.Random) -> None:
    received = month.start + timedelta(days=dice.randrange(month.days))
    decided = received + timedelta(days=dice.randint(0, 9)) if dice.random() < 0.95 else None
    decision = dice.choice(choices.DecisionResult.values) if decided else None
    held["concerns"].append(ConcernFact(received, decided, decision))
    month_key = f"{month.start:%Y-%m}"
    about = (month_key, "decided", None, None, decided, None, dice.random() < 0.2, None, received)
    held["decision_steps"].append(StepFact(*about))
    told = (dice.random() < chance for chance in (0.7, 0.8, 0.9, 0.6))
    held["feedback"].append(FeedbackFact(month_key, decided is not None, *told))
    if decision not in choices.DECIDED_AS_ENQUIRY:
        return
    kind = "s42" if dice.random() < 0.9 else "other"
    key = f"{month.start:%Y-%m}"
    took, over = dice.randint(1, 200), dice.random() < 0.8
    held["commenced"].append(CommencedFact(key, kind, dice.randint(0, 9), dice.random() < 0.3))
    held["followed"].append(FollowedFact(key, kind, took, over))
    returned = (dice.random() < chance for chance in (0.8, 0.3, 0.6))
    held["caused_reports"].append(CausedFact(key, kind, *returned))
    came = received + timedelta(days=dice.randint(0, 30)) if dice.random() < 0.7 else None
    held["advocates"].append(AdvocateFact(key, kind, received, came, None))
    if not over:
        held["open_at_end"].append(OpenFact(kind, took))
        return
    held["durations"].append(DurationFact(key, kind, took))
    result = dice.choice(choices.RiskAssessmentResult.values)
    outcome = dice.choice([*choices.RiskOutcome.values, None])
    lacked = dice.choice([*choices.LackedCapacity.values, None])
    asked = dice.choice([*choices.OutcomesAsked.values, *choices.ASKED, None])
    held["concluded"].append(
        ConcludedFact(
            key,
            kind,
            result,
            outcome if result in choices.RISK_IDENTIFIED else None,
            lacked,
            dice.choice([True, False, None]) if lacked == choices.LackedCapacity.YES else None,
            asked,
            dice.choice([*choices.OutcomesAchieved.values, None])
            if asked == choices.OutcomesAsked.EXPRESSED
            else None,
        )
    )


def sample(
    each_month: int = 40,
    *,
    seed: int = 1,
    mode: Mode = Mode.INTERNAL,
    period: Period = YEAR,
    months: int = 36,
    step: int = 0,
    cut: date = CUT,
    teams: int = 0,
    changes: tuple[Change, ...] = (),
    **others: Any,
) -> Theme3Figures:
    """Return whole figures. `months` is how long the history is, up to the end of the period.

    `step` is added to the concerns of each of the last eight months.
    """
    dice = random.Random(seed)  # noqa: S311 - dice, not a secret
    last = period.end
    start = Period.between(date(last.year - 1 - months // 12, 1, 1), last).months()[-months].start
    history = Period.between(start, last)
    parts = history.months()
    facts = {
        month.start: throw(month, each_month + (step if at >= months - 8 else 0), dice)
        for at, month in enumerate(parts)
    }
    now, before = _joined(facts, period), _joined(facts, period.previous())
    own: Any = list(facts.values())
    trends = {
        key: found
        for key in module.MONTH_KEYS
        if (found := trend_over(catalogue.BY_KEY[key], own, changes))
    }
    years = [
        year
        for first in range(history.start.year - 1, last.year + 1)
        if (year := Period.financial_year(first)).end >= history.start and year.start <= last
    ]
    made = {
        "council": "Made-up Council",
        "council_code": "MADE",
        "period": period,
        "mode": mode,
        "cut": cut,
        "census": min(period.end, cut),
        "first_on": history.start,
        "counting_rule": "",
        "changes": changes,
        "now": catalogue.all_figures(now),
        "before": catalogue.all_figures(before),
        "trends": trends,
        "quarters": _slices(facts, period.quarters()),
        "years": _slices(facts, years),
        "curve": survival_curve([f for f in now.of("followed") if f.kind == "s42"]),
        "curve_before": survival_curve([f for f in before.of("followed") if f.kind == "s42"]),
        "oldest_days": max((f.days for f in now.of("open_at_end")), default=None),
        "teams": tuple(_team(f"Team {n}", period, each_month, dice) for n in range(teams)),
        "people": _people(now, dice),
    }
    return Theme3Figures(**{**made, **others})


def _joined(facts: dict[date, MadeFacts], period: Period) -> MadeFacts:
    held: dict[str, list[Any]] = {}
    for start, each in facts.items():
        if period.contains(start):
            for name, found in each.held.items():
                held.setdefault(name, []).extend(found)
    return MadeFacts(period, held)


def _slices(facts: dict[date, MadeFacts], periods: Iterable[Period]) -> tuple[Slice, ...]:
    return tuple(
        Slice(each.label, each, pick(module.PART_KEYS, _joined(facts, each))) for each in periods
    )


def _team(name: str, period: Period, each_month: int, dice: random.Random) -> Slice:
    keys = (*module.TEAM_KEYS, *module.OPEN_KEYS)
    return Slice(name, period, pick(keys, throw(period, each_month // 3, dice)))


def _people(facts: MadeFacts, dice: random.Random) -> dict[str, Counter[tuple[str, str, str]]]:
    axes = {
        "age_band": ["18-64", "65-74", "75-84", "85-94", "95+", "NK"],
        "gender": choices.Gender.values,
        "ethnicity": choices.Ethnicity.values,
    }
    found: dict[str, Counter[tuple[str, str, str]]] = {axis: Counter() for axis in axes}
    wanted = (("CONCERN", len(facts.of("concerns"))), ("S42", len(facts.of("commenced"))))
    for metric, n in wanted:
        for _ in range(n):
            for axis, codes in axes.items():
                found[axis]["", dice.choice(codes), metric] += 1
    return found


# --- reading ----------------------------------------------------------------------------------


def texts(blocks: Iterable[Block]) -> list[str]:
    """Return every piece of text that a reader could see, alternative text included."""
    return [text for block in blocks for text in _strings(block)]


def numbers(blocks: Iterable[Block]) -> list[tuple[str, float]]:
    """Return every number that a chart draws, with the chart's unit."""
    drawn = [block.chart for block in blocks if isinstance(block, Chart)]
    return [(_unit(chart), value) for chart in drawn for value in _values(chart)]


def cells(blocks: Iterable[Block]) -> list[str]:
    """Return the cells of every column of numbers."""
    tables = [getattr(block, "table", block) for block in blocks]
    return [
        row[at]
        for table in tables
        for row in getattr(table, "rows", ())
        for at in getattr(table, "numeric", ())
    ]


def _unit(chart: charts.Chart) -> str:
    return getattr(chart, "unit", "")


def _strings(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _strings(part)
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from _strings(getattr(thing, each.name))


def _values(thing: Any) -> Iterator[float]:
    if isinstance(thing, bool | int | str) or thing is None:
        return
    if isinstance(thing, float):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _values(part)
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from _values(getattr(thing, each.name))
