"""Whether the timescales that councils set themselves judge every case they are meant for."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, product
from operator import itemgetter

from django.utils import timezone

from core.doctor.registry import Asked, Finding, examination, fault, warning
from safeguard.choices_work import ClockEvent, ClockKind, ClockPriority
from safeguard.metrics.timescales import COLUMNS, rules_from
from safeguard.models import ClockRule
from safeguard.rules.clocks import OF_A_CONCERN, Rules, Timescale, may_run

# What a case may be: of a kind or of none yet, of a priority or of none yet.
KINDS = (None, *(kind for kind in ClockKind.values if kind != ClockKind.ANY))
PRIORITIES = (None, *(each for each in ClockPriority.values if each != ClockPriority.ANY))


@examination("clocks", "clock_never_runs", "clock_gap")
def clocks(asked: Asked) -> Iterator[Finding]:
    """Look at each council's rules, those without any left alone: no timescale is national.

    Two rules of one step that are in force at once are no fault: the register takes the more
    specific, and of two alike the newer.
    """
    today = timezone.localdate(asked.now)
    rows = ClockRule.objects.order_by("council__code").values_list("council__code", *COLUMNS)
    for code, of_council in groupby(rows.iterator(), itemgetter(0)):
        rules = rules_from(row[1:] for row in of_council)
        for step in rules.steps:
            yield from _never_run(code, rules.of_step(*step))
            yield from _gaps(code, rules, step, today)


def _never_run(code: str, rules: list[Timescale]) -> Iterator[Finding]:
    for rule in rules:
        asks_too_early = rule.enquiry_kind != ClockKind.ANY and rule.end_event in OF_A_CONCERN
        if asks_too_early or not may_run(rule.start_event, rule.end_event):
            yield fault(
                "clock_never_runs",
                f"The clock rule {rule.key} of council {code}, {_words(rule)}, can judge no case.",
                "No page sets such a rule. Remove the row, and set the rule on the page of "
                "timescales.",
            )


def _gaps(code: str, rules: Rules, step: tuple[str, str], today: date) -> Iterator[Finding]:
    """Look for days on which a rule had ended and none took its place, though the step goes on.

    A step whose rules have all ended was ended on purpose.
    """
    held = rules.of_step(*step)
    if not any(rule.is_in_force_on(today) for rule in held):
        return
    # Several kinds and priorities fall out of one rule: it is told once.
    gaps = {
        day
        for kind, priority in product(KINDS, PRIORITIES)
        for day in _uncovered([rule for rule in held if rule.fits(kind, priority)], today)
    }
    for day in sorted(gaps):
        yield warning(
            "clock_gap",
            f"In council {code} no rule for some cases follows the one that ended, "
            f"{_words(held[0])}: from {day:%d/%m/%Y} on they have no clock.",
            "Set a rule from that day on the page of timescales: a first day in the past is "
            "allowed.",
        )


def _uncovered(rules: list[Timescale], today: date) -> Iterator[date]:
    """Yield the first day of each time in which every one of these rules had ended."""
    for ended in rules:
        day = ended.last_day + timedelta(days=1) if ended.last_day else None
        if day and day <= today and not any(rule.is_in_force_on(day) for rule in rules):
            yield day


def _words(rule: Timescale) -> str:
    start, end = (ClockEvent(each).label.lower() for each in (rule.start_event, rule.end_event))
    return f"from “{start}” to “{end}”"
