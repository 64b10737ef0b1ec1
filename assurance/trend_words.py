"""The words that go with an XmR chart: why a month stands out, and the sentences that read it."""

from collections.abc import Sequence

from assurance.charts.kinds import FlagKind
from assurance.measures import Measure, Unit
from assurance.words import ON_PAGES, listed, plural
from core.periods import Period
from core.statistics.xmr import ENOUGH_POINTS, Assurance, Chart, Direction, Options, PointKind
from core.statistics.xmr_rules import Rule, TwoOfThree
from safeguard.metrics.figures import Figure

Months = Sequence[tuple[Period, Figure]]

FLAG_KINDS: dict[PointKind, FlagKind] = {
    PointKind.IMPROVEMENT: "improvement",
    PointKind.CONCERN: "concern",
    PointKind.NEUTRAL_HIGH: "high",
    PointKind.NEUTRAL_LOW: "low",
}
RULE_WORDS = {
    Rule.ABOVE_LIMIT: "above the upper limit",
    Rule.BELOW_LIMIT: "below the lower limit",
    Rule.TREND_UP: "seven points rising",
    Rule.TREND_DOWN: "seven points falling",
    Rule.TWO_OF_THREE_ABOVE: "two of three near the upper limit",
    Rule.TWO_OF_THREE_BELOW: "two of three near the lower limit",
    Rule.SHIFT_ABOVE: "seven points above the mean",
    Rule.SHIFT_BELOW: "seven points below the mean",
}
VARIATION_WORDS = {
    PointKind.COMMON_CAUSE: "stable",
    PointKind.IMPROVEMENT: "getting better",
    PointKind.CONCERN: "getting worse",
    PointKind.NEUTRAL_HIGH: "higher than usual",
    PointKind.NEUTRAL_LOW: "lower than usual",
}
ASSURANCE_WORDS = {
    Assurance.PASS: "reliably meets the target",
    Assurance.FAIL: "reliably misses the target",
    Assurance.HIT_OR_MISS: "hit or miss",
}
ASSURANCE_MEANS = {
    Assurance.PASS: "unless something changes, it can be expected to meet it every month",
    Assurance.FAIL: "unless something changes, it can be expected to miss it every month",
    Assurance.HIT_OR_MISS: (
        "the target lies within the expected range, so some months meet it and some do not by "
        "chance alone"
    ),
}
NO_VARIATION = "no variation"
TOO_FEW_CASES = "too few cases a month to say"


def reasons(rules: Sequence[Rule]) -> str:
    """Return every rule that a month meets, the one that decides first."""
    return listed([RULE_WORDS[rule] for rule in rules])


def too_few(known: int) -> str:
    return f"{known} of {ENOUGH_POINTS} points" if known < ENOUGH_POINTS else TOO_FEW_CASES


def reading(measure: Measure, months: Months, shown: Chart | None, why_not: str) -> str:
    """Return one sentence on the latest month and what the chart says of it."""
    known = [(period, figure) for period, figure in months if figure.value is not None]
    if not known:
        return "No month in this span has a case to show."
    period, figure = known[-1]
    latest = f"In {period.label} it was {ON_PAGES.value(measure, figure)}"
    if shown is None:
        return f"{latest}; {why_not}, so no limits are drawn."
    point = next(point for point in reversed(shown.points) if point.kind)
    if point.kind is PointKind.COMMON_CAUSE or point.kind is None:
        return f"{latest}, within the usual month-to-month variation."
    return f"{latest}, which is {VARIATION_WORDS[point.kind]} ({reasons(point.rules)})."


def assurance_reading(measure: Measure, verdict: Assurance, target: float) -> str:
    """Return one sentence on how the expected range stands to the council's own target."""
    words = ASSURANCE_WORDS[verdict]
    return (
        f"Against the local target of {amount(measure, target)} it is {words}: "
        f"{ASSURANCE_MEANS[verdict]}."
        if verdict is Assurance.HIT_OR_MISS
        else f"It {words} of {amount(measure, target)}: {ASSURANCE_MEANS[verdict]}."
    )


def amount(measure: Measure, value: float) -> str:
    """Return a number of the measure's unit in words: "85%", "3 working days", "40 cases"."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    if measure.unit is Unit.PERCENT:
        return f"{text}%"
    return plural(text, measure.unit.value.removesuffix("s"))


def rules_used(options: Options) -> str:
    """Return which of the variants of the method the chart follows, as it is printed beside it."""
    screening = (
        "Moving ranges of 3.267 times their mean or more are left out of the limits"
        if options.screen_outliers
        else "Outlying moving ranges are kept in the limits"
    )
    near = (
        "a month beyond a limit counts as near it (NHS England, November 2023)"
        if options.two_of_three is TwoOfThree.MDC_2023
        else "a month beyond a limit does not count as near it (the released R package)"
    )
    better = {
        Direction.INCREASE: "Higher is better",
        Direction.DECREASE: "Lower is better",
        Direction.NEUTRAL: "Neither higher nor lower is better",
    }[options.improvement]
    return f"{screening}. For two of three points near a limit, {near}. {better}."
