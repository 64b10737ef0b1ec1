"""The pages of the register: what they show, to whom, and at what price."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from core.roles import Role
from safeguard.models import CaseAccess
from tests import factories
from tests.factories import AdultFactory, AdultIdentityFactory, ConcernFactory, EnquiryFactory

LONDON = ZoneInfo("Europe/London")
QUERIES = 12  # the budget of a page


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


@pytest.fixture
def adult(council):
    adult = AdultFactory(council=council, reference="A-1")
    AdultIdentityFactory(adult=adult, given_name="Maud", family_name="Example")
    return adult


@pytest.fixture
def case(adult):
    """One case with everything a case can have."""
    concern = ConcernFactory(
        adult=adult,
        reference="C-1",
        s42=True,
        received_on=date(2025, 7, 1),
        received_at=datetime(2025, 7, 1, 0, 30, tzinfo=LONDON),
        priority="red",
        account="Nobody came for three days.",
        adult_view="I want to stay at home.",
        decision_reason="She depends on the carer.",
    )
    factories.ConcernRiskTypeFactory(concern=concern)
    factories.ConcernConditionFactory(concern=concern)
    ConcernFactory(adult=adult, reference="C-EARLIER", received_on=date(2024, 7, 1), closed=True)
    ConcernFactory(adult=adult, reference="C-LONG-AGO", received_on=date(2024, 6, 30), closed=True)
    enquiry = EnquiryFactory(
        concern=concern, reference="E-1", concluded=True, caused_to="NHS trust"
    )
    EnquiryFactory(concern=concern, reference="E-2", kind="other")
    factories.RiskFactory(enquiry=enquiry)
    factories.DesiredOutcomeFactory(
        enquiry=enquiry, wanted="The same carer", achieved="FULL", in_whose_view="the adult"
    )
    factories.CapacityAssessmentFactory(enquiry=enquiry)
    factories.AdvocacyFactory(enquiry=enquiry, appointed_on=date(2025, 7, 9))
    factories.NotificationFactory(council=concern.council, reference="N-1", became=concern)
    return enquiry


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_case_tells_its_story_newest_first(signed_in, case):
    text = page(signed_in(Role.PRACTITIONER), url("concern-detail", case.concern_id))
    steps = [
        "E-1 concluded",
        "E-2 commenced",
        "E-1 commenced",
        "Decided: Section 42 enquiry",
        "Concern received",
    ]
    at = [text.index(step) for step in steps]
    assert at == sorted(at)
    assert "1 July 2025 at 12:30am" in text
    assert "2 July 2025" in text


@pytest.mark.parametrize(
    "words",
    [
        "Maud Example",
        "(section 42(1)(a)): yes",
        "(section 42(1)(b)): yes",
        "(section 42(1)(c)): yes",
        "She depends on the carer.",
        "Nobody came for three days.",
        "I want to stay at home.",
        "Neglect and Acts of Omission",
        "Mental Health Condition (Dementia)",
        "Fully Achieved. Whose view: the adult",
        "Caused to be made by NHS trust",
        "Enquiry open",
        "C-EARLIER",
        "Notification N-1",
    ],
)
def test_the_case_shows(signed_in, case, words):
    assert words in page(signed_in(Role.PRACTITIONER), url("concern-detail", case.concern_id))


def test_only_concerns_of_the_twelve_months_before_are_earlier(signed_in, case):
    text = page(signed_in(Role.PRACTITIONER), url("concern-detail", case.concern_id))
    assert "C-LONG-AGO" not in text


@pytest.mark.parametrize(
    "words",
    [
        "Maud Example",
        "Section 42 enquiry",
        "NHS trust",
        "Service Provider",
        "Risk identified and action taken",
        "Risk reduced",
        "Capacity assessed: had capacity",
        "Advocate appointed",
        "Concern C-1",
    ],
)
def test_the_enquiry_shows(signed_in, case, words):
    assert words in page(signed_in(Role.PRACTITIONER), url("enquiry-detail", case.pk))


def test_what_is_not_recorded_is_said_to_be_so(signed_in, adult):
    enquiry = EnquiryFactory(concern=ConcernFactory(adult=adult, s42=True, met_a=None))
    client = signed_in(Role.PRACTITIONER)
    assert page(client, url("enquiry-detail", enquiry.pk)).count("Not recorded") == 4
    text = page(client, url("concern-detail", enquiry.concern_id))
    assert "(section 42(1)(a)): not recorded" in text
    assert "No reason recorded" in text


def test_an_undecided_concern_says_how_long_it_has_waited(signed_in, council, adult):
    factories.RegisterSettingsFactory(council=council, data_cut_on=date(2025, 4, 8))
    concern = ConcernFactory(adult=adult, received_on=date(2025, 4, 1))
    text = page(signed_in(Role.PRACTITIONER), url("concern-detail", concern.pk))
    assert "Waiting for a decision" in text
    assert "5 working days" in text


@pytest.mark.parametrize(
    ("columns", "enquiry", "stage"),
    [
        ({"closed": True}, None, "Decided: not an enquiry"),
        ({"s42": True}, None, "Decided, enquiry not started"),
        ({"s42": True}, {}, "Enquiry open"),
        ({"s42": True}, {"concluded": True}, "Enquiry concluded"),
    ],
)
def test_the_stage_follows_from_the_dated_steps(signed_in, adult, columns, enquiry, stage):
    concern = ConcernFactory(adult=adult, **columns)
    if enquiry is not None:
        EnquiryFactory(concern=concern, **enquiry)
    assert stage in page(signed_in(Role.PRACTITIONER), url("concern-detail", concern.pk))


def test_the_adult_page_lists_their_cases(signed_in, case, adult, council):
    factories.NotificationFactory(council=council, adult=adult, reference="N-2")
    text = page(signed_in(Role.PRACTITIONER), url("adult-detail", adult.pk))
    for words in ("Maud Example", "C-1", "C-LONG-AGO", "E-1", "N-2", "1 January 1950"):
        assert words in text


def test_an_adult_without_a_name_is_known_by_reference(signed_in, council):
    concern = ConcernFactory(adult__council=council, adult__reference="A-UNNAMED")
    client = signed_in(Role.PRACTITIONER)
    for address in (
        url("concern-list"),
        url("concern-detail", concern.pk),
        url("adult-detail", concern.adult_id),
    ):
        assert "A-UNNAMED" in page(client, address)


def test_markup_in_a_case_is_words(signed_in, adult):
    concern = ConcernFactory(adult=adult, account="<script>alert(1)</script>")
    text = page(signed_in(Role.PRACTITIONER), url("concern-detail", concern.pk))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_two_kinds_of_notification_are_kept_apart(signed_in, council, other_council, adult):
    factories.NotificationFactory(council=council, reference="N-1", adult=adult)
    factories.ProviderNotificationFactory(council=council, reference="P-1")
    factories.NotificationFactory(council=other_council, reference="N-ELSEWHERE")
    client = signed_in(Role.PRACTITIONER)
    about_adults = page(client, url("notification-list"))
    about_providers = page(client, url("notification-list") + "?kind=provider")
    assert ["N-1" in about_adults, "P-1" in about_adults] == [True, False]
    assert ["N-1" in about_providers, "P-1" in about_providers] == [False, True]
    assert "N-ELSEWHERE" not in about_adults
    for text in (about_adults, about_providers):
        assert "Neither kind is a concern" in text


def test_a_notification_leads_to_what_it_became(signed_in, council, case):
    provider = factories.ProviderNotificationFactory(
        council=council, became=ConcernFactory(adult__council=council, reference="C-2")
    )
    client = signed_in(Role.PRACTITIONER)
    assert "C-2" in page(client, url("provider-notification-detail", provider.pk))
    assert "Provider notification" in page(client, url("concern-detail", provider.became_id))
    turned = case.concern.notification
    assert "C-1" in page(client, url("notification-detail", turned.pk))


# --- somebody else's cases -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["concern-detail", "enquiry-detail", "adult-detail"])
def test_a_case_of_another_council_is_not_found(client, stranger, case, name):
    keys = {
        "concern-detail": case.concern_id,
        "enquiry-detail": case.pk,
        "adult-detail": case.concern.adult_id,
    }
    client.force_login(stranger)
    assert client.get(url(name, keys[name])).status_code == 404
    assert "C-1" not in client.get(url("concern-list")).content.decode()


def test_a_person_of_two_councils_sees_one_at_a_time(client, manager, other_council, case):
    factories.MembershipFactory(
        person=manager, organisation=other_council, role=Role.SAFEGUARDING_MANAGER
    )
    ConcernFactory(adult__council=other_council, reference="C-OTHER")
    client.force_login(manager)
    first = page(client, url("concern-list"))
    assert ["C-OTHER" in first, "C-EARLIER" in first] == [True, False]
    client.post(reverse("core:choose-council"), {"council": case.council_id})
    second = page(client, url("concern-list"))
    assert ["C-OTHER" in second, "C-EARLIER" in second] == [False, True]
    # A case opens whichever council was chosen, under that council's own name.
    assert "Test Council" in page(client, url("concern-detail", case.concern_id))


# --- a director, for cause -------------------------------------------------------------------


def test_a_director_is_asked_for_a_reason_and_then_sees_one_case(signed_in, case):
    client = signed_in(Role.DIRECTOR)
    concern = url("concern-detail", case.concern_id)
    asked = client.get(concern)
    assert asked.url == url("concern-open-for-cause") + "?reference=C-1"
    assert 'value="C-1"' in page(client, asked.url)
    opened = client.post(
        url("concern-open-for-cause"), {"reference": "C-1", "reason": "A complaint"}
    )
    assert opened.url == concern
    text = page(client, concern)
    assert "Show the adult" in text
    assert CaseAccess.objects.get().reason == "A complaint"
    # No way on to what was not opened.
    for words in ("C-EARLIER", "Notification N-1", url("adult-detail", case.concern.adult_id)):
        assert words not in text
    assert "Show the adult" in page(client, url("enquiry-detail", case.pk))
    theirs = page(client, url("adult-detail", case.concern.adult_id))
    assert "C-EARLIER" not in theirs
    assert "N-1" not in theirs


def test_a_director_who_follows_an_enquiry_is_asked_at_its_concern(signed_in, case):
    asked = signed_in(Role.DIRECTOR).get(url("enquiry-detail", case.pk))
    assert asked.url == url("concern-detail", case.concern_id)


@pytest.mark.parametrize("name", ["concern-detail", "enquiry-detail"])
def test_a_director_of_another_council_finds_nothing(client, other_council, case, name):
    director = factories.MembershipFactory(organisation=other_council, role=Role.DIRECTOR).person
    client.force_login(director)
    key = case.pk if name == "enquiry-detail" else case.concern_id
    assert client.get(url(name, key)).status_code == 404


def test_a_refused_opening_is_said_on_the_form(signed_in, case):
    client = signed_in(Role.DIRECTOR)
    address = url("concern-open-for-cause")
    text = client.post(address, {"reference": "C-9", "reason": "Why"}).content.decode()
    assert "Test Council holds no concern with this reference" in text
    text = client.post(address, {"reference": "C-1", "reason": ""}).content.decode()
    assert "Enter why you need to open this case" in text


# --- the price of a page ---------------------------------------------------------------------


def addresses(enquiry) -> list[str]:
    return [
        "/",
        url("concern-list"),
        url("enquiry-list"),
        url("notification-list"),
        url("concern-detail", enquiry.concern_id),
        url("enquiry-detail", enquiry.pk),
        url("adult-detail", enquiry.concern.adult_id),
        url("concern-list") + "?search=maud&priority=red&decision=s42_enquiry",
    ]


def more_of_everything(case, council, n):
    """Add `n` of whatever a page lists."""
    for _ in range(n):
        concern = ConcernFactory(adult=case.concern.adult, received_on=date(2025, 6, 1))
        AdultIdentityFactory(adult__council=council)
        factories.ConcernRiskTypeFactory(concern=concern)
        enquiry = EnquiryFactory(concern=case.concern)
        factories.DesiredOutcomeFactory(enquiry=case)
        factories.CapacityAssessmentFactory(enquiry=case)
        factories.RiskFactory(enquiry=enquiry)
        factories.NotificationFactory(council=council, adult=case.concern.adult)
        ConcernFactory(adult=AdultIdentityFactory(adult__council=council).adult)


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER])
def test_no_page_asks_more_when_it_holds_more(
    signed_in, case, council, role, django_assert_max_num_queries
):
    client = signed_in(role)
    spent = {}
    for address in addresses(case):
        with django_assert_max_num_queries(QUERIES) as counted:
            page(client, address)
        spent[address] = len(counted)
    more_of_everything(case, council, 60)
    for address in addresses(case):
        with django_assert_max_num_queries(spent[address]):
            page(client, address)


def test_a_directors_case_page_is_within_the_price(signed_in, case, django_assert_max_num_queries):
    client = signed_in(Role.DIRECTOR)
    client.post(url("concern-open-for-cause"), {"reference": "C-1", "reason": "A complaint"})
    for address in (url("concern-detail", case.concern_id), url("enquiry-detail", case.pk)):
        with django_assert_max_num_queries(QUERIES):
            page(client, address)
