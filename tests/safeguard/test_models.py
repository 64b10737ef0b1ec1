from datetime import date

import pytest
import time_machine

from safeguard.models import Provider
from tests import factories
from tests.factories import AdultFactory, CaseAccessFactory
from tests.factories.safeguard import noon


def test_rows_read_as_what_they_are(db):
    concern = factories.ConcernFactory(reference="C-1")
    assert str(concern) == "C-1"
    assert str(factories.EnquiryFactory(reference="E-1")) == "E-1"
    assert str(factories.AdultFactory(reference="A-1")) == "A-1"
    assert str(factories.RiskFactory()) == "Neglect and Acts of Omission, Own Home"
    assert str(factories.DesiredOutcomeFactory(wanted="Peace")) == "Peace"
    assert str(factories.CapacityAssessmentFactory(decision="To move")) == "To move"
    assert str(factories.AdvocacyFactory()) == "Independent advocate (Care Act section 68)"
    assert str(factories.ConcernConditionFactory()) == "Mental Health Condition (Dementia)"
    assert str(factories.NotificationFactory(reference="N-1")) == "N-1"
    assert str(factories.ProviderNotificationFactory(reference="P-1")) == "P-1"
    assert str(factories.PolicyChangeFactory(title="New door")) == "2024-04-01: New door"
    settings = factories.RegisterSettingsFactory(council__name="A Council")
    assert str(settings) == "Register settings of A Council"
    opened = CaseAccessFactory(concern=concern, person__full_name="Ann")
    assert str(opened) == "Ann opened C-1"


def test_imports_read_as_what_they_are(db):
    assert str(factories.ExtractMappingFactory(name="Ours")) == "Ours"
    with time_machine.travel("2026-11-20T12:00:00+00:00"):
        run = factories.ImportRunFactory(source="april.zip")
    assert str(run) == "april.zip, 2026-11-20 12:00"
    change = factories.ImportChangeFactory(run=run, entity="concern", reference="C-1")
    assert str(change) == "concern C-1"


@pytest.mark.parametrize(
    ("given", "family", "name", "initials"),
    [("Ann", "Example", "Ann Example", "AE"), ("", "Example", "Example", "E")],
)
def test_a_name_and_its_initials(db, given, family, name, initials):
    identity = factories.AdultIdentityFactory(given_name=given, family_name=family)
    assert (str(identity), identity.initials) == (name, initials)


@pytest.mark.parametrize(
    ("born_on", "died_on", "age"),
    [
        (date(1950, 6, 15), None, None),
        (None, date(2025, 6, 15), None),
        (date(1950, 6, 15), date(2025, 6, 14), 74),
        (date(1950, 6, 15), date(2025, 6, 15), 75),
        (date(1952, 2, 29), date(2025, 2, 28), 72),
        (date(1952, 2, 29), date(2025, 3, 1), 73),
    ],
)
def test_the_age_at_death_is_counted_by_the_database(db, born_on, died_on, age):
    adult = AdultFactory(born_on=born_on, died_on=died_on)
    adult.refresh_from_db()
    assert adult.age_at_death == age


def test_the_work_on_a_concern_reads_as_what_it_is(db):
    concern = factories.ConcernFactory(reference="C-1")
    assert str(factories.ConcernReportFactory(concern=concern)) == "Report of C-1"
    assert str(factories.AllegedSourceFactory(name="Sam")) == "Sam"
    assert str(factories.AllegedSourceFactory(name="")) == "Service Provider"
    assert str(factories.OtherAtRiskFactory(name="Jo")) == "Jo"
    assert str(factories.OtherAtRiskFactory(kind="child")) == "A child"
    begun = factories.ConcernDraftFactory(started_at=noon(date(2026, 6, 1)))
    assert str(begun) == "Concern begun 01/06/2026 12:00"
    assert str(factories.PrioritySettingFactory()) == "Amber since 03/04/2025"
    assert str(factories.InformationFactory()) == "Telephone call: The district nurse"
    decided = factories.DecisionRecordFactory(signed=True)
    assert str(decided) == f"{decided.get_result_display()}, signed off"
    assert str(factories.DecisionRouteFactory()) == "Advice and guidance"
    assert str(factories.LookAgainFactory()) == "Looked at on 03/04/2025"
    assert str(factories.LateReasonFactory(reason="No answer")) == "No answer"
    assert str(factories.CaseDocumentFactory(title="A letter")) == "A letter"


def test_the_work_of_an_enquiry_reads_as_what_it_is(db):
    lead = factories.UserFactory(full_name="Ann")
    assert str(factories.AllocationFactory(lead=lead)) == "Ann since 03/04/2025"
    hold = factories.HoldFactory(reason="adult")
    assert str(hold) == "The adult asked for time, since 03/04/2025"
    assert str(factories.ActionFactory(what="Ring the bank")) == "Ring the bank"
    assert str(factories.PlanReviewFactory()) == "Plan review due 01/05/2025"
    assert str(factories.OtherProcessFactory()) == "Police investigation"
    assert str(factories.CausedRequestFactory(to_whom="The hospital")) == "Asked of The hospital"
    assert str(factories.CausedChaseFactory()) == "Chased on 08/04/2025"
    ended = factories.EnquiryFactory(reference="E-1", concluded=True)
    assert str(factories.ConclusionFactory(enquiry=ended)) == "Conclusion of E-1"
    line = factories.ClosingCheckFactory(item="lessons")
    assert str(line) == "Lessons were recorded: done"
    assert str(factories.AgencyToldFactory()) == "The police"
    assert str(factories.ReopeningFactory()) == "Reopened on 02/06/2025"


def test_experience_reads_as_what_it_is(db):
    assert str(factories.QuestionSetFactory(name="Ours")) == "Ours"
    assert str(factories.ExperienceQuestionFactory(to_adult="How was it?")) == "How was it?"
    assert str(factories.ExperienceOptionFactory(label="Good")) == "Good"
    response = factories.ExperienceResponseFactory(asked_on=date(2025, 6, 2))
    assert str(response) == "The adult, 02/06/2025"
    assert str(factories.ExperienceAnswerFactory()) == "Yes"
    assert str(factories.ExperienceAnswerFactory(option=None, words="Kind")) == "Kind"


def test_what_a_council_keeps_reads_as_what_it_is(db):
    assert str(factories.ProviderFactory(name="The Elms")) == "The Elms"
    assert str(factories.ClockRuleFactory(name="Decide")) == "Decide"
    assert str(factories.QualityTaskFactory(rule="no_adult", record_id=7)) == "no_adult 7"
    assert str(factories.QualityCountFactory()) == "Data quality in 2025-26"
    assert str(factories.QualityFindingFactory(records=3)) == "no-priority: 3"
    assert str(factories.ReferenceCounterFactory(last=3)) == "concern 2025: 3"
    merge = factories.AdultMergeFactory(merged__reference="A-1", kept__reference="A-2")
    assert str(merge) == "A-1 into A-2"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("The Elms", "the elms"),
        ("  the   ELMS ", "the elms"),
        ("Café", "café"),
        ("Straße", "strasse"),
    ],
)
def test_two_spellings_of_a_provider_are_one(name, key):
    assert Provider.key_of(name) == key
