"""A proportion that keeps its numerator and denominator, and the one way of rounding."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from core.statistics.intervals import Interval, wilson


def round_half_up(value: Decimal | Fraction | float, places: int) -> Decimal:
    """Round to `places` decimals, halves away from zero; 0.125 to two places is 0.13.

    A float is taken at the decimal it prints as, so 1.005 counts as just that.
    """
    return _decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _decimal(value: Decimal | Fraction | float) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / value.denominator
    return value if isinstance(value, Decimal) else Decimal(repr(value))


@dataclass(frozen=True, slots=True)
class Rate:
    """`numerator` of `denominator`; one that is made of two different things is a ratio instead."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator} of {self.denominator} is not a proportion")

    @property
    def complement(self) -> int:
        """How many of the denominator are not in the numerator."""
        return self.denominator - self.numerator

    @property
    def percent(self) -> Decimal | None:
        """Return 0-100 to one decimal place, half up; None when nothing was eligible."""
        return self.percent_to(1)

    @property
    def exact_percent(self) -> float | None:
        """Return 0-100 unrounded; None when nothing was eligible."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    def percent_to(self, places: int) -> Decimal | None:
        """Return 0-100 to `places` decimals, half up; None when nothing was eligible."""
        if not self.denominator:
            return None
        return round_half_up(Fraction(100 * self.numerator, self.denominator), places)

    def interval(self, confidence: float = 0.95) -> Interval | None:
        """Return Wilson's interval, as proportions 0 to 1; None when nothing was eligible."""
        return wilson(self.numerator, self.denominator, confidence)

    def __str__(self) -> str:
        if self.percent is None:
            return "no cases"
        return f"{self.percent}% ({self.numerator} of {self.denominator})"
