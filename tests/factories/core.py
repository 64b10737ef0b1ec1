"""People, councils, days off, the two logs and the chain."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.models import (
    ActivityEvent,
    BackupMade,
    BankHoliday,
    ClosureDay,
    ExportEvent,
    FormDraft,
    Membership,
    Organisation,
    Team,
    TrailHead,
    TrailLink,
    User,
)
from core.roles import Role
from core.trail_sources import START

PASSWORD = "correct horse battery staple"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.COUNCIL
    code = factory.Sequence("C{:03}".format)
    name = factory.Sequence("Council {:03}".format)

    class Params:
        partner = factory.Trait(
            kind=Organisation.Kind.PARTNER,
            code=factory.Sequence("P{:03}".format),
            name=factory.Sequence("Partner {:03}".format),
        )


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Team {}".format)


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@example.org".format)
    full_name = factory.Sequence("Person {}".format)
    password = factory.django.Password(PASSWORD)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.PRACTITIONER
    since = date(2020, 1, 1)
    until = factory.LazyAttribute(
        lambda row: date(2099, 12, 31) if row.role == Role.ASSESSOR else None
    )


class BankHolidayFactory(DjangoModelFactory[BankHoliday]):
    """A day far from the holidays that a migration loads."""

    class Meta:
        model = BankHoliday

    on = factory.Sequence(lambda n: date(2090, 1, 2) + timedelta(days=n))
    title = "A new bank holiday"
    source = "Announced"


class ClosureDayFactory(DjangoModelFactory[ClosureDay]):
    class Meta:
        model = ClosureDay

    council = factory.SubFactory(OrganisationFactory)
    on = factory.Sequence(lambda n: date(2025, 1, 6) + timedelta(days=n))
    reason = "Offices closed"


class ActivityEventFactory(DjangoModelFactory[ActivityEvent]):
    class Meta:
        model = ActivityEvent

    verb = "concern_recorded"
    target_model = "safeguard.Concern"
    target_id = factory.Sequence(str)
    actor_name = "A Person"


class BackupMadeFactory(DjangoModelFactory[BackupMade]):
    class Meta:
        model = BackupMade

    made_at = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
    proved_at = factory.LazyAttribute(lambda row: row.made_at + timedelta(minutes=3))
    filename = "2026-11-27.backup"
    size = 2_400_000
    sha256 = "0" * 64
    tables = 224
    rows = 148_000
    files = 7


class ExportEventFactory(DjangoModelFactory[ExportEvent]):
    class Meta:
        model = ExportEvent

    council = factory.SubFactory(OrganisationFactory)
    kind = "sac_return"
    filename = "return.csv"
    reason = "To submit the return"
    rows = 10
    sha256 = "0" * 64
    exported_by = factory.SubFactory(UserFactory)


class FormDraftFactory(DjangoModelFactory[FormDraft]):
    class Meta:
        model = FormDraft

    person = factory.SubFactory(UserFactory)
    form_key = factory.Sequence("/a/form/{}/".format)
    answers = factory.LazyFunction(lambda: {"reason": ["What I began to say"]})


class TrailHeadFactory(DjangoModelFactory[TrailHead]):
    class Meta:
        model = TrailHead

    id = TrailHead.ONLY
    digest = START


class TrailLinkFactory(DjangoModelFactory[TrailLink]):
    class Meta:
        model = TrailLink

    position = factory.Sequence(lambda n: n + 1)
    source = "core.ActivityEvent"
    entry_id = factory.Sequence(lambda n: n + 1)
    content = "0" * 64
    digest = "0" * 64
    linked_at = factory.LazyFunction(timezone.now)
