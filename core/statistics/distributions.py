"""The tails and quantiles the funnel limits need, from the standard library alone. Pure."""

from math import exp, fsum, lgamma, log, log1p


def binomial_terms(n: int, p: float, first: int, last: int) -> list[float]:
    """Return P(X = k) for k from `first` to `last`, both included, X binomial(n, p)."""
    if p in (0, 1):
        sure = n if p else 0
        return [float(k == sure) for k in range(first, last + 1)]
    logs, log_p, log_q = lgamma(n + 1), log(p), log1p(-p)
    return [
        exp(logs - lgamma(k + 1) - lgamma(n - k + 1) + k * log_p + (n - k) * log_q)
        for k in range(first, last + 1)
    ]


def binomial_tails(x: int, n: int, p: float) -> tuple[float, float]:
    """Return P(X <= x) and P(X >= x), each including x, for X binomial(n, p).

    Raises:
        ValueError: x is not within 0 to n, or p not within 0 to 1.
    """
    if not (0 <= x <= n and 0 <= p <= 1):
        raise ValueError(f"no binomial tail for {x} of {n} at {p}")
    terms = binomial_terms(n, p, 0, n)
    return min(1.0, fsum(terms[: x + 1])), min(1.0, fsum(terms[x:]))


def chi_square_quantile(share: float, degrees: float) -> float:
    """Return the value a chi-square variable stays below with probability `share`.

    Raises:
        ValueError: `share` is not strictly between 0 and 1, or `degrees` not above 0.
    """
    if not (0 < share < 1 and degrees > 0):
        raise ValueError(f"no chi-square quantile for {share} with {degrees} degrees")
    low, high = 0.0, 2 * degrees + 10
    while _lower_gamma(degrees / 2, high / 2) < share:
        high *= 2
    # Halving until the two ends meet in floating point: about 60 steps.
    while low < (middle := (low + high) / 2) < high:
        if _lower_gamma(degrees / 2, middle / 2) < share:
            low = middle
        else:
            high = middle
    return high


def _lower_gamma(a: float, x: float) -> float:
    """Return the regularised lower incomplete gamma function P(a, x), for x above 0."""
    scale = exp(a * log(x) - x - lgamma(a))
    return scale * _series(a, x) if x < a + 1 else 1 - scale * _fraction(a, x)


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    step = a
    while abs(term) > abs(total) * 1e-17:
        step += 1
        term *= x / step
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    """Lentz's continued fraction for the upper function, which converges where x >= a + 1."""
    b = x + 1 - a
    c, d = 1e300, 1 / b
    value, change, step = d, 0.0, 0
    while abs(change - 1) > 1e-16 and step < 10_000:
        step += 1
        factor = -step * (step - a)
        b += 2
        d = 1 / (factor * d + b)
        c = b + factor / c
        change = c * d
        value *= change
    return value
