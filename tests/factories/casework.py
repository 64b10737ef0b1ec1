"""The work on a case. A row belongs to one case throughout: its parts share concern and council."""

import hashlib
from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from safeguard import choices, choices_work
from safeguard.models import (
    Action,
    AdultMerge,
    AllegedSource,
    Allocation,
    CaseDocument,
    CausedChase,
    CausedRequest,
    ClockRule,
    ConcernDraft,
    ConcernReport,
    DecisionRecord,
    DecisionRoute,
    Hold,
    Information,
    LateReason,
    LookAgain,
    OtherAtRisk,
    OtherProcess,
    PlanReview,
    PrioritySetting,
    QualityCount,
    QualityFinding,
    QualityTask,
    ReferenceCounter,
)
from tests.factories.core import OrganisationFactory, UserFactory
from tests.factories.safeguard import AdultFactory, ConcernFactory, EnquiryFactory, noon

# The default concern is received on 1 April 2025, its enquiry commences the day after.
RECEIVED = date(2025, 4, 1)
LATER = date(2025, 4, 3)


class ConcernReportFactory(DjangoModelFactory[ConcernReport]):
    class Meta:
        model = ConcernReport

    concern = factory.SubFactory(ConcernFactory)
    channel = choices_work.Channel.PHONE
    in_danger = choices_work.YesNoUnknown.NO
    agreement = choices_work.Agreement.AGREED
    capacity_to_agree = choices_work.YesNoUnknown.YES
    outcomes_asked = choices_work.YesNoUnknown.YES
    raised_by = factory.SubFactory(UserFactory)


class AllegedSourceFactory(DjangoModelFactory[AllegedSource]):
    class Meta:
        model = AllegedSource

    concern = factory.SubFactory(ConcernFactory)
    name = "Sam Somebody"
    kind = choices.SourceOfRisk.PROVIDER


class OtherAtRiskFactory(DjangoModelFactory[OtherAtRisk]):
    class Meta:
        model = OtherAtRisk

    concern = factory.SubFactory(ConcernFactory)
    kind = choices_work.AtRisk.ADULT


class ConcernDraftFactory(DjangoModelFactory[ConcernDraft]):
    class Meta:
        model = ConcernDraft

    council = factory.SubFactory(OrganisationFactory)
    started_by = factory.SubFactory(UserFactory)


class PrioritySettingFactory(DjangoModelFactory[PrioritySetting]):
    class Meta:
        model = PrioritySetting

    concern = factory.SubFactory(ConcernFactory)
    priority = choices.Priority.AMBER
    reason = "Safe tonight with her daughter"
    set_by = factory.SubFactory(UserFactory)
    set_at = noon(LATER)


class InformationFactory(DjangoModelFactory[Information]):
    class Meta:
        model = Information

    concern = factory.SubFactory(ConcernFactory)
    gathered_on = LATER
    kind = choices_work.InformationKind.CALL
    from_whom = "The district nurse"
    learnt = "She visits twice a week"
    recorded_by = factory.SubFactory(UserFactory)


class DecisionRecordFactory(DjangoModelFactory[DecisionRecord]):
    """A section 42 decision that waits for sign-off; the traits take it further."""

    class Meta:
        model = DecisionRecord

    concern = factory.SubFactory(ConcernFactory)
    met_a = True
    reason_a = "Has care at home"
    met_b = True
    reason_b = "Was left without food"
    met_c = True
    reason_c = "Cannot leave her bed"
    result = choices.DecisionResult.SECTION_42
    reason = "All three parts are met"
    decided_on = factory.LazyAttribute(lambda row: row.concern.received_on + timedelta(days=1))
    proposed_by = factory.SubFactory(UserFactory)

    class Params:
        not_an_enquiry = factory.Trait(
            met_b=False, result=choices.DecisionResult.NOT_AN_ENQUIRY, reason="No abuse was found"
        )
        returned = factory.Trait(
            state=choices_work.DecisionState.RETURNED, answer="Ask the nurse first"
        )
        signed = factory.Trait(
            state=choices_work.DecisionState.SIGNED_OFF,
            signed_off_by=factory.SubFactory(UserFactory),
            signed_off_at=factory.LazyAttribute(lambda row: noon(row.decided_on)),
        )
        set_aside = factory.Trait(signed=True, state=choices_work.DecisionState.SET_ASIDE)


class DecisionRouteFactory(DjangoModelFactory[DecisionRoute]):
    class Meta:
        model = DecisionRoute

    decision = factory.SubFactory(DecisionRecordFactory, not_an_enquiry=True)
    route = choices_work.Route.ADVICE


class LookAgainFactory(DjangoModelFactory[LookAgain]):
    class Meta:
        model = LookAgain

    concern = factory.SubFactory(ConcernFactory)
    looked_on = LATER
    safe_meanwhile = "Her daughter stays with her"
    next_due_on = factory.LazyAttribute(lambda row: row.looked_on + timedelta(days=7))
    looked_by = factory.SubFactory(UserFactory)


class AllocationFactory(DjangoModelFactory[Allocation]):
    class Meta:
        model = Allocation

    enquiry = factory.SubFactory(EnquiryFactory)
    lead = factory.SubFactory(UserFactory)
    allocated_on = LATER
    allocated_by = factory.SubFactory(UserFactory)


class HoldFactory(DjangoModelFactory[Hold]):
    """A hold that still runs."""

    class Meta:
        model = Hold

    enquiry = factory.SubFactory(EnquiryFactory)
    reason = choices_work.HoldReason.POLICE
    since = LATER
    recorded_by = factory.SubFactory(UserFactory)


class ActionFactory(DjangoModelFactory[Action]):
    """An open action of the enquiry."""

    class Meta:
        model = Action

    enquiry = factory.SubFactory(EnquiryFactory)
    kind = choices_work.ActionKind.ENQUIRY
    what = "Read the care notes"
    owner = factory.SubFactory(UserFactory)
    due_on = date(2025, 4, 10)


class PlanReviewFactory(DjangoModelFactory[PlanReview]):
    """A review that is due and not held yet."""

    class Meta:
        model = PlanReview

    enquiry = factory.SubFactory(EnquiryFactory)
    due_on = date(2025, 5, 1)


class OtherProcessFactory(DjangoModelFactory[OtherProcess]):
    class Meta:
        model = OtherProcess

    enquiry = factory.SubFactory(EnquiryFactory)
    kind = choices_work.ProcessKind.POLICE
    began_on = LATER


class CausedRequestFactory(DjangoModelFactory[CausedRequest]):
    """Asked, and not answered yet."""

    class Meta:
        model = CausedRequest

    enquiry = factory.SubFactory(EnquiryFactory)
    to_whom = "Example House"
    scope = "The care given from 1 to 31 March 2025"
    adult_views = "She wants to stay there"
    capacity_view = choices_work.CapacityView.HAS
    requested_on = LATER
    due_on = factory.LazyAttribute(lambda row: row.requested_on + timedelta(days=20))
    requested_by = factory.SubFactory(UserFactory)

    class Params:
        received = factory.Trait(
            received_on=factory.LazyAttribute(lambda row: row.requested_on + timedelta(days=10))
        )


class CausedChaseFactory(DjangoModelFactory[CausedChase]):
    class Meta:
        model = CausedChase

    request = factory.SubFactory(CausedRequestFactory)
    chased_on = factory.LazyAttribute(lambda row: row.request.requested_on + timedelta(days=5))
    note = "By telephone: it comes on Friday"
    chased_by = factory.SubFactory(UserFactory)


class ClockRuleFactory(DjangoModelFactory[ClockRule]):
    """A decision within two working days; an example, as every timescale here is local."""

    class Meta:
        model = ClockRule

    council = factory.SubFactory(OrganisationFactory)
    name = "Decision"
    start_event = choices_work.ClockEvent.RECEIVED
    end_event = choices_work.ClockEvent.DECIDED
    amount = 2
    unit = choices_work.ClockUnit.WORKING_DAYS
    effective_from = date(2024, 4, 1)


class LateReasonFactory(DjangoModelFactory[LateReason]):
    class Meta:
        model = LateReason

    concern = factory.SubFactory(ConcernFactory)
    end_event = choices_work.ClockEvent.DECIDED
    reason = "The hospital answered late"
    given_by = factory.SubFactory(UserFactory)


class AdultMergeFactory(DjangoModelFactory[AdultMerge]):
    """A standing merge of two adults of one council."""

    class Meta:
        model = AdultMerge

    council = factory.SubFactory(OrganisationFactory)
    kept = factory.SubFactory(AdultFactory, council=factory.SelfAttribute("..council"))
    merged = factory.SubFactory(
        AdultFactory,
        council=factory.SelfAttribute("..council"),
        merged_into=factory.SelfAttribute("..kept"),
    )
    reason = "One NHS number, and the family says so"
    merged_by = factory.SubFactory(UserFactory)


class QualityCountFactory(DjangoModelFactory[QualityCount]):
    class Meta:
        model = QualityCount

    council = factory.SubFactory(OrganisationFactory)
    year = "2025-26"
    counted_at = factory.LazyFunction(timezone.now)
    until = date(2025, 12, 31)


class QualityFindingFactory(DjangoModelFactory[QualityFinding]):
    class Meta:
        model = QualityFinding

    count = factory.SubFactory(QualityCountFactory)
    rule = "no-priority"
    records = 1
    oldest = date(2025, 4, 20)


class QualityTaskFactory(DjangoModelFactory[QualityTask]):
    class Meta:
        model = QualityTask

    council = factory.SubFactory(OrganisationFactory)
    rule = "no_birth_date"
    record_id = factory.Sequence(lambda n: n + 1)
    owner = factory.SubFactory(UserFactory)
    given_by = factory.SubFactory(UserFactory)


class ReferenceCounterFactory(DjangoModelFactory[ReferenceCounter]):
    class Meta:
        model = ReferenceCounter

    council = factory.SubFactory(OrganisationFactory)
    kind = "concern"
    year = 2025


class CaseDocumentFactory(DjangoModelFactory[CaseDocument]):
    class Meta:
        model = CaseDocument

    class Params:
        content = factory.Sequence("What was said, {}".format)

    concern = factory.SubFactory(ConcernFactory)
    title = "Notes of a visit"
    filename = "notes.txt"
    file = factory.django.FileField(data=factory.SelfAttribute("..content"), filename="notes.txt")
    content_type = "text/plain"
    size = factory.LazyAttribute(lambda row: len(row.content.encode()))
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.content.encode()).hexdigest())
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(timezone.now)
