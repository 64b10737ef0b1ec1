"""Home, help, people, settings, exports, sign-in: what the pages say and do."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from core.models import BankHoliday, ClosureDay, Membership
from core.roles import Role
from core.views.pages import bad_request
from tests import factories
from tests.factories import ConcernFactory, EnquiryFactory, MembershipFactory
from tests.factories.core import PASSWORD


def text_of(response) -> str:
    return response.content.decode()


def follow(client, address, data) -> str:
    return text_of(client.post(reverse(address), data, follow=True))


# --- home ------------------------------------------------------------------------------------


@pytest.fixture
def work(council, other_council):
    factories.RegisterSettingsFactory(council=council, data_cut_on=date(2025, 4, 8))
    old = ConcernFactory(adult__council=council, reference="C-OLD", received_on=date(2025, 3, 31))
    factories.AdultIdentityFactory(adult=old.adult, given_name="Maud", family_name="Quill")
    ConcernFactory(adult__council=council, reference="C-NEW", priority="red")
    ConcernFactory(adult__council=council, reference="C-DONE", closed=True)
    ConcernFactory(adult__council=other_council, reference="C-ELSEWHERE")
    EnquiryFactory(concern__adult__council=council, reference="E-OPEN", caused_to="NHS trust")
    EnquiryFactory(concern__adult__council=council, reference="E-DONE", concluded=True)


def test_home_of_a_manager_lists_what_waits_oldest_first(signed_in, work):
    text = text_of(signed_in(Role.SAFEGUARDING_MANAGER).get("/"))
    for words in ("C-OLD", "C-NEW", "E-OPEN", "MQ"):
        assert words in text
    for words in ("C-DONE", "C-ELSEWHERE", "E-DONE", "Quill"):
        assert words not in text
    assert "Counted to 8 April 2025" in text


def test_an_analyst_sees_the_last_load(signed_in, council):
    client = signed_in(Role.ANALYST)
    assert "Nothing has been imported yet" in text_of(client.get("/"))
    factories.ImportRunFactory(council=council, source="april.zip", fault_count=3)
    text = text_of(client.get("/"))
    assert "april.zip" in text
    assert "Waiting to start" in text


@pytest.mark.parametrize(
    ("role", "label"),
    [
        (Role.DIRECTOR, "Measures"),
        (Role.DIRECTOR, "One case"),
        (Role.QA_LEAD, "Reports"),
        (Role.ADMINISTRATOR, "People"),
        (Role.ADMINISTRATOR, "Settings"),
        (Role.ASSESSOR, "Theme 3"),
    ],
)
def test_other_roles_are_told_what_they_can_open(signed_in, work, role, label):
    response = signed_in(role).get("/")
    assert label in [offer.label for offer in response.context["offers"]]
    assert "C-OLD" not in text_of(response)


def test_roles_whose_part_is_not_here_are_told_so(signed_in, work, monkeypatch):
    monkeypatch.setattr("core.home.SECTIONS", ())
    monkeypatch.setattr("core.home._makers", [])
    text = text_of(signed_in(Role.ASSESSOR).get("/"))
    assert "The part of this service for your role is not here yet" in text
    assert "C-OLD" not in text


def test_a_person_without_a_role_is_told_so(client, db):
    client.force_login(factories.UserFactory())
    assert "You have no role yet" in text_of(client.get("/"))


def test_a_person_of_two_councils_chooses_one_and_no_other(client, practitioner, other_council):
    MembershipFactory(person=practitioner, organisation=other_council)
    elsewhere = factories.OrganisationFactory()
    client.force_login(practitioner)
    assert client.get("/").context["council"] == other_council  # first by name
    for choice, found in (
        (practitioner.memberships.first().organisation_id, "Test Council"),
        (elsewhere.pk, "Test Council"),
        (other_council.pk, "Other Council"),
        ("x", "Other Council"),
    ):
        client.post(reverse("core:choose-council"), {"council": choice})
        assert client.get("/").context["council"].name == found


# --- people ----------------------------------------------------------------------------------


def test_a_role_is_given_and_the_new_person_is_told_of(signed_in, council):
    client = signed_in(Role.ADMINISTRATOR)
    person = {"email": "ann@example.org", "full_name": "Ann Example", "role": "auditor"}
    text = follow(client, "core:membership-give", person)
    assert "Ann Example has the role. Tell them to choose a password" in text
    assert text.count("ann@example.org") >= 2


def test_a_known_person_is_not_told_to_choose_a_password(signed_in, manager):
    person = {"email": manager.email, "full_name": "-", "role": "auditor"}
    text = follow(signed_in(Role.ADMINISTRATOR), "core:membership-give", person)
    assert f"{manager.full_name} has the role" in text
    assert "choose a password" not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "nobody"}, "Enter an email address in the correct format"),
        ({"role": "assessor"}, "Give the last day of a visiting assessor"),
        ({"until": "1/1/2020"}, "The last day must be today or later"),
        ({"role": ""}, "Choose role"),
    ],
)
def test_a_refused_role_is_said_on_the_form(signed_in, council, changes, words):
    person = {"email": "ann@example.org", "full_name": "Ann", "role": "auditor", **changes}
    assert words in follow(signed_in(Role.ADMINISTRATOR), "core:membership-give", person)


def test_a_role_is_ended_on_its_page(signed_in, manager):
    client = signed_in(Role.ADMINISTRATOR)
    end = reverse("core:membership-end", args=[manager.memberships.get().pk])
    assert manager.full_name in text_of(client.get(end))
    assert "The role is ended" in text_of(client.post(end, follow=True))
    assert client.get(end).status_code == 404
    assert manager.full_name not in text_of(client.get(reverse("core:people")))


def test_an_administrator_is_told_they_cannot_end_their_own(client, administrator):
    client.force_login(administrator)
    end = reverse("core:membership-end", args=[administrator.memberships.get().pk])
    assert "You cannot end your own administrator role" in text_of(client.post(end))


def test_people_of_another_council_are_neither_listed_nor_ended(signed_in, stranger):
    client = signed_in(Role.ADMINISTRATOR)
    assert stranger.full_name not in text_of(client.get(reverse("core:people")))
    end = reverse("core:membership-end", args=[Membership.objects.get(person=stranger).pk])
    assert client.post(end).status_code == 404


# --- settings --------------------------------------------------------------------------------


def test_the_name_and_colour_are_changed(signed_in, council):
    client = signed_in(Role.ADMINISTRATOR)
    assert 'value="Test Council"' in text_of(client.get(reverse("core:council-settings")))
    text = follow(client, "core:council-settings", {"name": "New Name", "colour": "#aa0011"})
    assert "The name and colour are saved" in text
    assert "--council-colour:#aa0011" in text
    text = follow(client, "core:council-settings", {"name": "N", "colour": "red"})
    assert "Colour must be # and six digits" in text


def test_days_that_do_not_count_are_kept(signed_in, council):
    client = signed_in(Role.ANALYST)
    day = {"on": "29/12/2026", "reason": "Offices shut"}
    assert "29 December 2026" in follow(client, "core:closure-add", day)
    assert "already a closure day" in follow(client, "core:closure-add", day)
    holiday = {"on": "2/1/2090", "title": "A day of thanks", "source": "Proclamation"}
    assert "A day of thanks" in follow(client, "core:bank-holiday-add", holiday)
    remove = reverse("core:closure-remove", args=[ClosureDay.objects.get().pk])
    assert "29 December 2026" in text_of(client.get(remove))
    assert "No closure days" in text_of(client.post(remove, follow=True))
    assert client.get(remove).status_code == 404


def test_a_calendar_without_bank_holidays_says_what_is_wrong(signed_in, council):
    BankHoliday.objects.all().delete()
    text = text_of(signed_in(Role.ANALYST).get(reverse("core:calendar")))
    assert "None are known" in text


def test_closure_days_of_another_council_are_not_found(signed_in, council, other_council):
    closure = factories.ClosureDayFactory(council=other_council)
    remove = reverse("core:closure-remove", args=[closure.pk])
    assert signed_in(Role.ANALYST).post(remove).status_code == 404


def test_the_counting_rule_and_changes_are_kept(signed_in, council):
    client = signed_in(Role.ADMINISTRATOR)
    text = follow(client, "safeguard:register-settings", {"counting_rule": "When it is one."})
    assert "When it is one." in text
    change = {"on": "1/4/2025", "title": "New front door", "explanation": ""}
    assert "New front door" in follow(client, "safeguard:policy-change-add", change)
    mark = council.policy_changes.get()
    remove = reverse("safeguard:policy-change-remove", args=[mark.pk])
    assert "New front door" in text_of(client.get(remove))
    assert "No change is marked" in text_of(client.post(remove, follow=True))


# --- the ledger, help, health, errors ---------------------------------------------------------


def test_the_ledger_shows_one_council_newest_first(signed_in, council, other_council):
    factories.ExportEventFactory(council=council, filename="old.csv", rows=1234)
    factories.ExportEventFactory(council=council, filename="new.pdf", rows=None, exported_by=None)
    factories.ExportEventFactory(council=other_council, filename="elsewhere.csv")
    text = text_of(signed_in(Role.DIRECTOR).get(reverse("core:export-list")))
    assert text.index("new.pdf") < text.index("old.csv")
    assert "1,234" in text
    assert "Command line" in text
    assert "elsewhere.csv" not in text


def test_an_empty_ledger_says_so(signed_in, council):
    text = text_of(signed_in(Role.DIRECTOR).get(reverse("core:export-list")))
    assert "Nothing has been exported yet" in text


def test_health_says_whether_the_database_answers(client, db, monkeypatch):
    assert client.get("/health/").json() == {"status": "ok"}
    assert client.post("/health/").status_code == 405

    def fail():
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", fail)
        response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "no database"})


def test_pages_of_a_signed_in_person_are_kept_out_of_caches(signed_in, council):
    assert signed_in(Role.DIRECTOR).get("/").headers["Cache-Control"] == "no-store"


def test_an_address_that_is_not_there_reads_as_a_page(client, db):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "Page not found" in text_of(response)


def test_a_refused_page_says_what_to_do(signed_in, council):
    response = signed_in(Role.AUDITOR).get(reverse("core:people"))
    assert response.status_code == 403
    assert "Your role does not include this page" in text_of(response)


def test_a_failure_reads_as_a_page_and_gives_nothing_away(council, signed_in, monkeypatch):
    monkeypatch.setattr("core.views.home.panels_for", lambda desk: 1 / 0)
    client = signed_in(Role.PRACTITIONER)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Sorry, there is a problem with the service" in text_of(response)
    assert "ZeroDivisionError" not in text_of(response)


@pytest.mark.parametrize(
    ("error", "status"), [(RequestDataTooBig(), 413), (SuspiciousOperation(), 400)]
)
def test_a_request_that_is_too_big_is_told_from_one_that_cannot_be_read(error, status):
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    assert bad_request(request, error).status_code == status


def test_a_form_without_its_token_is_refused_in_words(administrator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    response = client.post(reverse("core:council-settings"), {"name": "N", "colour": "#aa0011"})
    assert response.status_code == 403
    assert "<h1" in text_of(response)


# --- sign-in ----------------------------------------------------------------------------------


def sign_in(client, email, password=PASSWORD, **options):
    data = {"login": email, "password": password}
    return client.post(reverse("account_login"), data, **options)


def test_a_person_signs_in_by_address_and_goes_home(client, practitioner):
    response = sign_in(client, practitioner.email.upper())
    assert (response.status_code, response.url) == (302, "/")
    assert practitioner.full_name in text_of(client.get("/"))
    assert text_of(client.get("/")).count("<h1") == 1


@pytest.mark.parametrize("email", ["person@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_read_the_same(client, db, email):
    factories.UserFactory(email="person@example.org")
    response = sign_in(client, email, "wrong")
    assert response.status_code == 200
    assert "not correct" in text_of(response)


def test_an_inactive_person_is_told_so(client, practitioner):
    practitioner.is_active = False
    practitioner.save()
    response = sign_in(client, practitioner.email, follow=True)
    assert response.status_code == 200
    assert not response.context["user"].is_authenticated


def test_signing_out_ends_the_session(client, practitioner):
    sign_in(client, practitioner.email)
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


def test_a_new_person_chooses_a_password_by_email(signed_in, council, client):
    person = {"email": "ann@example.org", "full_name": "Ann Example", "role": "auditor"}
    signed_in(Role.ADMINISTRATOR).post(reverse("core:membership-give"), person)
    client.post(reverse("account_reset_password"), {"email": "ann@example.org"})
    (message,) = mail.outbox
    assert message.to == ["ann@example.org"]
    path = next(word for word in message.body.split() if "/account/password/choose/" in word)
    page = client.get(path[path.index("/account") :], follow=True)
    address = page.redirect_chain[-1][0]
    chosen = {"password1": "a password of Ann's own", "password2": "a password of Ann's own"}
    assert client.post(address, chosen).status_code == 302
    assert sign_in(client, "ann@example.org", chosen["password1"]).status_code == 302
    assert "Ann Example" in text_of(client.get("/"))


def test_nobody_can_make_an_account(client, db):
    for path in ("/signup/", "/accounts/signup/", "/sign-up/"):
        assert client.get(path).status_code == 404
