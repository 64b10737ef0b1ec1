from datetime import date

import pytest
import time_machine

from tests import factories
from tests.factories import AdultFactory, CaseAccessFactory


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
