"""How figures of agreement read on a page."""

from django import template

from audit.rules.agreeing import NOT_CALCULABLE

register = template.Library()


@register.filter
def coefficient(value: float | None) -> str:
    """0.8979 reads "0.90"; what cannot be calculated says so, and is never 0 or 1."""
    return NOT_CALCULABLE if value is None else f"{value:.2f}"


@register.filter
def percent_of_one(value: float | None) -> str:
    """0.9 reads "90%"."""
    return NOT_CALCULABLE if value is None else f"{value:.0%}"
