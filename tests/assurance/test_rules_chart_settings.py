"""When a measure may have a target, and when limits may start afresh."""

from datetime import date
from decimal import Decimal

import pytest

from assurance.rules.chart_settings import rebase_fault, target_fault


@pytest.mark.parametrize(
    ("value", "given", "fault"),
    [
        (Decimal(80), {}, ""),
        (None, {}, ""),
        (Decimal(101), {}, "100 or less"),
        (Decimal(101), {"is_percent": False}, ""),
        (Decimal(80), {"context_only": True}, "never has a target"),
        (None, {"context_only": True}, "never has a target"),
        (Decimal(80), {"direction": "neutral"}, "no better direction"),
    ],
)
def test_targets(value, given, fault):
    usual = {"context_only": False, "direction": "increase", "is_percent": True}
    found = target_fault(value, **{**usual, **given})
    assert fault in found
    assert bool(found) == bool(fault)


def months(count: int, missing: tuple[int, ...] = ()) -> list[tuple[date, bool]]:
    return [(date(2022 + at // 12, at % 12 + 1, 1), at not in missing) for at in range(count)]


@pytest.mark.parametrize(
    ("count", "missing", "standing", "on", "fault"),
    [
        pytest.param(24, (), [], date(2023, 1, 1), "", id="twelve on either side"),
        pytest.param(24, (), [], date(2022, 12, 1), "11 months since the first", id="too soon"),
        pytest.param(24, (), [], date(2023, 2, 1), "11 months from then on", id="too late"),
        pytest.param(24, (3,), [], date(2023, 1, 1), "11 months since", id="a gap is no point"),
        pytest.param(
            48, (), [date(2023, 6, 1)], date(2024, 5, 1), "since the limits last", id="near last"
        ),
        pytest.param(48, (), [date(2023, 6, 1)], date(2024, 6, 1), "", id="twelve after last"),
        pytest.param(
            48, (), [date(2024, 6, 1)], date(2023, 7, 1), "11 months from then on", id="before one"
        ),
        pytest.param(48, (), [date(2023, 6, 1)], date(2023, 6, 1), "already", id="twice"),
        pytest.param(24, (), [], date(2030, 1, 1), "no such month", id="not on the chart"),
        pytest.param(0, (), [], date(2023, 1, 1), "no such month", id="no month at all"),
    ],
)
def test_fresh_starts(count, missing, standing, on, fault):
    found = rebase_fault(months(count, missing), standing, on)
    assert fault in found
    assert bool(found) == bool(fault)
