"""The Theme 3 report as shared figures: each that it shows, and the report without some of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import product

from assurance import catalogue
from assurance.releases.names import GAPS
from assurance.releases.shared import (
    COUNCIL,
    Key,
    SharedFigure,
    shared_all_people,
    shared_figure,
    shared_people,
)
from assurance.reports.by_month import may_be_drawn
from assurance.reports.figures import FigureMap, Slice, Theme3Figures
from assurance.reports.sections.equality import TABLES, return_rows, total
from assurance.trends import Trend
from core.periods import Period
from safeguard.metrics.return_counts import CONCERN, S42

TEAM = "team: "
MONTHS = "months"
KINDS = (CONCERN, S42)


def shared_figures(figures: Theme3Figures) -> list[SharedFigure]:
    """Return every figure that the report shows in a version for sharing, each once."""
    found: dict[Key, SharedFigure] = {}
    for each in _all(figures):
        held = found.get(each.key)
        # The same figure in two places: what is shown of it at all is shown.
        if held is None or len(each.extras) > len(held.extras):
            found[each.key] = each
    return list(found.values())


def _all(figures: Theme3Figures) -> Iterator[SharedFigure]:
    extras = {key: ("margin", "gap") if key in GAPS else ("margin",) for key in figures.now}
    yield from _map(figures, figures.period, figures.now, extras=extras)
    if figures.has_previous:
        yield from _map(figures, figures.previous, figures.before)
    for year in figures.years:
        yield from _map(figures, year.period, year.figures)
    for team in figures.teams:
        yield from _map(figures, figures.period, team.figures, part=f"{TEAM}{team.label}")
    for trend in figures.trends.values():
        if may_be_drawn(trend, figures.words):
            for month, figure in trend.months:
                yield from _map(figures, month, {trend.measure.key: figure}, group=MONTHS)
    yield from _people(figures)


def _map(
    figures: Theme3Figures,
    period: Period,
    found: FigureMap,
    *,
    part: str = COUNCIL,
    extras: Mapping[str, tuple[str, ...]] | None = None,
    group: str = "",
) -> Iterator[SharedFigure]:
    for key, figure in found.items():
        more = (extras or {}).get(key, ())
        measure = catalogue.BY_KEY[key]
        made = shared_figure(
            measure, figure, period, figures.cut, part=part, extras=more, group=group
        )
        if made is not None:
            yield made


def _people(figures: Theme3Figures) -> Iterator[SharedFigure]:
    for (axis, table_id, _), kind in product(TABLES, KINDS):
        cells = figures.people.get(axis)
        if cells is None:
            continue
        everybody = total(cells, kind)
        yield shared_all_people(kind, figures.period, figures.cut, everybody)
        for row in return_rows(figures.period, table_id):
            yield shared_people(
                kind,
                figures.period,
                figures.cut,
                part=f"{axis}: {row.code}",
                count=cells["", row.code, kind],
                total=everybody,
            )


def without(figures: Theme3Figures, hidden: Collection[Key]) -> Theme3Figures:
    """Return the report with the figures of these keys hidden wherever they stand."""
    if not hidden:
        return figures

    def marked(period: Period, found: FigureMap, part: str = COUNCIL) -> FigureMap:
        made = {
            key: shared_figure(catalogue.BY_KEY[key], figure, period, figures.cut, part=part)
            for key, figure in found.items()
        }
        return {
            key: replace(figure, withheld=True)
            if (one := made[key]) and one.key in hidden
            else figure
            for key, figure in found.items()
        }

    def sliced(part: Slice, name: str = COUNCIL) -> Slice:
        return replace(part, figures=marked(part.period, part.figures, name))

    def trended(trend: Trend) -> Trend:
        months = tuple(
            (month, marked(month, {trend.measure.key: figure})[trend.measure.key])
            for month, figure in trend.months
        )
        return replace(trend, months=months)

    return replace(
        figures,
        now=marked(figures.period, figures.now),
        before=marked(figures.previous, figures.before),
        years=tuple(sliced(year) for year in figures.years),
        teams=tuple(sliced(team, f"{TEAM}{team.label}") for team in figures.teams),
        trends={key: trended(trend) for key, trend in figures.trends.items()},
        people_withheld=frozenset(
            (part.partition(": ")[0], part.partition(": ")[2], measure.partition("_")[2])
            for measure, _, _, part in hidden
            if measure.startswith("people")
        ),
    )
