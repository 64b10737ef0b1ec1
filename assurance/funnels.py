"""Funnel plots of a share: whether a team or a council lies further out than chance explains.

Rows stand in the order of their names. There is no rank, no best and no worst; a measure that is
context has no funnel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assurance.charts import FunnelChart, FunnelCurve, FunnelPoint, Numbers
from assurance.comparators.councils import Council
from assurance.measures import Measure, Unit
from assurance.words import listed
from core.rates import Rate
from core.statistics.funnel import Z_998, Funnel, Place, funnel, score_limits
from core.statistics.funnel import Unit as FunnelUnit
from safeguard.metrics.figures import Figure

FLAG = "Further from the average than chance explains: check recording and definitions first"
SIDE = {1: "above", -1: "below"}
STEPS = 60
COLUMNS = (
    "Numerator",
    "Denominator",
    "Proportion",
    "95% from",
    "95% to",
    "99.8% from",
    "99.8% to",
    "What stands out",
)
LEAST_UNITS = 2


@dataclass(frozen=True)
class Compared:
    """One team or council with its counts."""

    label: str
    numerator: int
    denominator: int
    ours: bool = False
    near: bool = False


@dataclass(frozen=True)
class Comparison:
    """A funnel with the sentence that reads it; what could not be placed, and why, by name."""

    chart: FunnelChart
    reading: str
    notes: tuple[str, ...]
    numbers: Numbers
    left_out: tuple[tuple[str, str], ...] = ()


def may_be_compared(measure: Measure) -> bool:
    """Say whether a measure is a share of cases that may be placed on a funnel at all."""
    return measure.unit is Unit.PERCENT and not measure.context_only


def teams_compared(measure: Measure, figures: Sequence[tuple[str, Figure]]) -> Comparison | None:
    """Return the funnel of the teams of one council; None where fewer than two have a case."""
    placed, left_out = [], []
    for label, figure in sorted(figures, key=lambda pair: pair[0].lower()):
        if figure.numerator is not None and figure.denominator:
            placed.append(Compared(label, figure.numerator, figure.denominator))
        else:
            left_out.append((label, "no cases"))
    return _compare(measure, placed, left_out, "Team", "teams")


def councils_compared(
    measure: Measure, councils: Sequence[Council], *, own_code: str
) -> Comparison | None:
    """Return the funnel of published councils; None where fewer than two can be placed."""
    placed = [
        Compared(
            item.name,
            item.numerator,
            item.denominator,
            ours=item.code == own_code,
            near=item.near,
        )
        for item in councils
        if not item.hidden
    ]
    left_out = [(item.name, item.hidden) for item in councils if item.hidden]
    return _compare(measure, placed, left_out, "Council", "councils")


def _compare(
    measure: Measure,
    placed: Sequence[Compared],
    left_out: Sequence[tuple[str, str]],
    area: str,
    many: str,
) -> Comparison | None:
    if not may_be_compared(measure) or len(placed) < LEAST_UNITS:
        return None
    units = [FunnelUnit(str(at), it.numerator, it.denominator) for at, it in enumerate(placed)]
    found = funnel(units)
    if found is None:
        return None
    chart = FunnelChart(
        title=measure.title,
        unit="%",
        summary="",
        n_unit="cases counted below the line",
        points=tuple(_point(item, place) for item, place in zip(placed, found.places, strict=True)),
        curves=_curves(found, max(item.denominator for item in placed)),
        average=100 * found.target,
        area=area,
    )
    return Comparison(
        chart,
        _reading(placed, found, many),
        _notes(found, many),
        Numbers((area, *COLUMNS), tuple(map(_numbers, placed, found.places))),
        tuple(left_out),
    )


def _numbers(item: Compared, place: Place) -> tuple[str | int | float, ...]:
    near, far = place.limits.p95, place.limits.p998
    limits = (near.lower, near.upper, far.lower, far.upper)
    flag = f"{FLAG} ({SIDE[place.beyond]})" if place.beyond else ""
    return item.label, item.numerator, item.denominator, place.unit.proportion, *limits, flag


def _point(item: Compared, place: Place) -> FunnelPoint:
    rate = Rate(item.numerator, item.denominator)
    flag = f"{FLAG} ({SIDE[place.beyond]})" if place.beyond else ""
    near = "; statistical neighbour" if item.near and not item.ours else ""
    words = f"{rate.percent}% ({item.numerator:,} of {item.denominator:,}{near})"
    proportion = 100 * item.numerator / item.denominator
    return FunnelPoint(
        item.label, item.denominator, proportion, flag, item.ours, words, near=item.near
    )


def _curves(found: Funnel, most: int) -> tuple[FunnelCurve, ...]:
    """Draw the limits from one case to a little past the largest denominator."""
    ns = sorted({max(1.0, most * 1.05 * (step / STEPS) ** 2) for step in range(1, STEPS + 1)})
    limits = [(n, found.limits_at(n)) for n in ns]
    return tuple(
        FunnelCurve(
            level,
            lower=tuple((n, 100 * getattr(at, name).lower) for n, at in limits),
            upper=tuple((n, 100 * getattr(at, name).upper) for n, at in limits),
        )
        for level, name in (("95%", "p95"), ("99.8%", "p998"))
    )


def _reading(placed: Sequence[Compared], found: Funnel, many: str) -> str:
    over, under = (sum(getattr(item, name) for item in placed) for name in COUNTS)
    average = Rate(over, under)
    start = f"Over {len(placed)} {many} together it is {average.percent}% ({over:,} of {under:,})."
    out = [item.label for item, place in zip(placed, found.places, strict=True) if place.beyond]
    if out:
        lie = "lies" if len(out) == 1 else "lie"
        return (
            f"{start} {listed(out)} {lie} further from that than chance explains: check recording "
            "and definitions first."
        )
    if found.adjusted:
        return (
            f"{start} The {many} differ from one another more than chance explains, and none "
            "stands out beyond that."
        )
    return f"{start} None lies further from that than chance explains."


def _notes(found: Funnel, many: str) -> tuple[str, ...]:
    how = (
        "The dashed line is the 99.8% limit and the solid one the 95% limit. Only a result beyond "
        "the 99.8% limits is marked; where few cases are expected, an exact test decides."
    )
    spread = found.spread
    sizes = f"phi {spread.phi:.2f}, tau\N{SUPERSCRIPT TWO} {spread.tau2:.4f}, {spread.units} {many}"
    if not found.adjusted:
        return how, f"The limits allow for chance alone ({sizes})."
    beyond = sum(_is_beyond_chance(found, place) for place in found.places)
    return how, (
        f"The limits are widened by how much the {many} differ beyond chance ({sizes}). Under "
        f"limits for chance alone, {beyond} of {spread.units} would lie outside: that tells of "
        f"differences between the {many}, in practice or in recording, rather than of one of them."
    )


def _is_beyond_chance(found: Funnel, place: Place) -> bool:
    limits = score_limits(found.target, place.unit.denominator, Z_998)
    return not limits.lower <= place.unit.proportion <= limits.upper


COUNTS = ("numerator", "denominator")
