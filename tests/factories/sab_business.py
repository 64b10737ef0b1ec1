"""Risks, actions of the strategic plan, editions of briefings."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from sab import models
from sab.choices_board import RiskAxis
from sab.models.briefing import PARTS
from tests.factories.core import UserFactory
from tests.factories.sab import DAY, BoardFactory
from tests.factories.sab_board import BriefingFactory, StrategicPriorityFactory

__all__ = [
    "BoardRiskFactory",
    "BriefingEditionFactory",
    "PriorityActionFactory",
    "RiskLevelFactory",
    "RiskReviewFactory",
]


class BoardRiskFactory(DjangoModelFactory[models.BoardRisk]):
    class Meta:
        model = models.BoardRisk

    board = factory.SubFactory(BoardFactory)
    reference = factory.Sequence("R-{}".format)
    title = "Advocates are not available in time"
    cause = "The contract ends in March."
    event = "Adults who need an advocate take part without one."
    effect = "Decisions are made without their voice."
    controls = "The contract is being reviewed."
    inherent_likelihood = 4
    inherent_impact = 4
    likelihood = 3
    impact = 4
    target_likelihood = 2
    target_impact = 4
    owner_name = "Head of commissioning"
    look_again_on = date(2025, 9, 30)


class RiskReviewFactory(DjangoModelFactory[models.RiskReview]):
    class Meta:
        model = models.RiskReview

    risk = factory.SubFactory(BoardRiskFactory)
    on = DAY
    likelihood = 3
    impact = 4
    text = "Nothing has changed."
    by = factory.SubFactory(UserFactory)


class RiskLevelFactory(DjangoModelFactory[models.RiskLevel]):
    class Meta:
        model = models.RiskLevel

    board = factory.SubFactory(BoardFactory)
    axis = RiskAxis.LIKELIHOOD
    value = 3
    label = "Possible"


class PriorityActionFactory(DjangoModelFactory[models.PriorityAction]):
    class Meta:
        model = models.PriorityAction

    priority = factory.SubFactory(StrategicPriorityFactory)
    board = factory.SelfAttribute("priority.board")
    year = "2025-26"
    text = "Agree one pathway."
    owner_name = "Chair of the subgroup"
    due_on = date(2025, 12, 31)

    class Params:
        complete = factory.Trait(
            progress="complete", completed_on=date(2025, 10, 1), evidence="The signed pathway"
        )


class BriefingEditionFactory(DjangoModelFactory[models.BriefingEdition]):
    class Meta:
        model = models.BriefingEdition

    briefing = factory.SubFactory(BriefingFactory)
    number = 1
    title = factory.SelfAttribute("briefing.title")
    parts = factory.LazyFunction(lambda: dict.fromkeys(PARTS, "Words."))
    published_on = DAY
    published_by = factory.SubFactory(UserFactory)


def published_briefing(**columns: object) -> models.Briefing:
    """Return a briefing that is published, with its edition."""
    words = dict.fromkeys(PARTS, "Words.")
    row = BriefingFactory(**{**words, "edition": 1, "published_on": DAY, **columns})
    BriefingEditionFactory(briefing=row, parts={name: getattr(row, name) for name in PARTS})
    return row
