from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import Adult, AdultIdentity
from safeguard.services.adults import AdultFacts, add_adult, change_adult, facts_of
from tests.factories import AdultFactory, AdultIdentityFactory, ConcernFactory

FACTS = AdultFacts(
    given_name="Zoë",
    family_name="O'Brien-Łucka",
    born_on=date(1950, 2, 3),
    gender="F",
    ethnicity="WHITE",
    nhs_number="943 476 5919",
    communication_needs="Large print",
)


@pytest.fixture
def adult(council):
    adult = AdultFactory(council=council)
    AdultIdentityFactory(adult=adult)
    return adult


def refusal(service, **data) -> RuleViolationError:
    with pytest.raises(RuleViolationError) as caught:
        service(**data)
    return caught.value


def test_an_adult_is_added_with_a_reference_and_a_name(practitioner, council):
    adult = add_adult(by=practitioner, council=council, facts=FACTS)
    assert adult.reference.endswith("-00001")
    assert facts_of(adult) == replace(FACTS, nhs_number="9434765919")
    assert (adult.identity.given_key, adult.identity.family_key) == ("zoe", "obrien-lucka")
    event = ActivityEvent.objects.get()
    assert event.verb == "adult_added"
    assert "Brien" not in str(event.changes)


def test_one_name_is_a_family_name_and_a_year_is_kept_in_words(practitioner, council):
    facts = AdultFacts(family_name="Prince", born_year=1958, gender="M", ethnicity="NK")
    adult = add_adult(by=practitioner, council=council, facts=facts)
    assert str(adult.identity) == "Prince"
    assert adult.born_on is None
    assert adult.communication_needs == "Born in 1958, date not known."
    assert facts_of(adult) == facts


def test_a_change_is_saved_counted_and_logged_without_names(practitioner, adult):
    changed = change_adult(by=practitioner, adult=adult, version=1, facts=FACTS)
    changed.refresh_from_db()
    assert changed.version == 2
    assert str(changed.identity) == "Zoë O'Brien-Łucka"
    changes = ActivityEvent.objects.get().changes
    assert changes["born_on"] == ["1950-01-01", "1950-02-03"]
    assert changes["name or NHS number"] == ["", "changed"]
    assert "Zoë" not in str(changes)


def test_a_record_without_a_name_may_stay_so(practitioner, council):
    loaded = AdultFactory(council=council)
    facts = replace(FACTS, given_name="", family_name="", nhs_number="")
    change_adult(by=practitioner, adult=loaded, version=1, facts=facts)
    assert not AdultIdentity.objects.exists()
    assert "name or NHS number" not in ActivityEvent.objects.get().changes
    change_adult(by=practitioner, adult=loaded, version=2, facts=FACTS)
    assert AdultIdentity.objects.get().adult == loaded


BOTH = [
    ({"family_name": " ' "}, "nameless", "family_name"),
    ({"nhs_number": "943 476 5918"}, "not_an_nhs_number", "nhs_number"),
    ({"nhs_number": "12"}, "not_an_nhs_number", "nhs_number"),
    ({"born_year": 1950}, "born_twice", "born_year"),
    ({"born_on": date(2099, 1, 1)}, "born_in_future", "born_on"),
    ({"died_on": date(2099, 1, 1)}, "died_in_future", "died_on"),
    ({"died_on": date(1950, 2, 2)}, "died_before_birth", "died_on"),
]


@pytest.mark.parametrize(("changes", "code", "field"), BOTH)
def test_what_cannot_be_is_refused(practitioner, council, adult, changes, code, field):
    facts = replace(FACTS, **changes)
    error = refusal(add_adult, by=practitioner, council=council, facts=facts)
    assert (error.code, error.field) == (code, field)
    error = refusal(change_adult, by=practitioner, adult=adult, version=1, facts=facts)
    assert (error.code, error.field) == (code, field)
    assert Adult.objects.get().version == 1
    assert not ActivityEvent.objects.exists()


def test_a_birth_is_not_after_the_first_concern(practitioner, adult):
    ConcernFactory(adult=adult, received_on=date(2020, 1, 1), reference="C-LATER")
    ConcernFactory(adult=adult, received_on=date(2019, 5, 6), reference="C-FIRST")
    facts = replace(FACTS, born_on=date(2019, 5, 7))
    error = refusal(change_adult, by=practitioner, adult=adult, version=1, facts=facts)
    assert (error.code, error.field) == ("born_after_concern", "born_on")
    assert "6 May 2019, when concern C-FIRST" in str(error)
    facts = replace(FACTS, born_on=None, born_year=2020)
    error = refusal(change_adult, by=practitioner, adult=adult, version=1, facts=facts)
    assert (error.code, error.field) == ("born_after_concern", "born_year")


def test_the_second_of_two_is_refused(practitioner, manager, adult):
    change_adult(by=manager, adult=adult, version=1, facts=FACTS)
    error = refusal(change_adult, by=practitioner, adult=adult, version=1, facts=FACTS)
    assert error.code == "changed_meanwhile"


def test_a_merged_record_is_not_changed(practitioner, council, adult):
    merged = AdultFactory(council=council, merged_into=adult)
    error = refusal(change_adult, by=practitioner, adult=merged, version=1, facts=FACTS)
    assert error.code == "merged"


def test_each_needs_the_permission_in_that_council(stranger, analyst, council, adult):
    for other in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            add_adult(by=other, council=council, facts=FACTS)
        with pytest.raises(PermissionDenied):
            change_adult(by=other, adult=adult, version=1, facts=FACTS)
    assert Adult.objects.get().version == 1
    assert not ActivityEvent.objects.exists()


def test_each_keeps_nothing_if_the_log_fails(practitioner, council, adult, monkeypatch):
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_adult(by=practitioner, council=council, facts=FACTS)
    with pytest.raises(ZeroDivisionError):
        change_adult(by=practitioner, adult=adult, version=1, facts=FACTS)
    held = Adult.objects.get()
    assert (held.version, held.identity.given_name) == (1, "Ann")


def test_a_value_the_model_refuses_keeps_nothing(practitioner, council):
    with pytest.raises(ValidationError):
        add_adult(by=practitioner, council=council, facts=replace(FACTS, gender="X"))
    assert not Adult.objects.exists()
