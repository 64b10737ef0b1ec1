"""How long enquiries take with open ones counted, and conversion as context."""

from typing import Any

from assurance.catalogue import CONVERSION
from assurance.chart_settings import ChartSettings
from assurance.comparators.england import ROUNDING, facts_for
from assurance.conclusion_times import (
    CLOSED_KEY,
    FOLLOWED_KEY,
    conclusion_times,
    cut_in_words,
    median_interval,
    median_words,
    quarter_rows,
    share_rows,
    survival_panel,
    why_they_differ,
)
from assurance.conversion import definitions, marks_of, mix_panel, mix_rows
from assurance.months import MONTHS_SHOWN, months_around
from assurance.reading import Reader
from assurance.trend_panel import trend_panel
from assurance.trends import trend_over
from assurance.views.measure_bases import MeasurePage, in_words, measure_named
from core.periods import Period
from safeguard.metrics.conversion_mix import conversion_mix
from safeguard.metrics.facts import Facts
from safeguard.metrics.scope import CaseScope
from safeguard.models import RegisterSettings

SEVERAL_TYPES = "A concern with several types of risk counts in each, so these do not add up."


class ConclusionTimesPage(MeasurePage):
    template_name = "assurance/conclusion_times.html"

    def page(self) -> str:
        return "time-to-conclude"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        facts = Facts(scope.rows(period))
        times = conclusion_times(facts)
        panel = survival_panel(times, cut_in_words(facts), self.csv_url("still-open"))
        closed = measure_named(CLOSED_KEY)
        return {
            "panels": [panel] if panel else [],
            "times": times,
            "closed": in_words(closed, times.closed),
            "median": median_words(times.curve),
            "interval": median_interval(times.curve),
            "why": why_they_differ(times),
            "shares": share_rows(times.curve),
            "quarters": quarter_rows(times),
            "measures": (closed, measure_named(FOLLOWED_KEY)),
        }


class ConversionPage(MeasurePage):
    """Both definitions with both counts, the counting rule, and what the concerns are made of."""

    template_name = "assurance/conversion.html"

    def page(self) -> str:
        return "conversion"

    def about(self, scope: CaseScope, period: Period) -> dict[str, Any]:
        marks = marks_of(self.council)
        months = months_around(scope, period)
        reader, keys = Reader(scope, period, months), [measure.key for measure in CONVERSION]
        reader.read(figures=keys, series=keys)
        settings = ChartSettings(rebases=marks.rebases)
        charts = [
            trend_panel(trend, key=key, csv_url=self.csv_url(key), title=measure.title)
            for measure in CONVERSION
            if (trend := trend_over(measure, months[-MONTHS_SHOWN:], marks.changes, settings))
            for key in [measure.key.replace("_", "-")]
        ]
        sources, types = conversion_mix(scope.rows(period))
        mixes = self._mixes(sources, types)
        held = RegisterSettings.objects.filter(council=self.council)
        return {
            "panels": [*charts, *mixes],
            "charts": charts,
            "definitions": definitions(reader.source(period)),
            "counting_rule": held.values_list("counting_rule", flat=True).first(),
            "changes": marks.changes,
            "rebases": marks.rebases,
            "source_panel": mixes[0],
            "type_panel": mixes[1],
            "source_rows": mix_rows(sources),
            "type_rows": mix_rows(types),
            "england": facts_for(CONVERSION[0].key),
            "rounding": ROUNDING,
        }

    def _mixes(self, sources: Any, types: Any) -> list[Any]:
        return [
            mix_panel(
                sources,
                key="by-source",
                title="Concerns by who told the council",
                axis="Told by",
                csv_url=self.csv_url("by-source"),
            ),
            mix_panel(
                types,
                key="by-type",
                title="Concerns by type of risk",
                axis="Type of risk",
                note=SEVERAL_TYPES,
                csv_url=self.csv_url("by-type"),
            ),
        ]
