"""A measure as a row of a dashboard: its name, value, counts, line, icon, sentence and evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from assurance.catalogue import BY_KEY
from assurance.chart_settings import ChartSettings
from assurance.dashboards import kept
from assurance.dashboards.judged import Variation, variation_of
from assurance.dashboards.spark import Spark, spark
from assurance.measures import NO_TARGET, Measure
from assurance.trends import FLOWS, Trend
from assurance.words import ON_PAGES, Words
from safeguard.metrics.figures import Figure

FOLLOWED = (
    "Counted over the whole period: the enquiries of a recent month are still being followed, so "
    "a month has no figure of its own."
)
UNSET = "The council has set no timescale to judge this by."
NOTHING = "No month has a case to show."


@dataclass(frozen=True)
class Row:
    """One measure on a dashboard; `query` narrows its page to the same figures."""

    measure: Measure
    figure: Figure
    trend: Trend | None
    query: str = ""
    words: Words = ON_PAGES
    why: str = ""

    @property
    def value(self) -> str:
        return self.words.value(self.measure, self.figure)

    @property
    def basis(self) -> str:
        return self.words.basis(self.measure, self.figure)

    @cached_property
    def variation(self) -> Variation:
        return variation_of(self.measure, self.trend)

    @cached_property
    def spark(self) -> Spark | None:
        """The line of the months; none where what is shown is for sharing."""
        return spark(self.trend.chart) if self.trend and not self.words.is_shared else None

    @property
    def reading(self) -> str:
        """One sentence on what the months say; none where what is shown is for sharing.

        It gives the latest month, and the figures of a month and of its year may not both be told.
        """
        if self.words.is_shared:
            return ""
        if self.figure.note == NO_TARGET:
            return UNSET
        if self.measure.calculation.source not in FLOWS:
            return FOLLOWED
        return self.trend.reading if self.trend else NOTHING

    @property
    def url(self) -> str:
        """The measure's own page, with the same period and cases."""
        return f"{reverse('assurance:measure-detail', args=[self.measure.key])}?{self.query}"

    @property
    def cases_url(self) -> str:
        return f"{reverse('assurance:measure-cases', args=[self.measure.key])}?{self.query}"


def rows_for(
    keys: Iterable[str],
    content: Mapping[str, Any],
    query: str,
    words: Words = ON_PAGES,
    settings: ChartSettings | None = None,
) -> list[Row]:
    """Return the rows of the measures `keys` from what was counted, as the council set charts."""
    found = []
    for key in keys:
        series = content["series"].get(key, ())
        figure = kept.unpack(content["figures"][key])
        trend = kept.trend(key, series, settings=settings)
        found.append(Row(BY_KEY[key], figure, trend, query, words))
    return found
