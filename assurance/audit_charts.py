"""Trends and funnels of audits as charts, with the sentences that read them."""

from assurance.charts import (
    Annotation,
    FunnelChart,
    FunnelCurve,
    FunnelPoint,
    LineChart,
    Series,
)
from assurance.reports.audit_round.wording import estimated, files, interval
from assurance.words import listed, plural
from audit.results.teams import LEAST_TEAMS, Teams
from audit.results.trends import Point, Trend
from audit.rules.estimates import FEW
from core.statistics.funnel import Funnel, Place

CURVE_POINTS = 60
BEYOND = "further from the average than chance explains: check recording first"


def trend_chart(trend: Trend) -> LineChart:
    """Draw one line for each era, so that none runs over a place where the meaning changed."""
    labels = _labels(trend)
    eras = sorted({point.era for point in trend.points})
    names = {era: _era_name(trend, era) for era in eras}
    series = tuple(
        Series(
            names[era] if len(eras) > 1 else trend.measure,
            tuple(_value(point) if point.era == era else None for point in trend.points),
            tuple(_text(point) if point.era == era else "" for point in trend.points),
        )
        for era in eras
    )
    marks = tuple(
        Annotation(labels[at], "Trend breaks: asked or scored differently") for at in trend.breaks
    )
    return LineChart(
        title=trend.title,
        unit="%",
        summary=trend_reading(trend),
        labels=labels,
        series=series,
        axis="Round",
        annotations=marks,
    )


def _labels(trend: Trend) -> tuple[str, ...]:
    """Name each round by its months; by its own name where several share them."""
    periods = [point.period for point in trend.points]
    return tuple(
        point.period if periods.count(point.period) == 1 else point.label for point in trend.points
    )


def _era_name(trend: Trend, era: int) -> str:
    first = next(point for point in trend.points if point.era == era)
    return f"{era + 1}. As in {first.version}"


def _value(point: Point) -> float | None:
    return None if point.estimate.value is None else 100 * point.estimate.value


def _text(point: Point) -> str:
    words = f"{estimated(point.estimate)} ({point.words})"
    if point.estimate.interval is None:
        return words
    return f"{words}, 95% interval {interval(point.estimate.interval)}"


def trend_reading(trend: Trend) -> str:
    """Say what is shown, where it breaks, and which rounds are too small for a percentage."""
    parts = [f"{trend.measure}, in {plural(str(len(trend.points)), 'round')}."]
    if trend.breaks:
        places = listed([trend.points[at].label for at in trend.breaks])
        parts.append(
            f"The trend breaks at {places}, where what is asked or how it is scored changed: "
            "values on either side are not to be compared."
        )
    few = [point for point in trend.points if point.estimate.value is None]
    if few:
        parts.append(
            f"{plural(str(len(few)), 'round')} with fewer than {FEW} files that apply: no "
            "percentage is given."
        )
    if len(trend.points) - len(few) > 1:
        parts.append("Where intervals overlap, the difference may be chance.")
    return " ".join(parts)


def funnel_chart(teams: Teams) -> FunnelChart | None:
    """Draw teams by size and share. They stand in order of name, and none is ranked."""
    found = teams.found
    if found is None or not teams.is_enough:
        return None
    most = max(place.unit.denominator for place in found.places)
    return FunnelChart(
        title="Teams",
        unit="%",
        summary=funnel_reading(teams, found),
        n_unit="files read",
        points=tuple(_funnel_point(place) for place in found.places),
        curves=tuple(_curve(found, level, most) for level in ("95%", "99.8%")),
        average=100 * found.target,
        area="Team",
    )


def _funnel_point(place: Place) -> FunnelPoint:
    unit = place.unit
    return FunnelPoint(
        label=unit.key,
        n=unit.denominator,
        rate=100 * unit.proportion,
        flag=BEYOND if place.beyond else "",
        text=f"{round(100 * unit.proportion)}% ({unit.numerator:,} of {unit.denominator:,})",
    )


def _curve(found: Funnel, level: str, most: int) -> FunnelCurve:
    sizes = sorted({max(1, round(most * 1.1 * at / CURVE_POINTS)) for at in range(4, CURVE_POINTS)})
    limits = [(n, found.limits_at(n)) for n in sizes]
    chosen = [(n, each.p95 if level == "95%" else each.p998) for n, each in limits]
    return FunnelCurve(
        level,
        tuple((n, 100 * each.lower) for n, each in chosen),
        tuple((n, 100 * each.upper) for n, each in chosen),
    )


def funnel_reading(teams: Teams, found: Funnel) -> str:
    beyond = [place.unit.key for place in found.places if place.beyond]
    if beyond:
        verb = "lies" if len(beyond) == 1 else "lie"
        return f"{teams.measure}. {listed(beyond)} {verb} {BEYOND}."
    return (
        f"{teams.measure}. No team lies further from the average than chance explains, so the "
        "figures do not tell the teams apart."
    )


def limits_of_teams(teams: Teams) -> list[str]:
    """Say what the comparison leaves out."""
    said = []
    if not teams.is_enough:
        said.append(
            f"Fewer than {LEAST_TEAMS} teams have {FEW} files or more, so there is nothing to "
            "compare yet."
        )
    if teams.few:
        few = listed([f"{team} ({files(n)})" for team, n in teams.few])
        said.append(f"Too few files for a place, fewer than {FEW}: {few}.")
    if teams.teamless:
        said.append(f"{files(teams.teamless)} with no team on record are left out.")
    if teams.left_out:
        said.append(f"Cases were not drawn by chance in: {listed(teams.left_out)}; left out.")
    return said
