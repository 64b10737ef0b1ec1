"""A measure beside others: the council's teams, England as published, and other councils."""

from collections.abc import Sequence
from typing import Any

from assurance.charts import ChartPanel
from assurance.comparators.councils import PAIRS, Council, published_for
from assurance.comparators.england import GRADES, ROUNDING, facts, facts_for
from assurance.funnels import Comparison, councils_compared, may_be_compared, teams_compared
from assurance.measures import Measure, Unit
from assurance.models import PublishedRelease
from assurance.views.measure_bases import MeasurePage, OneMeasurePage
from assurance.words import NOTHING, ON_PAGES, long_date
from core.models import Team
from core.periods import Period, parse_financial_year
from core.rates import Rate
from safeguard.metrics.by_part import by_team
from safeguard.metrics.facts import Facts
from safeguard.metrics.scope import CaseScope

TEAMS, COUNCILS = "teams", "councils"
NONE_HELD = "none on record"
NO_TEAM = "No team recorded"


class MeasureCompare(OneMeasurePage):
    template_name = "assurance/measure_compare.html"

    def page(self) -> str:
        return f"{self.measure.key}-compared"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        measure = self.measure
        teams = self._teams(scope, period) if may_be_compared(measure) else None
        published = published_for(measure.key, self.council)
        councils = published.councils if published else ()
        others = councils_compared(measure, councils, own_code=self.council.code)
        release = published.release if published else None
        panels = [
            self._panel(TEAMS, f"Teams, {period.label}", teams),
            self._panel(COUNCILS, f"Councils, {release.year}" if release else "", others),
        ]
        return {
            "panels": [panel for panel in panels if panel],
            "team_panel": panels[0],
            "council_panel": panels[1],
            "teams": teams,
            "others": others,
            "release": release,
            "has_pairs": measure.key in PAIRS,
            "council_rows": _council_rows(councils) if measure.context_only else (),
            "neighbours": published.neighbours if published else 0,
            "england": _england_rows(measure, scope),
            "rounding": ROUNDING,
            "grades": GRADES.items(),
        }

    def _teams(self, scope: CaseScope, period: Period) -> Comparison | None:
        parts = by_team(scope.rows(period), self.measure.calculation.source)
        names = dict(Team.objects.filter(organisation=self.council).values_list("pk", "name"))
        figures = [
            (names.get(key, NO_TEAM) if key else NO_TEAM, self.measure.figure(part))
            for key, part in parts.items()
        ]
        return teams_compared(self.measure, figures)

    def _panel(self, key: str, title: str, found: Comparison | None) -> ChartPanel | None:
        if found is None:
            return None
        url = self.csv_url(key)
        return ChartPanel(
            key, title, found.reading, found.chart, url, numbers=found.numbers, notes=found.notes
        )


class PublishedFigures(MeasurePage):
    """England as published, every figure that comes with the product, and what councils loaded."""

    template_name = "assurance/published_figures.html"

    def page(self) -> str:
        return "published"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        groups: dict[str, list[Any]] = {}
        for fact in reversed(facts()):
            groups.setdefault(fact.title, []).append(fact)
        return {
            "groups": sorted(groups.items()),
            "grades": GRADES.items(),
            "rounding": ROUNDING,
            "releases": PublishedRelease.objects.all(),
        }


def _england_rows(measure: Measure, scope: CaseScope) -> list[dict[str, Any]]:
    """Return each published figure; beside the latest one, the council's own of the same year."""
    found = facts_for(measure.key)
    if not found:
        return []
    latest = parse_financial_year(found[0].year)
    rows = [{"fact": fact, "own": "", "own_basis": ""} for fact in found]
    if latest.end > scope.cut:
        rows[0]["own"] = f"the data end on {long_date(scope.cut)}"
        return rows
    own = measure.figure(Facts(scope.rows(latest)))
    is_none = measure.unit is Unit.COUNT and not own.value
    rows[0]["own"] = NONE_HELD if is_none else ON_PAGES.value(measure, own)
    rows[0]["own_basis"] = ON_PAGES.basis(measure, own) if own.denominator else ""
    return rows


def _council_rows(councils: Sequence[Council]) -> list[tuple[str, ...]]:
    """Return a context measure's councils as counts, by name: no limits, and nothing marked."""
    return [
        (
            council.name,
            "Yes" if council.near else "No",
            NOTHING if council.hidden else f"{council.numerator:,}",
            NOTHING if council.hidden else f"{council.denominator:,}",
            council.hidden or f"{Rate(council.numerator, council.denominator).percent}%",
        )
        for council in councils
    ]
