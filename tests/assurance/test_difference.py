"""Since the due date: a shift is an improvement, none is none, and context is never judged."""

from datetime import date

import pytest

from assurance.catalogue import BY_KEY
from assurance.difference import can_show, offers, read_links, words_since
from assurance.trends import trend_over
from core.periods import Period
from core.roles import Role
from core.workdays import WorkingCalendar
from safeguard.rules.measures import ConcernFact
from tests import factories as f

KEY = "decided_within_2_working_days_pct"
DUE = date(2024, 7, 1)
NO_CHANGE = "No sign of change yet"


class Month:
    """One month in which so many of a hundred concerns were decided the same day."""

    calendar = WorkingCalendar(horizon=2030)

    def __init__(self, period: Period, met: int) -> None:
        self.period, self.met = period, met

    def of(self, name: str):
        day = self.period.start
        late = day.replace(day=28)
        return [
            ConcernFact(day, day, "not_an_enquiry", self.met),
            ConcernFact(day, late, "not_an_enquiry", 100 - self.met),
        ]


def trend(*shares: int, due: date = DUE):
    span = Period.between(date(2023, 4, 1), date(2026, 3, 31)).months()
    months = [Month(period, met) for period, met in zip(span, shares, strict=False)]
    return trend_over(BY_KEY[KEY], months, (), limits_before=due)


STEADY = [60, 64, 61, 65, 62, 60, 64, 61, 65, 62, 60, 64, 61, 65, 62]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ([63, 61, 64, 60, 65, 62, 61, 64], NO_CHANGE),
        ([85, 86, 84, 88, 85, 86, 87, 85], "Special-cause improvement since July 2024"),
        ([62, 61, 64, 84, 88, 85, 86, 87], "Special-cause improvement since October 2024"),
        ([66, 67, 66, 67, 66, 68, 66], "Special-cause improvement since "),
        ([30, 31, 33, 30, 32, 30, 31, 30], "Special-cause worsening since July 2024"),
        ([85, 62, 61, 64, 62, 61, 64, 62], NO_CHANGE),
    ],
    ids=["no shift", "shift", "later shift", "small shift", "worse", "one month alone"],
)
def test_what_the_months_since_say(after, words):
    found, _ = words_since(trend(*STEADY, *after), DUE)
    assert found.startswith(words)


def test_the_months_before_alone_set_the_limits():
    found = trend(*STEADY, *[90] * 12)
    segment = found.judged.segments[-1]
    assert segment.n_baseline == 15
    assert 61 < segment.mean < 64


def test_too_few_months_before_or_none_since():
    assert words_since(trend(*STEADY[:14], due=date(2024, 2, 1)), date(2024, 2, 1))[0] == (
        "10 of 12 months before the due date: too few to say"
    )
    assert words_since(trend(*STEADY, due=date(2024, 6, 15)), date(2024, 6, 15))[0] == (
        "No whole month since the due date yet"
    )
    later = date(2025, 1, 1)
    assert words_since(trend(*STEADY, due=later), later)[0] == "Not due yet"
    flat = trend(*[60] * 15, *[90] * 8)
    assert words_since(flat, DUE)[0] == "No variation before the due date to judge by"


def test_context_is_offered_nowhere():
    keys = {item.key for item in offers()}
    assert KEY in keys
    assert "conversion_rate_pct" not in keys
    assert all(can_show(BY_KEY[key]) for key in keys)


@pytest.mark.django_db
def test_links_are_read_for_who_may_see_figures(council, person_with):
    board = f.BoardFactory(council=council)
    row = f.RecommendationFactory(board=board, accepted=True, due_on=date(2024, 7, 1))
    f.RecommendationLinkFactory(recommendation=row, key=KEY)
    f.RecommendationLinkFactory(recommendation=row, key="gone")
    unit = person_with(Role.SAB_MANAGER)
    found = {signal.link.key: signal for signal in read_links(unit, council, [row])[row.pk]}
    assert found[KEY].words == "No month to show"
    assert found["gone"].words == "Cannot be read here"
    assert read_links(person_with(Role.PARTNER_LEAD), council, [row]) == {}
    f.ConcernFactory(adult__council=council, received_on=date(2024, 9, 2), closed=True)
    seen = read_links(unit, council, [row])[row.pk]
    signal = next(item for item in seen if item.link.key == KEY)
    assert signal.words.startswith("0 of 12 months before")
    assert signal.chart.rows
