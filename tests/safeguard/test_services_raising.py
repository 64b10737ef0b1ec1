from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.errors import RuleViolationError
from core.models import ActivityEvent
from safeguard.models import (
    AllegedSource,
    Concern,
    ConcernDraft,
    ConcernReport,
    Notification,
    Provider,
    ReferenceCounter,
)
from safeguard.services.raising import (
    choose_adult,
    discard_draft,
    raise_concern,
    save_page,
    start_draft,
)
from safeguard.services.raising_answers import Answers, Other, Source, Wish
from tests.factories import (
    AdultFactory,
    ConcernDraftFactory,
    ConcernFactory,
    NotificationFactory,
    ProviderFactory,
    ProviderNotificationFactory,
)
from tests.factories.safeguard import LONDON, noon

RECEIVED = datetime(2025, 4, 1, 0, 30, tzinfo=LONDON)
ANSWERS = Answers(
    primary_support_reason="PHYS",
    conditions=["MH_DEM"],
    account="Nobody came.",
    happened_when="2024",
    risk_types=["NEG", "PHYS"],
    location="OWN",
    provider="  Example   Care ",
    sources=[Source(kind="PROV", name="A carer"), Source(kind="UNKNOWN")],
    others=[Other(kind="child")],
    adult_view="I want to stay.",
    outcomes_asked="yes",
    outcomes=[Wish(wanted="The same carer")],
    agreement="agreed",
    capacity_to_agree="yes",
    in_danger="no",
    channel="phone",
    referrer="family",
    wants_feedback=True,
    received_at=RECEIVED,
)


@pytest.fixture
def adult(council):
    return AdultFactory(council=council, born_on=date(1950, 2, 3))


@pytest.fixture
def draft(council, practitioner, adult):
    return ConcernDraftFactory(council=council, started_by=practitioner, adult=adult)


def refusal(service, **data) -> RuleViolationError:
    with pytest.raises(RuleViolationError) as caught:
        service(**data)
    return caught.value


def test_a_draft_becomes_a_concern_with_all_its_rows(practitioner, council, draft, adult):
    concern = raise_concern(by=practitioner, draft=draft, answers=ANSWERS)
    year = timezone.localdate().year
    assert concern.reference == f"C-{year}-00001"
    assert (concern.adult, concern.council, concern.team) == (adult, council, None)
    # Half past midnight in British Summer Time is still the day before in UTC.
    assert (concern.received_at, concern.received_on) == (RECEIVED, date(2025, 4, 1))
    assert concern.account == "Nobody came."
    assert {str(row) for row in concern.risk_types.all()} == {
        "Neglect and Acts of Omission",
        "Physical Abuse",
    }
    assert concern.conditions.get().condition == "MH_DEM"
    assert [row.kind for row in concern.alleged_sources.all()] == ["PROV", "UNKNOWN"]
    assert concern.others_at_risk.get().kind == "child"
    wish = concern.desired_outcomes.get()
    assert (wish.wanted, wish.wanted_on, wish.enquiry) == (
        "The same carer",
        date(2025, 4, 1),
        None,
    )
    assert (concern.provider.name, concern.provider.council) == ("Example Care", council)
    assert (concern.report.raised_by, concern.report.happened_when) == (practitioner, "2024")
    assert (concern.priority, concern.decision) == (None, None)
    assert not ConcernDraft.objects.exists()
    event = ActivityEvent.objects.get()
    assert (event.verb, event.target_id) == ("concern_raised", str(concern.pk))
    assert "Nobody came" not in str(event.changes)


def test_a_provider_the_council_knows_is_not_added_again(practitioner, council, draft):
    held = ProviderFactory(council=council, name="EXAMPLE Care")
    assert raise_concern(by=practitioner, draft=draft, answers=ANSWERS).provider == held
    assert Provider.objects.get() == held


def test_a_concern_need_name_no_provider(practitioner, draft):
    concern = raise_concern(by=practitioner, draft=draft, answers=replace(ANSWERS, provider=" "))
    assert concern.provider is None


def test_a_concern_about_somebody_who_died_can_be_raised(practitioner, draft, adult):
    adult.died_on = date(2025, 3, 1)
    adult.save()
    assert raise_concern(by=practitioner, draft=draft, answers=ANSWERS).adult == adult


def test_the_concern_goes_to_the_record_that_was_kept(practitioner, council, draft, adult):
    kept = AdultFactory(council=council)
    adult.merged_into = kept
    adult.save()
    assert raise_concern(by=practitioner, draft=draft, answers=ANSWERS).adult == kept


@pytest.mark.parametrize("kind", ["notification", "provider_notification"])
def test_what_it_came_from_is_linked_and_not_typed_again(
    practitioner, council, adult, kind, other_council
):
    make = {
        "notification": NotificationFactory,
        "provider_notification": ProviderNotificationFactory,
    }[kind]
    origin = make(council=council, summary="She fell", received_at=noon(date(2025, 4, 1)))
    draft = start_draft(by=practitioner, council=council, **{kind: origin})
    assert draft.pages["happened"]["account"] == ["She fell"]
    assert draft.pages["telling"]["received_time"] == ["12:00"]
    assert start_draft(by=practitioner, council=council, **{kind: origin}) == draft
    draft = choose_adult(by=practitioner, draft=draft, adult=adult)
    concern = raise_concern(by=practitioner, draft=draft, answers=ANSWERS)
    origin.refresh_from_db()
    assert (origin.became, origin.adult) == (concern, adult)
    again = refusal(start_draft, by=practitioner, council=council, **{kind: origin})
    assert again.code == "converted"


def test_a_notification_names_the_adult_that_was_kept(practitioner, council, adult):
    merged = AdultFactory(council=council, merged_into=adult)
    notification = NotificationFactory(council=council, adult=merged)
    draft = start_draft(by=practitioner, council=council, notification=notification)
    assert draft.adult == adult


def test_whom_a_notification_named_stays_named(practitioner, council, adult):
    named = AdultFactory(council=council)
    notification = NotificationFactory(council=council, adult=named)
    draft = start_draft(by=practitioner, council=council, notification=notification)
    choose_adult(by=practitioner, draft=draft, adult=adult)
    assert raise_concern(by=practitioner, draft=draft, answers=ANSWERS).adult == adult
    notification.refresh_from_db()
    assert notification.adult == named


def test_a_notification_of_another_council_starts_nothing(practitioner, council, other_council):
    notification = NotificationFactory(council=other_council)
    error = refusal(start_draft, by=practitioner, council=council, notification=notification)
    assert error.code == "other_council"
    assert not ConcernDraft.objects.exists()


def test_a_notification_becomes_one_concern(practitioner, council, draft):
    notification = NotificationFactory(
        council=council, became=ConcernFactory(adult__council=council)
    )
    draft.notification = notification
    draft.save()
    error = refusal(raise_concern, by=practitioner, draft=draft, answers=ANSWERS)
    assert error.code == "converted"
    assert Concern.objects.count() == 1
    assert ConcernDraft.objects.exists()


TOMORROW = timezone.now() + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"received_at": TOMORROW}, "received_in_future", "received_date"),
        (
            {"received_at": datetime(1950, 2, 2, 12, tzinfo=LONDON)},
            "received_before_birth",
            "received_date",
        ),
        ({"account": " "}, "no_account", "account"),
        ({"risk_types": []}, "no_risk_type", "risk_types"),
        ({"agreement": "not_asked"}, "why_not_asked", "agreement_reason"),
        ({"agreement": "refused"}, "why_without_agreement", "agreement_reason"),
        ({"outcomes_asked": "no"}, "why_outcomes_not_asked", "outcomes_reason"),
        ({"conditions": ["NONE", "MH_DEM"]}, "none_and_some", "conditions"),
        (
            {"outcomes": [Wish(wanted="x", wanted_on=date(2099, 1, 1))]},
            "wish_in_future",
            "wanted_on",
        ),
        (
            {"outcomes": [Wish(wanted="x", wanted_on=date(1950, 2, 2))]},
            "wish_before_birth",
            "wanted_on",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_the_draft_stays(practitioner, draft, changes, code, field):
    error = refusal(
        raise_concern, by=practitioner, draft=draft, answers=replace(ANSWERS, **changes)
    )
    assert (error.code, error.field) == (code, field)
    assert ConcernDraft.objects.exists()
    assert not Concern.objects.exists()


def test_a_concern_is_about_somebody(practitioner, draft):
    draft.adult = None
    draft.save()
    error = refusal(raise_concern, by=practitioner, draft=draft, answers=ANSWERS)
    assert error.code == "no_adult"


def test_a_year_of_birth_is_minded_too(practitioner, draft, adult):
    adult.born_on, adult.communication_needs = None, "Born in 2026, date not known."
    adult.save()
    error = refusal(raise_concern, by=practitioner, draft=draft, answers=ANSWERS)
    assert error.code == "received_before_birth"


def test_a_code_that_is_none_keeps_nothing(practitioner, draft):
    with pytest.raises(ValidationError):
        raise_concern(by=practitioner, draft=draft, answers=replace(ANSWERS, channel="pigeon"))
    assert not Concern.objects.exists()
    assert not Provider.objects.exists()


def test_each_is_for_whoever_began_it_while_they_may(
    practitioner, manager, stranger, analyst, council, draft, adult
):
    for other in (manager, stranger, analyst):
        with pytest.raises(PermissionDenied):
            raise_concern(by=other, draft=draft, answers=ANSWERS)
        with pytest.raises(PermissionDenied):
            save_page(by=other, draft=draft, page="safety", typed={})
        with pytest.raises(PermissionDenied):
            choose_adult(by=other, draft=draft, adult=adult)
        with pytest.raises(PermissionDenied):
            discard_draft(by=other, draft=draft)
    for other in (stranger, analyst):
        with pytest.raises(PermissionDenied):
            start_draft(by=other, council=council)
    practitioner.memberships.update(until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        raise_concern(by=practitioner, draft=draft, answers=ANSWERS)
    assert not ActivityEvent.objects.exists()
    assert ConcernDraft.objects.get() == draft


def test_each_keeps_nothing_if_the_log_fails(practitioner, council, draft, monkeypatch):
    notification = NotificationFactory(council=council)
    draft.notification = notification
    draft.save()
    monkeypatch.setattr("core.activity.record", lambda **event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        raise_concern(by=practitioner, draft=draft, answers=ANSWERS)
    with pytest.raises(ZeroDivisionError):
        start_draft(by=practitioner, council=council)
    with pytest.raises(ZeroDivisionError):
        discard_draft(by=practitioner, draft=draft)
    assert ConcernDraft.objects.get() == draft
    assert Notification.objects.get().became is None
    for model in (Concern, ConcernReport, AllegedSource, Provider, ReferenceCounter):
        assert not model.objects.exists()


def test_a_page_is_kept_whatever_it_says(practitioner, draft):
    save_page(by=practitioner, draft=draft, page="telling", typed={"received_date": ["never"]})
    held = save_page(by=practitioner, draft=draft, page="safety", typed={"in_danger": ["yes"]})
    assert held.pages == {
        "telling": {"received_date": ["never"]},
        "safety": {"in_danger": ["yes"]},
    }
    assert held.saved_at >= draft.saved_at


def test_an_adult_is_chosen_among_those_of_the_council(practitioner, draft, council, other_council):
    error = refusal(
        choose_adult, by=practitioner, draft=draft, adult=AdultFactory(council=other_council)
    )
    assert error.code == "other_council"
    kept = AdultFactory(council=council)
    merged = AdultFactory(council=council, merged_into=kept)
    assert choose_adult(by=practitioner, draft=draft, adult=merged).adult == kept


def test_a_draft_is_discarded_and_that_is_remembered(practitioner, draft):
    discard_draft(by=practitioner, draft=draft)
    assert not ConcernDraft.objects.exists()
    assert ActivityEvent.objects.get().verb == "concern_draft_discarded"
    with pytest.raises(ConcernDraft.DoesNotExist):
        raise_concern(by=practitioner, draft=draft, answers=ANSWERS)
