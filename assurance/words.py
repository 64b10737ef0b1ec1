"""Figures in words: the one place that decides how a value is written for people."""

from assurance.measures import Measure, Unit
from core.rates import round_half_up
from safeguard.metrics.figures import Figure

NO_CASES = "no cases"
NOT_REACHED = "not reached: over half still open"


def value_words(measure: Measure, figure: Figure) -> str:
    """Write the value with its unit: "80.4%", "6 working days", "1,212"."""
    if figure.value is None:
        return NOT_REACHED if figure.still_open else NO_CASES
    if measure.unit is Unit.PERCENT:
        return f"{round_half_up(figure.value, 1)}%"
    if measure.unit is Unit.COUNT:
        return f"{round(figure.value):,}"
    return _days(figure.value, measure.unit)


def basis_words(figure: Figure) -> str:
    """Write what the value was made from: "1,020 of 1,268", "1,188 cases, 12 still open"."""
    if figure.denominator is None:
        return ""
    if figure.numerator is not None:
        words = f"{figure.numerator:,} of {figure.denominator:,}"
    else:
        words = f"{figure.denominator:,} case{'' if figure.denominator == 1 else 's'}"
    if figure.not_known:
        words += f", {figure.not_known:,} not known"
    if figure.still_open:
        words += f", {figure.still_open:,} still open"
    return words


def interval_words(figure: Figure) -> str:
    """Write the 95% interval of a share as percentages; empty where it has none."""
    if figure.interval is None:
        return ""
    low = round_half_up(100 * figure.interval.lower, 1)
    high = round_half_up(100 * figure.interval.upper, 1)
    return f"{low}% to {high}%"


def _days(value: float, unit: Unit) -> str:
    number = round_half_up(value, 1)
    shown = f"{number:f}".removesuffix(".0")
    word = unit.value.removesuffix("s") if shown == "1" else unit.value
    return f"{shown} {word}"
