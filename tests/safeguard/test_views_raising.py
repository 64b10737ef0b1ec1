"""Raising a concern page by page: nothing typed is lost, nothing is raised that cannot be true."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.roles import Role
from safeguard.models import Concern, ConcernDraft
from tests.factories import (
    AdultFactory,
    AdultIdentityFactory,
    ConcernFactory,
    ConcernReportFactory,
    NotificationFactory,
    ProviderFactory,
)

QUERIES = 12  # the budget of a page
PAGES = {
    "about": {"primary_support_reason": "PHYS", "conditions": ["MH_DEM", "NEU_STROKE"]},
    "happened": {
        "account": "Nobody came for three days.",
        "happened_when": "2024",
        "risk_types": ["NEG", "PHYS"],
    },
    "where": {
        "location": "OWN",
        "provider": "Example Care",
        "sources-TOTAL_FORMS": "2",
        "sources-INITIAL_FORMS": "0",
        "sources-0-kind": "PROV",
        "sources-0-name": "A carer",
        "sources-0-knows_of_concern": "yes",
        "sources-1-kind": "",
        "others-TOTAL_FORMS": "1",
        "others-INITIAL_FORMS": "0",
        "others-0-kind": "child",
        "others-0-name": "Her grandson",
        "others-0-what_was_done": "Told children's services",
    },
    "wants": {
        "outcomes_asked": "yes",
        "adult_view": "I want to stay at home.",
        "agreement": "not_asked",
        "agreement_reason": "She was asleep.",
        "capacity_to_agree": "not_known",
        "outcomes-TOTAL_FORMS": "2",
        "outcomes-INITIAL_FORMS": "0",
        "outcomes-0-wanted": "The same carer",
        "outcomes-1-wanted": "To be asked first",
        "outcomes-1-wanted_on": "2/4/2025",
    },
    "safety": {"in_danger": "no", "safety_steps": "A neighbour is with her."},
    "telling": {
        "channel": "phone",
        "referrer": "family",
        "referrer_name": "Zoë O'Brien",
        "wants_feedback": "yes",
        "received_date": "1/4/2025",
        "received_time": "2:30pm",
    },
}


def url(name, *args) -> str:
    return reverse(f"safeguard:{name}", args=args)


@pytest.fixture
def client(signed_in):
    return signed_in(Role.PRACTITIONER)


@pytest.fixture
def adult(council):
    adult = AdultFactory(council=council, reference="A-1", born_on=date(1950, 2, 3))
    AdultIdentityFactory(adult=adult, given_name="Maud", family_name="Example")
    return adult


@pytest.fixture
def draft(client, council):
    client.post(url("concern-raise"))
    return ConcernDraft.objects.get()


def fill(client, draft, **changes) -> None:
    for name, answers in PAGES.items():
        client.post(url("concern-draft-page", draft.public_id, name), answers | changes)


def choose(client, draft, adult) -> None:
    client.post(url("concern-draft-adult", draft.public_id), {"adult": adult.pk})


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def post(client, draft, page, **changes):
    return client.post(url("concern-draft-page", draft.public_id, page), PAGES[page] | changes)


def test_a_concern_is_raised_page_by_page(client, draft, adult):
    found = client.post(
        url("concern-draft-adult", draft.public_id), {"name": "examp mau"}, follow=True
    )
    assert "Maud Example" in text_of(found)
    choose(client, draft, adult)
    fill(client, draft)
    letter = text_of(client.get(url("concern-draft-check", draft.public_id)))
    for words in (
        "This is about Maud Example (A-1), born 3 February 1950.",
        "Nobody came for three days.",
        "When it happened: 2024.",
        "They want: “The same carer”",
        "“To be asked first”, said on 2 April 2025.",
        "The council was told on 1 April 2025 at 14:30.",
        "By: Zoë O&#x27;Brien, Family or friend.",
        "Agreed to this being reported: They were not asked. She was asleep.",
    ):
        assert words in letter
    response = client.post(url("concern-draft-check", draft.public_id))
    concern = Concern.objects.get()
    assert response.url == url("concern-raised", concern.pk)
    after = text_of(client.get(response.url))
    assert concern.reference in after
    assert "Zoë O&#x27;Brien is to be told what was decided" in after
    assert concern.adult == adult
    assert timezone.localtime(concern.received_at).hour == 14
    assert {row.risk_type for row in concern.risk_types.all()} == {"NEG", "PHYS"}
    assert {row.condition for row in concern.conditions.all()} == {"MH_DEM", "NEU_STROKE"}
    (source,) = concern.alleged_sources.all()
    assert (source.name, source.knows_of_concern, source.also_at_risk) == (
        "A carer",
        "yes",
        "not_known",
    )
    assert concern.others_at_risk.get().kind == "child"
    assert [(row.wanted, row.wanted_on) for row in concern.desired_outcomes.all()] == [
        ("The same carer", date(2025, 4, 1)),
        ("To be asked first", date(2025, 4, 2)),
    ]
    assert concern.provider.name == "Example Care"
    assert concern.report.raised_by.pk == draft.started_by_id
    assert not ConcernDraft.objects.exists()


def test_a_draft_can_be_left_and_is_found_again(client, draft, adult):
    choose(client, draft, adult)
    response = post(client, draft, "happened", account="Half a story", risk_types=[], do="later")
    assert response.url == url("concern-draft", draft.public_id)
    tasks = text_of(client.get(response.url))
    assert "6 of 7 parts are still to be filled in" in tasks
    assert tasks.count("Incomplete") == 1
    assert "Maud Example" in text_of(client.get(url("concern-raise")))
    again = text_of(client.get(url("concern-draft-page", draft.public_id, "happened")))
    assert "Half a story" in again
    check = text_of(client.get(url("concern-draft-check", draft.public_id)))
    assert "Choose types of risk" in check
    assert "This part has not been filled in" in check
    assert "Raise the concern</button>" not in check
    client.post(url("concern-draft-check", draft.public_id))
    assert not Concern.objects.exists()


def test_nothing_typed_is_lost_when_a_page_is_wrong(client, draft):
    response = post(client, draft, "telling", received_date="31/2/2025", referrer_name="Jo")
    text = text_of(response)
    assert "Date received must be a real date" in text
    assert "31/2/2025" in text
    kept = text_of(client.get(url("concern-draft-page", draft.public_id, "telling")))
    assert "31/2/2025" in kept
    assert 'value="Jo"' in kept


@pytest.mark.parametrize(
    ("page", "changes", "message"),
    [
        ("telling", {"received_date": "1/4/2099"}, "Date received must not be in the future"),
        (
            "telling",
            {"received_date": "2/2/1950"},
            "Date received must be on or after the adult&#x27;s date of birth, 3 February 1950",
        ),
        ("telling", {"received_time": "25:00"}, "Time received must be a time of day"),
        (
            "telling",
            {"received_date": "30/3/2025", "received_time": "1:30"},
            "Time received is in the hour that the clocks skipped",
        ),
        ("wants", {"agreement_reason": ""}, "Say why the adult was not asked to agree"),
        (
            "wants",
            {"agreement": "refused", "agreement_reason": ""},
            "Say why the report is made although the adult did not agree",
        ),
        (
            "wants",
            {"outcomes_asked": "no"},
            "Say why the adult was not asked what they want to happen",
        ),
        (
            "wants",
            {"outcomes-1-wanted_on": "1/1/2099"},
            "When the adult said what they want must not be in the future",
        ),
        ("wants", {"outcomes-1-wanted": ""}, "Enter what the adult wants"),
        ("about", {"conditions": ["NONE", "MH_DEM"]}, "or the conditions, not both"),
        ("happened", {"risk_types": []}, "Choose types of risk"),
        ("happened", {"account": " "}, "Enter what has happened"),
        ("where", {"sources-0-kind": ""}, "Choose the kind of source"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, draft, adult, page, changes, message):
    choose(client, draft, adult)
    text = text_of(post(client, draft, page, **changes))
    assert message in text
    assert "There is a problem" in text


def test_later_the_same_day_is_a_time_in_the_future(client, draft, adult):
    later = timezone.localtime() + timedelta(minutes=5)
    if later.date() != timezone.localdate():
        pytest.skip("too near midnight")
    choose(client, draft, adult)
    text = text_of(
        post(
            client,
            draft,
            "telling",
            received_date=f"{later:%d/%m/%Y}",
            received_time=f"{later:%H:%M}",
        )
    )
    assert "Time received must not be in the future" in text


def test_rows_are_added_and_removed_without_scripts(client, draft):
    response = post(client, draft, "where", do="add:sources")
    assert response.url.endswith("/where/#sources")
    text = text_of(client.get(response.url))
    assert "Person or body 3" in text
    assert 'value="A carer"' in text
    response = post(client, draft, "where", do="remove:sources:0")
    text = text_of(client.get(response.url))
    assert "A carer" not in text
    assert "Her grandson" in text
    assert "Person or body 2" not in text
    post(client, draft, "where", do="remove:sources:x")
    assert "A carer" in text_of(client.get(response.url))


def test_the_adults_words_stay_in_view(client, draft):
    post(client, draft, "wants")
    text = text_of(client.get(url("concern-draft-page", draft.public_id, "happened")))
    assert "own words" in text
    assert "I want to stay at home." in text
    assert "The same carer" in text
    own = text_of(client.get(url("concern-draft-page", draft.public_id, "wants")))
    assert "app-own-words" not in own


def test_a_long_account_and_a_pasted_one(client, draft):
    words = "word " * 10_000
    assert post(client, draft, "happened", account=words).status_code == 302
    pasted = "<p>First&nbsp;line</p><ul><li>one</li></ul>\x00<b>bold</b>"
    post(client, draft, "happened", account=pasted, do="later")
    draft.refresh_from_db()
    assert draft.pages["happened"]["account"] == ["First line\n\n- one\nbold"]


def test_changing_one_part_leads_back_to_the_check(client, draft):
    address = url("concern-draft-page", draft.public_id, "safety")
    response = client.post(f"{address}?then=check", PAGES["safety"])
    assert response.url == url("concern-draft-check", draft.public_id)
    response = client.post(address, PAGES["safety"])
    assert response.url == url("concern-draft-page", draft.public_id, "telling")


def test_a_draft_belongs_to_whoever_began_it(signed_in, draft):
    other = signed_in(Role.PRACTITIONER)
    for name in ("concern-draft", "concern-draft-check", "concern-draft-adult"):
        assert other.get(url(name, draft.public_id)).status_code == 404
    address = url("concern-draft-discard", draft.public_id)
    assert other.post(address).status_code == 404
    assert ConcernDraft.objects.exists()


def test_a_page_that_is_none_is_not_found(client, draft):
    address = url("concern-draft-page", draft.public_id, "none")
    assert client.get(address).status_code == 404


def test_a_draft_is_discarded_after_a_question(client, draft):
    address = url("concern-draft-discard", draft.public_id)
    assert "cannot be brought back" in text_of(client.get(address))
    assert client.post(address).url == url("concern-raise")
    assert not ConcernDraft.objects.exists()


def test_a_draft_that_was_raised_meanwhile_is_not_found(client, draft, monkeypatch):
    def gone(**_):
        raise ConcernDraft.DoesNotExist

    monkeypatch.setattr("safeguard.views.raising_pages.save_page", gone)
    assert post(client, draft, "safety").status_code == 404


@pytest.mark.parametrize("rows", [1, 15])
def test_no_page_asks_much(client, draft, adult, council, rows, django_assert_max_num_queries):
    for number in range(rows):
        other = AdultFactory(council=council)
        AdultIdentityFactory(adult=other, given_name="Maud", family_name=f"Example{number}")
        ConcernFactory(adult=other)
        ProviderFactory(council=council)
    choose(client, draft, adult)
    fill(client, draft)
    client.post(url("concern-draft-adult", draft.public_id), {"name": "maud"})
    concern = ConcernReportFactory(concern__adult=adult).concern
    names = ("concern-draft", "concern-draft-check", "concern-draft-adult")
    addresses = [
        url("concern-raise"),
        *(url(name, draft.public_id) for name in names),
        url("concern-draft-adult-new", draft.public_id),
        url("concern-draft-discard", draft.public_id),
        *(url("concern-draft-page", draft.public_id, page) for page in PAGES),
        url("concern-raised", concern.pk),
    ]
    for address in addresses:
        with django_assert_max_num_queries(QUERIES):
            assert client.get(address).status_code == 200


def test_a_notification_is_not_typed_again(client, council, adult, practitioner):
    notification = NotificationFactory(council=council, adult=adult, summary="She fell twice")
    from safeguard.services.raising import start_draft

    draft = start_draft(by=practitioner, council=council, notification=notification)
    client.force_login(practitioner)
    page = text_of(client.get(url("concern-draft-page", draft.public_id, "happened")))
    assert "She fell twice" in page
    telling = text_of(client.get(url("concern-draft-page", draft.public_id, "telling")))
    assert "01/04/2025" in telling
    assert "12:00" in telling
    assert "From notification" in text_of(client.get(url("concern-raise")))


def test_what_was_typed_between_two_saves_is_kept(client, draft, practitioner):
    from core.services.drafts import save_draft

    address = url("concern-draft-page", draft.public_id, "safety")
    save_draft(by=draft.started_by, form_key=address, answers={"safety_steps": ["Not sent yet"]})
    text = text_of(client.get(address))
    assert "Not sent yet" in text
    assert "did not save it" in text
    client.post(address, PAGES["safety"])
    assert "did not save it" not in text_of(client.get(address))


def test_what_the_service_refuses_is_said_on_the_check_page(client, draft, adult, monkeypatch):
    choose(client, draft, adult)
    fill(client, draft)
    address = url("concern-draft-check", draft.public_id)
    draft.refresh_from_db()
    draft.notification = NotificationFactory(
        council=adult.council, became=ConcernFactory(adult=adult)
    )
    draft.save()
    assert "This notification became a concern already" in text_of(client.post(address))

    def refuse(**_):
        raise ValidationError("That cannot be stored")

    monkeypatch.setattr("safeguard.views.raising.raise_concern", refuse)
    assert "That cannot be stored" in text_of(client.post(address))
    assert ConcernDraft.objects.get() == draft


def test_the_letter_tells_of_a_death(client, draft, adult):
    adult.died_on = date(2025, 3, 1)
    adult.save()
    choose(client, draft, adult)
    letter = text_of(client.get(url("concern-draft-check", draft.public_id)))
    assert "born 3 February 1950, who died on 1 March 2025." in letter
