"""What reaches the council and is not a concern: notifications, and reports about providers."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

from assurance.demo import text
from assurance.demo.chance import Chance
from assurance.demo.concerns import Contact
from assurance.demo.story import STEP, Story
from assurance.demo.world import Council
from safeguard.choices import LocationOfRisk, Referrer
from safeguard.models import Notification, Provider, ProviderNotification

# Before the recording changed, contacts settled on the telephone were kept here: the concerns that
# the change added are missing from these from that day on.
PER_CONCERN = 0.34
PROVIDER_PER_CONCERN = 0.1
TURNED_INTO_CONCERN = 0.02
FROM_SERVICES = (Referrer.CARE_PROVIDER, Referrer.COMMUNITY_NHS, Referrer.FAMILY, Referrer.COUNCIL)
FROM_OTHERS = (
    Referrer.AMBULANCE,
    Referrer.POLICE,
    Referrer.FIRE,
    Referrer.CARE_PROVIDER,
    Referrer.HOUSING,
    Referrer.PUBLIC,
)
Row = TypeVar("Row", Notification, ProviderNotification)
SERVICES = (LocationOfRisk.RESIDENTIAL_HOME, LocationOfRisk.NURSING_HOME)

NAMED = 0.8
STANDS_OUT_DAYS = 28
STAND_OUT = ("Briar Quay Nursing Home", "Lavenderfen Court")
AT_HOME = ("Care", "Living", "Support")
PROVIDERS_AT: dict[str, list[str]] = {
    LocationOfRisk.NURSING_HOME: [name for name in text.PROVIDERS if "Nursing" in name],
    LocationOfRisk.COMMUNITY_SERVICE: [
        name for name in text.PROVIDERS if any(word in name for word in AT_HOME)
    ],
}
PROVIDERS_AT[LocationOfRisk.RESIDENTIAL_HOME] = [
    name for name in text.PROVIDERS if all(name not in names for names in PROVIDERS_AT.values())
]


def notifications(story: Story, council: Council, contacts: list[Contact]) -> list[Notification]:
    """Return contacts about adults that were not concerns, and the few that became one."""
    chance = Chance(story.seed, "notifications")
    found = [
        Notification(
            council=council.organisation,
            adult=chance.one_of(contacts).known.adult if chance.likely(0.4) else None,
            received_at=moment,
            referrer=chance.one_of(FROM_OTHERS),
            summary=chance.one_of(text.NOTIFICATIONS),
        )
        for moment in _moments(chance, story, PER_CONCERN, settled_before=STEP - 1)
    ]
    for contact in contacts:
        if chance.likely(TURNED_INTO_CONCERN):
            concern = contact.concern
            found.append(
                Notification(
                    council=council.organisation,
                    adult=concern.adult,
                    received_at=_earlier(chance, story, concern.received_at),
                    referrer=concern.referrer,
                    summary=chance.one_of(text.NOTIFICATIONS),
                    became=concern,
                )
            )
    return _numbered(found, "N")


def providers(council: Council) -> dict[str, Provider]:
    """Return the council's invented providers by name."""
    return {
        name: Provider(council=council.organisation, name=name, name_key=Provider.key_of(name))
        for name in text.PROVIDERS
    }


def name_providers(
    story: Story,
    contacts: list[Contact],
    known: dict[str, Provider],
    reports: list[ProviderNotification],
) -> None:
    """Say which service most concerns about one are about; two stand out in the last weeks.

    A concern that a report about a provider became is about that provider.
    """
    chance = Chance(story.seed, "concerns about providers")
    for report in reports:
        if report.became is not None:
            report.became.provider = report.provider
    for contact in contacts:
        concern = contact.concern
        names = PROVIDERS_AT.get(concern.location)
        if concern.provider is not None or names is None or not chance.likely(NAMED):
            continue
        weights = dict.fromkeys(names, 1.0)
        if (story.as_of - concern.received_on).days < STANDS_OUT_DAYS:
            weights |= {name: 6.0 for name in STAND_OUT if name in weights}
        concern.provider = known[chance.pick(weights)]


def provider_notifications(
    story: Story, council: Council, contacts: list[Contact], known: dict[str, Provider]
) -> list[ProviderNotification]:
    """Return reports about invented providers; four of them are named in most reports."""
    chance = Chance(story.seed, "providers")
    often = {name: 4.0 if place % 5 == 1 else 1.0 for place, name in enumerate(text.PROVIDERS)}
    found = [
        ProviderNotification(
            council=council.organisation,
            provider=known[chance.pick(often)],
            received_at=moment,
            referrer=chance.one_of(FROM_SERVICES),
            summary=chance.one_of(text.PROVIDER_NOTIFICATIONS),
        )
        for moment in _moments(chance, story, PROVIDER_PER_CONCERN)
    ]
    for contact in contacts:
        if contact.concern.location in SERVICES and chance.likely(TURNED_INTO_CONCERN):
            found.append(
                ProviderNotification(
                    council=council.organisation,
                    provider=known[chance.pick(often)],
                    received_at=_earlier(chance, story, contact.concern.received_at),
                    referrer=contact.concern.referrer,
                    summary=chance.one_of(text.PROVIDER_NOTIFICATIONS),
                    became=contact.concern,
                )
            )
    return _numbered(found, "Q")


def _moments(
    chance: Chance, story: Story, per_concern: float, settled_before: float = 0.0
) -> Iterator[datetime]:
    for day in story.every_day:
        mean = story.expected_concerns(day)
        if story.recording_has_changed(day):
            mean /= STEP
            extra = 0.0
        else:
            extra = settled_before
        for _ in range(chance.arrivals(mean * (per_concern + extra))):
            at = time(chance.whole(8, 18), chance.whole(0, 59))
            yield timezone.make_aware(datetime.combine(day, at))


def _earlier(chance: Chance, story: Story, moment: datetime) -> datetime:
    """Return a time up to five days before, but not before the first day."""
    first = timezone.make_aware(datetime.combine(story.first_day, time(0, 0)))
    return max(moment - timedelta(hours=chance.whole(1, 120)), first)


def _numbered(rows: list[Row], letter: str) -> list[Row]:
    """Put the rows in order of receipt and give each its reference."""
    rows.sort(key=lambda row: row.received_at)
    for number, row in enumerate(rows, 1):
        row.reference = f"{letter}{number:06d}"
        row.created_at = row.received_at
    return rows
