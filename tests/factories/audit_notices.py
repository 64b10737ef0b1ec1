"""What somebody is told about a deadline."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from audit import choices, models
from tests.factories.core import OrganisationFactory, UserFactory


class AuditNoticeFactory(DjangoModelFactory[models.AuditNotice]):
    class Meta:
        model = models.AuditNotice

    council = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)
    kind = choices.NoticeKind.TODAY
    about = factory.Sequence("AUD-{:05}".format)
    due_on = date(2025, 7, 1)
    words = factory.LazyAttribute(lambda row: f"{row.about} is due today")
