"""How a due date came about, step by step in words, and a council's rules as it set them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.clock_arithmetic import Due, Unit, due
from core.templatetags.ui import long_date, long_datetime
from safeguard.choices_work import ClockEvent, ClockKind, ClockPriority
from safeguard.clocks import Clock
from safeguard.clocks_shown import ShownClock, amount_words, clock_key, due_words, shown
from safeguard.models import ClockRule

Fact = dict[str, Any]
HOW_COUNTED = {
    Unit.HOURS: "Hours run day and night, through weekends and bank holidays.",
    Unit.CALENDAR_DAYS: "Every day counts, weekends and bank holidays too.",
    Unit.WORKING_DAYS: "Monday to Friday count, except bank holidays and the council's own "
    "closure days.",
    Unit.WEEKS: "Every day counts, weekends and bank holidays too.",
    Unit.MONTHS: "The same day of a later month, or its last day where it has no such day.",
}
SKIPPED_COLUMNS = [{"label": "Day"}, {"label": "Why it did not count"}]


@dataclass(frozen=True)
class Working:
    """One clock with the facts behind its date, and a table of the days left out."""

    shown: ShownClock
    key: str
    starts: str
    facts: list[Fact]
    caption: str
    columns: list[dict[str, str]]
    skipped: list[list[str]]


@dataclass(frozen=True)
class SignOff:
    """When the decision in force is dated, and when it was proposed and signed off."""

    decided_on: date
    proposed_on: date
    signed_on: date

    @property
    def words(self) -> str:
        """Say both days where they differ: the clock of the decision ends on the first."""
        if self.signed_on == self.decided_on:
            return ""
        proposed, signed = long_date(self.proposed_on), long_date(self.signed_on)
        return (
            f"Proposed on {proposed}, signed off on {signed}. The decision is dated "
            f"{long_date(self.decided_on)}, the day its proposer gave, and that is the day which "
            "counts here."
        )


def workings(
    clocks: Iterable[Clock], concern_id: int, sign_off: SignOff | None = None
) -> list[Working]:
    """Return how each clock's date came about."""
    return [
        Working(
            shown=found,
            key=clock_key(found.clock),
            starts=_lower(_event(found.clock)),
            facts=_facts(found.clock, sign_off),
            caption=_caption(found),
            columns=SKIPPED_COLUMNS,
            skipped=[[_day(each.day), _upper(each.reason)] for each in found.clock.skipped],
        )
        for found in shown(clocks, concern_id)
    ]


def _facts(clock: Clock, sign_off: SignOff | None) -> list[Fact]:
    found = clock.due
    is_decision = clock.rule.end_event == ClockEvent.DECIDED and clock.ended is not None
    facts = [
        ("Timescale", rule_words(clock)),
        ("Runs from", _start(clock)),
        ("How it is counted", HOW_COUNTED[found.unit]),
        ("Day 0", _day_0(found)),
        ("Time on hold", _holds(clock)),
        ("Due", _due(clock)),
        ("Done", _day(clock.ended.day) if clock.ended else "Not yet"),
        ("Sign-off", sign_off.words if sign_off and is_decision else ""),
        ("Reason for being late", clock.late_reason),
    ]
    return [{"key": key, "value": value} for key, value in facts if value]


def rule_words(clock: Clock) -> str:
    """Return the rule a clock runs under: its name, its length, for whom, and since when."""
    rule = clock.rule
    return "\n".join(
        (
            f"{rule.name}: {amount_words(rule)}",
            f"{whom(rule.enquiry_kind, rule.priority)}, set by the council "
            f"for clocks that start from {long_date(rule.effective_from)}",
        )
    )


def whom(kind: str, priority: str) -> str:
    """Return which cases a rule is for: "Section 42 enquiries, red"."""
    words = ClockKind(kind).label
    if priority == ClockPriority.ANY:
        return f"{words}, any priority"
    return f"{words}, {ClockPriority(priority).label.lower()}"


def _event(clock: Clock) -> str:
    return "Opened again" if clock.starts_again else ClockEvent(clock.rule.start_event).label


def _start(clock: Clock) -> str:
    start = clock.due.start
    when = long_datetime(start.at) if start.at else _day(start.day)
    return f"{_event(clock)}, {when}"


def _caption(found: ShownClock) -> str:
    """Return the caption of the days left out, which names the clock: a page has several."""
    of = f" of {found.clock.enquiry_reference}" if found.clock.enquiry_reference else ""
    return f"Days left out: {found.step.lower()}{of}, from {_lower(_event(found.clock))}"


def _day_0(found: Due) -> str:
    if found.unit is Unit.HOURS:
        if found.start.at is not None:
            return ""
        return "The time of day was not recorded, so hours count from the end of that day."
    if found.counted_from == found.start.day:
        return f"{_day(found.counted_from)}. The day after it is day 1."
    reason = found.calendar.reason_off(found.start.day) or ""
    return (
        f"{_day(found.counted_from)}, the next working day: the start was on a day that does "
        f"not count ({reason}). The working day after it is day 1."
    )


def _holds(clock: Clock) -> str:
    if not clock.holds:
        return ""
    lines = [f"{_span(hold.since, hold.until)}: {hold.reason}" for hold in clock.holds]
    if not clock.rule.takes_off_holds:
        return "\n".join([*lines, "Under this timescale time on hold counts all the same."])
    without = due(clock.due.start, clock.rule.amount, clock.rule.unit, calendar=clock.due.calendar)
    words = f"Without time on hold it would be due at the end of {long_date(without.due_on)}."
    return "\n".join([*lines, words])


def _span(since: date, until: date | None) -> str:
    if until is None:
        return f"{long_date(since)} until now"
    return f"{long_date(since)} to {long_date(until)}"


def _due(clock: Clock) -> str:
    words = [_upper(due_words(clock))]
    if clock.is_on_hold:
        words.append("It moves on each day that the hold runs.")
    if clock.is_past_horizon:
        words.append(
            f"The bank holidays of {clock.due_on.year} are not known yet, so it may still move."
        )
    return "\n".join(words)


def _day(day: date) -> str:
    return f"{day:%A} {long_date(day)}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class ShownRule:
    """One rule as the council's settings show it. `until` is its last day, or None."""

    rule: ClockRule
    step: str
    amount: str
    whom: str
    until: date | None
    may_change: bool
    may_end: bool


def rule_groups(rows: Iterable[ClockRule], today: date) -> list[tuple[str, list[ShownRule]]]:
    """Return the rules as those in force, those to come and those of the past; empty ones left out.

    A rule that a newer one for the same cases has followed is in force to the day before it.
    """
    held = list(rows)
    found: dict[str, list[ShownRule]] = {"In force": [], "To come": [], "Past": []}
    for rule in held:
        until = _until(rule, held)
        is_to_come = rule.effective_from > today
        is_past = until is not None and until < today
        group = "Past" if is_past else "To come" if is_to_come else "In force"
        shown_rule = ShownRule(
            rule=rule,
            step=f"{rule.get_start_event_display()} to {rule.get_end_event_display().lower()}",
            amount=amount_words(rule),
            whom=whom(rule.enquiry_kind, rule.priority),
            until=until,
            may_change=is_to_come,
            may_end=not is_past,
        )
        found[group].append(shown_rule)
    return [(name, rules) for name, rules in found.items() if rules]


def _until(rule: ClockRule, rules: Sequence[ClockRule]) -> date | None:
    step = (rule.start_event, rule.end_event, rule.enquiry_kind, rule.priority)
    followers = [
        other.effective_from - timedelta(days=1)
        for other in rules
        if (other.start_event, other.end_event, other.enquiry_kind, other.priority) == step
        and other.effective_from > rule.effective_from
    ]
    ends = [day for day in (*followers, rule.last_day) if day is not None]
    return min(ends, default=None)
