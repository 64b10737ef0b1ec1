"""The adults: who they are, who comes back, who has died."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assurance.demo import mixes
from assurance.demo.chance import Chance
from assurance.demo.names import full_name, nhs_number
from assurance.demo.story import Story
from core.models import Organisation
from safeguard.choices import HealthCondition, PrimarySupportReason
from safeguard.models import Adult, AdultIdentity, name_key

COMES_BACK = 0.29
REMEMBERED = 3000
NEEDS = (
    "Hearing aids in both ears; sit on the left side",
    "British Sign Language interpreter needed",
    "Easy read letters",
    "Large print, 18 point",
    "Short sentences and time to answer",
    "Uses a picture board",
    "Prefers to speak with a woman",
    "Interpreter needed",
)


@dataclass
class Known:
    """An adult with what stays the same from one concern to the next."""

    adult: Adult
    identity: AdultIdentity
    age: int
    support_reason: str
    conditions: list[str]
    last_seen: date


class Population:
    """Gives each new concern its adult: one met before, or a new one."""

    def __init__(self, story: Story, council: Organisation) -> None:
        self.chance = Chance(story.seed, "adults")
        self.story = story
        self.council = council
        self.known: list[Known] = []

    def somebody(self, seen_at: datetime, seen_on: date) -> Known:
        """Return the adult that a concern received then is about."""
        recent = self.known[-int(REMEMBERED * max(self.story.scale, 0.01)) :]
        if recent and self.chance.likely(COMES_BACK):
            found = self.chance.one_of(recent)
            found.last_seen = seen_on
            return found
        self.known.append(self._new(seen_at, seen_on))
        return self.known[-1]

    def record_deaths(self) -> None:
        """Let some of the oldest die after they were last seen, none after the as-of date."""
        for known in self.known:
            adult, last = known.adult, known.last_seen
            share = 0.02 if known.age < 65 else 0.06 if known.age < 85 else 0.16
            days = (self.story.as_of - last).days
            if days > 0 and self.chance.likely(share):
                adult.died_on = last + timedelta(days=self.chance.whole(1, min(days, 700)))

    def _new(self, seen_at: datetime, seen_on: date) -> Known:
        chance = self.chance
        low, high = chance.pick(mixes.AGE_BANDS)
        age = chance.whole(low, high)
        gender = chance.pick(mixes.GENDERS)
        born_on = seen_on - timedelta(days=int(age * 365.25) + chance.whole(1, 364))
        adult = Adult(
            council=self.council,
            reference=f"P{100001 + len(self.known)}",
            born_on=None if chance.likely(0.015) else born_on,
            gender=gender,
            ethnicity=chance.pick(mixes.ETHNICITIES),
            communication_needs=chance.one_of(NEEDS) if chance.likely(0.12) else "",
            created_at=seen_at,
        )
        reason = chance.pick(mixes.SUPPORT_YOUNGER if age < 65 else mixes.SUPPORT_OLDER)
        return Known(
            adult=adult,
            identity=self._identity(adult, gender),
            age=age,
            support_reason=reason,
            conditions=self._conditions(reason),
            last_seen=seen_on,
        )

    def _identity(self, adult: Adult, gender: str) -> AdultIdentity:
        given, family = full_name(self.chance, gender)
        return AdultIdentity(
            adult=adult,
            council=self.council,
            given_name=given,
            family_name=family,
            given_key=name_key(given),
            family_key=name_key(family),
            nhs_number=nhs_number(self.chance) if self.chance.likely(0.7) else "",
        )

    def _conditions(self, reason: str) -> list[str]:
        if reason == PrimarySupportReason.NOT_KNOWN and self.chance.likely(0.5):
            return []
        count = self.chance.pick({1: 70, 2: 24, 3: 6})
        found = self.chance.pick_several(mixes.CONDITIONS[reason], count)
        several = [code for code in found if code != HealthCondition.NONE]
        return several or found
