"""What the data-quality desk calls a measure "now" is what the measures page says."""

from datetime import date

import pytest

from assurance.catalogue import BY_KEY
from assurance.measures import Share
from assurance.scopes import open_scope
from safeguard.metrics.facts import Facts
from safeguard.quality import desk
from tests.factories import EnquiryFactory, RegisterSettingsFactory

EFFECTS = [effect for rule in desk.RULES for effect in rule.effects]


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.measure)
def test_an_effect_is_about_a_measure_of_the_catalogue(effect):
    measure = BY_KEY[effect.measure]
    assert measure.title == effect.title
    assert isinstance(measure.calculation, Share)
    assert measure.calculation.counts_not_known == effect.counts_not_known


def test_now_is_what_the_measure_says(council):
    RegisterSettingsFactory(council=council, data_cut_on=date(2025, 12, 31))
    said = [
        {"outcomes_asked": "ASK_EXP", "outcomes_achieved": "PART", "lacked_capacity": "NO"},
        {"outcomes_asked": "ASK_EXP", "lacked_capacity": "YES", "supported": True},
        {"outcomes_asked": "NR", "lacked_capacity": "YES", "risk_outcome": None},
        {"outcomes_asked": "NO", "lacked_capacity": "DK", "kind": "other"},
    ]
    for each in said:
        EnquiryFactory(concern__adult__council=council, concluded=True, **each)
    reach = desk.reach_of(council)
    facts = Facts(open_scope(by=None, council=council).rows(reach.year))
    found = desk.what_if(reach, desk.RULES)
    assert sum(len(each) for each in found.values()) == len(EFFECTS)
    for what in (what for each in found.values() for what in each):
        assert what.now == BY_KEY[what.effect.measure].figure(facts)
