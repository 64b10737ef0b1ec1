"""The register. A case belongs to the council of its adult unless a test says otherwise."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from safeguard import choices
from safeguard.models import (
    Adult,
    AdultIdentity,
    Advocacy,
    CapacityAssessment,
    CaseAccess,
    Concern,
    ConcernCondition,
    ConcernRiskType,
    DesiredOutcome,
    Enquiry,
    ExtractMapping,
    ImportChange,
    ImportRun,
    Notification,
    PolicyChange,
    Provider,
    ProviderNotification,
    RegisterSettings,
    Risk,
)
from tests.factories.core import OrganisationFactory, UserFactory

LONDON = ZoneInfo("Europe/London")


def noon(day: date) -> datetime:
    """Midday in London, so that no test depends on which side of midnight UTC is."""
    return datetime.combine(day, time(12), LONDON)


class AdultFactory(DjangoModelFactory[Adult]):
    class Meta:
        model = Adult

    council = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence("A{:06}".format)
    born_on = date(1950, 1, 1)
    gender = choices.Gender.FEMALE
    ethnicity = choices.Ethnicity.WHITE


class AdultIdentityFactory(DjangoModelFactory[AdultIdentity]):
    class Meta:
        model = AdultIdentity

    adult = factory.SubFactory(AdultFactory)
    council = factory.SelfAttribute("adult.council")
    given_name = "Ann"
    family_name = "Example"
    given_key = factory.LazyAttribute(lambda row: row.given_name.casefold())
    family_key = factory.LazyAttribute(lambda row: row.family_name.casefold())


class ConcernFactory(DjangoModelFactory[Concern]):
    """An undecided concern; `s42`, `other` and `closed` decide it."""

    class Meta:
        model = Concern

    council = factory.SelfAttribute("adult.council")
    reference = factory.Sequence("C{:06}".format)
    adult = factory.SubFactory(AdultFactory)
    received_on = date(2025, 4, 1)
    received_at = factory.LazyAttribute(lambda row: noon(row.received_on))
    referrer = choices.Referrer.POLICE
    primary_support_reason = choices.PrimarySupportReason.PHYSICAL
    location = choices.LocationOfRisk.OWN_HOME

    class Params:
        decided = factory.Trait(
            decided_on=factory.LazyAttribute(lambda row: row.received_on + timedelta(days=1))
        )
        s42 = factory.Trait(
            decided=True,
            decision=choices.DecisionResult.SECTION_42,
            met_a=True,
            met_b=True,
            met_c=True,
        )
        other = factory.Trait(decided=True, decision=choices.DecisionResult.OTHER, met_c=False)
        closed = factory.Trait(
            decided=True, decision=choices.DecisionResult.NOT_AN_ENQUIRY, met_b=False
        )


class ConcernRiskTypeFactory(DjangoModelFactory[ConcernRiskType]):
    class Meta:
        model = ConcernRiskType

    concern = factory.SubFactory(ConcernFactory)
    risk_type = choices.TypeOfRisk.NEGLECT


class ConcernConditionFactory(DjangoModelFactory[ConcernCondition]):
    class Meta:
        model = ConcernCondition

    concern = factory.SubFactory(ConcernFactory)
    condition = choices.HealthCondition.DEMENTIA


class EnquiryFactory(DjangoModelFactory[Enquiry]):
    """An open section 42 enquiry; `concluded` ends it."""

    class Meta:
        model = Enquiry

    council = factory.SelfAttribute("concern.council")
    reference = factory.Sequence("E{:06}".format)
    concern = factory.SubFactory(ConcernFactory, s42=True)
    kind = choices.EnquiryKind.SECTION_42
    commenced_on = factory.LazyAttribute(
        lambda row: row.concern.decided_on or row.concern.received_on
    )

    class Params:
        concluded = factory.Trait(
            concluded_on=factory.LazyAttribute(lambda row: row.commenced_on + timedelta(days=20)),
            risk_assessment_result=choices.RiskAssessmentResult.IDENTIFIED_ACTION,
            risk_outcome=choices.RiskOutcome.REDUCED,
        )


class RiskFactory(DjangoModelFactory[Risk]):
    class Meta:
        model = Risk

    enquiry = factory.SubFactory(EnquiryFactory)
    risk_type = choices.TypeOfRisk.NEGLECT
    location = choices.LocationOfRisk.OWN_HOME
    source = choices.SourceOfRisk.PROVIDER


class DesiredOutcomeFactory(DjangoModelFactory[DesiredOutcome]):
    class Meta:
        model = DesiredOutcome

    enquiry = factory.SubFactory(EnquiryFactory)
    concern = factory.SelfAttribute("enquiry.concern")
    wanted = "To stay at home"
    wanted_on = date(2025, 4, 2)


class CapacityAssessmentFactory(DjangoModelFactory[CapacityAssessment]):
    class Meta:
        model = CapacityAssessment

    enquiry = factory.SubFactory(EnquiryFactory)
    decision = "Whether to take part in the enquiry"
    assessed_on = date(2025, 4, 3)
    had_capacity = True
    assessed_by = "A. Worker"


class AdvocacyFactory(DjangoModelFactory[Advocacy]):
    class Meta:
        model = Advocacy

    enquiry = factory.SubFactory(EnquiryFactory)
    kind = choices.AdvocateKind.CARE_ACT
    requested_on = date(2025, 4, 3)


class ProviderFactory(DjangoModelFactory[Provider]):
    class Meta:
        model = Provider

    council = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Example House {}".format)
    name_key = factory.LazyAttribute(lambda row: Provider.key_of(row.name))


class NotificationFactory(DjangoModelFactory[Notification]):
    class Meta:
        model = Notification

    council = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence("N{:06}".format)
    received_at = noon(date(2025, 4, 1))
    referrer = choices.Referrer.AMBULANCE
    summary = "A fall at home; nobody was the cause of it"


class ProviderNotificationFactory(DjangoModelFactory[ProviderNotification]):
    class Meta:
        model = ProviderNotification

    council = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence("P{:06}".format)
    provider = factory.SubFactory(ProviderFactory, council=factory.SelfAttribute("..council"))
    received_at = noon(date(2025, 4, 1))
    referrer = choices.Referrer.REGULATOR
    summary = "Records not kept up to date"


class RegisterSettingsFactory(DjangoModelFactory[RegisterSettings]):
    class Meta:
        model = RegisterSettings

    council = factory.SubFactory(OrganisationFactory)


class PolicyChangeFactory(DjangoModelFactory[PolicyChange]):
    class Meta:
        model = PolicyChange

    council = factory.SubFactory(OrganisationFactory)
    on = date(2024, 4, 1)
    title = factory.Sequence("Change {}".format)


class CaseAccessFactory(DjangoModelFactory[CaseAccess]):
    """In force now."""

    class Meta:
        model = CaseAccess

    concern = factory.SubFactory(ConcernFactory)
    person = factory.SubFactory(UserFactory)
    reason = "A complaint to the director"
    granted_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.granted_at + timedelta(hours=2))


class ExtractMappingFactory(DjangoModelFactory[ExtractMapping]):
    class Meta:
        model = ExtractMapping

    council = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Mapping {}".format)
    text = "{}"


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    class Meta:
        model = ImportRun

    council = factory.SubFactory(OrganisationFactory)
    source = "extract"


class ImportChangeFactory(DjangoModelFactory[ImportChange]):
    class Meta:
        model = ImportChange

    run = factory.SubFactory(ImportRunFactory)
    entity = "concern"
    row_id = factory.Sequence(lambda n: n + 1)
    reference = "C1"
    before = factory.LazyFunction(dict)
    after = factory.LazyFunction(dict)
