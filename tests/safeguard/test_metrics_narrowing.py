"""Filters leave the very cases that somebody would pick by hand, for concerns and enquiries."""

from dataclasses import replace
from datetime import date

import pytest

from core.periods import Period
from core.workdays import WorkingCalendar
from safeguard.metrics.ages import band_at
from safeguard.metrics.facts import Facts
from safeguard.metrics.flow import open_at_month_ends
from safeguard.metrics.narrowing import Narrowing
from safeguard.metrics.scope import CaseScope
from safeguard.models import Concern, Enquiry
from tests.consistency.mixed_register import CUT, filled
from tests.consistency.test_every_figure_everywhere import scope_of
from tests.factories import AdultFactory

YEAR = Period.between(CUT.replace(year=2024, month=4, day=1), CUT)


def fits(only, concern, team):
    adult = concern.adult
    band = band_at(adult.born_on, adult.died_on, YEAR.end)
    wanted = (
        (only.team, team),
        (only.location, concern.location),
        (only.provider, concern.provider_id),
        (only.gender, adult.gender),
        (only.ethnicity, adult.ethnicity),
        (only.support_reason, concern.primary_support_reason),
        (only.age_band, band),
    )
    types = {row.risk_type for row in concern.risk_types.all()}
    return (
        band != "under 18"
        and all(not value or value == held for value, held in wanted)
        and (not only.risk_type or only.risk_type in types)
    )


def test_the_cases_are_those_picked_by_hand(council):
    register = filled(council)
    cases = [
        {},
        {"team": register.teams[1].pk},
        {"provider": register.providers[1].pk, "gender": "F"},
        {"risk_type": "FIN"},
        {"location": "OWN", "ethnicity": "WHITE"},
        {"age_band": "18-64"},
        {"age_band": "NK"},
        {"support_reason": "PHYS", "risk_type": "PHYS", "age_band": "65-74"},
    ]
    concerns = Concern.objects.select_related("adult").prefetch_related("risk_types")
    enquiries = Enquiry.objects.select_related("concern__adult").prefetch_related(
        "concern__risk_types"
    )
    for given in cases:
        only = Narrowing(**given)
        rows = replace(scope_of(register), only=only).rows(YEAR)
        by_hand = {
            row.pk
            for row in concerns
            if YEAR.contains(row.received_on) and fits(only, row, row.team_id)
        }
        assert set(rows.concerns.values_list("pk", flat=True)) == by_hand, given
        assert sum(fact.n for fact in Facts(rows).of("concerns")) == len(by_hand)
        started = {
            row.pk
            for row in enquiries
            if YEAR.contains(row.commenced_on) and fits(only, row.concern, row.team_id)
        }
        assert set(rows.commenced.values_list("pk", flat=True)) == started, given
    assert fits(Narrowing(), concerns[0], None) in (True, False)


def test_a_concern_with_two_types_counts_once(council):
    register = filled(council)
    concern = Concern.objects.filter(risk_types__risk_type="NEG").first()
    concern.risk_types.get_or_create(risk_type="PHYS")
    rows = replace(scope_of(register), only=Narrowing(risk_type="NEG")).rows(YEAR)
    keys = list(rows.concerns.values_list("pk", flat=True))
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("band", ["", "18-64", "65-74", "NK"])
def test_what_was_open_is_what_was_open_by_hand(council, band):
    register = filled(council)
    scope = replace(scope_of(register), only=Narrowing(age_band=band))
    found = open_at_month_ends(scope.rows(YEAR), YEAR.months())
    enquiries = list(Enquiry.objects.select_related("concern__adult"))
    for n, month in zip(found, YEAR.months(), strict=True):
        held = [
            band_at(row.concern.adult.born_on, row.concern.adult.died_on, month.end)
            for row in enquiries
            if row.commenced_on <= month.end
            and (row.concluded_on is None or row.concluded_on > month.end)
        ]
        assert n == sum(each == band if band else each != "under 18" for each in held), month
    assert open_at_month_ends(scope.rows(YEAR), []) == []


@pytest.mark.parametrize("few", [0, 100])
def test_children_are_the_same_read_for_two_days_or_one(council, few, monkeypatch):
    monkeypatch.setattr("safeguard.metrics.scope.FEW", few)
    first, last = date(2024, 4, 30), date(2025, 3, 31)
    for born, died in (
        (date(2006, 4, 30), None),  # 18 on the first day
        (date(2006, 5, 1), None),  # 18 the day after
        (date(2007, 4, 1), None),  # 17 on the last day
        (date(2007, 4, 1), date(2024, 5, 1)),  # died a child in between
        (date(2007, 4, 1), date(2024, 1, 1)),  # died a child before
        (None, None),
    ):
        AdultFactory(council=council, born_on=born, died_on=died)
    both, one = (CaseScope(council, WorkingCalendar(), last) for _ in range(2))
    turned = set(both.turned_adult(first, last))
    before, after = set(one.children_on(first)), set(one.children_on(last))
    assert (len(before), len(after)) == (4, 3)
    assert turned == before - after
    assert (set(both.children_on(first)), set(both.children_on(last))) == (before, after)
