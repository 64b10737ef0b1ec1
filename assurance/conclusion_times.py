"""How long enquiries take, with those still open counted, beside the median of those closed.

The closed ones are the quick ones: of what began lately only what was soon over can have closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat

from assurance.catalogue import BY_KEY
from assurance.charts import ChartPanel, Numbers, SurvivalCurve, SurvivalSteps
from assurance.words import NOTHING, ON_PAGES, long_date, plural
from core.periods import Period
from core.rates import round_half_up
from core.statistics.percentiles import percentile
from core.statistics.survival import Curve, Estimate
from safeguard.metrics.facts import Facts
from safeguard.metrics.figures import Figure, survival_curve
from safeguard.rules.measures import FollowedFact

S42 = "s42"
CLOSED_KEY, FOLLOWED_KEY = "s42_days_to_conclude_median", "s42_days_to_conclude_km_median"
# Fewer than this still followed say too little of the others.
LEAST_AT_RISK = 10
DAYS = (28, 56, 84, 180, 365)
TOO_FEW = f"fewer than {LEAST_AT_RISK} followed so long"
NOT_SO_LONG = "none followed so long"
NOT_REACHED = "not reached"
ASSUMES = (
    "Those still open are taken to go on as others of the same age did. An enquiry that ends "
    "because the adult died or the case was transferred is counted as concluded: the record does "
    "not tell them apart here."
)


@dataclass(frozen=True)
class Quarter:
    """The enquiries that began in one quarter."""

    period: Period
    began: int
    concluded: int
    closed_only: float | None
    curve: Curve


@dataclass(frozen=True)
class ConclusionTimes:
    """How long the section 42 enquiries that began in a period take, followed to the data cut."""

    period: Period
    curve: Curve
    closed: Figure
    followed: Figure
    quarters: tuple[Quarter, ...] = field(default=())

    @property
    def few(self) -> bool:
        return 0 < self.curve.n < LEAST_AT_RISK

    @property
    def still_open(self) -> int:
        return self.curve.n - self.curve.events


def conclusion_times(facts: Facts) -> ConclusionTimes:
    """Return the times of one scope and period, from two sources read once each."""
    began = [fact for fact in facts.of("followed") if fact.kind == S42]
    return ConclusionTimes(
        facts.period,
        survival_curve(began),
        BY_KEY[CLOSED_KEY].figure(facts),
        BY_KEY[FOLLOWED_KEY].figure(facts),
        tuple(_quarter(part, began) for part in facts.period.quarters()),
    )


def _quarter(period: Period, began: Sequence[FollowedFact]) -> Quarter:
    months = {f"{month.start:%Y-%m}" for month in period.months()}
    own = [fact for fact in began if fact.month in months]
    days = [day for fact in own if fact.concluded for day in repeat(fact.days, fact.n)]
    return Quarter(
        period, sum(fact.n for fact in own), len(days), percentile(days, 0.5), survival_curve(own)
    )


def why_they_differ(times: ConclusionTimes) -> str:
    """Return the sentence that stands between the two medians."""
    closed = ON_PAGES.value(BY_KEY[CLOSED_KEY], times.closed)
    if not times.curve.n:
        return "No section 42 enquiry began in this period, so there is nothing to follow."
    counts = f"{times.still_open:,} of {plural(f'{times.curve.n:,}', 'enquiry', 'enquiries')}"
    if not times.still_open:
        return (
            "Every enquiry that began in the period has concluded, so the two differ only because "
            "one counts those that began and the other those that concluded."
        )
    return (
        f"The median of those concluded ({closed}) leaves out the {counts} that began in the "
        "period and are still open. Those that close first are the quick ones, so on its own it "
        "makes waiting look shorter than it is; and clearing old cases makes it longer, although "
        "that is an improvement. The other median counts the open ones for as long as they have "
        "been open so far."
    )


def median_words(curve: Curve) -> str:
    """Return the Kaplan-Meier median: days, or that it has not been reached."""
    if not curve.n:
        return "no cases"
    if curve.median is None:
        return f"{NOT_REACHED}: over half still open"
    return _days(curve.median)


def median_interval(curve: Curve) -> str:
    """Return the 95% interval of the median; an end that was not reached says so."""
    if not curve.n or curve.median is None:
        return NOTHING
    low, high = curve.quantile_interval(0.5)
    ends = [NOT_REACHED if end is None else _days(end) for end in (low, high)]
    return f"{ends[0]} to {ends[1]}"


def share_rows(curve: Curve) -> list[tuple[str, str, str, str]]:
    """Return, for some days, the share concluded with its interval and how many are followed."""
    rows = []
    for day in DAYS:
        found = curve.concluded_within(day)
        share, interval, at_risk = _share(found)
        rows.append((f"Within {day} days", share, interval, at_risk))
    return rows


def quarter_rows(times: ConclusionTimes) -> list[tuple[str, ...]]:
    """Return each quarter: what began, what closed, and the two medians side by side."""
    return [
        (
            quarter.period.label,
            f"{quarter.began:,}",
            f"{quarter.concluded:,}",
            NOTHING if quarter.closed_only is None else _days(quarter.closed_only),
            median_words(quarter.curve),
        )
        for quarter in times.quarters
    ]


def survival_panel(times: ConclusionTimes, cut_words: str, csv_url: str = "") -> ChartPanel | None:
    """Return the curve for a page, as far as enough are followed; None where too few ever were."""
    rows = [row for row in times.curve.table if row.at_risk >= LEAST_AT_RISK]
    if not rows:
        return None
    steps = tuple((float(row.day), row.survival) for row in rows if row.events)
    median = times.curve.median
    reached = median if median is not None and median <= rows[-1].day else None
    name = f"Began in {times.period.label}"
    curve = SurvivalSteps(name, steps, float(rows[-1].day), median=reached)
    within = times.curve.concluded_within(56)
    reading = f"Half of those that began are concluded after {median_words(times.curve)}."
    if median is None:
        reading = "Over half of those that began are still open, so there is no median yet."
    if within is not None and within.at_risk >= LEAST_AT_RISK:
        reading += f" An estimated {_share(within)[0]} are concluded within 56 days."
    return ChartPanel(
        key="still-open",
        title="Share still open, by days since the start",
        reading=reading,
        chart=SurvivalCurve("Still open", "days", "", (curve,)),
        csv_url=csv_url,
        numbers=numbers_of(times.curve),
        notes=(
            f"Followed to {cut_words}. Drawn for as long as at least {LEAST_AT_RISK} enquiries "
            "were followed.",
            ASSUMES,
        ),
    )


def numbers_of(curve: Curve) -> Numbers:
    """Return the whole table: one row for each day on which anything happened."""
    columns = (
        "Day",
        "At risk",
        "Concluded",
        "Still open when last seen",
        "Share still open",
        "Standard error",
        "Interval from",
        "Interval to",
    )
    return Numbers(
        columns,
        tuple(
            (
                row.day,
                row.at_risk,
                row.events,
                row.censored,
                row.survival,
                row.standard_error,
                row.interval.lower if row.interval else None,
                row.interval.upper if row.interval else None,
            )
            for row in curve.table
        ),
    )


def _share(found: Estimate | None) -> tuple[str, str, str]:
    if found is None:
        return NOT_SO_LONG, NOTHING, "0"
    if found.at_risk < LEAST_AT_RISK:
        return TOO_FEW, NOTHING, f"{found.at_risk:,}"
    interval = ON_PAGES.interval(found.interval)
    return f"{round_half_up(100 * found.share, 1)}%", interval, f"{found.at_risk:,}"


def _days(value: float) -> str:
    return plural(f"{round_half_up(value, 1):f}".removesuffix(".0"), "day")


def cut_in_words(facts: Facts) -> str:
    return long_date(facts.rows.scope.cut)
