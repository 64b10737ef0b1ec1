"""Monthly series: what is drawn, what is left out, and the sentence that reads it."""

from datetime import date
from types import SimpleNamespace

import pytest

from assurance.catalogue import BY_KEY
from assurance.months import months_shown
from assurance.trend_panel import trend_panel
from assurance.trends import trend_of, trend_over
from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.metrics.scope import CaseScope
from safeguard.models import PolicyChange
from safeguard.rules.measures import ConcernFact
from tests.factories import ConcernFactory

RAISED = BY_KEY["concerns_raised"]


class Month:
    """One month of invented facts."""

    calendar = WorkingCalendar(horizon=2030)

    def __init__(self, period: Period, raised: int) -> None:
        self.period, self.raised = period, raised

    def of(self, name: str):
        day = self.period.start
        return [ConcernFact(day, day, "not_an_enquiry", self.raised)] if self.raised else []


def months(*counts: int) -> list[Month]:
    span = Period.between(date(2023, 4, 1), date(2026, 3, 31)).months()
    return [Month(period, n) for period, n in zip(span, counts, strict=False)]


def test_thirteen_points_bring_limits():
    steady = [100, 104] * 6
    assert trend_over(RAISED, months(*steady), []).variation == "12 of 13 points"
    found = trend_over(RAISED, months(*steady, 100), [])
    assert found.variation == "stable"
    assert found.chart.limits[0].upper is not None


def test_a_signal_is_named_and_never_judged_for_a_neutral_measure():
    found = trend_over(RAISED, months(*[100, 104] * 8, 190), [])
    assert found.variation == "higher than usual"
    assert "above the upper limit" in found.reading
    assert found.chart.points[-1].flag.kind == "high"


def test_few_cases_a_month_get_no_limits():
    found = trend_over(RAISED, months(*[1, 2] * 8), [])
    assert found.judged is None
    assert found.variation == "too few cases a month to say"
    assert "no limits are drawn" in found.reading


def test_a_month_with_nothing_to_divide_is_a_gap():
    share = BY_KEY["decided_within_2_working_days_pct"]
    found = trend_over(share, months(*[40] * 7, 0, *[41] * 7), [])
    assert found.chart.points[7].value is None


def test_a_month_with_no_case_at_all_is_pointed_out():
    found = trend_over(RAISED, months(*[50] * 7, 0, *[52] * 7), [])
    assert found.empty == ("Nov 2023",)
    notes = trend_panel(found, key="months").notes
    assert "No case at all is on record for Nov 2023." in notes[0]
    assert (
        "No case"
        not in trend_panel(trend_over(RAISED, months(*[50, 51] * 7), []), key="m").notes[0]
    )


def test_no_variation_is_said_and_nothing_is_judged():
    found = trend_over(RAISED, months(*[50] * 14), [])
    assert (found.variation, found.judged) == ("no variation", None)
    panel = trend_panel(found, key="months")
    assert panel.icons == ()
    assert "no variation to judge by" in panel.notes[0]
    assert "no variation, so no limits are drawn" in panel.reading


def test_policy_changes_are_marked_in_their_month():
    change = SimpleNamespace(on=date(2023, 6, 15), title="New front door")
    later = SimpleNamespace(on=date(2030, 6, 15), title="Not in the span")
    found = trend_over(RAISED, months(*[50] * 14), [change, later])
    assert [(note.at, note.text) for note in found.chart.annotations] == [
        ("Jun 2023", "New front door")
    ]


@pytest.mark.parametrize("key", ["s42_open_at_cut", "s42_days_to_conclude_km_median"])
def test_a_stock_and_a_cohort_have_no_monthly_flow(key):
    assert trend_over(BY_KEY[key], months(*[50] * 14), []) is None


def test_nothing_to_show():
    assert trend_over(RAISED, [], []) is None
    assert trend_over(RAISED, months(*[0] * 5), []) is None


@pytest.mark.django_db
def test_a_month_not_yet_over_is_left_out(council):
    scope = CaseScope(council, WorkingCalendar(horizon=2030), date(2025, 3, 30))
    shown = months_shown(scope, Period.financial_year(2024))
    assert (shown.start, shown.end) == (date(2022, 3, 1), date(2025, 2, 28))
    assert trend_of(RAISED, scope, Period.financial_year(2024)) is None
    ConcernFactory(adult__council=council, received_on=date(2024, 11, 20))
    PolicyChange.objects.create(council=council, on=date(2025, 1, 2), title="A change")
    found = trend_of(RAISED, scope, Period.financial_year(2024))
    assert [figure.value for _, figure in found.months] == [1, 0, 0, 0]
    assert found.chart.annotations[0].text == "A change"
