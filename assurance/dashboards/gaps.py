"""Open gaps: what waits, what is late, and what the record leaves out, each with where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from assurance.catalogue import BY_KEY
from assurance.dashboards import kept
from assurance.words import ON_PAGES, long_date, plural
from safeguard.metrics.waiting import Stage
from safeguard.waiting_shown import TITLES


@dataclass(frozen=True)
class Gap:
    """One line: what it is, how much, since when. `phrase` is it in the sentence on top."""

    what: str
    count: str
    note: str = ""
    url: str = ""
    phrase: str = ""
    needs_attention: bool = False


def waiting_gaps(content: Mapping[str, Any], *, sees_cases: bool, team: int | None) -> list[Gap]:
    """Return what waits in each stage; a link for those who may see the cases."""
    found = []
    for stage in Stage:
        number, since = content["waits"][str(stage)]
        note = f"the first since {long_date(date.fromisoformat(since))}" if since else ""
        url = _waiting_url(stage, team) if sees_cases else ""
        found.append(Gap(TITLES[stage], f"{number:,}", note, url))
    return found


def late_gaps(content: Mapping[str, Any]) -> list[Gap]:
    """Return what is late in the whole council."""
    due = content["due"]
    named = (
        ("actions_late", "Actions past their day", "action", "actions"),
        ("reviews_late", "Reviews of a safeguarding plan past their day", "review", "reviews"),
        ("reports_late", "Reports asked of others past their day", "report", "reports"),
    )
    return [_late(due[name], title, one, many) for name, title, one, many in named]


def open_long(content: Mapping[str, Any], query: str) -> Gap:
    """Return the enquiries that have been open for half a year or more."""
    key = "s42_open_181_more_days"
    n = kept.unpack(content["figures"][key]).numerator or 0
    words = plural(f"{n:,}", "section 42 enquiry", "section 42 enquiries")
    return Gap(
        "Section 42 enquiries open 181 days or more",
        f"{n:,}",
        "at the end of the period, or of the data",
        measure_url(key, query),
        f"{words} {'has' if n == 1 else 'have'} been open for half a year or more",
        n > 0,
    )


def record_gaps(content: Mapping[str, Any], query: str) -> list[Gap]:
    """Return how far the record says how enquiries ended, where it does not always."""
    found = []
    for key in ("risk_outcome_recorded_pct", "capacity_recorded_pct"):
        figure, measure = kept.unpack(content["figures"][key]), BY_KEY[key]
        if figure.denominator:
            value = ON_PAGES.value(measure, figure)
            basis = ON_PAGES.basis(measure, figure)
            found.append(Gap(measure.title, value, basis, measure_url(key, query)))
    return found


def measure_url(key: str, query: str) -> str:
    return f"{reverse('assurance:measure-detail', args=[key])}?{query}"


def _late(n: int, title: str, one: str, many: str) -> Gap:
    return Gap(title, f"{n:,}", phrase=plural(f"{n:,}", one, many), needs_attention=n > 0)


def _waiting_url(stage: Stage, team: int | None) -> str:
    chosen = f"&team={team}" if team else ""
    return f"{reverse('safeguard:waiting')}?stage={stage}{chosen}"
