"""A small register with something for every filter, and birthdays that matter in its months."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from core.models import Organisation, Team
from safeguard.choices import (
    Ethnicity,
    Gender,
    LocationOfRisk,
    OutcomesAsked,
    PrimarySupportReason,
    TypeOfRisk,
)
from safeguard.models import Concern, Provider
from tests.factories import (
    AdultFactory,
    CausedRequestFactory,
    ClockRuleFactory,
    ConcernFactory,
    ConcernRiskTypeFactory,
    EnquiryFactory,
    ProviderFactory,
    RegisterSettingsFactory,
    TeamFactory,
)

FIRST, CUT = date(2024, 2, 1), date(2025, 3, 31)
# Turning 18, 65 and 85 within the months, and never.
BIRTHS = (date(2006, 9, 10), date(1959, 11, 5), date(1939, 7, 31), date(1970, 1, 1), None)
PLACES = (LocationOfRisk.OWN_HOME, LocationOfRisk.RESIDENTIAL_HOME)
TYPES = (TypeOfRisk.NEGLECT, TypeOfRisk.PHYSICAL, TypeOfRisk.FINANCIAL)
REASONS = (PrimarySupportReason.PHYSICAL, PrimarySupportReason.MEMORY)
ORIGINS = (Ethnicity.WHITE, Ethnicity.BLACK)


@dataclass(frozen=True)
class Register:
    council: Organisation
    teams: list[Team]
    providers: list[Provider]


def filled(council: Organisation, *, concerns: int = 90) -> Register:
    """Fill a council's register; the same each time."""
    dice = Random(4)  # noqa: S311 - invented cases, no secret
    RegisterSettingsFactory(council=council, data_cut_on=CUT)
    ClockRuleFactory(council=council, effective_from=FIRST)
    teams = [TeamFactory(organisation=council, name=name) for name in ("North", "South")]
    providers = [ProviderFactory(council=council) for _ in range(2)]
    adults = [
        AdultFactory(
            council=council,
            born_on=BIRTHS[place % len(BIRTHS)],
            died_on=date(2024, 12, 1) if place == 7 else None,
            gender=Gender.MALE if place % 2 else Gender.FEMALE,
            ethnicity=ORIGINS[place % 3 > 0],
        )
        for place in range(15)
    ]
    for _ in range(concerns):
        _case(dice, council, dice.choice(adults), dice.choice([*teams, None]), providers)
    return Register(council, teams, providers)


def _case(dice: Random, council, adult, team, providers) -> None:
    day = FIRST + timedelta(days=dice.randrange((CUT - FIRST).days))
    kind = dice.choice(["s42", "other", "closed", ""])
    concern = ConcernFactory(
        adult=adult,
        received_on=day,
        team=team,
        provider=dice.choice([*providers, None, None]),
        location=dice.choice(PLACES),
        primary_support_reason=dice.choice(REASONS),
        **({kind: True} if kind else {}),
    )
    for risk_type in dice.sample(TYPES, dice.choice((1, 1, 2))):
        ConcernRiskTypeFactory(concern=concern, risk_type=risk_type)
    if kind in ("s42", "other"):
        _enquiry(dice, concern, kind)


def _enquiry(dice: Random, concern: Concern, kind: str) -> None:
    started = concern.decided_on + timedelta(days=dice.randrange(5))
    took = dice.randrange(1, 150)
    ended = {"concluded": True, "concluded_on": started + timedelta(days=took)}
    is_over = started + timedelta(days=took) <= CUT
    enquiry = EnquiryFactory(
        concern=concern,
        team=concern.team,
        kind=kind,
        commenced_on=started,
        outcomes_asked=dice.choice([*OutcomesAsked, None]) if is_over else None,
        **(ended if is_over else {}),
    )
    if dice.random() < 0.2:
        due = started + timedelta(days=20)
        CausedRequestFactory(enquiry=enquiry, requested_on=started, due_on=due)
