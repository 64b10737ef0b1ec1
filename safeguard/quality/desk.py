"""Count what fails each rule, in one statement for each table, and say who sees to it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Min, Q, Value, When
from django.utils import timezone

from core.calendars import calendar_of
from core.models import Organisation, User
from core.periods import Period, parse_financial_year
from core.workdays import WorkingCalendar
from safeguard.metrics.facts import Facts
from safeguard.metrics.figures import Figure
from safeguard.metrics.provider_counts import end_of_register
from safeguard.metrics.scope import CaseScope
from safeguard.models import QualityTask, RegisterSettings
from safeguard.quality.adults import ADULT_RULES
from safeguard.quality.concerns import CONCERN_RULES
from safeguard.quality.effects import WhatIf, decisions_what_if
from safeguard.quality.enquiries import CONCLUDED_RULES, OPEN_RULES
from safeguard.quality.rule import Reach, Rule, rows_of

RULES: tuple[Rule, ...] = (*CONCERN_RULES, *OPEN_RULES, *CONCLUDED_RULES, *ADULT_RULES)
BY_CODE = {rule.code: rule for rule in RULES}
YEARS_OFFERED = 5
MORE_THAN_ALL = 1_000_000_000


@dataclass(frozen=True)
class Found:
    """How many records fail a rule, since when the oldest does, and who was given some.

    `effects` is what putting them right could do to measures; `decisions`, of the rule about
    undecided concerns, what deciding them could do.
    """

    rule: Rule
    count: int
    oldest: date | None
    owners: tuple[str, ...]
    effects: tuple[WhatIf, ...] = ()
    decisions: tuple[Figure, Figure, Figure] | None = None


def years_offered(until: date) -> list[Period]:
    """Return the reporting year that holds `until`, and those before it, newest first."""
    first = until.year if (until.month, until.day) >= (4, 1) else until.year - 1
    return [Period.financial_year(first - n) for n in range(YEARS_OFFERED)]


def reach_of(council: Organisation, label: str | None = None) -> Reach:
    """Return what the desk looks at in the year of this label, else in the year the data end in."""
    until, days, _ = end_of_register(council)
    offered = years_offered(until)
    try:
        year = parse_financial_year(label or "")
    except ValueError:
        year = offered[0]
    default = RegisterSettings._meta.get_field("look_again_days").default
    return Reach(council, year, until, default if days is None else days)


def found_by_rule(reach: Reach) -> list[Found]:
    """Return what each rule finds, in the order of the rules, in one query for each `among`."""
    counts: dict[str, tuple[int, Any]] = {}
    for among in dict.fromkeys(rule.among for rule in RULES):
        counts |= _counted(reach, [rule for rule in RULES if rule.among is among])
    owners = owners_by_rule(reach.council)
    return [
        Found(rule, n, day_of(since), owners.get(rule.code, ()))
        for rule in RULES
        for n, since in [counts[rule.code]]
    ]


def _counted(reach: Reach, rules: list[Rule]) -> dict[str, tuple[int, Any]]:
    """Count what fails rules that look at the same records.

    The limit, which no register reaches, makes the database work each condition out once for each
    record, and only then count: it may not fold an inner statement with a limit into the outer.
    """
    flags = {
        f"fails_{number}": Case(When(rule.fails(reach), then=Value(1)), default=Value(0))
        for number, rule in enumerate(rules)
    }
    rows = rows_of(rules[0].subject).filter(rules[0].among(reach)).annotate(**flags)
    wanted: dict[str, Any] = {}
    for number, rule in enumerate(rules):
        fails = Q(**{f"fails_{number}": 1})
        wanted[f"count_{number}"] = Count("pk", filter=fails)
        wanted[f"oldest_{number}"] = Min(rule.since, filter=fails)
    row = rows[:MORE_THAN_ALL].aggregate(**wanted)
    return {
        rule.code: (row[f"count_{number}"], row[f"oldest_{number}"])
        for number, rule in enumerate(rules)
    }


def day_of(since: Any) -> date | None:
    """Return a column's value as a day in London; None as None."""
    return timezone.localdate(since) if isinstance(since, dt.datetime) else since


def owners_by_rule(council: Organisation) -> dict[str, tuple[str, ...]]:
    """Return, by rule, the names of those who were given records, in one query."""
    rows = QualityTask.objects.filter(council=council).order_by("owner__full_name", "owner")
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in rows.values_list("rule", "owner__full_name").distinct():
        found[code].append(name)
    return {code: tuple(names) for code, names in found.items()}


def tasks_for(council: Organisation, rule: Rule, keys: Iterable[int]) -> dict[int, QualityTask]:
    """Return who was given which of these records."""
    rows = QualityTask.objects.filter(council=council, rule=rule.code, record_id__in=list(keys))
    return {row.record_id: row for row in rows.select_related("owner")}


def of_owner(reach: Reach, rule: Rule, owner: User) -> Q:
    """Return the condition that a record was given to `owner` under `rule`."""
    given = QualityTask.objects.filter(council=reach.council, rule=rule.code, owner=owner)
    return Q(pk__in=given.order_by().values("record_id"))


def given_to(person: User, council: Organisation) -> list[tuple[Rule, int]]:
    """Return how many records were given to a person under each rule, put right or not yet."""
    rows = QualityTask.objects.filter(council=council, owner=person).order_by()
    counts = dict(rows.values_list("rule").annotate(n=Count("pk")))
    return [(rule, counts[rule.code]) for rule in RULES if rule.code in counts]


def what_if(reach: Reach, rules: Iterable[Rule]) -> dict[str, list[WhatIf]]:
    """Return, by rule, what its failing records could do to each measure: two queries."""
    facts = _facts(reach, WorkingCalendar()).of("concluded")
    return {
        rule.code: [effect.figures(facts) for effect in rule.effects]
        for rule in rules
        if rule.effects
    }


def decisions_in_time(reach: Reach) -> tuple[Figure, Figure, Figure]:
    """Return what undecided concerns of the year could do to decisions made in 5 working days."""
    calendar = calendar_of(reach.council)
    facts = _facts(reach, calendar).of("concerns")
    return decisions_what_if(facts, reach.until, calendar)


def _facts(reach: Reach, calendar: WorkingCalendar) -> Facts:
    return Facts(CaseScope(reach.council, calendar, reach.until).rows(reach.year))
