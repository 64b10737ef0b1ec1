"""Somebody to sign in as for every role. The names are invented and the addresses reach nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from assurance.demo.story import Story
from assurance.demo.world import (
    CODE,
    DISABILITY,
    FRONT_DOOR,
    HOSPITAL,
    NORTH,
    SECOND_CODE,
    SOUTH,
)
from core.models import Membership, Organisation, User
from core.roles import Role

# Printed by the command and written in the README: it guards invented data on a local machine.
SHARED_PASSWORD = "lanterns-over-wexmoor"  # noqa: S105
DOMAIN = "demo.example.org"
ASSESSOR_DAYS = 365


@dataclass(frozen=True)
class Person:
    """A person, and the roles held: (organisation code, role) pairs."""

    name: str
    mailbox: str
    roles: tuple[tuple[str, Role], ...]

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


PEOPLE = (
    Person("Tamsin Orrel", "practitioner", ((CODE, Role.PRACTITIONER),)),
    Person("Idris Callowby", "manager", ((CODE, Role.SAFEGUARDING_MANAGER),)),
    Person("Noor Fenwarden", "auditor", ((CODE, Role.AUDITOR),)),
    Person("Greta Sallowfield", "qa-lead", ((CODE, Role.QA_LEAD),)),
    Person("Owen Tarnbrick", "board-manager", ((CODE, Role.SAB_MANAGER),)),
    Person("Amara Quillstone", "board-chair", ((CODE, Role.SAB_CHAIR),)),
    Person("Rafe Dunmarrow", "partner", (("DEMO-ICB", Role.PARTNER_LEAD),)),
    Person("Lina Harrowmede", "analyst", ((CODE, Role.ANALYST), (SECOND_CODE, Role.ANALYST))),
    Person("Josephine Merrick-Vane", "director", ((CODE, Role.DIRECTOR),)),
    Person("Tobias Wrenlock", "assessor", ((CODE, Role.ASSESSOR),)),
    Person("Shanti Bellgarth", "administrator", ((CODE, Role.ADMINISTRATOR),)),
    Person(
        "Kit Underlowe",
        "two-councils",
        ((CODE, Role.SAFEGUARDING_MANAGER), (SECOND_CODE, Role.DIRECTOR)),
    ),
    Person("Mabel Ostrander-Pike", "eldermarsh", ((SECOND_CODE, Role.PRACTITIONER),)),
    Person("Bronagh Silverwick", "practitioner-2", ((CODE, Role.PRACTITIONER),)),
    Person("Dev Ashlanterne", "practitioner-3", ((CODE, Role.PRACTITIONER),)),
    Person("Petra Hollinmoor", "practitioner-4", ((CODE, Role.PRACTITIONER),)),
    Person("Solomon Varnbrick", "practitioner-5", ((CODE, Role.PRACTITIONER),)),
    Person("Wen Marchfallow", "practitioner-6", ((CODE, Role.PRACTITIONER),)),
    Person("Aoife Thistlemere", "practitioner-7", ((CODE, Role.PRACTITIONER),)),
    Person("Marlon Eastergarth", "practitioner-8", ((CODE, Role.PRACTITIONER),)),
)
# Who works in which team of the demonstration council, by mailbox.
WORKS_IN = {
    FRONT_DOOR: ("practitioner", "practitioner-2", "practitioner-3"),
    NORTH: ("practitioner-4", "practitioner-5"),
    SOUTH: ("practitioner-6",),
    HOSPITAL: ("practitioner-7",),
    DISABILITY: ("practitioner-8",),
}


@dataclass(frozen=True)
class Staff:
    """The stored people who do the casework: who decides, and who works in each team."""

    manager: User
    of_team: Mapping[str, tuple[User, ...]]


def accounts(story: Story) -> list[User]:
    """Return one account for each person, all with the shared password."""
    password = make_password(SHARED_PASSWORD)
    joined = timezone.make_aware(datetime.combine(story.first_day, time(9)))
    return [
        User(email=person.email, full_name=person.name, password=password, date_joined=joined)
        for person in PEOPLE
    ]


def recorder() -> User:
    """Return the stored person who wrote down what the demonstration council did."""
    return User.objects.get(email=PEOPLE[0].email)


def staff() -> Staff:
    """Return the stored people who do the casework of the demonstration council."""
    stored = {user.email: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    return Staff(
        manager=stored[f"manager@{DOMAIN}"],
        of_team={
            team: tuple(stored[f"{mailbox}@{DOMAIN}"] for mailbox in mailboxes)
            for team, mailboxes in WORKS_IN.items()
        },
    )


def memberships(
    story: Story, users: list[User], organisations: dict[str, Organisation]
) -> list[Membership]:
    """Return every role of every person; a visiting assessor's ends a year after the last day."""
    last_day = story.as_of + timedelta(days=ASSESSOR_DAYS)
    return [
        Membership(
            person=user,
            organisation=organisations[code],
            role=role,
            since=story.first_day if role != Role.ASSESSOR else story.as_of,
            until=last_day if role == Role.ASSESSOR else None,
        )
        for person, user in zip(PEOPLE, users, strict=True)
        for code, role in person.roles
    ]
